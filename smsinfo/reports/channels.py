"""How messages fared by channel."""

from __future__ import annotations

from typing import Final

from sqlalchemy.orm import Session

from smsinfo.db.queries import daily
from smsinfo.reports.delivery import NOTES, OUTCOMES, columns_of, rows_of
from smsinfo.reports.shape import Chart, Query, Report, Table, Words


def make(session: Session, query: Query) -> Table:
    """The channels by which messages left."""
    return Table(rows_of(daily.outcomes(session, query.span, ("channel", "status"))))


REPORT: Final = Report(
    name="channels",
    title=Words("Saluran: sampai, gagal, tidak jelas", "Channels: delivered, failed, unknown"),
    columns=columns_of(Words("Saluran", "Channel")),
    notes=NOTES,
    make=make,
    chart=Chart("carrier", tuple(status.value for status in OUTCOMES)),
    takes_region=False,
)
