"""The engine: SQLite (WAL, synchronous=FULL, one writer at a time) or PostgreSQL, and sessions from it."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import ModuleType
from typing import Any

from sqlalchemy import Engine, create_engine, event, make_url
from sqlalchemy.orm import Session
from sqlalchemy.pool import StaticPool

try:
    import pysqlite3
except ImportError:  # no wheel for this platform: the system's SQLite, and `smsinfo doctor` says what that means
    import sqlite3

    sqlite_module: ModuleType = sqlite3
else:
    sqlite_module = pysqlite3

# 3.7.0 to 3.51.2 can corrupt a WAL that two connections write (sqlite.org/wal.html, "the WAL-reset bug").
MENDED_SQLITE = (3, 51, 3)
_POSTGRESQL = {"connect_timeout": 5, "options": "-c timezone=UTC", "tcp_user_timeout": 5000}
BACKPORTS = ((3, 44, 6), (3, 50, 7))


def sqlite_is_mended(version: str) -> bool:
    """True where this SQLite carries the fix of the WAL-reset bug."""
    found = tuple(int(part) for part in version.split(".")[:3])
    return found >= MENDED_SQLITE or any(found[:2] == fix[:2] and found >= fix for fix in BACKPORTS)


def make_engine(url: str, *, pool_size: int = 8) -> Engine:
    """An engine for one process. SQLite files get their folder made and the durable settings at every connect."""
    address = make_url(url)
    if address.get_backend_name() == "sqlite":
        return _sqlite_engine(url, address.database)
    return create_engine(
        url, pool_size=pool_size, max_overflow=0, pool_pre_ping=True, hide_parameters=True, connect_args=_POSTGRESQL
    )


def make_hot_engine(url: str, engine: Engine, *, pool_size: int = 8) -> Engine:
    """The engine of the hot path: on PostgreSQL each statement is its own transaction, on SQLite it is the same engine.

    No ping is sent first: a broken connection is noticed by the statement and tried again.
    """
    if engine.dialect.name == "sqlite":
        return engine
    return create_engine(
        url,
        isolation_level="AUTOCOMMIT",
        pool_reset_on_return=None,  # there is never a transaction to roll back
        pool_size=pool_size,
        max_overflow=0,
        hide_parameters=True,
        connect_args=_POSTGRESQL,
    )


def _sqlite_engine(url: str, database: str | None) -> Engine:
    memory = database in (None, "", ":memory:")
    if not memory and database is not None:
        Path(database).parent.mkdir(parents=True, exist_ok=True)
    extra: dict[str, Any] = {"poolclass": StaticPool} if memory else {}
    engine = create_engine(
        url,
        module=sqlite_module,
        hide_parameters=True,
        connect_args={"check_same_thread": False, "timeout": 10},
        **extra,
    )
    event.listen(engine, "connect", _prepare_sqlite)
    event.listen(engine, "begin", _begin_sqlite)
    return engine


def _prepare_sqlite(connection: Any, _record: object) -> None:
    connection.isolation_level = None  # we say BEGIN ourselves: the module's own comes too late and is deferred
    for pragma in (
        "journal_mode=WAL",
        "wal_autocheckpoint=4000",
        "synchronous=FULL",
        "foreign_keys=ON",
        "busy_timeout=10000",
        "temp_store=MEMORY",
    ):
        connection.execute(f"PRAGMA {pragma}").close()


def _begin_sqlite(connection: Any) -> None:
    mode = connection.get_execution_options().get("sqlite_begin", "IMMEDIATE")
    connection.exec_driver_sql(f"BEGIN {mode}")


class Database:
    """One process's door to the database: `read()` and `write()` give sessions whose transaction the caller owns."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        self.reading = engine.execution_options(sqlite_begin="DEFERRED")
        self.hot = make_hot_engine(engine.url.render_as_string(hide_password=False), engine)
        # SQLite's p99 follows the number of writers that wait in its busy handler: let ours queue here instead.
        self._lock = threading.Lock() if self.is_sqlite else None

    @property
    def is_sqlite(self) -> bool:
        """True for the embedded default."""
        return self.engine.dialect.name == "sqlite"

    @contextmanager
    def read(self) -> Iterator[Session]:
        """A session for reading; nothing is committed."""
        with Session(self.reading) as session:
            yield session

    @contextmanager
    def write(self) -> Iterator[Session]:
        """A session whose work is committed at the end of the block, or rolled back when it raises."""
        with self.writer(), Session(self.engine) as session, session.begin():
            yield session

    @contextmanager
    def rehearse(self) -> Iterator[Session]:
        """A session that may write all it likes; nothing of it is kept.

        A session for reading would break where somebody writes between its first look and its first writing
        (SQLITE_BUSY_SNAPSHOT).
        """
        with self.writer(), Session(self.engine) as session:
            yield session

    @contextmanager
    def writer(self) -> Iterator[None]:
        """Hold the process's turn to write (SQLite only)."""
        if self._lock is None:
            yield
        else:
            with self._lock:
                yield

    def forget_connections(self) -> None:
        """After a fork: the parent's connections are the parent's."""
        self.engine.dispose(close=False)
        self.hot.dispose(close=False)

    def close(self) -> None:
        """Give all connections back."""
        self.engine.dispose()
        self.hot.dispose()
