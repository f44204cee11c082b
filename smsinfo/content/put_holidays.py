"""Puts the holidays of a pack into the database, year by year. Years that the pack does not have stay as they are."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy.orm import Session

from smsinfo.content.pack_model import PackHolidays
from smsinfo.content.report import Ledger
from smsinfo.db.queries import holidays as rows


def put_holidays(
    session: Session, wanted: Sequence[PackHolidays], stored: Sequence[PackHolidays], ledger: Ledger
) -> None:
    """Tables by year; a changed one is written anew."""
    known = {year.year: year for year in stored}
    for year in wanted:
        differs = known.get(year.year) != year
        ledger.note(f"holidays/{year.year}.toml", was_there=year.year in known, differs=differs)
        if differs:
            head = rows.YearRow(year.year, year.complete, year.source, year.checked_on)
            rows.put_year(session, head, [(holiday.day, holiday.name) for holiday in year.days])
