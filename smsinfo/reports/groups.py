"""What each community group did: the figures of smsinfo.db.queries.group_figures, a group a row."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from types import SimpleNamespace
from typing import Final

from sqlalchemy.orm import Session

from smsinfo.db.queries import group_figures as figures
from smsinfo.reports.shape import Column, Kind, Query, Report, Table, Words


def make(session: Session, query: Query) -> Table:
    """All open groups of the region: a statement for the groups and one for each look, however many groups."""
    since = datetime.combine(query.first, time(), query.zone)
    until = datetime.combine(query.last + timedelta(days=1), time(), query.zone)
    groups = figures.open_groups(session, query.region)
    found = figures.figures(session, [group[0] for group in groups], since, until)
    rows = [
        SimpleNamespace(code=code, region=place, name=name, **found[group_id]) for group_id, name, code, place in groups
    ]
    summed = [one.key for one in figures.FIGURES if not one.seconds]
    return Table(rows, {key: sum(getattr(row, key) for row in rows) for key in summed})


REPORT: Final = Report(
    name="groups",
    title=Words("Kelompok informasi (KIM)", "Community groups (KIM)"),
    columns=(
        Column("code", Words("Kode", "Code")),
        Column("region", Words("Kedudukan", "Seat")),
        Column("name", Words("Kelompok", "Group")),
        *(
            Column(one.key, Words(one.id, one.en), Kind.SECONDS if one.seconds else Kind.COUNT)
            for one in figures.FIGURES
        ),
    ),
    notes=(
        Words(
            "Anggota aktif dan kursus selesai: sampai hari ini; yang lain: dalam hari yang dipilih. Kiriman "
            "dan jawaban tetap terhitung bila anggotanya sudah keluar.",
            "Active members and courses finished: until today; all else: in the days that were chosen. Contributions "
            "and answers count still when the member has left.",
        ),
        Words(
            "Tidak menunjukkan mutu, dan tidak menunjukkan siapa di kelompok yang bekerja. Kelompok di desa tanpa "
            "sinyal mengirim lebih jarang tanpa bekerja lebih sedikit.",
            "Does not show quality, nor who of the group does the work. A group in a village without signal sends less "
            "often and does not therefore work less.",
        ),
    ),
    make=make,
)
