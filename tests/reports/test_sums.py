"""The sums beside the daily counts: at each place they say what its counts add up to, whoever made them."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import pytest
from alembic import command
from alembic.config import Config
from sqlalchemy import insert, select

from smsinfo.db import migrate, schema
from smsinfo.db.engine import make_engine
from smsinfo.db.models import DailyCount, DailyPlace, DailyTopic
from smsinfo.db.queries import daily
from smsinfo.db.queries.daily import Span
from smsinfo.db.queries.sums import put_sums
from tests.reports.conftest import TODAY, Ledger

FIRST = TODAY - timedelta(days=3)
PLACES = ("", "62", "62.06", "62.06.05", "62.06.05.2005", "62.06.05.2006", "62.02.01.1001", "63.71")
ASKED_FOR = (None, "62", "62.06", "62.06.05", "62.06.05.2005", "62.02", "62.0", "63")
KINDS = ("answer", "menu", "none", "alert")
FIGURES = ("messages", "segments", "cost_idr")
Rows = list[dict[str, Any]]


def drawn() -> Rows:
    """Counts of four days, of every kind of place."""
    dice, keys = random.Random(6), set()
    for _ in range(400):
        kind = dice.choice(KINDS)
        topic = dice.choice(("ktp", "kk", "sim")) if kind == "answer" else ""
        day, place = FIRST + timedelta(days=dice.randrange(4)), dice.choice(PLACES)
        keys.add((day, place, topic, kind, dice.choice(("phone", "other")), dice.choice(("id", "en", "nij"))))
    names = ("day", "region_code", "topic_key", "kind", "channel", "language")
    return [
        dict(zip(names, key, strict=True)) | {name: dice.randint(1, 40) for name in FIGURES} for key in sorted(keys)
    ]


def added(rows: Rows, region: str | None, *names: str) -> dict[tuple[Any, ...], tuple[int, ...]]:
    """What the counts of a place and all that lies in it add up to, reckoned here."""
    found: Counter[tuple[Any, ...]] = Counter()
    for row in rows:
        if region is None or row["region_code"] == region or row["region_code"].startswith(f"{region}."):
            for figure in FIGURES:
                found[(*(row[name] for name in names), figure)] += row[figure]
    return {key[:-1]: tuple(found[(*key[:-1], figure)] for figure in FIGURES) for key in found}


def told(sums: list[daily.Sum]) -> dict[tuple[Any, ...], tuple[int, ...]]:
    """The same from a query."""
    return {one.keys: (one.messages, one.segments, one.cost_idr) for one in sums}


def put(ledger: Ledger, rows: Rows) -> None:
    """Counted days, as the worker leaves them."""
    with ledger.database.write() as session:
        session.execute(insert(DailyCount), rows)
        for day in {row["day"] for row in rows}:
            put_sums(session.connection(), day)


@pytest.mark.parametrize("region", ASKED_FOR)
def test_each_place_has_the_figures_of_its_counts(ledger: Ledger, region: str | None) -> None:
    rows = drawn()
    put(ledger, rows)
    answers = [row for row in rows if row["kind"] == "answer"]
    span = Span(FIRST, TODAY, region)
    with ledger.database.read() as session:
        for names in (("kind",), ("day", "kind"), ("language",)):
            assert told(daily.counts(session, span, names)) == added(rows, region, *names)
        assert told(daily.counts(session, span, ("kind",), {"answer"})) == added(answers, region, "kind")
        assert told(daily.answers_by_topic(session, span)) == added(answers, region, "topic_key")
        long_ago = Span(FIRST - timedelta(days=1000), TODAY, region)
        assert told(daily.counts(session, long_ago, ("kind",))) == added(rows, region, "kind")


@pytest.mark.parametrize("codes", [("62.06", "62.02"), ("62.06.05",), ("62.06.05.2005", "62.06.05.2006")])
def test_places_of_one_level_have_theirs_side_by_side(ledger: Ledger, codes: tuple[str, ...]) -> None:
    rows = drawn()
    put(ledger, rows)
    wanted = {(code, *key): sums for code in codes for key, sums in added(rows, code, "kind").items()}
    with ledger.database.read() as session:
        assert told(daily.counts_by_region(session, Span(FIRST, TODAY), codes, ("kind",))) == wanted


def test_a_day_that_is_added_up_again_says_what_its_counts_say_now(ledger: Ledger) -> None:
    ledger.counts("answer", 12, region_code="62.06.05", topic_key="ktp")
    ledger.counts("answer", 7, region_code="62.06", topic_key="kk")
    with ledger.database.write() as session:
        kk = select(DailyCount).where(DailyCount.topic_key == "kk")
        session.delete(session.scalars(kk).one())
        session.flush()
        put_sums(session.connection(), TODAY)
    with ledger.database.read() as session:
        assert {(row.place, row.messages) for row in session.scalars(select(DailyPlace))} == {
            ("", 12),
            ("62", 12),
            ("62.06", 12),
            ("62.06.05", 12),
        }
        assert {(row.place, row.topic_key) for row in session.scalars(select(DailyTopic))} == {
            ("", "ktp"),
            ("62", "ktp"),
            ("62.06", "ktp"),
        }


@pytest.fixture
def older(database_url: str) -> Iterator[Ledger]:
    """A database that was counted before there were sums, brought up to date."""
    engine = make_engine(database_url)
    config = Config()
    config.set_main_option("script_location", str(schema.MIGRATIONS))
    config.set_main_option("path_separator", "os")
    with engine.begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, before_sums())
        connection.execute(insert(DailyCount), drawn())
    migrate.upgrade(engine)
    engine.dispose()
    found = Ledger(database_url)
    yield found
    found.database.close()


def before_sums() -> str:
    """The migration before that of the sums."""
    (path,) = (schema.MIGRATIONS / "versions").glob("*_sums.py")
    return f"{int(path.name[:4]) - 1:04}"


def test_what_was_counted_before_there_were_sums_has_them_too(older: Ledger) -> None:
    def rows() -> list[Any]:
        with older.database.read() as session:
            return [
                sorted(tuple(row) for row in session.execute(select(model.__table__)))
                for model in (DailyPlace, DailyTopic)
            ]

    migrated = rows()
    assert all(migrated)
    with older.database.write() as session:
        for day in {date.fromordinal(FIRST.toordinal() + n) for n in range(4)}:
            put_sums(session.connection(), day)
    assert rows() == migrated
