"""What people ask about most."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from sqlalchemy.orm import Session

from smsinfo.db.queries import content, daily
from smsinfo.reports.shape import Chart, Column, Kind, Query, Report, Table, Words
from smsinfo.reports.small import Count, Hidden, hide_small, share


@dataclass(frozen=True, slots=True)
class Row:
    """One topic that was asked for."""

    topic: str
    title: str
    answers: Count
    part: float | None = None


def make(session: Session, query: Query) -> Table:
    """Topics by their answers; those whose number is hidden come last, by name, since their order would tell."""
    titles = content.titles(session, query.language)
    answered = daily.answers_by_topic(session, query.span)
    rows = [Row(one.keys[0], titles.get(one.keys[0], one.keys[0]), one.messages) for one in answered]
    hidden, totals = hide_small(rows, "answers")
    ranked = sorted(hidden, key=_place)
    whole = totals["answers"]
    return Table((Row(row.topic, row.title, row.answers, share(row.answers, whole)) for row in ranked), totals)


def _place(row: Row) -> tuple[int, str]:
    return (0 if isinstance(row.answers, Hidden) else -row.answers, row.title)


REPORT: Final = Report(
    name="topics",
    title=Words("Topik yang paling sering ditanya", "Topics that are asked for most"),
    columns=(
        Column("topic", Words("Topik", "Topic")),
        Column("title", Words("Judul", "Title")),
        Column("answers", Words("Jawaban", "Answers"), Kind.COUNT),
        Column("part", Words("Bagian", "Share"), Kind.SHARE),
    ),
    notes=(
        Words(
            "Tidak menunjukkan apa yang ditanya tetapi belum ada topiknya (lihat daftar celah), dan topik yang hanya "
            "disebut dalam menu.",
            "Does not show what was asked and has no topic (see the gap list), nor topics that only stood in a menu.",
        ),
    ),
    make=make,
    chart=Chart("title", ("answers",), most=15),
)
