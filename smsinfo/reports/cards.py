"""How far village cards have come: villages whose card is fresh, gone stale or not there, by regency and district."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import datetime, time
from typing import Final

from sqlalchemy.orm import Session

from smsinfo.db.queries import cards, daily, village_coverage
from smsinfo.domain.cards import FRESH
from smsinfo.reports.regions import DEEPER
from smsinfo.reports.shape import Column, Kind, Query, Report, Table, Words

STATES: Final = ("fresh", "stale", "none")


@dataclass(frozen=True, slots=True)
class Row:
    """One region; `share` of its villages have a fresh card."""

    code: str
    name: str
    villages: int
    fresh: int
    stale: int
    none: int
    share: float | None


def make(session: Session, query: Query) -> Table:
    """The regions of the level below the one that was asked for: three looks, however many villages."""
    length = DEEPER[len(query.region)] if query.region else len("62.06")
    names = daily.places(session, query.region)
    confirmed = cards.confirmed(session)
    edge = datetime.combine(query.today, time(), query.zone) - FRESH
    found: Counter[tuple[str, str]] = Counter()
    for village in village_coverage.villages(session, query.region):
        at = confirmed.get(village.code)
        state = "none" if at is None else "fresh" if at >= edge else "stale"
        found[village.code[:length], state] += 1
    rows = [_row(code, name, [found[code, state] for state in STATES]) for code, name in names.items()]
    return Table(rows, {name: sum(getattr(row, name) for row in rows) for name in ("villages", *STATES)})


def _row(code: str, name: str, counts: list[int]) -> Row:
    fresh, stale, none = counts
    villages = fresh + stale + none
    return Row(code, name, villages, fresh, stale, none, fresh / villages if villages else None)


REPORT: Final = Report(
    name="cards",
    title=Words("Kartu desa", "Village cards"),
    columns=(
        Column("code", Words("Kode", "Code")),
        Column("name", Words("Wilayah", "Region")),
        Column("villages", Words("Desa", "Villages"), Kind.COUNT),
        Column("fresh", Words("Kartu masih berlaku", "Fresh card"), Kind.COUNT),
        Column("stale", Words("Kartu basi", "Stale card"), Kind.COUNT),
        Column("none", Words("Tanpa kartu", "No card"), Kind.COUNT),
        Column("share", Words("Bagian yang berlaku", "Share fresh"), Kind.SHARE),
    ),
    notes=(
        Words(
            "Berlaku: paling sedikit satu baris yang diterima editor dikonfirmasi warga desanya dalam 90 hari terakhir."
            " Basi: semua baris lebih lama dari itu, dan tidak lagi tampil di jawaban.",
            "Fresh: at least one line that an editor accepted was confirmed by people of the village in the last 90 "
            "days. Stale: all lines are older than that and stand in no answer any more.",
        ),
        Words(
            "Tidak menunjukkan apakah isinya benar, dan berapa baris kartu itu terisi.",
            "Does not show whether what stands there is right, nor how many lines of the card are filled in.",
        ),
    ),
    make=make,
    takes_days=False,
)
