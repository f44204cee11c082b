"""Figures for everybody, a month when it is over: how many texts, from where, about what, and never who.

Small counts are hidden as in the reports (`reports.small`). What is hidden in a table must not be reckoned from another
one or from yesterday's, so nothing is published before its month is over and settled, no day's sum is, and where a
region's month is hidden its days are too.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from sqlalchemy.orm import Session

from smsinfo.db.queries import window as rows
from smsinfo.domain.messages import ReplyKind
from smsinfo.reports.small import LEAST, Count, Hidden, protect

MONTHS: Final = 12
"""How many months are published."""
SETTLED: Final = timedelta(days=3)
"""How long after its end a month's counts may still move: a worker that stood still adds up its days later."""
RECEIVED: Final = frozenset(kind.value for kind in ReplyKind)
ELSEWHERE: Final = ""
"""Stands for people whose regency we do not know."""


@dataclass(frozen=True, slots=True)
class Month:
    """A month by its first day."""

    first: date

    @property
    def last(self) -> date:
        """Its last day."""
        return (self.first + timedelta(days=31)).replace(day=1) - timedelta(days=1)

    @property
    def name(self) -> str:
        """`2026-11`"""
        return f"{self.first:%Y-%m}"

    @property
    def days(self) -> list[date]:
        """All its days."""
        return [self.first + timedelta(days=n) for n in range(self.last.day)]

    def before(self) -> Month:
        """The month before."""
        return Month((self.first - timedelta(days=1)).replace(day=1))


@dataclass(frozen=True, slots=True)
class Texts:
    """Texts of a month: by region and day (in the order of the days), by region, and all. Regions are codes."""

    month: Month
    days: dict[str, list[Count]]
    regions: dict[str, Count]
    total: Count


@dataclass(frozen=True, slots=True)
class Answers:
    """Answers of a month by topic, and all."""

    month: Month
    topics: dict[str, Count]
    total: Count


def months(session: Session, today: date) -> list[Month]:
    """The months that may be shown, the newest first: over, settled, and not before the first count."""
    first = rows.first_day(session)
    newest = Month((today - SETTLED).replace(day=1)).before()
    found: list[Month] = []
    while first is not None and newest.last >= first and len(found) < MONTHS:
        found.append(newest)
        newest = newest.before()
    return found


def texts(session: Session, wanted: Sequence[Month], regions: Sequence[str]) -> list[Texts]:
    """Texts of the months by regency. One statement; the months follow each other, the newest first."""
    if not wanted:
        return []
    span = wanted[-1].first, wanted[0].last
    counted = rows.messages_by_day(session, span, [*regions, ELSEWHERE], RECEIVED)
    return [shielded(month, _columns(month, counted, regions)) for month in wanted]


def answers(session: Session, wanted: Sequence[Month]) -> list[Answers]:
    """Answers of the months by topic. One statement; the months follow each other, the newest first."""
    if not wanted:
        return []
    order = list(reversed(wanted))
    counted = rows.answers_by_topic(session, [(month.first, month.last) for month in order])
    found = []
    for number, month in enumerate(order):
        topics = sorted(topic for step, topic in counted if step == number)
        shown, total = protect([counted[number, topic] for topic in topics])
        found.append(Answers(month, dict(zip(topics, shown, strict=True)), total))
    return found[::-1]


def _columns(month: Month, counted: dict[tuple[str, date], int], regions: Sequence[str]) -> dict[str, list[int]]:
    """Region -> texts a day. Whoever named no regency is what is left of everywhere."""
    columns = {code: [counted.get((code, day), 0) for day in month.days] for code in regions}
    everywhere = [counted.get((ELSEWHERE, day), 0) for day in month.days]
    inside = [sum(days) for days in zip(*columns.values(), strict=True)] if columns else [0] * len(everywhere)
    columns[ELSEWHERE] = [max(whole - part, 0) for whole, part in zip(everywhere, inside, strict=True)]
    return columns


def shielded(month: Month, columns: dict[str, list[int]]) -> Texts:
    """The texts a day of regions (code -> one number a day) with nothing small in them, and nothing to reckon it by."""
    days: dict[str, list[Count]] = {}
    unsure = set()
    for code, values in columns.items():
        days[code], total = protect(values)
        if isinstance(total, Hidden):
            unsure.add(code)
    codes = list(columns)
    hidden = frozenset(n for n, code in enumerate(codes) if code in unsure)
    shown, total = protect([sum(columns[code]) for code in codes], hidden)
    regions = dict(zip(codes, shown, strict=True))
    for code, count in regions.items():
        if isinstance(count, Hidden) and code not in unsure:  # its days would add up to it
            days[code] = [_hidden(value) for value in columns[code]]
    return Texts(month, days, regions, total)


def _hidden(value: int) -> Count:
    if not value:
        return value
    return Hidden.SMALL if value < LEAST else Hidden.BESIDE
