"""The page of one alert: what it says and to whom, and what may be done to it now, by who is logged in."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any, Final

from flask import flash, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import format_datetime, gettext
from sqlalchemy.orm import Session

from smsinfo.alerts import live
from smsinfo.alerts.facts import rule_of
from smsinfo.alerts.news import may_follow
from smsinfo.alerts.reach import Reach
from smsinfo.alerts.recall import REACHED
from smsinfo.alerts.seal import Sealed
from smsinfo.db.queries import alerting
from smsinfo.domain.alerts import Act, Alert, Kind, Status, obstacle, obstacle_to
from smsinfo.domain.audience import To
from smsinfo.domain.staff import Permission
from smsinfo.errors import AlertRefused, Refused
from smsinfo.outbox.fan_out import lane_of
from smsinfo.outbox.quiet import not_before
from smsinfo.web import alert_figures as figures
from smsinfo.web import words_alerts as words
from smsinfo.web.access import services
from smsinfo.web.alert_desk import alert, alerts, now, page_of
from smsinfo.web.alert_relays import relay_villages
from smsinfo.web.gate import person
from smsinfo.web.preview import Shown, shown

BEFORE: Final = frozenset({Status.DRAFT, Status.RETURNED})
TEMPLATES: Final[dict[Status, str]] = {
    Status.DRAFT: "alerts/draft.html",
    Status.RETURNED: "alerts/draft.html",
    Status.SUBMITTED: "alerts/decide.html",
}
"""Of the other statuses: the live page."""
MOST_NAMED: Final = 3


@dataclass(frozen=True, slots=True)
class Form:
    """One form in which a text leaves: for which operators ("": all others), and how it looks."""

    language: str
    operators: tuple[str, ...]
    shown: Shown


def look(alert_id: int, *, drill: bool, problem: str = "", given: Mapping[str, Any] | None = None) -> str:
    """The page; with a problem, what was given stands in its fields again."""
    with services().database.read() as session:
        one = alert(session, alert_id, drill=drill)
        about, following = alerting.kin(session, one)
        values = _values(session, one) | {"about": about, "following": following}
        values |= _before(session, one, about) if one.status in TEMPLATES else _while(session, one)
    return render_template(TEMPLATES.get(one.status, "alerts/sent.html"), **values, problem=problem, given=given or {})


def after(session: Session, one: Alert, found: figures.ByRegion | None = None) -> dict[str, Any]:
    """What has become of it so far; from what was read by region, where it was."""
    return {"look": figures.so_far(session, one, found), "after": minutes_after(one), "now": now()}


def _while(session: Session, one: Alert) -> dict[str, Any]:
    """The same with the map and the table of places, and a drill's report."""
    found = live.by_region(session, one)
    spread, places, names = figures.spread(session, one, found)
    told = {"spread": spread, "slow": figures.SLOW, "places": places, "names": names}
    told |= {"villages": relay_villages(session, one, found)}
    return {**after(session, one, found), **told, "report": live.drill_report(session, one)}


