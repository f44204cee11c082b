"""A file of rows, CSV or XLSX, as text: its heads and its lines. Looked at for size before a byte of it is unpacked.

Whatever is wrong with the file as a whole is a BadSheet; nothing of the file is ever run or taken for a formula.
"""

from __future__ import annotations

import csv
import io
import warnings
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import islice
from typing import Any, Final

from openpyxl import load_workbook

from smsinfo.content.unpacked import MEGABYTE, MOST_UNPACKED, is_readable, unpacks_to_too_much
from smsinfo.errors import BadSheet
from smsinfo.subscribers.problems import refuse

MOST_BYTES: Final = 10 * MEGABYTE
MOST_ROWS: Final = 100_000
MOST_COLUMNS: Final = 40
BETWEEN: Final = ",;\t"

_UTF16: Final = (b"\xff\xfe", b"\xfe\xff")


@dataclass(frozen=True, slots=True)
class Line:
    """One row: where it begins in the file (the first line is 1), and its cells."""

    number: int
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Sheet:
    """Heads by their meaning -> their place, and the rows that hold something."""

    places: Mapping[str, int]
    width: int
    lines: tuple[Line, ...]

    def value(self, line: Line, name: str) -> str:
        """A cell of a row by its meaning; "" where the file or the row has none."""
        place = self.places.get(name)
        return line.cells[place].strip() if place is not None and place < len(line.cells) else ""


def read_sheet(
    body: bytes,
    heads: Mapping[str, Sequence[str]],
    *,
    needed: Sequence[str],
    unwanted: Collection[str] = (),
) -> Sheet:
    """A file by the heads that it may have: meaning -> what people write for it. Raises BadSheet.

    `unwanted` are heads of what we don't want to have.
    """
    if len(body) > MOST_BYTES:
        raise refuse("too_large", most=MOST_BYTES // MEGABYTE)
    names = {_plain(word): name for name, words in heads.items() for word in (name, *words)}
    found = _workbook(body) if body.startswith(b"PK\x03\x04") else _csv(body, names)
    first = next(found, None)
    if first is None or not any(first.cells):
        raise refuse("empty")
    places = _places(first.cells, names, needed, unwanted)
    lines = tuple(islice((line for line in found if any(cell.strip() for cell in line.cells)), MOST_ROWS + 1))
    if len(lines) > MOST_ROWS:
        raise refuse("too_many_rows", most=MOST_ROWS)
    if not lines:
        raise refuse("no_rows")
    return Sheet(places, len(first.cells), lines)


def _places(
    cells: Sequence[str], names: Mapping[str, str], needed: Sequence[str], unwanted: Collection[str]
) -> dict[str, int]:
    places: dict[str, int] = {}
    known = ", ".join(dict.fromkeys(names.values()))
    for place, cell in enumerate(cells):
        head = _plain(cell)
        if not head:
            continue
        if head in unwanted:
            raise refuse("head_personal", head=head)
        if head not in names:
            raise refuse("head_unknown", head=repr(head[:40]), known=known)
        if names[head] in places:
            raise refuse("head_twice", head=head)
        places[names[head]] = place
    missing = [name for name in needed if name not in places]
    if missing:
        raise refuse("head_missing", heads=", ".join(missing))
    return places


def _plain(head: str) -> str:
    """Capitals, blanks and low lines in a head don't matter."""
    return " ".join(head.replace("_", " ").replace(".", " ").lower().split())


def _csv(body: bytes, names: Mapping[str, str]) -> Iterator[Line]:
    text = _decoded(body)
    if not text.strip():
        raise refuse("empty")
    head = text.split("\n", 1)[0]
    between = max(BETWEEN, key=lambda sign: sum(_plain(cell) in names for cell in head.strip("\r").split(sign)))
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=between, strict=True)
    begins = 1
    try:
        for cells in reader:
            yield Line(begins, tuple(cells))
            begins = reader.line_num + 1
    except csv.Error:
        raise refuse("no_csv", line=begins) from None


def _decoded(body: bytes) -> str:
    """UTF-8 with or without a mark, or UTF-16 with one. A guess at anything else would store wrong letters."""
    if body.startswith(_UTF16):
        try:
            text = body.decode("utf-16")
        except UnicodeDecodeError:
            raise refuse("nul") from None
    elif b"\0" in body:
        raise refuse("nul")
    else:
        try:
            text = body.decode("utf-8-sig")
        except UnicodeDecodeError as error:
            raise refuse("encoding", line=body.count(b"\n", 0, error.start) + 1) from None
    if "\0" in text:
        raise refuse("nul")
    return text


def _workbook(body: bytes) -> Iterator[Line]:
    _check_unpacked(body)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of things in the file that we don't look at: styles, validations
        try:
            book = load_workbook(io.BytesIO(body), read_only=True, data_only=False, keep_links=False)
            sheet = book.worksheets[0]
            sheet.reset_dimensions()  # what a file says of its size may be anything
            rows = sheet.iter_rows(max_row=MOST_ROWS + 2, max_col=MOST_COLUMNS)
            for number, row in enumerate(rows, 1):
                yield Line(number, _trimmed([_cell(cell) for cell in row]))
        except (BadSheet, MemoryError):
            raise
        except Exception:  # whatever a broken or hostile file does to the parser
            raise refuse("no_workbook") from None


def _check_unpacked(body: bytes) -> None:
    """Before anything is unpacked."""
    if not is_readable(body):
        raise refuse("no_workbook")
    if unpacks_to_too_much(body):
        raise refuse("unpacks", most=MOST_UNPACKED // MEGABYTE)


def _cell(cell: Any) -> str:
    """What a cell shows, as text; a formula is its beginning, which is refused later with its row."""
    value = cell.value
    if value is None:
        return ""
    if cell.data_type in ("f", "e"):
        return "="
    if isinstance(value, datetime | date):
        return (value.date() if isinstance(value, datetime) else value).isoformat()
    if isinstance(value, float):
        # As the spreadsheet would write it: of 6.28 nobody may read the digits of a number.
        return str(int(value)) if value.is_integer() and abs(value) < 1e15 else f"{value:E}"
    return str(value)


def _trimmed(cells: list[str]) -> tuple[str, ...]:
    while cells and not cells[-1]:
        cells.pop()
    return tuple(cells)
