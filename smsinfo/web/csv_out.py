"""CSV that a spreadsheet takes as text and nothing else, streamed.

A cell that a spreadsheet would take for a formula gets an apostrophe in front, also after blanks and on each line of a
cell (Symfony's CVE-2021-41270 is what became of less).
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from flask import Response

_FORMULA: Final = re.compile(r"[\s\u00a0\ufeff]*[=+\-@|%]|\t")
_PLAIN_NUMBER: Final = re.compile(r"-?\d{1,15}(?:\.\d{1,15})?")


def cell(value: object) -> str:
    """A value as text of which no line is a formula."""
    text = "" if value is None else str(value)
    if _PLAIN_NUMBER.fullmatch(text):
        return text
    parts = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    return "\n".join(f"'{part}" if _FORMULA.match(part) else part for part in parts)


def lines(head: Sequence[str], rows: Iterable[Sequence[object]]) -> Iterator[str]:
    """The file line by line, with a mark at its beginning by which Excel knows that it is UTF-8."""
    yield "\ufeff"
    for row in _all(head, rows):
        buffer = io.StringIO()
        csv.writer(buffer, quoting=csv.QUOTE_ALL).writerow(row)
        yield buffer.getvalue()


def _all(head: Sequence[str], rows: Iterable[Sequence[object]]) -> Iterator[Sequence[str]]:
    yield head
    for row in rows:
        yield [cell(value) for value in row]


def download(name: str, head: Sequence[str], rows: Iterable[Sequence[object]]) -> Response:
    """The response that saves it as a file."""
    answer = Response(lines(head, rows), content_type="text/csv; charset=utf-8")
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer
