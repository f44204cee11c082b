"""CSV for spreadsheets, line by line: a million rows take no more memory than one.

UTF-8 with a mark in front, and a semicolon between cells: so Excel with Indonesian settings opens it by a double click.
A cell that a spreadsheet would run gets an apostrophe in front (OWASP, "CSV Injection"), in each of its lines, since
some programs split cells at line ends; blanks before the sign are no shelter.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from datetime import date
from typing import Any, Final

from smsinfo.reports.shape import Query, Report, Table

MARK: Final = "\ufeff"
BETWEEN: Final = ";"

# After what a spreadsheet trims; full-width signs are taken for the plain ones by some. A TAB counts itself.
_RUNS = re.compile(r"(?m)^(?=(?:[^\S\n]|[\u200b\ufeff])*[=+\-@\uff1d\uff0b\uff0d\uff20]|\t)")
_LINE_END = re.compile(r"\r\n?")


def safe(text: str) -> str:
    """A text that no spreadsheet takes for a formula. What is no formula stays as it is."""
    return _RUNS.sub("'", _LINE_END.sub("\n", text))


def lines(report: Report, query: Query, table: Table) -> Iterator[str]:
    """The file, a row a time: heads, then rows."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, delimiter=BETWEEN, lineterminator="\r\n")

    def line(values: list[Any]) -> str:
        writer.writerow(values)
        written = text.getvalue()
        text.seek(0)
        text.truncate()
        return written

    yield MARK + line([safe(column.head.say(query.language)) for column in report.columns])
    for row in table.rows:
        yield line([_cell(getattr(row, column.field), query.language) for column in report.columns])


def _cell(value: Any, language: str) -> str | int:
    """Numbers as numbers, shares with the comma of the language; all else as safe text."""
    if value is None:
        return ""
    if isinstance(value, int):
        return value
    if isinstance(value, float):
        written = f"{value:.4f}"
        return written if language == "en" else written.replace(".", ",")
    if isinstance(value, date):
        return value.isoformat()
    return safe(str(value))
