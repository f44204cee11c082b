"""Which statements one text costs, and their time: the driver's cursor is replaced by one that keeps a clock."""

from __future__ import annotations

import statistics
import time
from collections import defaultdict
from typing import Any

from in_process import Wsgi, call
from sqlalchemy import Engine, event
from texts import Request

from smsinfo.db.engine import Database, sqlite_module


class Timed:
    """Microseconds of each statement by its first words, between `clear` and now."""

    def __init__(self, database: Database) -> None:
        self.spent: dict[str, list[float]] = defaultdict(list)
        self._sqlite = database.is_sqlite
        for engine in {database.engine, database.hot}:
            self._watch(engine)

    def _watch(self, engine: Engine) -> None:
        def connect(_dialect: Any, _record: Any, _arguments: Any, parameters: dict[str, Any]) -> None:
            cursor = self._cursor()
            if not self._sqlite:
                parameters["cursor_factory"] = cursor
                return
            made = {"cursor": lambda connection, factory=cursor: factory(connection)}
            parameters["factory"] = type("TimedConnection", (sqlite_module.Connection,), made)

        event.listen(engine, "do_connect", connect)
        engine.dispose()

    def _cursor(self) -> Any:
        if self._sqlite:
            base = sqlite_module.Cursor
        else:
            import psycopg  # the extra `scale`

            base = psycopg.Cursor
        spent = self.spent

        def execute(cursor: Any, sql: Any, *arguments: Any, **named: Any) -> Any:
            start = time.perf_counter()
            try:
                return base.execute(cursor, sql, *arguments, **named)
            finally:
                spent[_first_words(str(sql))].append((time.perf_counter() - start) * 1e6)

        return type("TimedCursor", (base,), {"execute": execute})


def table(app: Wsgi, timed: Timed, requests: list[Request]) -> list[tuple[str, float, float]]:
    """(statement, times a text, median microseconds), for the same requests' share of each."""
    timed.spent.clear()
    for request in requests:
        call(app, request)
    return [(sql, len(us) / len(requests), statistics.median(us)) for sql, us in timed.spent.items()]


def _first_words(sql: str) -> str:
    words = sql.split()
    if words[0] == "WITH":
        return "WITH saved (UPDATE conversation), received (INSERT inbound), answered (INSERT outbound)"
    if words[0] == "SELECT" and "msisdn_sealed" in sql and "FROM (SELECT" in sql:
        return "SELECT contact, conversation, same message"
    where = {"INSERT": 2, "UPDATE": 1, "DELETE": 2}.get(words[0])
    if where is not None:
        return f"{words[0]} {words[where]}"
    if words[0] == "SELECT":
        source = words[words.index("FROM") + 1] if "FROM" in words else ""
        return f"SELECT {source}".strip()
    return words[0]
