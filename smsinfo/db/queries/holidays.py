"""The days on which offices are closed, by year."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from sqlalchemy import delete, insert, select
from sqlalchemy.orm import Session

from smsinfo.db.models import Holiday, HolidayYear


class YearRow(NamedTuple):
    """A year of which we were told."""

    year: int
    complete: bool
    source: str
    checked_on: date


def years(session: Session) -> list[YearRow]:
    """All years, in order."""
    columns = select(HolidayYear.year, HolidayYear.complete, HolidayYear.source, HolidayYear.checked_on)
    return [YearRow(*row) for row in session.execute(columns.order_by(HolidayYear.year))]


def days(session: Session) -> list[tuple[date, str]]:
    """All holidays with their names, in order."""
    rows = session.execute(select(Holiday.day, Holiday.name).order_by(Holiday.day))
    return [(day, name) for day, name in rows]


def put_year(session: Session, head: YearRow, named: Sequence[tuple[date, str]]) -> None:
    """These are the holidays of the year, whatever stood there."""
    session.execute(delete(Holiday).where(Holiday.day.between(date(head.year, 1, 1), date(head.year, 12, 31))))
    session.merge(HolidayYear(**head._asdict()))
    if named:
        session.execute(insert(Holiday), [{"day": day, "name": name} for day, name in named])
