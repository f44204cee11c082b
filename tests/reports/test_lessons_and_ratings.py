"""What courses and ratings say in reports and in the gap list: counts without people, small ones hidden."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from smsinfo.community.ratings import LEAST_NO
from smsinfo.db.models import CourseCount, TopicRating
from smsinfo.db.queries import lessons, ratings
from smsinfo.db.queries.daily import Span
from tests.reports.conftest import TODAY, Ledger


def rated(ledger: Ledger, topic: str, yes: int, no: int, region: str = "62.06", day: date = TODAY) -> None:
    """Answers to `Membantu?` of a day."""
    with ledger.database.write() as session:
        session.add(TopicRating(day=day, topic_key=topic, region_code=region, yes=yes, no=no))


def test_topics_with_their_ratings_and_small_counts_hidden(ledger: Ledger) -> None:
    rated(ledger, "ktp", 20, 6)
    rated(ledger, "ktp", 5, 0, "62.71")
    rated(ledger, "kk", 2, 0)
    rows = {row.topic: (row.yes, row.no) for row in ledger.ask("ratings").table.rows}
    assert rows == {"kk": ("<5", 0), "ktp": ("*", 6)}


def test_ratings_are_chosen_by_region_and_days(ledger: Ledger) -> None:
    rated(ledger, "ktp", 20, 6)
    rated(ledger, "ktp", 5, 0, "62.71")
    rated(ledger, "ktp", 9, 9, day=TODAY - timedelta(days=60))
    with ledger.database.read() as session:
        assert ratings.by_topic(session, Span(TODAY, TODAY, "62.06")) == [("ktp", 20, 6)]
        assert ratings.by_topic(session, Span(TODAY, TODAY, None)) == [("ktp", 25, 6)]
        assert ratings.of_topic(session, "ktp", TODAY - timedelta(days=90)) == ("ktp", 34, 15)
        assert ratings.of_topic(session, "kk", TODAY) == ("kk", 0, 0)


@pytest.mark.parametrize(
    ("yes", "no", "days", "within", "listed"),
    [
        (0, LEAST_NO, 1, None, True),
        (LEAST_NO, LEAST_NO, 1, {"62.06"}, True),
        (LEAST_NO + 1, LEAST_NO, 1, None, False),
        (0, LEAST_NO - 1, 1, None, False),
        (0, LEAST_NO, 0, None, False),  # said of a text that was changed on that day
        (0, LEAST_NO, 1, {"62.71"}, False),
        (0, LEAST_NO, 1, set(), False),
    ],
)
def test_a_topic_that_does_not_help_is_a_gap(
    yes: int, no: int, days: int, within: Any, listed: bool, ledger: Ledger
) -> None:
    rated(ledger, "ktp", yes, no, day=TODAY + timedelta(days=days))
    with ledger.database.read() as session:
        found = ratings.poor(session, TODAY - timedelta(days=90), LEAST_NO, within)
    assert found == ([("ktp", yes, no)] if listed else [])


def test_courses_by_region_with_small_counts_hidden(ledger: Ledger) -> None:
    counts = [("pesan", "62.06", 9, 6), ("pesan", "62.06.05.2005", 3, 1), ("aman", "", 2, 0)]
    with ledger.database.write() as session:
        for course, region, started, finished in counts:
            session.add(
                CourseCount(day=TODAY, course_key=course, region_code=region, started=started, finished=finished)
            )
    with ledger.database.read() as session:
        found = lessons.course_counts(session, Span(TODAY, TODAY, None))
    assert [tuple(one) for one in found] == [("aman", "", 2, 0), ("pesan", "62.06", 12, 7)]
    rows = [(row.course, row.name, row.started, row.finished) for row in ledger.ask("lessons").table.rows]
    assert rows == [("aman", "(not known)", "<5", 0), ("pesan", "Kabupaten Katingan", "*", 7)]


def test_counts_add_up(ledger: Ledger) -> None:
    with ledger.database.write() as session:
        for helped in (True, True, False):
            ratings.add(session, TODAY, "ktp", "", helped=helped)
        lessons.count_course(session, TODAY, "pesan", None, started=1)
        lessons.count_course(session, TODAY, "pesan", None, started=1, finished=1)
    with ledger.database.read() as session:
        assert ratings.by_topic(session, Span(TODAY, TODAY, None)) == [("ktp", 2, 1)]
        assert [tuple(one) for one in lessons.course_counts(session, Span(TODAY, TODAY, None))] == [("pesan", "", 2, 1)]
