"""Bring the schema up to date, and compare it with the models."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from sqlalchemy import Connection, Engine
from sqlalchemy.exc import OperationalError

from smsinfo.db import schema
from smsinfo.db.base import Base
from smsinfo.errors import NotReady

LOCK_SECONDS = 3
"""How long a migration waits for a table on PostgreSQL. All texts that come meanwhile wait behind it."""

_LOCK_NOT_AVAILABLE = "55P03"  # PostgreSQL, appendix A


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(schema.MIGRATIONS))
    config.set_main_option("path_separator", "os")
    return config


def upgrade(engine: Engine) -> None:
    """Apply the missing migrations, all of them or none, while everything goes on.

    Raises NotReady when the database is newer than this program, or somebody holds a table for long.
    """
    schema.refuse_newer(schema.current(engine))
    config = _config()
    try:
        with engine.connect() as connection, _rows_kept(connection), connection.begin():
            if connection.dialect.name == "postgresql":
                connection.exec_driver_sql(f"SET LOCAL lock_timeout = '{LOCK_SECONDS}s'")
            config.attributes["connection"] = connection
            command.upgrade(config, "head")
            _check_references(connection)
    except OperationalError as error:
        if getattr(error.orig, "sqlstate", None) != _LOCK_NOT_AVAILABLE:
            raise
        busy = "somebody holds the tables (a backup?), and nothing was changed; run smsinfo db upgrade again later"
        raise NotReady(busy) from None


@contextmanager
def _rows_kept(connection: Connection) -> Iterator[None]:
    """SQLite changes a table by a copy of it and drops the old one: with foreign keys on, its children went too.

    Source: sqlite.org/lang_altertable.html, section 7. The switch does nothing inside a transaction.
    """
    plain = connection.connection.driver_connection
    if connection.dialect.name != "sqlite" or plain is None:
        yield
        return
    plain.execute("PRAGMA foreign_keys=OFF").close()
    try:
        yield
    finally:
        plain.execute("PRAGMA foreign_keys=ON").close()


def _check_references(connection: Connection) -> None:
    if connection.dialect.name == "sqlite":
        astray = connection.exec_driver_sql("PRAGMA foreign_key_check").first()
        if astray is not None:
            raise NotReady(f"a row of {astray[0]} refers to nothing in {astray[2]}; nothing was changed")


def differences(engine: Engine) -> list[object]:
    """How the migrated schema differs from the models: empty when they are equal."""
    with engine.connect() as connection:
        opts = {"compare_type": True, "include_name": _is_ours}
        context = MigrationContext.configure(connection, opts=opts)
        return list(compare_metadata(context, Base.metadata))


def _is_ours(name: str | None, kind: str, _parents: object) -> bool:
    """The engine's own tables stand beside ours and are its own affair."""
    return not (kind == "table" and name is not None and name.startswith("procrastinate_"))
