"""What a report is: words in both languages of the pages, columns over the fields of a row, and how rows are made."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum
from typing import Any, Final
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from smsinfo.db.queries.daily import Span
from smsinfo.errors import BadInput
from smsinfo.reports.small import Count

LANGUAGES: Final = ("id", "en")
LONGEST: Final = timedelta(days=3 * 366)
USUAL: Final = timedelta(days=29)
"""A report that is asked without days tells of the last thirty, today among them."""


@dataclass(frozen=True, slots=True)
class Words:
    """The same in Indonesian and English."""

    id: str
    en: str

    def say(self, language: str) -> str:
        """In a language of the pages; Indonesian for all others."""
        return self.en if language == "en" else self.id


class Kind(StrEnum):
    """How a column is written: words, a day, a number, rupiah, a share of 1, seconds, or an open-ended step of them."""

    TEXT = "text"
    DAY = "day"
    COUNT = "count"
    MONEY = "money"
    SHARE = "share"
    SECONDS = "seconds"


@dataclass(frozen=True, slots=True)
class Column:
    """One column: the field of the row that it shows, its heading, and how it is written."""

    field: str
    head: Words
    kind: Kind = Kind.TEXT


@dataclass(frozen=True, slots=True)
class Chart:
    """What is drawn beside the table: bars of these columns for each row, named by `label`; only the first `most`."""

    label: str
    values: tuple[str, ...]
    most: int = 100


@dataclass(frozen=True, slots=True)
class Query:
    """What somebody asks for. `today` is the local day of asking; `first` to `last` are local days, both counted."""

    first: date
    last: date
    today: date
    zone: ZoneInfo
    region: str | None = None
    language: str = "id"
    text_idr: int = 0
    """What one text costs a citizen (rupiah)."""

    @property
    def span(self) -> Span:
        """The days and the region."""
        return Span(self.first, self.last, self.region)

    @property
    def days(self) -> int:
        """How many days that are."""
        return (self.last - self.first).days + 1


@dataclass(frozen=True, slots=True)
class Table:
    """What a report made: rows (dataclasses with the fields of the columns), and totals of columns that have one."""

    rows: Iterable[Any]
    totals: Mapping[str, Count] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Report:
    """One report. `notes` say how it is reckoned and what it does not show."""

    name: str
    title: Words
    columns: tuple[Column, ...]
    notes: tuple[Words, ...]
    make: Callable[[Session, Query], Table]
    takes_region: bool = True
    takes_days: bool = True
    whole_month: bool = False
    """Asked without days, it tells of the last whole month."""
    chart: Chart | None = None

    @property
    def needs_all(self) -> bool:
        """True where the figures are of everywhere and nobody can ask for a part: what people sent, not by region."""
        return self.takes_days and not self.takes_region


def usual_days(report: Report, today: date) -> tuple[date, date]:
    """The first and last day where nobody named any."""
    if report.whole_month:
        last = today.replace(day=1) - timedelta(days=1)
        return last.replace(day=1), last
    return today - USUAL, today


def check(report: Report, query: Query) -> None:
    """Raises BadInput for days or a region that the report can't tell of."""
    if query.first > query.last:
        raise BadInput(f"the first day, {query.first}, is after the last, {query.last}; exchange them")
    if query.last - query.first > LONGEST:
        raise BadInput("that is more than three years; ask for fewer days")
    if query.region is not None and not report.takes_region:
        raise BadInput(f"the report {report.name} is not counted by region; leave the region out")
