"""What citizens brought, by kind and regency: how much was answered, and after how many hours half of it."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import Final

from sqlalchemy.orm import Session

from smsinfo.db.queries import case_figures as figures
from smsinfo.db.queries.case_figures import Brought
from smsinfo.domain.cases import CaseKind
from smsinfo.outbox.retention import bounds
from smsinfo.reports.shape import Column, Kind, Query, Report, Table, Words
from smsinfo.reports.small import LEAST, Count, hide_small

KINDS: Final = {
    CaseKind.REPORT: Words("Laporan", "Reports"),
    CaseKind.QUESTION: Words("Pertanyaan", "Questions"),
    CaseKind.PROPOSAL: Words("Usul desa", "Village proposals"),
    CaseKind.HOAX: Words("Kabar", "Rumours"),
}
HOUR: Final = 3600


@dataclass(frozen=True, slots=True)
class Row:
    """One kind in one regency. `hours` is the median until the first answer, None where few were answered."""

    kind: str
    region: str
    brought: Count
    answered: Count
    hours: int | None


def make(session: Session, query: Query) -> Table:
    """All kinds and regencies from which anything came."""
    start, end = bounds(query.first, query.zone)[0], bounds(query.last, query.zone)[1]
    parts: defaultdict[tuple[CaseKind, str], list[Brought]] = defaultdict(list)
    for one in figures.brought(session, start, end, query.region, list(KINDS)):
        parts[one.kind, one.regency].append(one)
    rows = [_row(query, kind, regency, parts[kind, regency]) for kind in KINDS for regency in sorted(_of(parts, kind))]
    return Table(*hide_small(rows, "brought", "answered"))


def _of(parts: defaultdict[tuple[CaseKind, str], list[Brought]], kind: CaseKind) -> set[str]:
    return {regency for one, regency in parts if one is kind}


def _row(query: Query, kind: CaseKind, regency: str, cases: list[Brought]) -> Row:
    waits = [int((one.answered_at - one.opened_at).total_seconds()) for one in cases if one.answered_at is not None]
    half = figures.half_of(waits) if len(waits) >= LEAST else None
    hours = None if half is None else -(-half // HOUR)
    return Row(KINDS[kind].say(query.language), regency or "-", len(cases), len(waits), hours)


REPORT: Final = Report(
    name="cases",
    title=Words("Kasus warga", "Cases of citizens"),
    columns=(
        Column("kind", Words("Jenis", "Kind")),
        Column("region", Words("Wilayah", "Region")),
        Column("brought", Words("Masuk", "Brought"), Kind.COUNT),
        Column("answered", Words("Dijawab", "Answered"), Kind.COUNT),
        Column("hours", Words("Separuh dijawab dalam (jam)", "Half answered within (hours)"), Kind.COUNT),
    ),
    notes=(
        Words(
            "Dihitung menurut hari masuknya. Laporan hanya disimpan di mana kantor menerimanya, atau bila ada bahaya.",
            "Counted by the day on which they came. Reports are kept only where an office takes them, or in danger.",
        ),
        Words(
            "Angka di bawah 5 disembunyikan (<5). Tidak menunjukkan apakah jawabannya membantu.",
            "Counts below 5 are hidden (<5). Does not show whether the answer helped.",
        ),
    ),
    make=make,
)
