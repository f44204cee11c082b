"""The groups for everybody: names without numbers, and a person's name only where they agreed. No log-in, no script."""

from __future__ import annotations

from flask import Blueprint, abort, render_template, request
from flask.typing import ResponseReturnValue

from smsinfo.db.queries import groups as rows
from smsinfo.domain.regions import Level
from smsinfo.web import words_community
from smsinfo.web.access import services

OFFICES = (Level.REGENCY, Level.CITY)
LONGEST_ID = 2**31

pages = Blueprint("kim", __name__)


@pages.get("/kim")
def all_() -> ResponseReturnValue:
    """All groups that are shown, or those of a region (`wilayah`)."""
    region = request.args.get("wilayah", "").strip()
    places = services().snapshots.current().places
    if region and region not in places:
        abort(404)
    with services().database.read() as session:
        found = rows.public_groups(session, region or None)
    offices = [(place.code, place.name) for place in places.values() if place.level in OFFICES]
    return render_template("kim/list.html", groups=found, region=region, offices=offices)


@pages.get("/kim/<int:group_id>")
def one(group_id: int) -> ResponseReturnValue:
    """One group: who it is, where it works, and those members who agreed to be named."""
    with services().database.read() as session:
        found = rows.public_group(session, group_id) if group_id < LONGEST_ID else None
    if found is None:
        abort(404)
    return render_template("kim/group.html", group=found, say=words_community)
