"""Claims that go round: the list, and one with what people say, our verdict and the reason in each language."""

from __future__ import annotations

from typing import Final

from flask import abort, flash, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from smsinfo.content.catalogue import catalogue_claim
from smsinfo.content.claim_values import check_new, claim_of, typed
from smsinfo.content.parts import Fields
from smsinfo.content.render import stamp
from smsinfo.content.words import VERDICTS
from smsinfo.db.queries import claims as rows
from smsinfo.db.queries import proposals, rumours
from smsinfo.domain.proposals import Sort, Subject
from smsinfo.domain.staff import Permission
from smsinfo.errors import ContentRefused
from smsinfo.web import proposing
from smsinfo.web import words_content as words
from smsinfo.web.access import services
from smsinfo.web.desk import LANGUAGES, by_htmx, desk_pages, offices, today
from smsinfo.web.gate import needs, person
from smsinfo.web.preview import BASIC, EXTENSION, shown
from smsinfo.web.proposing import Form
from smsinfo.web.words_proposals import VERDICTS as SAID

NEW: Final = "new"
EMPTY_SOURCES: Final = 2
LARGEST: Final = 2**31
EMPTY: Final[Fields] = {"signs": [], "sources": []}
pages = desk_pages("claims", __name__)


@pages.get("/claims")
@needs(Permission.TOPICS)
def all_() -> ResponseReturnValue:
    """All claims, those that nobody has published yet too."""
    with services().database.read() as session:
        found = rows.lines(session)
        waiting = proposals.open_keys(session, Sort.CLAIM)
    known = {line.key for line in found}
    return render_template(
        "claims/list.html",
        lines=found,
        waiting=waiting,
        begun=sorted(set(waiting) - known),
        verdicts=SAID,
        today=today(),
        may_begin=person().may(Permission.WRITE),
    )


@pages.get("/claims/new")
@needs(Permission.WRITE)
def new() -> ResponseReturnValue:
    """The form for a claim that nobody has answered yet."""
    with services().database.read() as session:
        return _page(proposing.form(session, Subject(Sort.CLAIM, NEW), EMPTY, _heard(session)), new=True)


@pages.post("/claims/new")
@needs(Permission.WRITE)
def begin() -> ResponseReturnValue:
    """Look at it, or send it."""
    key, value = request.form.get("key", "").strip().lower(), typed(request.form)
    if request.form.get("act") == "send":
        try:
            with services().database.read() as session:
                check_new(session, key)
        except ContentRefused as refusal:
            flash(words.reason(refusal), "danger")
            with services().database.read() as session:
                found = proposing.form(session, Subject(Sort.CLAIM, NEW), EMPTY, value)
            return _page(found, new=True), 400
    return proposing.take(Subject(Sort.CLAIM, key or NEW), value, lambda found: _page(found, new=True), new=True)


@pages.get("/claims/<claim>")
@needs(Permission.TOPICS)
def show(claim: str) -> ResponseReturnValue:
    """One claim, in fields for who may write it, with its history."""
    with services().database.read() as session:
        found = proposing.form(session, Subject(Sort.CLAIM, claim), EMPTY)
        known = bool(found.history) or claim in rows.claim_ids(session)
    if not known:
        abort(404)
    return _page(found)


@pages.post("/claims/<claim>")
@needs(Permission.WRITE)
def send(claim: str) -> ResponseReturnValue:
    """Look at what was typed, or send it."""
    with services().database.read() as session:
        if claim not in rows.claim_ids(session) and not proposals.of_subject(session, Subject(Sort.CLAIM, claim), 1):
            abort(404)
    return proposing.take(Subject(Sort.CLAIM, claim), typed(request.form), _page)


@pages.post("/claims/<claim>/withdraw")
@needs(Permission.WRITE)
def withdraw(claim: str) -> ResponseReturnValue:
    """Ask for it to be taken out of the answers."""
    return proposing.withdraw(Subject(Sort.CLAIM, claim), url_for("claims.show", claim=claim))


def _heard(session: Session) -> Fields | None:
    """What people said of a rumour, for a claim that begins with it; None for any other."""
    number = request.args.get("rumour", 0, type=int)
    rumour = rumours.get(session, number) if 0 < number < LARGEST and person().may(Permission.CASES) else None
    return {**EMPTY, "claim.id": rumour.sample, "signs": [rumour.title]} if rumour is not None else None


def _page(found: Form, *, new: bool = False) -> str:
    claim = catalogue_claim(claim_of(found.subject.key, found.value, today()))
    end = stamp(claim.tag, claim.checked_on, services().snapshots.current().catalogue.mark)
    return render_template(
        "claims/panel.html" if by_htmx() else "claims/claim.html",
        form=found,
        value=found.value,
        new=new,
        key=request.values.get("key", "")[:60] if new else found.subject.key,
        mine=new or found.mine,
        verdicts={name: SAID[name] for name in VERDICTS},
        languages_here=LANGUAGES,
        sources=[*found.value.get("sources", []), *([["", "", ""]] * EMPTY_SOURCES)],
        offices=offices(),
        stamp=end,
        phones=[(code, shown(claim.answers[code] + end)) for code in LANGUAGES if claim.answers.get(code)],
        counts={code: shown(claim.answers.get(code, "") + end) for code in LANGUAGES},
        alphabet=(BASIC, EXTENSION),
    )
