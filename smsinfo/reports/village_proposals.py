"""What citizens wanted their village meetings to discuss, by regency, and what became of it."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from typing import Final

from sqlalchemy.orm import Session

from smsinfo.db.queries import case_figures as figures
from smsinfo.domain.cases import CaseKind, Outcome
from smsinfo.outbox.retention import bounds
from smsinfo.reports.shape import Column, Kind, Query, Report, Table, Words
from smsinfo.reports.small import Count, hide_small


@dataclass(frozen=True, slots=True)
class Row:
    """One regency. A proposal stands in the column of what became of it last; the others wait."""

    region: str
    brought: Count
    discussed: Count
    taken_up: Count
    not_taken_up: Count


def make(session: Session, query: Query) -> Table:
    """All regencies from which anything came."""
    start, end = bounds(query.first, query.zone)[0], bounds(query.last, query.zone)[1]
    parts: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for one in figures.brought(session, start, end, query.region, [CaseKind.PROPOSAL]):
        parts[one.regency][one.outcome] += 1
    rows = [
        Row(
            regency or "-",
            counts.total(),
            counts[Outcome.DISCUSSED],
            counts[Outcome.TAKEN_UP],
            counts[Outcome.NOT_TAKEN_UP],
        )
        for regency, counts in sorted(parts.items())
    ]
    return Table(*hide_small(rows, "brought", "discussed", "taken_up", "not_taken_up"))


REPORT: Final = Report(
    name="village_proposals",
    title=Words("Usul untuk musrenbang", "Proposals for village meetings"),
    columns=(
        Column("region", Words("Wilayah", "Region")),
        Column("brought", Words("Masuk", "Brought"), Kind.COUNT),
        Column("discussed", Words("Dibahas", "Discussed"), Kind.COUNT),
        Column("taken_up", Words("Masuk rencana", "Taken up"), Kind.COUNT),
        Column("not_taken_up", Words("Belum masuk rencana", "Not taken up"), Kind.COUNT),
    ),
    notes=(
        Words(
            "Menurut hari masuknya dan hasil terakhir. Isinya ada di halaman Usul desa. "
            "Angka di bawah 5 disembunyikan.",
            "By the day on which they came and what became of them last. The page Village proposals has their words. "
            "Counts below 5 are hidden.",
        ),
    ),
    make=make,
)
