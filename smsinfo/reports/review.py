"""Whose answers have been verified, and whose wait for it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from sqlalchemy.orm import Session

from smsinfo.content.due import SOON
from smsinfo.content.link_kinds import Link
from smsinfo.db.queries import reviewed
from smsinfo.reports.shape import Column, Kind, Query, Report, Table, Words


@dataclass(frozen=True, slots=True)
class Row:
    """One owner. `native` counts texts that wait for a native speaker, `broken` sources whose page is gone."""

    owner: str
    topics: int
    fresh: int
    soon: int
    overdue: int
    native: int
    broken: int


def make(session: Session, query: Query) -> Table:
    """All owners of published topics: three looks, however many topics there are."""
    native, broken = reviewed.unread_texts(session), reviewed.sources_with(session, Link.BROKEN.value)
    rows = [
        Row(
            one.owner,
            one.topics,
            one.topics - one.soon - one.overdue,
            one.soon,
            one.overdue,
            native.get(one.owner, 0),
            broken.get(one.owner, 0),
        )
        for one in reviewed.owned(session, query.today, SOON)
    ]
    names = ("topics", "fresh", "soon", "overdue", "native", "broken")
    return Table(rows, {name: sum(getattr(row, name) for row in rows) for name in names})


REPORT: Final = Report(
    name="review",
    title=Words("Keadaan verifikasi topik", "Verification of topics"),
    columns=(
        Column("owner", Words("Instansi pemilik", "Owner")),
        Column("topics", Words("Topik", "Topics"), Kind.COUNT),
        Column("fresh", Words("Berlaku", "Fresh"), Kind.COUNT),
        Column("soon", Words("Perlu ditinjau <= 30 hari", "Due within 30 days"), Kind.COUNT),
        Column("overdue", Words("Lewat", "Overdue"), Kind.COUNT),
        Column("native", Words("Menunggu penutur asli", "Wait for a native speaker"), Kind.COUNT),
        Column("broken", Words("Sumber hilang", "Sources gone"), Kind.COUNT),
    ),
    notes=(
        Words(
            "Lewat: jawaban berakhir dengan tanda mungkin usang. Sumber hilang menurut pemeriksaan tautan terakhir "
            "(smsinfo content check-links).",
            "Overdue: the answer says that it may be out of date. Sources gone by the last look at their addresses "
            "(smsinfo content check-links).",
        ),
        Words(
            "Tidak menunjukkan apakah isi jawaban masih benar: itu hanya dapat dikatakan instansi pemilik.",
            "Does not show whether an answer is still true: only its owner can tell.",
        ),
    ),
    make=make,
    takes_region=False,
    takes_days=False,
)
