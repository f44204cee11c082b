"""Who begins and who finishes courses by SMS, by course and regency or city."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from sqlalchemy.orm import Session

from smsinfo.db.queries import courses, daily, lessons
from smsinfo.reports.shape import Column, Kind, Query, Report, Table, Words
from smsinfo.reports.small import Count, hide_small

ELSEWHERE: Final = Words("(tidak diketahui)", "(not known)")


@dataclass(frozen=True, slots=True)
class Row:
    """One course in one regency or city."""

    course: str
    name: str
    started: Count
    finished: Count


def make(session: Session, query: Query) -> Table:
    """Courses in the order of the list, then regions by code."""
    titles = courses.titles(session, query.language)
    places = daily.places(session, None)
    order = {key: at for at, key in enumerate(titles)}
    found = sorted(
        lessons.course_counts(session, query.span), key=lambda one: (order.get(one.course, len(order)), one.region)
    )
    rows, totals = hide_small(
        [
            Row(
                titles.get(one.course, one.course),
                places.get(one.region, ELSEWHERE.say(query.language)),
                one.started,
                one.finished,
            )
            for one in found
        ],
        "started",
        "finished",
    )
    return Table(rows, totals)


REPORT: Final = Report(
    name="lessons",
    title=Words("Kursus lewat SMS", "Courses by SMS"),
    columns=(
        Column("course", Words("Kursus", "Course")),
        Column("name", Words("Wilayah", "Region")),
        Column("started", Words("Dimulai", "Begun"), Kind.COUNT),
        Column("finished", Words("Selesai", "Finished"), Kind.COUNT),
    ),
    notes=(
        Words(
            "Tiap orang terhitung sekali per kursus, menurut wilayah saat itu; mengulang tidak terhitung lagi.",
            "Each person counts once a course, by the region of that time; repeating a course does not count again.",
        ),
    ),
    make=make,
)
