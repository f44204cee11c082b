"""The groups for everybody: names without numbers, and a person's name only where they agreed. No log-in."""

from __future__ import annotations

from flask import Response, abort

from smsinfo.db.queries import groups as rows
from smsinfo.web import public_alerts as alerts
from smsinfo.web import words_community
from smsinfo.web.access import services
from smsinfo.web.i18n import page_language
from smsinfo.web.window import asked_region, page, regions, unkept, window_pages

LONGEST_ID = 2**31

pages = window_pages("kim", __name__)


@pages.get("/kim")
def all_() -> Response:
    """All groups that are shown, or those of a region (`wilayah`)."""
    region = asked_region()
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
    return unkept("kim/group.html", {"group": found, "say": words_community, "place": _place})


def _list(region: str) -> dict[str, object]:
    with services().database.read() as session:
        found = rows.public_groups(session, region or None)
    return {"groups": found, "region": region, "offices": regions(region), "place": _place}


def _place(code: str) -> str:
    """A region's name in the language of the page."""
    return alerts.called(services().snapshots.current(), code, page_language())