def minutes_after(one: Alert) -> int | None:
    """Whole minutes since the first message could leave; None before that."""
    first = one.sending_at
    return max((now() - first) // timedelta(minutes=1), 0) if first is not None else None


def acted(
    alert_id: int,
    drill: bool,
    act: Callable[[Session, Alert], Alert],
    done: str,
    before: Callable[[], object] = lambda: None,
    page: str = "alerts.show",
) -> ResponseReturnValue:
    """Do something to the alert as its page showed it, and go on to a page of it; where it is refused, its page says
    why, and who was quicker. `before` runs without a transaction."""
    with services().database.read() as session:
        alert(session, alert_id, drill=drill)
    try:
        before()
        with services().database.write() as session:
            after = act(session, seen(alert(session, alert_id, drill=drill)))
    except AlertRefused as refusal:
        return look(alert_id, drill=drill, problem=_said(alert_id, refusal), given=request.form), 409
    flash(done, "success")
    return redirect(page_of(after, page), 303)


def seen(one: Alert) -> Alert:
    """The alert as the page of the form showed it: with the version of then, so that an old page changes nothing."""
    return replace(one, version=request.form.get("version", 0, type=int))


def _said(alert_id: int, refusal: AlertRefused) -> str:
    """Why it was refused; of somebody who was quicker, who that was and what they did."""
    said = words.reason(refusal)
    if refusal.reason not in ("not_now", "decided"):
        return said
    with services().database.read() as session:
        last = alerting.events(session, alert_id)[-1]
    at = format_datetime(last.at, "d MMM HH:mm:ss")
    did = gettext("%(name)s, %(time)s: %(act)s.", name=last.actor, time=at, act=words.STEPS[Act(last.act)])
    return f"{said} {did}"


def _values(session: Session, one: Alert) -> dict[str, Any]:
    steps = alerting.events(session, one.id)
    return {
        "alert": one,
        "drill": one.drill,
        "forms": forms(one),
        "may": {act: obstacle(act, one, person()) for act in Act},
        "last": steps[-1] if steps else None,
        "keeps": person().may(Permission.ALERT_WRITE),
        "news": may_follow(one) and obstacle_to(Act.DRAFT, one.regions, person()) is None,
        "corrects": one.approved_at is not None
        and one.status in REACHED
        and obstacle_to(Act.CORRECT, one.regions, person()) is None,
    }


def _before(session: Session, one: Alert, about: Alert | None) -> dict[str, Any]:
    """What has to be read before it is submitted or approved, reckoned anew each time."""
    checks = alerts().lifecycle.findings(session, one, now(), about)
    found = figures.preview(session, one)
    reach: Reach = found["reach"]
    return {
        "checks": checks,
        "warnings": [found for found in checks if not found.is_error],
        "errors": [found for found in checks if found.is_error],
        "count": reach.people,
        "names": reach.names,
        "sentence": sentence(one, reach, about),
        **found,
        "needs_code": one.kind is Kind.ALERT,
    }


def forms(one: Alert) -> list[Form]:
    """The texts exactly as phones get them: each once, with the operators whose people get it."""
    try:
        found = alerts().seals.forms(Sealed.of(one, rule_of(one).rule()))
    except Refused:  # no channel declares a number: the checks say so
        found = {language: {"": text} for language, text in one.texts.items()}
    looks = []
    for language, by_operator in found.items():
        for text in dict.fromkeys(by_operator.values()):
            operators = tuple(name for name, said in by_operator.items() if said == text)
            looks.append(Form(language, operators, shown(text)))
    return looks


def sentence(one: Alert, reach: Reach, about: Alert | None) -> str:
    """What an approval does, in one sentence: how many people, where or which, and when."""
    people = f"{reach.people:,}".replace(",", ".")
    to, told = rule_of(one).to, {"people": people, "when": when(one)}
    if to in (To.HANDED, To.HANDED_AND_NEW):
        told["code"] = about.code if about is not None else "?"
        if to is To.HANDED:
            return str(gettext("%(people)s people who may have got %(code)s get this text %(when)s.", **told))
        told["where"] = places(one, reach.names)
        return str(
            gettext("%(people)s people who may have got %(code)s, or are in %(where)s, get this text %(when)s.", **told)
        )
    told["where"] = places(one, reach.names)
    if one.drill:
        return str(gettext("DRILL: %(people)s people of the drill in %(where)s get this text %(when)s.", **told))
    return str(gettext("%(people)s people in %(where)s get this text %(when)s.", **told))


def when(one: Alert) -> str:
    """Now, or after the quiet hours."""
    settings, here = services().settings, now()
    leaves = not_before(lane_of(one.severity, one.msg_type), here, settings.quiet_hours, settings.zone)
    if leaves == here:
        return str(gettext("now"))
    return str(gettext("after the quiet hours, at %(time)s", time=format_datetime(leaves, "d MMM HH:mm")))


def places(one: Alert, names: Mapping[str, str]) -> str:
    """The regions of an alert in a few words."""
    named = ", ".join(names.get(code, code) for code in one.regions[:MOST_NAMED]) or gettext("no region")
    more = len(one.regions) - MOST_NAMED
    return str(gettext("%(named)s and %(more)s more regions", named=named, more=more)) if more > 0 else str(named)
