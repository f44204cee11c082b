"""Topics out of a workbook into the database. Topics that it does not have, and all else of the content, stay.

A topic in the workbook is the whole topic: a language without a row is withdrawn, as with a pack of files.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any, Final

from pydantic import TypeAdapter, ValidationError
from sqlalchemy.orm import Session

from smsinfo.content.lint import lint_pack
from smsinfo.content.pack_model import Pack, PackTopic, canonical
from smsinfo.content.packs import import_pack
from smsinfo.content.report import ImportReport
from smsinfo.content.shape import first_problem
from smsinfo.content.sheet_read import Book, Row
from smsinfo.content.sheet_shape import OVERRIDES, SOURCES, TEXTS, TOPICS
from smsinfo.content.sheet_write import write_book
from smsinfo.content.stored import stored_pack
from smsinfo.db.queries.regions import codes
from smsinfo.errors import BadBook, BadPack

AUTHOR: Final = "spreadsheet"
MOST_TOLD: Final = 20
_SHAPE: Final = TypeAdapter(PackTopic)
_BY_LANGUAGE: Final = ("title", "label", "aliases", "related", "examples")
_OF_TEXT: Final = ("text", "more", "needs_native", "checked_on")

Places = dict[tuple[str | int, ...], str]
"""Where each part of a topic stands: `("aliases", "id")` -> `texts!G5`."""


def export_book(session: Session, file: Path) -> Pack:
    """Write all published topics into a workbook. Raises BadInput."""
    pack = stored_pack(session)
    write_book(pack, file)
    return pack


def import_book(session: Session, book: Book, now: datetime, author: str = AUTHOR) -> ImportReport:
    """Publish the topics of a workbook. Raises BadBook that names the cells, before anything is written."""
    stored = stored_pack(session)
    topics, places, problems = _topics(book)
    _refuse(problems)
    pack = _merged(stored, topics)
    wrong = lint_pack(pack, known_regions=codes(session), today=now.date())
    errors = [one for one in wrong if one.severity == "error"]
    _refuse([BadPack(_cell_of(one.where, places), one.template, **one.values) for one in errors])
    return import_pack(session, pack, now, author)


def _merged(stored: Pack, topics: Sequence[PackTopic]) -> Pack:
    """What is stored with these topics in it, new ones last. Without menus: those that are stored stay."""
    fresh = {topic.key: topic for topic in topics}
    old = {topic.key for topic in stored.topics}
    order = (*stored.head.order, *(key for key in fresh if key not in old))
    kept = (fresh.pop(topic.key, topic) for topic in stored.topics)
    return canonical(replace(stored, menus=(), head=replace(stored.head, order=order), topics=(*kept, *fresh.values())))


def _topics(book: Book) -> tuple[list[PackTopic], dict[str, Places], list[BadPack]]:
    """The topics, where their parts stand, and all cells that are wrong."""
    problems = list(book.problems)
    of: defaultdict[str, dict[str, list[Row]]] = defaultdict(lambda: defaultdict(list))
    for sheet, rows in book.rows.items():
        for row in rows:
            of[str(row.values.get("key", ""))][sheet].append(row)
    topics, places = [], {}
    for key, sheets in of.items():
        first = next(row for rows in sheets.values() for row in rows)
        if not key:
            problems.append(BadPack(first.at("key"), "has no key; write the topic's, as in ktp-hilang"))
            continue
        lacking = [sheet for sheet in (TEXTS, TOPICS) if not sheets[sheet]]
        twice = sheets[TOPICS][1:] + _twice(sheets)
        at = first.at("key")
        problems += [BadPack(at, "{key} has no row in the sheet {sheet}; add one", key=key, sheet=s) for s in lacking]
        problems += [BadPack(row.at("key"), "this row stands there twice; keep one") for row in twice]
        if lacking or twice or book.problems:
            continue
        values, places[key] = _assembled(key, sheets)
        try:
            topics.append(_SHAPE.validate_python(values))
        except ValidationError as error:
            template, said = first_problem(error, _SHAPE)
            problems.append(BadPack(_place(error, places[key], first), template, **said))
    return topics, places, problems


def _twice(sheets: dict[str, list[Row]]) -> list[Row]:
    """Rows of a language, or of a language and region, that were there before."""
    found: list[Row] = []
    for sheet in (TEXTS, OVERRIDES):
        seen: set[tuple[Any, ...]] = set()
        for row in sheets[sheet]:
            name = (row.values.get("language"), row.values.get("region"))
            if name in seen:
                found.append(row)
            seen.add(name)
    return found


def _assembled(key: str, sheets: dict[str, list[Row]]) -> tuple[dict[str, Any], Places]:
    """A topic as a pack's file would hold it, and the cell of each part."""
    [head] = sheets[TOPICS]
    values: dict[str, Any] = {"key": key, "summaries": [], "sources": [], **{name: {} for name in _BY_LANGUAGE}}
    places: Places = {("key",): head.at("key")}
    for name in ("category", "owner", "tag", "safety", "review_by", "keywords"):
        values[name], places[name,] = head.values[name], head.at(name)
    for row in sheets[TEXTS]:
        language = row.values["language"]
        for name in _BY_LANGUAGE:
            places[name, language] = row.at(name)
            if row.values[name]:
                values[name][language] = row.values[name]
        if row.values["text"] or row.values["more"]:
            _add_text(values, places, row, None)
    for row in sheets[OVERRIDES]:
        _add_text(values, places, row, row.values["region"])
    for row in sheets[SOURCES]:
        number = len(values["sources"])
        values["sources"].append({name: row.values[name] for name in ("title", "address", "checked_on")})
        places |= {("sources", number, name): row.at(name) for name in ("title", "address", "checked_on")}
    return values, places


def _add_text(values: dict[str, Any], places: Places, row: Row, region: str | None) -> None:
    number, language = len(values["summaries"]), row.values["language"]
    text = {name: row.values[name] for name in _OF_TEXT}
    values["summaries"].append({"language": language, "region": region, **text})
    places |= {("summaries", number, name): row.at(name) for name in ("language", *_OF_TEXT)}
    places["summaries", number, "region"] = row.at("region")
    places["text", language, region or ""] = row.at("text")
    places["more", language, region or ""] = row.at("more")


def _place(error: ValidationError, places: Places, first: Row) -> str:
    """The cell of the first problem: the longest beginning of its path that has one."""
    path = tuple(error.errors(include_url=False)[0]["loc"])
    for length in range(len(path), 0, -1):
        if path[:length] in places:
            return places[path[:length]]
    return first.at("key")


def _cell_of(where: str, places: dict[str, Places]) -> str:
    """The cell of what lint names `topics/ktp.toml id 62.71 more`; its own name for what is in no workbook."""
    file, *rest = where.split(" ")
    found = places.get(file.removeprefix("topics/").removesuffix(".toml"))
    if found is None or not file.startswith("topics/"):
        return where
    part = "more" if rest[-1:] == ["more"] else "text"
    language, region = (*[word for word in rest if word != "more"], "", "")[:2]
    return found.get((part, language, region), found["key",])


def _refuse(problems: Sequence[BadPack]) -> None:
    if problems:
        raise BadBook(problems, MOST_TOLD)
