"""What alerts are prepared with: approved numbers and links, saved areas, templates; each signed by a second person."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, Final, TypeVar

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from sqlalchemy.orm import Session

from smsinfo.alerts.prepared import NewTemplate, Prepared
from smsinfo.db.queries import prepared as rows
from smsinfo.db.queries import staff as accounts
from smsinfo.db.queries.staff import region_names
from smsinfo.domain.alerts import Alert
from smsinfo.domain.regions import ancestors, covers
from smsinfo.domain.staff import Permission
from smsinfo.web.access import services
from smsinfo.web.alert_desk import alert, alert_pages, alerts, attempt, both, now, page_of
from smsinfo.web.desk import number as counted
from smsinfo.web.gate import needs, person

PAGE: Final = 25
FARTHEST: Final = 100_000
T = TypeVar("T")
pages = alert_pages("kit", __name__)
SIGNS: Final[dict[str, tuple[Callable[[Prepared], Callable[..., None]], str]]] = {
    "number": (lambda desk: desk.approve_entry, "kit.numbers"),
    "area": (lambda desk: desk.sign_area, "kit.areas"),
    "template": (lambda desk: desk.sign_template, "kit.templates"),
}
"""Word of an address -> the act, and the page of it."""
WITHDRAWS: Final[dict[str, tuple[Callable[[Prepared], Callable[..., None]], str]]] = {
    "number": (lambda desk: desk.withdraw_entry, "kit.numbers"),
    "area": (lambda desk: desk.withdraw_area, "kit.areas"),
    "template": (lambda desk: desk.withdraw_template, "kit.templates"),
}


@pages.get("/alert-numbers")
@needs(Permission.ALERTS)
def numbers() -> ResponseReturnValue:
    """The numbers and links that texts may name without a warning."""
    with services().database.read() as session:
        found, names = rows.directory(session), _names(session)
    found = sorted(found, key=lambda one: one.approver_id is not None)
    return render_template("alerts/numbers.html", entries=_page(found), names=names, **_steps(found), **_me())


@pages.post("/alert-numbers")
@needs(Permission.ALERTS)
def propose() -> ResponseReturnValue:
    """Another number or link, for a second person to approve."""
    kind, value, label = (request.form.get(name, "") for name in ("kind", "value", "label"))
    done = gettext("Noted. It counts when another person has approved it.")
    return attempt(
        lambda session: alerts().prepared.add_entry(session, person(), now(), kind, value, label),
        url_for("kit.numbers"),
        done,
    )


@pages.get("/alert-areas")
@needs(Permission.ALERTS)
def areas() -> ResponseReturnValue:
    """The saved areas that touch the person's regions, with their village lists."""
    mine = person().regions(Permission.ALERTS)
    with services().database.read() as session:
        touching = [
            one
            for one in rows.areas(session, signed=False)
            if any(covers(own, one.region_code) or covers(one.region_code, own) for own in mine)
        ]
        touching.sort(key=lambda one: one.signer_id is not None)
        found = _page(touching)
        places = region_names(session, {code for one in found for code in (*one.regions, one.region_code)})
        names = _names(session)
    may = {one.id: person().may(Permission.ALERT_APPROVE, one.region_code) for one in found}
    return render_template(
        "alerts/areas.html", areas=found, places=places, names=names, may=may, **_steps(touching), **_me()
    )


@pages.get("/alert-templates")
@needs(Permission.ALERTS)
def templates() -> ResponseReturnValue:
    """The templates with their words."""
    with services().database.read() as session:
        found, names = rows.templates(session, signed=False), _names(session)
    found = sorted(found, key=lambda one: one.signer_id is not None)
    return render_template("alerts/templates.html", templates=_page(found), names=names, **_steps(found), **_me())


@pages.post("/alert-kit/<act>/<int:number>")
@needs(Permission.ALERT_APPROVE)
def sign(act: str, number: int) -> ResponseReturnValue:
    """The signature of the second person."""
    which, back = SIGNS.get(act, SIGNS["number"])
    return attempt(
        lambda session: which(alerts().prepared)(session, person(), now(), number), _back(back), gettext("Signed.")
    )


@pages.post("/alert-kit/<act>/<int:number>/withdraw")
@needs(Permission.ALERTS)
def withdraw(act: str, number: int) -> ResponseReturnValue:
    """Take one out: one approver is enough, and of what nobody has signed its writer."""
    which, back = WITHDRAWS.get(act, WITHDRAWS["number"])
    done = gettext("Taken out. Nobody is offered it any more.")
    return attempt(lambda session: which(alerts().prepared)(session, person(), now(), number), _back(back), done)


@both(pages, "/<int:alert_id>/save-area", "POST")
@needs(Permission.ALERT_WRITE)
def save_area(alert_id: int, drill: bool) -> ResponseReturnValue:
    """Keep the regions of an alert under a name."""
    with services().database.read() as session:
        one = alert(session, alert_id, drill=drill)
    done, name = gettext("Saved. It can be chosen when another person has signed it."), request.form.get("name", "")

    def save(session: Session) -> None:
        alerts().prepared.add_area(session, person(), now(), name, _outer(one), one.regions)

    return attempt(save, page_of(one, "area.choose"), done)


@both(pages, "/<int:alert_id>/keep-template", "POST")
@needs(Permission.ALERT_WRITE)
def keep_template(alert_id: int, drill: bool) -> ResponseReturnValue:
    """Keep the words of an alert as a template."""
    with services().database.read() as session:
        one = alert(session, alert_id, drill=drill)
    new = NewTemplate(
        name=request.form.get("name", ""),
        category=one.category,
        severity=one.severity,
        urgency=one.urgency,
        certainty=one.certainty,
        headline=one.headline,
        instruction=one.instruction,
        texts=one.texts,
        kind=one.kind,
        form=one.form,
    )
    done = gettext("Kept. It can be begun with when another person has signed it.")
    return attempt(lambda session: alerts().prepared.add_template(session, person(), now(), new), page_of(one), done)


def _outer(one: Alert) -> str:
    """The smallest region that holds all those of an alert; "" where it has none."""
    shared = set.intersection(*(set(ancestors(code)) for code in one.regions)) if one.regions else set[str]()
    return max(shared, key=len, default="")


def _names(session: Session) -> dict[int, str]:
    """Account -> name."""
    return {one.id: one.name for one in accounts.everybody(session)}


def _page(found: Sequence[T]) -> Sequence[T]:
    """The part of a list that the address asks for; what waits for a signature stands first in it."""
    start = counted("from", FARTHEST)
    return found[start : start + PAGE]


def _steps(found: Sequence[object]) -> dict[str, object]:
    """What the links to the pages before and after need."""
    start = counted("from", FARTHEST)
    return {"offset": start, "size": PAGE, "further": len(found) > start + PAGE}


def _back(endpoint: str) -> str:
    """The page of the list on which the act was done."""
    here: dict[str, Any] = {"from": counted("from", FARTHEST) or None}
    return url_for(endpoint, **here)


def _me() -> dict[str, object]:
    me = person()
    approves = me.may(Permission.ALERT_APPROVE)
    return {"me": me, "adds": approves or me.may(Permission.ALERT_WRITE), "approves": approves}
