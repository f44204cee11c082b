"""Messages a day: what came in, and what we sent of our own accord."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from sqlalchemy.orm import Session

from smsinfo.db.queries import daily
from smsinfo.domain.messages import ReplyKind
from smsinfo.reports.shape import Chart, Column, Kind, Query, Report, Table, Words
from smsinfo.reports.small import Count, hide_small

RECEIVED: Final = frozenset(kind.value for kind in ReplyKind)
"""The kinds of `DailyCount` that are texts from people; all others are messages of ours."""


@dataclass(frozen=True, slots=True)
class Row:
    """One day."""

    day: date
    texts: Count
    answered: Count
    sent: Count


def make(session: Session, query: Query) -> Table:
    """Every day of the span, those without messages too."""
    texts, answered, sent = (dict.fromkeys(_days(query), 0) for _ in range(3))
    for found in daily.counts(session, query.span, ("day", "kind")):
        day, kind = found.keys
        (texts if kind in RECEIVED else sent)[day] += found.messages
        if kind == ReplyKind.ANSWER:
            answered[day] += found.messages
    rows = [Row(day, texts[day], answered[day], sent[day]) for day in texts]
    return Table(*hide_small(rows, "texts", "answered", "sent"))


def _days(query: Query) -> list[date]:
    return [query.first + timedelta(days=n) for n in range(query.days)]


REPORT: Final = Report(
    name="days",
    title=Words("Pesan per hari", "Messages a day"),
    columns=(
        Column("day", Words("Hari", "Day"), Kind.DAY),
        Column("texts", Words("SMS masuk", "Texts in"), Kind.COUNT),
        Column("answered", Words("Dijawab", "Answered"), Kind.COUNT),
        Column("sent", Words("Kami kirim sendiri", "Sent by us"), Kind.COUNT),
    ),
    notes=(
        Words(
            "SMS masuk dihitung semua, juga perintah dan yang tidak dibalas. Kami kirim sendiri: peringatan dan "
            "pemberitahuan, bukan balasan.",
            "Texts in are all, commands and those without a reply too. Sent by us: alerts and notices, no replies.",
        ),
        Words(
            "Tidak menunjukkan berapa orang: satu orang bisa mengirim banyak SMS.",
            "Does not show how many people: one person may send many texts.",
        ),
    ),
    make=make,
    chart=Chart("day", ("texts", "answered")),
)
