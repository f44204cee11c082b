"""The migrated schema is the one that the models describe, on both databases."""

from __future__ import annotations

import pytest
from alembic.script import ScriptDirectory
from sqlalchemy import text

from smsinfo.db import migrate, schema
from smsinfo.db.engine import make_engine
from smsinfo.errors import NotReady


def test_migrations_lead_to_the_models(database_url: str) -> None:
    engine = make_engine(database_url)
    migrate.upgrade(engine)
    assert schema.current(engine) == schema.head()
    assert migrate.differences(engine) == []
    engine.dispose()


def test_there_is_one_line_of_migrations() -> None:
    assert ScriptDirectory(str(schema.MIGRATIONS)).get_heads() == [schema.HEAD]


def test_a_database_of_a_newer_program_is_refused(sqlite_url: str) -> None:
    engine = make_engine(sqlite_url)
    migrate.upgrade(engine)
    with engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(NotReady, match="newer than this program"):
        schema.require_current(engine)
    with pytest.raises(NotReady, match="newer than this program"):
        migrate.upgrade(engine)
    engine.dispose()


def test_an_empty_database_says_what_to_run(sqlite_url: str) -> None:
    engine = make_engine(sqlite_url)
    with pytest.raises(NotReady, match="smsinfo db upgrade"):
        schema.require_current(engine)
    engine.dispose()
