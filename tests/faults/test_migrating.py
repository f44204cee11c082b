"""A migration keeps every row, and gives up rather than let all texts wait."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from sqlalchemy import text

from smsinfo.db import migrate, schema
from smsinfo.db.engine import Database, make_engine
from smsinfo.db.models import Contact, Region, Subscription
from smsinfo.domain.clock import utc_now
from smsinfo.errors import NotReady

from .upgrading import NEXT, next_release


def lived_in(url: str) -> Database:
    """A database of today's program, with somebody who subscribes."""
    found = Database(make_engine(url))
    migrate.upgrade(found.engine)
    with found.write() as session:
        session.add(Region(code="62", name="Kalimantan Tengah", level="provinsi"))
        session.add(Contact(id=1, msisdn_sealed=b"one", first_seen_at=utc_now()))
        session.flush()
        session.add(Subscription(contact_id=1, region_code="62", created_at=utc_now()))
    return found


@pytest.fixture
def database(database_url: str) -> Iterator[Database]:
    """On each engine."""
    found = lived_in(database_url)
    yield found
    found.close()


@pytest.fixture
def become_next(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[], None]:
    """From its call on this is the next release."""

    def become() -> None:
        folder, revision = next_release(tmp_path)
        monkeypatch.setattr(schema, "MIGRATIONS", Path(folder))
        monkeypatch.setattr(schema, "HEAD", revision)

    return become


def revision_of(database: Database) -> str:
    with database.read() as session:
        return str(session.scalar(text("SELECT version_num FROM alembic_version")))


def test_a_table_that_is_rebuilt_loses_no_row_that_refers_to_it(
    database: Database, become_next: Callable[[], None]
) -> None:
    become_next()
    migrate.upgrade(database.engine)
    assert revision_of(database) == NEXT
    with database.write() as session:
        assert session.query(Subscription).count() == 1
        session.execute(text("DELETE FROM contact"))
        assert session.query(Subscription).count() == 0  # foreign keys are on again


def test_a_row_that_refers_to_nothing_stops_the_upgrade_and_all_stays_as_it_was(
    sqlite_url: str, become_next: Callable[[], None]
) -> None:
    database = lived_in(sqlite_url)
    before = revision_of(database)
    with database.engine.connect() as connection, migrate._rows_kept(connection), connection.begin():
        connection.exec_driver_sql("UPDATE subscription SET contact_id = 99")
    become_next()
    with pytest.raises(NotReady, match="a row of subscription refers to nothing in contact; nothing was changed"):
        migrate.upgrade(database.engine)
    assert revision_of(database) == before
    database.close()


@pytest.mark.postgresql
def test_who_reads_for_long_makes_the_upgrade_give_up_instead_of_all_others_wait(
    postgresql_url: str, become_next: Callable[[], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    database = lived_in(postgresql_url)
    before = revision_of(database)
    become_next()
    monkeypatch.setattr(migrate, "LOCK_SECONDS", 1)
    with database.read() as session:
        session.query(Contact).all()  # a backup reads all tables in one transaction
        with pytest.raises(NotReady, match="nothing was changed; run smsinfo db upgrade again later"):
            migrate.upgrade(database.engine)
    assert revision_of(database) == before
    migrate.upgrade(database.engine)
    assert revision_of(database) == NEXT
    database.close()
