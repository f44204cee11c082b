"""Statements of the path that every text takes: written in Core, compiled once, run by the driver's own cursor.

Executing through SQLAlchemy cost more than the statements themselves (figures: bench/README.md); the
SQL and the types stay SQLAlchemy's.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Engine
from sqlalchemy.sql import ClauseElement

Convert = Callable[[Any], Any] | None


class Hot:
    """One statement for one dialect. `run` takes values by bind name and leaves the rows in the cursor."""

    def __init__(self, statement: ClauseElement, engine: Engine) -> None:
        dialect = engine.dialect
        compiled: Any = statement.compile(dialect=dialect)
        self._sql: str = compiled.string
        self._order: list[str] | None = compiled.positiontup
        self._binds = {
            name: (bind.value, bind.type.dialect_impl(dialect).bind_processor(dialect))
            for name, bind in compiled.binds.items()
        }
        self._columns: list[Convert] = [
            column.type.dialect_impl(dialect).result_processor(dialect, None)
            for column in getattr(statement, "selected_columns", ())
        ]

    def run(self, cursor: Any, values: Mapping[str, Any]) -> None:
        """Execute. Missing values are those that the statement itself brings (literals)."""
        ready = {
            name: convert(values.get(name, own)) if convert else values.get(name, own)
            for name, (own, convert) in self._binds.items()
        }
        cursor.execute(self._sql, ready if self._order is None else [ready[name] for name in self._order])

    def first(self, cursor: Any) -> tuple[Any, ...] | None:
        """The first row with the types' conversions done, or None."""
        row = cursor.fetchone()
        if row is None:
            return None
        return tuple(convert(x) if convert else x for x, convert in zip(row, self._columns, strict=True))


class Lost(Exception):
    """The connection broke. What was asked may or may not have happened: look again, by the message's own id."""


@contextmanager
def cursor_of(engine: Engine) -> Iterator[Any]:
    """A driver's cursor from the pool, outside any transaction. Raises Lost when the connection breaks."""
    dbapi: Any = engine.dialect.dbapi
    try:
        connection = engine.raw_connection()
    except dbapi.OperationalError as error:
        raise Lost from error
    try:
        cursor = connection.cursor()
        try:
            yield cursor
        finally:
            cursor.close()
    except (dbapi.OperationalError, dbapi.InterfaceError) as error:
        connection.invalidate()
        raise Lost from error
    finally:
        connection.close()
