"""The days with which a span is compared: those before it, month beside month and year beside year."""

from __future__ import annotations

from datetime import date, timedelta

ONE = timedelta(days=1)


def before(first: date, last: date) -> tuple[date, date]:
    """The month before a whole month, the year before a whole year, else as many days before."""
    ended = first - ONE
    if first.day == 1 and (last + ONE).day == 1:
        if (first.month, last.month) == (1, 12) and first.year == last.year:
            return first.replace(year=first.year - 1), ended
        if (first.year, first.month) == (last.year, last.month):
            return ended.replace(day=1), ended
    return ended - (last - first), ended


def month_of(text: str) -> tuple[date, date]:
    """The first and last day of `2026-11`, or of the year `2026`. Raises ValueError for anything else."""
    year, _, month = text.partition("-")
    if not month:
        return date(int(year), 1, 1), date(int(year), 12, 31)
    first = date(int(year), int(month), 1)
    return first, (first + timedelta(days=31)).replace(day=1) - ONE
