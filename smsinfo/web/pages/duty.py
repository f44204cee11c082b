"""The duty roster: who is asked to approve for a region now, who next, and since when nobody has confirmed it."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from sqlalchemy.orm import Session

from smsinfo.alerts.roster import SILENT
from smsinfo.db.queries import prepared as rows
from smsinfo.db.queries import staff as accounts
from smsinfo.domain.regions import covers
from smsinfo.domain.staff import Permission
from smsinfo.errors import AlertRefused
from smsinfo.web.access import services
from smsinfo.web.alert_desk import alert_pages, alerts, attempt, now
from smsinfo.web.gate import needs, person

LAST: Final = 99
pages = alert_pages("duty", __name__)


@pages.get("/duty")
@needs(Permission.ALERTS)
def show() -> ResponseReturnValue:
    """The roster of one region: those of the nearest region that covers it are asked first."""
    me = person()
    with services().database.read() as session:
        places = [
            place
            for place in accounts.offices(session)
            if any(covers(own, place[0]) or covers(place[0], own) for own in me.regions(Permission.ALERTS))
        ]
        region = _region(places)
        turns = rows.duties(session, region, now()) if region else []
        people = [
            one for one in accounts.everybody(session) if one.active and one.may(Permission.ALERT_APPROVE, region)
        ]
        full = {one.name: one.full_name for one in accounts.everybody(session)}
    return render_template(
        "alerts/duty.html",
        places=places,
        region=region,
        names=dict(places),
        turns=turns,
        people=people,
        full=full,
        old=[turn.id for turn in turns if now() - turn.confirmed_at > SILENT],
        may={turn.id: me.may(Permission.ALERT_APPROVE, turn.region_code) for turn in turns},
        may_add=bool(region) and me.may(Permission.ALERT_APPROVE, region),
    )


@pages.post("/duty")
@needs(Permission.ALERT_APPROVE)
def add() -> ResponseReturnValue:
    """Put somebody on the roster, who may approve there."""
    region, account_id = request.form.get("region", ""), request.form.get("account", 0, type=int)
    position = min(max(request.form.get("position", LAST, type=int), 1), LAST)

    def act(session: Session) -> None:
        until = _until(request.form.get("until", ""))
        alerts().prepared.put_on_duty(session, person(), now(), region, account_id, position, until)

    return attempt(act, _back(region), gettext("On the roster from now on."))


@pages.post("/duty/<int:turn>/keep")
@needs(Permission.ALERT_APPROVE)
def keep(turn: int) -> ResponseReturnValue:
    """It still holds."""
    region = request.form.get("region", "")
    return attempt(
        lambda session: alerts().prepared.confirm_duty(session, person(), now(), turn, region),
        _back(request.form.get("seen", region)),
        gettext("Confirmed."),
    )


@pages.post("/duty/<int:turn>/end")
@needs(Permission.ALERT_APPROVE)
def end(turn: int) -> ResponseReturnValue:
    """It ends now."""
    region = request.form.get("region", "")
    return attempt(
        lambda session: alerts().prepared.end_duty(session, person(), now(), turn, region),
        _back(request.form.get("seen", region)),
        gettext("Off the roster from now on."),
    )


def _region(places: list[tuple[str, str]]) -> str:
    """The region that is asked for, else the first of the person's own."""
    asked, codes = request.args.get("region", ""), [code for code, _name in places]
    own = [code for code in codes if any(covers(mine, code) for mine in person().regions(Permission.ALERTS))]
    return asked if asked in codes else next(iter(own or codes), "")


def _until(text: str) -> datetime | None:
    if not text.strip():
        return None
    try:
        return datetime.fromisoformat(text.strip()).replace(tzinfo=services().settings.zone)
    except (ValueError, OverflowError):
        raise AlertRefused("bad_time", "no time") from None


def _back(region: str) -> str:
    return url_for("duty.show", region=region[:13])
