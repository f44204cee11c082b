"""How many were helped by a topic, on its page: the last ninety days, and never a small count."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest

from smsinfo.db.models import TopicRating

from .pressroom import PressRoom, words


@pytest.fixture
def press(sqlite_url: str) -> Iterator[PressRoom]:
    """The press room."""
    found = PressRoom(sqlite_url)
    yield found
    found.close()


@pytest.mark.parametrize(
    ("yes", "no", "days", "shown"),
    [
        (20, 6, 90, "dalam 90 hari: ya 20, tidak 6"),
        (20, 6, 91, "kurang dari 5 penilaian"),
        (20, 3, 1, "dalam 90 hari: ya *, tidak <5"),
        (5, 0, 1, "dalam 90 hari: ya 5, tidak 0"),
        (3, 1, 1, "kurang dari 5 penilaian"),
        (0, 0, 1, "kurang dari 5 penilaian"),
    ],
)
def test_the_page_of_a_topic_says_whether_it_helped(press: PressRoom, yes: int, no: int, days: int, shown: str) -> None:
    day = press.clock().date() - timedelta(days=days)
    with press.services.database.write() as session:
        session.add(TopicRating(day=day, topic_key="ktp", region_code="62.06", yes=yes, no=no))
        session.add(TopicRating(day=day, topic_key="kk", region_code="62.06", yes=50, no=50))
    assert shown in words(press.desk("wati").get("/staff/topics/ktp"))
