"""The audit log for auditors: look for, check, take along as CSV. Each look at all of it is written down too."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Final

from flask import Response, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from smsinfo.db.engine import Database
from smsinfo.db.queries import audit as log
from smsinfo.db.queries.audit import PAGE, Event, Filter
from smsinfo.domain.staff import Permission
from smsinfo.errors import BadInput
from smsinfo.staff.audit import Actor
from smsinfo.web.access import services
from smsinfo.web.csv_out import download
from smsinfo.web.gate import needs, person, staff_pages
from smsinfo.web.words import broken
from smsinfo.web.words_audit import GROUPS, act

pages = staff_pages("audit", __name__)
SHOWN: Final = 50
FILTERS: Final = ("actor", "action", "subject", "since", "until")
HEAD: Final = ("id", "at", "actor", "action", "subject", "region", "details", "mac")


@pages.get("/audit")
@needs(Permission.AUDIT)
def show() -> ResponseReturnValue:
    """The newest events that fit the filter."""
    return _page({})


@pages.post("/audit")
@needs(Permission.AUDIT)
def verify() -> ResponseReturnValue:
    """Check the whole chain, against a printed end where one is given."""
    printed = request.form.get("head", "").strip() or None
    staff, now = services().staff, services().clock()
    try:
        with services().database.read() as database:
            verdict = staff.audit.verify(database, printed)
    except BadInput:
        return _page({"problem": gettext("A printed end is a number, a colon and 64 letters; copy all of it.")}), 400
    with services().database.write() as database:
        staff.audit.record(
            database,
            now,
            Actor.of(person()),
            "audit.verified",
            "audit",
            count=verdict.count,
            broken=verdict.broken,
            printed=printed is not None,
        )
    text = broken(verdict.reason, verdict.broken) if verdict.broken is not None else ""
    return _page({"verdict": verdict, "broken": text})


@pages.get("/audit.csv")
@needs(Permission.AUDIT)
def export() -> Response:
    """All events that fit, oldest last, as a file; that it was taken along is an event itself."""
    wanted, now = _filter(), services().clock()
    with services().database.write() as database:
        names = sorted(name for name in FILTERS if request.args.get(name))
        services().staff.audit.record(database, now, Actor.of(person()), "audit.exported", "audit", filtered_by=names)
    return download(f"audit-{now:%Y%m%d-%H%M}.csv", HEAD, _rows(services().database, wanted))


def _rows(store: Database, wanted: Filter) -> Iterator[tuple[object, ...]]:
    """Page by page, each with a look of its own, so that a slow line holds no transaction open."""
    before = None
    while True:
        with store.read() as database:
            found = log.find(database, wanted, PAGE, before)
        for event in found:
            at = event.at.isoformat(timespec="seconds")
            where = event.region_code or ""
            yield event.id, at, event.actor, event.action, event.subject, where, event.details, event.mac.hex()
        if len(found) < PAGE:
            return
        before = found[-1].id


def _page(more: dict[str, object]) -> str:
    wanted = _filter()
    before = request.args.get("before", type=int)
    with services().database.read() as database:
        events = log.find(database, wanted, SHOWN + 1, before)
        end = services().staff.audit.head(database)
    asked = {name: request.args[name] for name in FILTERS if request.args.get(name)}
    return render_template(
        "staff/audit.html",
        events=[(event, _details(event)) for event in events[:SHOWN]],
        older=events[SHOWN - 1].id if len(events) > SHOWN else None,
        asked=asked,
        groups=GROUPS,
        act=act,
        end=end,
        **more,
    )


def _details(event: Event) -> dict[str, object]:
    found: dict[str, object] = json.loads(event.details)
    return found


def _filter() -> Filter:
    asked = request.args
    return Filter(
        actor=asked.get("actor", "").strip()[:32],
        action=asked.get("action", "").strip()[:32],
        subject=asked.get("subject", "").strip()[:64],
        since=_day(asked.get("since")),
        until=_day(asked.get("until"), timedelta(days=1)),
    )


def _day(text: str | None, more: timedelta = timedelta()) -> datetime | None:
    """The beginning of a local day; None for what is no day, which then filters nothing."""
    try:
        day = date.fromisoformat(text or "")
    except ValueError:
        return None
    return datetime.combine(day, datetime.min.time(), services().settings.zone) + more
