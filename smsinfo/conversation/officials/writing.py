"""SIAR, PERBARUI, AMAN: a draft by text, on an approver's phone in the same minute."""

from __future__ import annotations

from typing import Final

from smsinfo.alerts.asking import dotted
from smsinfo.alerts.checks import errors, warnings
from smsinfo.alerts.draft import NewAlert
from smsinfo.alerts.news import may_follow
from smsinfo.conversation.officials.drafting import Written, draft, found, written
from smsinfo.conversation.officials.findings import told
from smsinfo.conversation.officials.hands import Answered, Heard
from smsinfo.domain.alerts import FIRST_WORDS, Act, Alert, Form, obstacle_to
from smsinfo.domain.regions import Place
from smsinfo.errors import AlertRefused

FORMS: Final = {"alert": Form.ALERT, "update": Form.UPDATE, "all_clear": Form.ALL_CLEAR}


def run(heard: Heard) -> str:
    """The draft's code, its reach, and who is asked now. Raises Answered for whatever is missing."""
    form = FORMS[heard.call.command]
    first = _first(heard) if form is not Form.ALERT else None
    if not heard.call.proof:
        raise heard.answer("official.usage.alert" if first is None else "official.code.missing")
    heard.proven()
    spelled = written(heard.call.rest)
    if first is not None:
        spelled = Written(first.severity, (), heard.call.rest)
    if not spelled.text:
        raise heard.answer("official.usage.alert")
    places = _places(heard, spelled) if first is None else _same(heard, first)
    try:
        with heard.session.begin_nested():
            alert = _submitted(heard, form, first, spelled, places)
    except AlertRefused as problem:
        raise heard.refusal(problem) from None
    return _receipt(heard, alert)


def _first(heard: Heard) -> Alert:
    """What these are news of. Raises Answered, before a code is spent, where there is nothing to tell news of."""
    first = heard.alert()
    if first.drill:  # a drill is written where its colour is seen: never by text
        raise heard.answer("official.news.drill", code=first.code)
    if first.approved_at is None:
        raise heard.answer("official.news.nobody", code=first.code)
    if not may_follow(first):
        raise heard.answer("official.news.none", code=first.code)
    return first


def _submitted(heard: Heard, form: Form, first: Alert | None, spelled: Written, places: tuple[Place, ...]) -> Alert:
    lifecycle, session, now = heard.alerts.lifecycle, heard.session, heard.now
    text = spelled.text
    if form in FIRST_WORDS and not text.upper().startswith(FIRST_WORDS[form]):
        text = f"{FIRST_WORDS[form]}: {text}"
    made = draft(text, spelled.severity, places, now, heard.turn.zone)
    new = NewAlert(form=form, references_id=first.id if first is not None else None)
    alert = lifecycle.open(session, heard.doer, now, new, made)
    findings = lifecycle.findings(session, alert, now)
    if errors(findings):
        raise Answered(told(heard.turn.say, errors(findings)))
    # Who has just typed a number has looked at it; the approver is shown it, spelled out.
    return lifecycle.submit(session, heard.doer, now, alert, warnings(findings))


def _places(heard: Heard, spelled: Written) -> tuple[Place, ...]:
    """The places, each one for certain and in the writer's jurisdiction. Raises Answered."""
    if not spelled.places:
        raise heard.answer("official.usage.alert")
    return tuple(dict.fromkeys(_place(heard, name) for name in spelled.places))


def _place(heard: Heard, name: str) -> Place:
    shown = name[:23]
    codes = found(heard.turn.snapshot, name)
    if not codes:
        raise heard.answer("official.place.unknown", name=shown)
    mine = [code for code in codes if obstacle_to(Act.DRAFT, (code,), heard.person) is None]
    if not mine:
        raise heard.answer("official.place.not_yours", name=shown)
    if len(mine) > 1:
        raise heard.answer("official.place.which", name=shown)
    return heard.turn.snapshot.places[mine[0]]


def _same(heard: Heard, first: Alert) -> tuple[Place, ...]:
    """News go to the regions of what they are news of."""
    places = heard.turn.snapshot.places
    return tuple(places[code] for code in first.regions if code in places)


def _receipt(heard: Heard, alert: Alert) -> str:
    asked = heard.office.asking.ask(heard.session, alert, heard.now)
    if not asked:
        return heard.turn.say("official.nobody", code=alert.code)
    figures = heard.office.asking.reckon(heard.session, alert, heard.now)
    return heard.turn.say(
        "official.submitted",
        code=alert.code,
        place=heard.office.asking.names(heard.session, alert),
        people=dotted(figures.people),
        segments=figures.segments,
        cost=dotted(figures.cost_idr),
        minutes=dotted(figures.minutes),
        name=", ".join(person.name for person in asked)[:20],
    )
