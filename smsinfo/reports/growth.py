"""Who subscribed, who was brought in and who left, week by week."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from sqlalchemy.orm import Session

from smsinfo.db.queries import village_coverage as coverage
from smsinfo.domain.contacts import ConsentKind
from smsinfo.reports.shape import Chart, Column, Kind, Query, Report, Table, Words
from smsinfo.reports.small import Count, hide_small

WEEK = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Row:
    """One week from Monday; the first and last are cut to the days that were asked for."""

    week: date
    joined: Count
    imported: Count
    left: Count
    stopped: Count
    erased: Count


def make(session: Session, query: Query) -> Table:
    """All weeks that the days touch: one look, however many."""
    days = _begins(query.first, query.last)
    edges = [
        datetime.combine(day, time(), query.zone).astimezone(UTC) for day in (*days, query.last + timedelta(days=1))
    ]
    found = coverage.events(session, edges, query.region)
    kinds = (
        ConsentKind.SUBSCRIBED,
        ConsentKind.IMPORTED,
        ConsentKind.UNSUBSCRIBED,
        ConsentKind.STOPPED,
        ConsentKind.ERASED,
    )
    rows = [Row(day, *(found.get((step, kind), 0) for kind in kinds)) for step, day in enumerate(days)]
    return Table(*hide_small(rows, "joined", "imported", "left", "stopped", "erased"))


def _begins(first: date, last: date) -> list[date]:
    """The first day, then every Monday up to the last."""
    days = [first]
    monday = first + timedelta(days=7 - first.weekday())
    while monday <= last:
        days.append(monday)
        monday += WEEK
    return days


REPORT = Report(
    name="growth",
    title=Words("Pelanggan baru dan berhenti", "Subscribers who came and left"),
    columns=(
        Column("week", Words("Minggu mulai", "Week from"), Kind.DAY),
        Column("joined", Words("Mendaftar", "Subscribed"), Kind.COUNT),
        Column("imported", Words("Diimpor", "Imported"), Kind.COUNT),
        Column("left", Words("Keluar wilayah", "Left a place"), Kind.COUNT),
        Column("stopped", Words("BERHENTI", "STOP"), Kind.COUNT),
        Column("erased", Words("Data dihapus", "Erased"), Kind.COUNT),
    ),
    notes=(
        Words(
            "Yang dihitung adalah pendaftaran dan penghentian, bukan orang: dua wilayah adalah dua pendaftaran. "
            "BERHENTI mengakhiri semuanya sekaligus dan dihitung menurut tempat tinggal orangnya.",
            "Counted are acts, not people: two places are two subscriptions. STOP ends all of them at once and counts "
            "where the person lives.",
        ),
        Words(
            "Data yang dihapus tidak punya wilayah lagi: hanya tampak pada laporan seluruh provinsi. Tidak menunjukkan "
            "mengapa orang berhenti.",
            "Who had the data erased has no region any more: they show in the figures of the whole province only. Does "
            "not show why people left.",
        ),
    ),
    make=make,
    chart=Chart("week", ("joined", "imported", "stopped")),
)
