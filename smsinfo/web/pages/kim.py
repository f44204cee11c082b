"""The groups for everybody: names without numbers, and a person's name only where they agreed. No log-in."""

from __future__ import annotations

from flask import Response, abort, request

from smsinfo.db.queries import groups as rows
from smsinfo.domain.regions import Level
from smsinfo.web import words_community
from smsinfo.web.access import services
from smsinfo.web.window import page, unkept, window_pages

OFFICES = (Level.REGENCY, Level.CITY)
LONGEST_ID = 2**31

pages = window_pages("kim", __name__)


@pages.get("/kim")
def all_() -> Response:
    """All groups that are shown, or those of a region (`wilayah`)."""
    region = request.args.get("wilayah", "").strip()
    if region and region not in services().snapshots.current().places:
        abort(404)
    return page((region,), "kim/list.html", lambda: _list(region))


@pages.get("/kim/<int:group_id>")
def one(group_id: int) -> Response:
    """One group: who it is, where it works, and those members who agreed to be named. No cache and no phone keeps it:
    who takes that back is gone from here at once.
    """
    with services().database.read() as session:
        found = rows.public_group(session, group_id) if group_id < LONGEST_ID else None
    if found is None:
        abort(404)
    return unkept("kim/group.html", {"group": found, "say": words_community})


def _list(region: str) -> dict[str, object]:
    places = services().snapshots.current().places
    with services().database.read() as session:
        found = rows.public_groups(session, region or None)
    offices = [(place.code, place.name) for place in places.values() if place.level in OFFICES]
    return {"groups": found, "region": region, "offices": offices}
