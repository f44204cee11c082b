"""For which regions an alert is: found by name, walked to in the tree, pasted as a list or an area drawn on a map, or
read from a table."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from flask import flash, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext, ngettext
from sqlalchemy.orm import Session

from smsinfo.alerts.area_drawn import Drawn, read_shapes, villages_in
from smsinfo.alerts.area_typed import MOST_CHARS, Gazette, Named, gazette
from smsinfo.db.queries import prepared as rows
from smsinfo.db.queries.points import all_points
from smsinfo.db.queries.prepared import Area
from smsinfo.domain.alerts import Act, Alert, obstacle, responsible
from smsinfo.domain.regions import covers
from smsinfo.domain.staff import PROVINCE, Permission
from smsinfo.errors import AlertRefused
from smsinfo.web import words_alerts as words
from smsinfo.web.access import services
from smsinfo.web.alert_desk import alert, alert_pages, alerts, both, doer, now, page_of
from smsinfo.web.alert_form import draft_of
from smsinfo.web.desk import by_htmx
from smsinfo.web.gate import needs, person, takes

MOST_FOUND: Final = 60
ROOM: Final = 4 * MOST_CHARS + 64 * 1024
"""Bytes of a form with a list: letters of up to four bytes, and what a form puts around them."""
pages = alert_pages("area", __name__)


@both(pages, "/<int:alert_id>/area")
@needs(Permission.ALERT_WRITE)
def choose(alert_id: int, drill: bool) -> ResponseReturnValue:
    """What is chosen, what was searched for, and what lies where one has walked to."""
    with services().database.read() as session:
        one = alert(session, alert_id, drill=drill)
    if obstacle(Act.EDIT, one, person()) is not None:
        flash(gettext("You can read this alert. It is not yours to change now."), "info")
        return redirect(page_of(one), 303)
    return _page(one)


@both(pages, "/<int:alert_id>/area", "POST")
@needs(Permission.ALERT_WRITE)
@takes(ROOM, fields=True)
def put(alert_id: int, drill: bool) -> ResponseReturnValue:
    """Add regions, or take some out: the next version of the draft."""
    with services().database.read() as session:
        one = alert(session, alert_id, drill=drill)
        known = gazette(session)
    named = known.read(f"{request.form.get('list', '')}\n{_file()}") if _act() == "read" else Named(())
    try:
        drawn = _drawn(known)
    except AlertRefused as refusal:
        return _page(one, problem=words.reason(refusal)), 409
    wanted = set(one.regions) - set(request.form.getlist("drop"))
    wanted |= {*request.form.getlist("add"), *named.regions, *_saved(), *(drawn.regions if drawn else ())}
    seen = replace(one, version=request.form.get("version", 0, type=int))
    try:
        if wanted != set(one.regions):
            with services().database.write() as session:
                draft = replace(draft_of(one), regions=tuple(sorted(wanted)))
                saved = alerts().lifecycle.edit(session, doer(), now(), seen, draft)
        else:
            saved = one
    except AlertRefused as refusal:
        return _page(one, named, words.reason(refusal)), 409
    if named.open or named.unknown:
        return _page(saved, named)
    added = len(set(saved.regions) - set(one.regions))
    if drawn is not None:
        _tell(drawn)
    if _act() == "read":
        flash(ngettext("%(num)d region was added.", "%(num)d regions were added.", added), "success")
    return redirect(page_of(saved, "area.choose", **_where()), 303)


def _page(one: Alert, named: Named | None = None, problem: str = "") -> str:
    with services().database.read() as session:
        known = gazette(session)
        current = alerts().lifecycle.get(session, one.id)
        saved = _usable(session)
    mine = sorted(person().regions(Permission.ALERT_WRITE))
    query, under = request.values.get("q", "").strip()[:80], request.values.get("under", "")
    under = under if any(covers(own, under) for own in mine) and under in known.places else ""
    found = known.search(query, mine)
    return render_template(
        "alerts/found.html" if by_htmx() and request.method == "GET" else "alerts/area.html",
        alert=current,
        drill=one.drill,
        known=known,
        saved=saved,
        named=named,
        problem=problem,
        shape=request.form.get("shape", "") if problem else "",
        query=query,
        under=under,
        found=found[:MOST_FOUND],
        further=max(len(found) - MOST_FOUND, 0),
        inside=_inside(known, mine, under),
        trail=_trail(known, under),
        chosen=current.regions,
        outer={code: _covering(code, current.regions) for code in current.regions},
    )


def _drawn(known: Gazette) -> Drawn | None:
    """What lies in the area that was pasted; None where none was. Raises AlertRefused."""
    if _act() != "shape":
        return None
    shapes = read_shapes(request.form.get("shape", ""))
    with services().database.read() as session:
        points = all_points(session)
    return villages_in(shapes, points, known.places, person().regions(Permission.ALERT_WRITE))


def _tell(drawn: Drawn) -> None:
    """How many villages the area gave, and which it can't have given."""
    found = drawn.villages
    flash(ngettext("%(num)d village lies in the area.", "%(num)d villages lie in the area.", found), "success")
    if drawn.foreign:
        told = ngettext(
            "%(num)d village in it is outside your regions and was left out: tell your neighbours.",
            "%(num)d villages in it are outside your regions and were left out: tell your neighbours.",
            drawn.foreign,
        )
        flash(told, "warning")
    if drawn.unplaced:
        told = ngettext(
            "%(num)d village has no coordinates, so no area finds it. Look whether it is meant.",
            "%(num)d villages have no coordinates, so no area finds them. Look whether one is meant.",
            drawn.unplaced,
        )
        flash(told, "warning")


def _inside(known: Gazette, mine: list[str], under: str) -> list[str]:
    """What the tree shows: the children of where one is, or the person's own regions."""
    if under:
        return known.children(under)
    return known.children(PROVINCE) if mine == [PROVINCE] else mine


def _trail(known: Gazette, under: str) -> list[str]:
    return [under[:at] for at in (5, 8, 13) if len(under) >= at and under[:at] in known.places]


def _covering(code: str, chosen: tuple[str, ...]) -> str | None:
    """A chosen region that holds this one already."""
    return next((one for one in chosen if one != code and covers(one, code)), None)


def _where() -> dict[str, str]:
    """Where in the search and the tree one was."""
    return {name: request.form[name][:80] for name in ("q", "under") if request.form.get(name)}


def _saved() -> set[str]:
    """The regions of the saved areas with a tick."""
    ticked = set(request.form.getlist("saved"))
    if not ticked:
        return set()
    with services().database.read() as session:
        found = _usable(session)
    return {code for one in found if str(one.id) in ticked for code in one.regions}


def _usable(session: Session) -> list[Area]:
    """The signed areas that lie in the regions for which the person writes."""
    return [one for one in rows.areas(session) if responsible(person(), Permission.ALERT_WRITE, one.regions)]


def _act() -> str:
    return request.form.get("act", "")


def _file() -> str:
    sent = request.files.get("file")
    return sent.read(ROOM).decode("utf-8-sig", errors="replace") if sent is not None else ""
