"""Region fields: the values of your regency (office, hours, telephone) that answers put in by name."""

from __future__ import annotations

from collections import Counter
from typing import Final

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from smsinfo.content.field_values import NAME, typed, uses, with_field
from smsinfo.content.parts import Fields
from smsinfo.content.render import fields_in
from smsinfo.db.queries import proposals
from smsinfo.domain.content import Catalogue
from smsinfo.domain.proposals import Sort, Subject
from smsinfo.domain.regions import ancestors
from smsinfo.domain.staff import PROVINCE, Permission
from smsinfo.web import proposing
from smsinfo.web.access import services
from smsinfo.web.desk import by_htmx, desk_pages, offices
from smsinfo.web.gate import needs, person
from smsinfo.web.i18n import page_language
from smsinfo.web.preview import shown
from smsinfo.web.proposing import Form

MOST_USES: Final = 20
"""Answers of which a page shows how they read; it says how many there are."""
EMPTY: Final[Fields] = {"value": "", "source": "", "checked_on": ""}
pages = desk_pages("region_fields", __name__)


@pages.get("/fields")
@needs(Permission.TOPICS)
def all_() -> ResponseReturnValue:
    """The fields of one region: its own values, and those that it has from what covers it."""
    catalogue = services().snapshots.current().catalogue
    place = request.args.get("code", "").strip() or request.args.get("place", "") or person().region_code
    if place not in services().snapshots.current().places:
        place = PROVINCE
    with services().database.read() as session:
        waiting = proposals.open_keys(session, Sort.FIELD)
    return render_template(
        "fields/list.html",
        place=place,
        rows=_rows(catalogue, place),
        waiting=waiting,
        offices=offices(),
        mine=person().may(Permission.WRITE, place),
    )


@pages.get("/fields/<place>/<field>")
@needs(Permission.TOPICS)
def show(place: str, field: str) -> ResponseReturnValue:
    """One field of one region, in a form for who may write it, and the answers that it stands in."""
    with services().database.read() as session:
        return _page(proposing.form(session, _subject(place, field), EMPTY))


@pages.get("/fields/<place>")
@needs(Permission.WRITE)
def add(place: str) -> ResponseReturnValue:
    """Lead to a field that the region does not have yet."""
    name = request.args.get("name", "").strip().lower()
    if NAME.fullmatch(name) is None:
        flash(gettext("A field is named with a-z and _, as in jam_loket."), "danger")
        return redirect(url_for("region_fields.all_", place=place), 303)
    return redirect(url_for("region_fields.show", place=place, field=name), 303)


@pages.post("/fields/<place>/<field>")
@needs(Permission.WRITE)
def send(place: str, field: str) -> ResponseReturnValue:
    """Look at what was typed, or send it."""
    return proposing.take(_subject(place, field), typed(request.form), _page)


@pages.post("/fields/<place>/<field>/withdraw")
@needs(Permission.WRITE)
def withdraw(place: str, field: str) -> ResponseReturnValue:
    """Ask for the region's own value to be taken away: then that of what covers it holds."""
    here = url_for("region_fields.show", place=place, field=field)
    return proposing.withdraw(_subject(place, field), here)


def _subject(place: str, field: str) -> Subject:
    """The field that an address names; 404 where there can be none."""
    if place not in services().snapshots.current().places or NAME.fullmatch(field) is None:
        abort(404)
    return Subject(Sort.FIELD, f"{place} {field}")


def _rows(catalogue: Catalogue, place: str) -> list[dict[str, object]]:
    """Each field that any region has: the value here, the code that it comes from, and in how many topics it stands."""
    fields = catalogue.gazetteer.fields
    used = Counter(
        name
        for topic in catalogue.topics
        for name in {name for text in topic.summaries for name in fields_in(text.text + text.more)}
    )
    found: list[dict[str, object]] = []
    for name in sorted({name for values in fields.values() for name in values} | set(used)):
        origin = next((code for code in ancestors(place) if name in fields.get(code, {})), "")
        value = fields[origin][name] if origin else ""
        found.append({"name": name, "value": value, "origin": origin, "used": used[name]})
    return found


def _page(found: Form) -> str:
    place, _, field = found.subject.key.partition(" ")
    catalogue = services().snapshots.current().catalogue
    above = (code for code in ancestors(place)[1:] if field in catalogue.gazetteer.fields.get(code, {}))
    origin = next(above, "")
    there = uses(found.subject.key, with_field(catalogue, found.subject.key, found.value), page_language())
    return render_template(
        "fields/panel.html" if by_htmx() else "fields/field.html",
        form=found,
        value=found.value,
        place=place,
        field=field,
        mine=person().may(Permission.WRITE, place),
        inherited=(origin, catalogue.gazetteer.fields[origin][field]) if origin else None,
        uses=[(use, shown(use.shown)) for use in there[:MOST_USES]],
        total=len(there),
    )
