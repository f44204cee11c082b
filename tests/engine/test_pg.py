"""Jobs on PostgreSQL: deferred with the rows that they are about, run once by somebody, and never in anybody's way."""

from __future__ import annotations

import threading
from collections.abc import Iterator

import pytest
from sqlalchemy import Engine, text

from smsinfo.db.engine import make_engine
from smsinfo.engine.pg import PgEngine, apply_schema

pytestmark = pytest.mark.postgresql


@pytest.fixture
def database(postgresql_url: str) -> Iterator[Engine]:
    """A database with Procrastinate's tables and one of ours."""
    engine = make_engine(postgresql_url)
    apply_schema(engine)
    with engine.begin() as connection:
        connection.execute(text("CREATE TABLE reason (name text)"))
    yield engine
    engine.dispose()


@pytest.fixture
def jobs(database: Engine) -> Iterator[PgEngine]:
    """An engine that is stopped at the end."""
    engine = PgEngine(database.url)
    yield engine
    engine.stop()


def waiting(database: Engine) -> int:
    """How many jobs are waiting."""
    with database.connect() as connection:
        found = connection.execute(text("SELECT count(*) FROM procrastinate_jobs WHERE status = 'todo'")).scalar_one()
        return int(found)


def test_the_tables_are_made_once(database: Engine) -> None:
    apply_schema(database)
    assert waiting(database) == 0


def test_a_job_is_there_with_its_rows_or_not_at_all(database: Engine, jobs: PgEngine) -> None:
    with database.begin() as connection:
        connection.execute(text("INSERT INTO reason VALUES ('kept')"))
        jobs.defer(connection, "drain", channel="kannel")
        assert waiting(database) == 0  # nobody else sees it before the commit
    assert waiting(database) == 1

    def fails_after_deferring() -> None:
        with database.begin() as connection:
            jobs.defer(connection, "drain", channel="gammu")
            raise RuntimeError("the rows are rolled back")

    with pytest.raises(RuntimeError):
        fails_after_deferring()
    assert waiting(database) == 1


def test_the_same_job_waiting_already_does_not_undo_the_rows(database: Engine, jobs: PgEngine) -> None:
    for name in ("first", "second"):
        with database.begin() as connection:
            connection.execute(text("INSERT INTO reason VALUES (:name)"), {"name": name})
            jobs.defer(connection, "drain", channel="kannel")
    with database.begin() as connection:
        jobs.defer(connection, "drain", channel="another")
        assert connection.execute(text("SELECT count(*) FROM reason")).scalar_one() == 2
    assert waiting(database) == 2


def test_a_worker_runs_what_was_deferred_before_and_after_its_start(database: Engine, jobs: PgEngine) -> None:
    done, seen = threading.Semaphore(0), list[tuple[str, int]]()

    def fan_out(alert_id: int) -> None:
        seen.append(("fan_out", alert_id))
        done.release()

    with database.begin() as connection:
        jobs.defer(connection, "fan_out", alert_id=1)
    jobs.start({"fan_out": fan_out})
    assert done.acquire(timeout=20)
    with database.begin() as connection:
        jobs.defer(connection, "fan_out", alert_id=2)
    assert done.acquire(timeout=20)
    assert seen == [("fan_out", 1), ("fan_out", 2)]


def test_an_engine_that_never_started_can_be_stopped(database: Engine) -> None:
    PgEngine(database.url).stop()
    assert waiting(database) == 0
