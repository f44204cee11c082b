"""What all pages of editors share: the topic of the address, what the person may do with it, what is wrong with it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from typing import Any, Final, TypeVar

from flask import Blueprint, abort, flash, redirect, request
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from smsinfo.content.cases import Case, case_of
from smsinfo.content.checks import problems_of, setting_of
from smsinfo.content.editing import Editing
from smsinfo.content.parts import Part, Parts
from smsinfo.content.problems import Problem
from smsinfo.content.reviewing import Reviewing
from smsinfo.db.queries import changes as rows
from smsinfo.domain.changes import Change
from smsinfo.domain.regions import Level
from smsinfo.domain.staff import Permission
from smsinfo.errors import ContentRefused
from smsinfo.locale import languages
from smsinfo.web import diff, words_proposals
from smsinfo.web import words_content as words
from smsinfo.web.access import services
from smsinfo.web.gate import person, staff_pages

EVERYWHERE: Final = "all"
"""Stands in an address for a text that holds everywhere."""
LANGUAGES: Final = tuple(sorted(languages(), key=lambda code: Part(code).order))
"""Indonesian, English, then the local ones."""
OFFICES: Final = frozenset({Level.PROVINCE, Level.REGENCY, Level.CITY})
R = TypeVar("R")
_MORE: Final = {"menu_words": words_proposals.menu, "thing_words": words_proposals.thing}


def desk_pages(name: str, module: str) -> Blueprint:
    """A blueprint of staff pages whose templates have the words of content, and whose refusals are said."""
    pages = staff_pages(name, module)
    pages.context_processor(lambda: {"say": words, "texts": LANGUAGES, "may_write": may_write, **_MORE})
    pages.add_app_template_filter(diff.plain, "plain")
    pages.add_app_template_filter(words.field, "field_words")
    pages.add_app_template_filter(words.part, "part_words")
    return pages


def editing() -> Editing:
    """The writers' acts."""
    return Editing(services().staff.audit)


def reviewing() -> Reviewing:
    """The publishers' acts."""
    return Reviewing(services().staff.audit)


def today() -> date:
    """The day where the offices are."""
    return now().astimezone(services().settings.zone).date()


def now() -> datetime:
    """The time, aware."""
    return services().clock()


def case(session: Session, key: str, *, drafts: bool = True) -> Case:
    """The topic on the desk of who is logged in, with their draft of it; 404 where there is none."""
    found = case_of(session, key, person() if drafts else None)
    if found is None:
        abort(404)
    return found


def change(session: Session, change_id: int) -> Change:
    """A change that was sent; 404 where there is none. Drafts are their author's alone."""
    found = rows.get(session, change_id)
    if found is None or found.submitted_at is None:
        abort(404)
    return found


def part(language: str, region: str) -> Part:
    """The text that an address names; 404 where there can be none."""
    code = None if region == EVERYWHERE else region
    if language not in languages() or (code is not None and code not in services().snapshots.current().places):
        abort(404)
    return Part(language, code)


def address_of(one: Part) -> dict[str, str]:
    """What an address says of a text."""
    return {"language": one.language, "region": one.region or EVERYWHERE}


def may_write(one: Part) -> bool:
    """True where who is logged in is responsible for the part."""
    return person().may(Permission.WRITE, one.scope)


def problems(session: Session, found: Case, wanted: Parts) -> list[Problem]:
    """What is wrong with the topic as it would be, errors first."""
    setting = setting_of(services().snapshots.current().catalogue, today())
    all_ = problems_of(session, found.id, found.key, wanted, setting)
    return sorted(all_, key=lambda problem: problem.severity)


def offices() -> list[tuple[str, str]]:
    """(code, name) of the province and its regencies, from the snapshot."""
    places = services().snapshots.current().places.values()
    return [(place.code, place.name) for place in places if place.level in OFFICES]


def attempt(act: Callable[[], R], back: str, done: str = "", to: str = "") -> ResponseReturnValue:
    """Do something and go on to `to`; where it is refused, say why on the page that it was asked on."""
    try:
        act()
    except ContentRefused as refusal:
        flash(words.reason(refusal), "danger")
        return redirect(back, 303)
    if done:
        flash(done, "success")
    return redirect(to or back, 303)


def by_htmx() -> bool:
    """True where a part of the page is asked for and not all of it."""
    return request.headers.get("HX-Request") == "true"


def number(name: str, most: int, default: int = 0) -> int:
    """A number of the query or form within bounds."""
    given: Any = request.values.get(name, type=int)
    return min(max(given, 0), most) if given is not None else default
