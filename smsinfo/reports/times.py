"""How long people wait for an answer."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import Final

from sqlalchemy.orm import Session

from smsinfo.db.queries import daily
from smsinfo.reports.shape import Column, Kind, Query, Report, Table, Words
from smsinfo.reports.small import Count, Hidden, hide_small

HALF, NINE_TENTHS = 0.5, 0.9


@dataclass(frozen=True, slots=True)
class Row:
    """One channel. Times are the ends of steps in seconds (0: beyond the last); None where too few answers were."""

    channel: str
    answers: Count
    half: int | None
    most: int | None


def make(session: Session, query: Query) -> Table:
    """Channels by which answers went."""
    steps: defaultdict[str, list[tuple[int, int]]] = defaultdict(list)
    for channel, seconds, answers in daily.timings(session, query.span):
        steps[channel].append((seconds, answers))
    rows = [
        Row(channel, sum(answers for _, answers in told), within(told, HALF), within(told, NINE_TENTHS))
        for channel, told in steps.items()
    ]
    hidden, totals = hide_small(rows, "answers")
    few = [Row(row.channel, row.answers, None, None) if row.answers is Hidden.SMALL else row for row in hidden]
    return Table(few, totals)


def within(steps: list[tuple[int, int]], part: float) -> int | None:
    """The end of the step by which this part of the answers was there; None where there is none. Steps in order."""
    whole, so_far = sum(answers for _, answers in steps), 0
    for seconds, answers in steps:
        so_far += answers
        if whole and so_far >= part * whole:
            return seconds
    return None


REPORT: Final = Report(
    name="times",
    title=Words("Lama menunggu jawaban", "Time to the answer"),
    columns=(
        Column("channel", Words("Saluran", "Channel")),
        Column("answers", Words("Jawaban", "Answers"), Kind.COUNT),
        Column("half", Words("Separuh (median)", "Half (median)"), Kind.SECONDS),
        Column("most", Words("Sembilan dari sepuluh", "Nine in ten"), Kind.SECONDS),
    ),
    notes=(
        Words(
            "Dari SMS diterima sistem sampai jawaban diserahkan ke operator, atau sampai di ponsel bila operator "
            "memberi tahu. Tidak menunjukkan perjalanan SMS warga ke sistem.",
            "From when the text reached the system until the answer was handed to the operator, or was on the phone "
            "where the operator tells. Does not show the way of the text to the system.",
        ),
    ),
    make=make,
    takes_region=False,
)
