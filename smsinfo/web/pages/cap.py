"""Our alerts for machines: an Atom feed of CAP documents, and each document at an address that stays."""

from __future__ import annotations

from flask import Blueprint, Response, abort, url_for

from smsinfo.alerts.cap.syndication import CAP_TYPE, Channel, atom
from smsinfo.alerts.cap.writing import write_cap
from smsinfo.db.queries import public_alerts as rows
from smsinfo.locale import say
from smsinfo.web import public_alerts as alerts
from smsinfo.web.access import services
from smsinfo.web.caching import Made, answer

pages = Blueprint("cap", __name__)
RECENT = 20


@pages.get("/cap/feed.xml")
def feed() -> Response:
    """Those in force and the last that were, drills never."""
    return answer(alerts.kept().get(("cap feed",), _feed))


@pages.get("/cap/<code>.xml")
def document(code: str) -> Response:
    """One alert as a CAP document; of a drill one that says so."""
    if not (code.isascii() and code.isdigit()):
        abort(404)
    return answer(alerts.kept().get(("cap", code), lambda: _document(code)))


def _feed() -> Made:
    settings, now = services().settings, services().clock()
    with services().database.read() as session:
        found = alerts.in_force(session) + [alert for _, alert in rows.past(session, now, most=RECENT)]
    found.sort(key=lambda alert: alert.changed_at, reverse=True)
    updated = found[0].changed_at if found else None
    channel = Channel(
        title=say("alert.feed", "id", name=alerts.issuer().sender),
        here=f"{settings.public_url}{url_for('cap.feed')}",
        home=f"{settings.public_url}{url_for('siaran.all_')}",
        language="id",
        updated=updated or now.replace(hour=0, minute=0, second=0, microsecond=0),
    )
    return Made(atom(channel, alerts.items(found, "id")), "application/atom+xml; charset=utf-8", updated)


def _document(code: str) -> Made:
    with services().database.read() as session:
        found = rows.by_code(session, code)
    if found is None:
        abort(404)
    made = alerts.issuer().document(found, alerts.names(found, "id"), alerts.fill)
    return Made(write_cap(made), f"{CAP_TYPE}; charset=utf-8", found.stopped_at or found.sent_at)
