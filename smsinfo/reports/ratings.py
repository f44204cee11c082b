"""Whether answers helped, topic by topic."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from sqlalchemy.orm import Session

from smsinfo.db.queries import content, ratings
from smsinfo.reports.shape import Chart, Column, Kind, Query, Report, Table, Words
from smsinfo.reports.small import Count, hide_small


@dataclass(frozen=True, slots=True)
class Row:
    """One topic that was rated."""

    topic: str
    title: str
    yes: Count
    no: Count


def make(session: Session, query: Query) -> Table:
    """Topics by name: an order by counts would tell the hidden ones."""
    titles = content.titles(session, query.language)
    found = ratings.by_topic(session, query.span)
    rows, totals = hide_small(
        [Row(one.topic, titles.get(one.topic, one.topic), one.yes, one.no) for one in found], "yes", "no"
    )
    return Table(sorted(rows, key=lambda row: row.title), totals)


REPORT: Final = Report(
    name="ratings",
    title=Words("Apakah jawaban membantu", "Whether answers helped"),
    columns=(
        Column("topic", Words("Topik", "Topic")),
        Column("title", Words("Judul", "Title")),
        Column("yes", Words("Membantu", "Helped"), Kind.COUNT),
        Column("no", Words("Tidak membantu", "Did not help"), Kind.COUNT),
    ),
    notes=(
        Words(
            "Hanya sebagian jawaban yang ditanyakan, paling sering seminggu sekali per orang, dan hanya yang membalas "
            "Y atau T yang terhitung. Topik keselamatan tidak pernah ditanyakan.",
            "Only a share of the answers asks, once a week a person at most, and only replies of Y or T count. Topics "
            "of safety never ask.",
        ),
    ),
    make=make,
    chart=Chart("title", ("yes", "no"), most=15),
)
