"""Writes topics as a workbook for people who live in spreadsheets. Every cell is text or a day, none is a formula."""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter

from smsinfo.content.pack_model import Pack, PackSummary, PackTopic
from smsinfo.content.sheet_shape import COLUMNS, MOST_CELL, OVERRIDES, SOURCES, TEXTS, TOPICS, YES
from smsinfo.errors import BadInput

_WIDTHS = {
    "text": 60,
    "more": 60,
    "aliases": 30,
    "related": 30,
    "examples": 50,
    "title": 30,
    "address": 50,
    "owner": 30,
}
_SIGNS = ("=", "+", "-", "@", "\t", "\r")


def write_book(pack: Pack, file: Path) -> None:
    """All topics of a pack. Raises BadInput where the file can't be written or a cell would be too long."""
    sheets = {
        TEXTS: [row for topic in pack.topics for row in _texts(topic)],
        TOPICS: [_topic(topic) for topic in pack.topics],
        OVERRIDES: [row for topic in pack.topics for row in _overrides(topic)],
        SOURCES: [row for topic in pack.topics for row in _sources(topic)],
    }
    for name, rows in sheets.items():
        _check_lengths(name, rows)
    book = Workbook(write_only=True)
    for name, rows in sheets.items():
        _sheet(book, name, rows)
    written = io.BytesIO()
    book.save(written)
    try:
        file.write_bytes(written.getvalue())
    except OSError as error:
        raise BadInput(f"{file} can't be written ({error.strerror}); choose another place") from None


def _check_lengths(name: str, rows: Sequence[dict[str, Any]]) -> None:
    for number, row in enumerate(rows, start=2):
        for place, head in enumerate(COLUMNS[name], start=1):
            value = row.get(head, "")
            if isinstance(value, str) and len(value) > MOST_CELL:
                where = f"{name}!{get_column_letter(place)}{number}"
                raise BadInput(f"{where}: {len(value)} characters don't fit a cell; export the pack as files instead")


def _sheet(book: Any, name: str, rows: Iterable[dict[str, Any]]) -> None:
    sheet = book.create_sheet(name)
    sheet.freeze_panes = "C2"
    for place, head in enumerate(COLUMNS[name], start=1):
        sheet.column_dimensions[get_column_letter(place)].width = _WIDTHS.get(head, 14)
    heads = [_cell(sheet, head) for head in COLUMNS[name]]
    for head_cell in heads:
        head_cell.font = Font(bold=True)
    sheet.append(heads)
    for row in rows:
        sheet.append([_cell(sheet, row.get(head, "")) for head in COLUMNS[name]])


def _cell(sheet: Any, value: str | date) -> Any:
    """A cell that is what it says: text that begins like a formula is marked as text, for when somebody edits it."""
    cell: Any = WriteOnlyCell(sheet, value)  # type: ignore[arg-type]  # the stubs know no plain day
    cell.alignment = Alignment(wrap_text=True, vertical="top")
    if isinstance(value, str):
        cell.data_type = "s"
        cell.number_format = "@"
        cell.quotePrefix = value.startswith(_SIGNS)
    else:
        cell.number_format = "yyyy-mm-dd"
    return cell


def _texts(topic: PackTopic) -> Iterator[dict[str, Any]]:
    """A row for each language in which the topic has anything, Indonesian first."""
    general = {text.language: text for text in topic.summaries if text.region is None}
    said = (topic.title, topic.label, topic.aliases, topic.related, topic.examples, general)
    languages = {language for part in said for language in part}
    for language in sorted(languages, key=lambda name: ({"id": 0, "en": 1}.get(name, 2), name)):
        yield {
            "key": topic.key,
            "language": language,
            "title": topic.title.get(language, ""),
            "label": topic.label.get(language, ""),
            "aliases": "\n".join(topic.aliases.get(language, ())),
            "related": "\n".join(topic.related.get(language, ())),
            "examples": "\n".join(topic.examples.get(language, ())),
            **(_summary(general[language]) if language in general else {}),
        }


def _summary(text: PackSummary) -> dict[str, Any]:
    return {
        "text": text.text,
        "more": text.more,
        "needs_native": YES if text.needs_native else "",
        "checked_on": text.checked_on or "",
    }


def _topic(topic: PackTopic) -> dict[str, Any]:
    return {
        "key": topic.key,
        "category": topic.category,
        "owner": topic.owner,
        "tag": topic.tag,
        "safety": YES if topic.safety else "",
        "review_by": topic.review_by,
        "keywords": "\n".join(topic.keywords),
    }


def _overrides(topic: PackTopic) -> Iterator[dict[str, Any]]:
    for text in topic.summaries:
        if text.region is not None:
            yield {"key": topic.key, "language": text.language, "region": text.region, **_summary(text)}


def _sources(topic: PackTopic) -> Iterator[dict[str, Any]]:
    for source in topic.sources:
        yield {
            "key": topic.key,
            "title": source.title,
            "address": source.address,
            "checked_on": source.checked_on,
        }
