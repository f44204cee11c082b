"""Reads a workbook row by row. What is wrong is said by its cell; a formula is never taken for a value."""

from __future__ import annotations

import difflib
import io
import warnings
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import Any, Final

from openpyxl import load_workbook
from openpyxl.utils import get_column_letter

from smsinfo.content.sheet_shape import (
    COLUMNS,
    DAYS,
    FALSE_WORDS,
    FLAGS,
    LISTS,
    MOST_BYTES,
    MOST_COLUMNS,
    MOST_ROWS,
    TEXTS,
    TOPICS,
    TRUE_WORDS,
)
from smsinfo.content.unpacked import MEGABYTE, MOST_UNPACKED, is_readable, unpacks_to_too_much
from smsinfo.errors import BadPack

UNREADABLE: Final = "can't be read ({problem}); save it anew as XLSX"


@dataclass(frozen=True, slots=True)
class Row:
    """One row: values by head (text, a day, a flag, a list; None where the cell is empty), and its cells' addresses."""

    sheet: str
    number: int
    values: dict[str, Any]
    letters: dict[str, str]

    def at(self, head: str) -> str:
        """`texts!C5`."""
        return f"{self.sheet}!{self.letters.get(head, 'A')}{self.number}"


@dataclass(slots=True)
class Book:
    """The rows by sheet, and the cells that could not be read."""

    rows: dict[str, list[Row]] = field(default_factory=dict)
    problems: list[BadPack] = field(default_factory=list)


def read_book(file: Path) -> Book:
    """All rows of the sheets that we know. Raises BadPack for a file that is no workbook of topics."""
    _check_size(file)
    book = Book()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of things in the file that we don't look at: styles, validations
        opened = _open(file)
        try:
            missing = [name for name in (TEXTS, TOPICS) if name not in opened.sheetnames]
            if missing:
                told = {"first": missing[0], "last": missing[-1]}
                if len(missing) > 1:
                    raise BadPack(file.name, "has no sheet {first} and no sheet {last}; begin with an export", **told)
                raise BadPack(file.name, "has no sheet {first}; begin with an export", **told)
            for name in COLUMNS:
                if name in opened.sheetnames:
                    book.rows[name] = list(_rows(book, name, opened[name]))
        except (BadPack, MemoryError):
            raise
        except Exception as error:  # whatever a broken or hostile file does to the parser
            raise BadPack(file.name, UNREADABLE, problem=type(error).__name__) from None
        finally:
            opened.close()
    return book


def _check_size(file: Path) -> None:
    """Before anything is unpacked."""
    try:
        if file.stat().st_size > MOST_BYTES:
            raise BadPack(file.name, "is larger than {most} MB; divide it", most=MOST_BYTES // MEGABYTE)
        body = file.read_bytes()
    except OSError as error:
        raise BadPack(file.name, "can't be read ({problem})", problem=error.strerror) from None
    if not is_readable(body):
        raise BadPack(file.name, "is no XLSX workbook, or has a password; save it as XLSX without one")
    if unpacks_to_too_much(body):
        raise BadPack(file.name, "unpacks to more than {most} MB; divide it", most=MOST_UNPACKED // MEGABYTE)


def _open(file: Path) -> Any:
    try:
        # From memory: a file that the parser gives up on would stay open.
        return load_workbook(io.BytesIO(file.read_bytes()), read_only=True, data_only=False, keep_links=False)
    except Exception as error:  # as above
        raise BadPack(file.name, UNREADABLE, problem=type(error).__name__) from None


def _rows(book: Book, name: str, sheet: Any) -> Iterator[Row]:
    sheet.reset_dimensions()  # what a file says of its size may be anything
    cells = sheet.iter_rows(max_row=MOST_ROWS + 2, max_col=MOST_COLUMNS)
    places = _heads(name, next(cells, ()))
    letters = {head: get_column_letter(place + 1) for head, place in places.items()}
    for number, row in enumerate(cells, start=2):
        if number == MOST_ROWS + 2:
            raise BadPack(name, "has more than {most} rows; divide it", most=MOST_ROWS)
        found = {head: row[place] for head, place in places.items() if place < len(row)}
        if all(cell.value in (None, "") for cell in found.values()):
            continue
        made = Row(name, number, {}, letters)
        for head in places:
            try:
                made.values[head] = _value(made.at(head), head, found.get(head))
            except BadPack as problem:
                book.problems.append(problem)
        yield made


def _heads(name: str, row: Any) -> dict[str, int]:
    """Head -> place. Capitals and blanks around them don't matter; a head that we don't know is no slip of ours."""
    places: dict[str, int] = {}
    for place, cell in enumerate(row):
        head = str(cell.value).strip().lower() if cell.value is not None else ""
        if not head:
            continue
        where = f"{name}!{get_column_letter(place + 1)}1"
        if head in places:
            raise BadPack(where, "the head {head} stands there twice; keep one", head=head)
        if head not in COLUMNS[name]:
            near = difflib.get_close_matches(head, COLUMNS[name], 1)
            if near:
                raise BadPack(where, "unknown head {head}; did you mean {near}?", head=repr(head[:40]), near=near[0])
            known = ", ".join(COLUMNS[name])
            raise BadPack(where, "unknown head {head}; known are {known}", head=repr(head[:40]), known=known)
        places[head] = place
    missing = [head for head in COLUMNS[name] if head not in places]
    if missing:
        raise BadPack(f"{name}!A1", "the first row lacks {missing}; begin with an export", missing=", ".join(missing))
    return places


def _value(where: str, head: str, cell: Any) -> Any:
    """What a cell holds, by its column. Raises BadPack with the problem."""
    if cell is None or cell.value is None:
        return _typed(where, head, "")
    if cell.data_type == "f":
        raise BadPack(where, "is a formula; paste its value as text")
    if cell.data_type == "e":
        raise BadPack(where, "holds the error {problem}; write the value", problem=cell.value)
    value = cell.value
    if isinstance(value, datetime | date):
        if head not in DAYS:
            raise BadPack(where, "was made a date by the spreadsheet; format the cell as text and type it again")
        return value.date() if isinstance(value, datetime) else value
    if isinstance(value, bool):
        return _typed(where, head, "true" if value else "false")
    if isinstance(value, float):
        if not value.is_integer() or abs(value) >= 1e15:
            raise BadPack(
                where,
                "was made the number {value} by the spreadsheet; format the cell as text, type it again",
                value=value,
            )
        value = int(value)
    return _typed(where, head, str(value))


def _typed(where: str, head: str, text: str) -> Any:
    text = text.replace("\r\n", "\n").replace("\r", "\n").strip()
    if head in LISTS:
        return tuple(item for line in text.split("\n") if (item := line.strip()))
    if head in FLAGS:
        if text.lower() in TRUE_WORDS or text.lower() in FALSE_WORDS:
            return text.lower() in TRUE_WORDS
        raise BadPack(where, "{shown} is neither ya nor tidak", shown=repr(text[:20]))
    if head in DAYS:
        try:
            return date.fromisoformat(text) if text else None
        except ValueError:
            raise BadPack(where, "{day} is no day; write it as 2026-11-24", day=repr(text[:20])) from None
    return text
