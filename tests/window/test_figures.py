"""What everybody may count: months that are over, without small counts, and nothing that gives one away."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from smsinfo.db.engine import Database, make_engine
from smsinfo.db.models import DailyCount
from smsinfo.reports.small import Hidden, protect
from smsinfo.window import figures
from smsinfo.window.figures import Month
from tests.counted import put
from tests.migrated import migrate

OCTOBER = Month(date(2026, 10, 1))
REGIONS = ("62.03", "62.06", "62.71")


@pytest.fixture
def database(database_url: str) -> Iterator[Database]:
    """Empty, of both kinds."""
    migrate(database_url)
    found = Database(make_engine(database_url))
    yield found
    found.close()


def count(day: date, region: str, messages: int, topic: str = "ktp", kind: str = "answer") -> DailyCount:
    """A count of a day."""
    return DailyCount(
        day=day, region_code=region, topic_key=topic, kind=kind, channel="sms", language="id", messages=messages,
        segments=messages, cost_idr=0,
    )  # fmt: skip


def test_a_month_is_shown_when_it_is_over_and_settled(database: Database) -> None:
    with database.write() as session:
        assert figures.months(session, date(2026, 11, 20)) == []
        put(session, [count(date(2026, 9, 30), "62.06", 9)])
        assert [one.name for one in figures.months(session, date(2026, 11, 20))] == ["2026-10", "2026-09"]
        assert [one.name for one in figures.months(session, date(2026, 12, 3))] == ["2026-10", "2026-09"]
        assert figures.months(session, date(2026, 12, 4))[0].name == "2026-11"
        assert len(figures.months(session, date(2029, 1, 1))) == figures.MONTHS
    assert Month(date(2028, 2, 1)).last == date(2028, 2, 29)


def test_texts_of_a_month_by_day_and_regency_and_of_who_named_none(database: Database) -> None:
    with database.write() as session:
        put(
            session,
            [
                count(date(2026, 10, 5), "62.06.02.2001", 20),
                count(date(2026, 10, 5), "62.06", 10, kind="menu"),
                count(date(2026, 10, 6), "62.03", 50),
                count(date(2026, 10, 6), "", 30),
                count(date(2026, 10, 6), "62.06", 900, kind="alert"),
                count(date(2026, 11, 1), "62.06", 99),
            ],
        )
        (found,) = figures.texts(session, [OCTOBER], REGIONS)
    assert found.regions == {"62.03": 50, "62.06": 30, "62.71": 0, "": 30}
    assert found.total == 110
    assert (found.days["62.06"][4], found.days[""][5], found.days["62.71"]) == (30, 30, [0] * 31)


def test_a_small_day_is_hidden_and_cannot_be_reckoned_from_the_month(database: Database) -> None:
    with database.write() as session:
        put(session, [count(date(2026, 10, n), "62.06", messages) for n, messages in ((1, 3), (2, 40), (3, 60))])
        put(session, [count(date(2026, 10, 9), "62.03", 70), count(date(2026, 10, 9), "62.71", 80)])
        (found,) = figures.texts(session, [OCTOBER], REGIONS)
    assert found.days["62.06"][:3] == [Hidden.SMALL, Hidden.BESIDE, 60]
    assert found.regions["62.06"] == 103


def test_where_a_regions_month_is_hidden_its_days_are_too(database: Database) -> None:
    with database.write() as session:
        put(session, [count(date(2026, 10, 1), "62.06", 2), count(date(2026, 10, 2), "62.03", 9)])
        put(session, [count(date(2026, 10, 3), "62.71", 500)])
        (found,) = figures.texts(session, [OCTOBER], REGIONS)
    assert found.regions["62.06"] == Hidden.SMALL
    assert found.regions["62.03"] == Hidden.BESIDE
    assert found.days["62.03"][1] == Hidden.BESIDE
    assert (found.regions["62.71"], found.total) == (500, 511)


def test_answers_by_topic_of_each_month(database: Database) -> None:
    with database.write() as session:
        put(
            session,
            [
                count(date(2026, 9, 9), "62.06", 30, "ktp"),
                count(date(2026, 10, 9), "62.06", 40, "ktp"),
                count(date(2026, 10, 9), "", 1, "kdrt"),
                count(date(2026, 10, 10), "", 8, "bpjs"),
            ],
        )
        newest, before = figures.answers(session, [OCTOBER, OCTOBER.before()])
    assert newest.topics == {"bpjs": Hidden.BESIDE, "kdrt": Hidden.SMALL, "ktp": 40}
    assert newest.total == 49
    assert (before.topics, before.total) == ({"ktp": 30}, 30)


def test_without_months_there_is_nothing(database: Database) -> None:
    with database.write() as session:
        assert figures.texts(session, [], REGIONS) == []
        assert figures.answers(session, []) == []


COUNTS = st.lists(st.sampled_from([0, 0, 1, 2, 3, 4, 5, 6, 9, 40]), min_size=1, max_size=8)


@given(COUNTS, st.sets(st.integers(0, 7)))
def test_whatever_another_table_hides_is_not_shown_and_not_left_alone(values: list[int], hidden: set[int]) -> None:
    places = {place for place in hidden if place < len(values)}
    shown, total = protect(values, places)
    for place, value in enumerate(values):
        if 0 < value < 5 or (place in places and value):
            assert isinstance(shown[place], Hidden)
        elif not isinstance(shown[place], Hidden):
            assert shown[place] == value
    concealed = [place for place, count in enumerate(shown) if isinstance(count, Hidden)]
    assert len(concealed) != 1 or isinstance(total, Hidden)


@given(st.lists(st.lists(st.sampled_from([0, 0, 1, 3, 5, 8, 60]), min_size=3, max_size=3), min_size=2, max_size=4))
def test_no_hidden_sum_of_a_region_can_be_added_up_from_its_days(table: list[list[int]]) -> None:
    columns = {f"62.{n:02}": days for n, days in enumerate(table)}
    found = figures.shielded(OCTOBER, columns)
    hidden = [code for code, one in found.regions.items() if isinstance(one, Hidden)]
    for code in hidden:
        assert any(isinstance(one, Hidden) for one in found.days[code])
    assert len(hidden) != 1 or isinstance(found.total, Hidden)
