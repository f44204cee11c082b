"""Segments and money, by what they were spent on."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from sqlalchemy.orm import Session

from smsinfo.db.queries import daily
from smsinfo.domain.messages import Purpose
from smsinfo.reports.days import RECEIVED
from smsinfo.reports.shape import Chart, Column, Kind, Query, Report, Table, Words
from smsinfo.reports.small import Count, Hidden, hide_small

NAMES: Final = {
    Purpose.REPLY.value: Words("Balasan", "Replies"),
    Purpose.ALERT.value: Words("Peringatan", "Alerts"),
    Purpose.RELAY.value: Words("Pesan ke juru siar desa", "To relays"),
    Purpose.TICKET.value: Words("Tiket", "Tickets"),
    Purpose.NOTICE.value: Words("Pemberitahuan ke petugas", "Notices to staff"),
}


@dataclass(frozen=True, slots=True)
class Row:
    """One purpose."""

    purpose: str
    messages: Count
    segments: Count
    cost_idr: Count
    each_idr: int | None = None


def make(session: Session, query: Query) -> Table:
    """Replies by what they answered are one line; each purpose of ours is another."""
    sums = {purpose: [0, 0, 0] for purpose in NAMES}
    for one in daily.counts(session, query.span, ("kind",)):
        purpose = Purpose.REPLY.value if one.keys[0] in RECEIVED else one.keys[0]
        for place, value in enumerate((one.messages, one.segments, one.cost_idr)):
            sums[purpose][place] += value
    rows = [Row(NAMES[purpose].say(query.language), *figures) for purpose, figures in sums.items()]
    hidden, totals = hide_small(rows, "messages", along=("segments", "cost_idr"))
    return Table([_with_price(row) for row in hidden], totals)


def _with_price(row: Row) -> Row:
    if isinstance(row.messages, Hidden) or isinstance(row.cost_idr, Hidden) or not row.messages:
        return row
    return Row(row.purpose, row.messages, row.segments, row.cost_idr, round(row.cost_idr / row.messages))


REPORT: Final = Report(
    name="costs",
    title=Words("Segmen dan biaya", "Segments and cost"),
    columns=(
        Column("purpose", Words("Untuk", "For")),
        Column("messages", Words("Pesan", "Messages"), Kind.COUNT),
        Column("segments", Words("Segmen", "Segments"), Kind.COUNT),
        Column("cost_idr", Words("Biaya", "Cost"), Kind.MONEY),
        Column("each_idr", Words("Per pesan", "Each"), Kind.MONEY),
    ),
    notes=(
        Words(
            "Biaya menurut tarif dalam pengaturan (tariff_idr, segment_idr), bukan tagihan operator. Pesan pada baris "
            "Balasan adalah SMS warga yang masuk, juga yang tidak dibalas.",
            "Money by the rates of the settings (tariff_idr, segment_idr), not by the operator's bill. Messages in the "
            "line Replies are the texts that came, those without a reply too.",
        ),
    ),
    make=make,
    chart=Chart("purpose", ("cost_idr",)),
)
