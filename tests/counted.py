"""Counted days as the worker leaves them: each count with the sums that follow from it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from sqlalchemy.orm import Session

from smsinfo.db.models import DailyCount
from smsinfo.db.queries.sums import put_sums


def put(session: Session, rows: Iterable[Any]) -> None:
    """Rows of the daily tables; the sums of the days of the counts among them are made anew."""
    found = list(rows)
    session.add_all(found)
    session.flush()
    for day in {row.day for row in found if isinstance(row, DailyCount)}:
        put_sums(session.connection(), day)
