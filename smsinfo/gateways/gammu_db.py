"""SMSD's database by its drivers: libdbi's SQLite file by `sqlite3`, PostgreSQL by psycopg where it is installed.

SMSD takes and stores texts in statements of its own, without transactions, and does not wait for a lock in SQLite: it
tries again after a second. So each connection here is short: one look, or one write.

Times (Gammu 1.42, smsd/services/sql.c): SMSD writes the local time of its machine into SQLite, while the triggers and
defaults of the tables write UTC; in PostgreSQL both are in the server's zone. So each comparison is left to the
database, which is asked in the words of SMSD's own statements.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager, suppress
from importlib import import_module
from types import MappingProxyType
from typing import Any, Final, Protocol
from urllib.parse import quote

from smsinfo.domain.sending import SendError
from smsinfo.errors import GatewayAway

VERSIONS: Final = frozenset({17})
"""Versions of SMSD's tables that are known: 17 came with Gammu 1.38.5 and is that of 1.42 (gammu-smsd-tables(7))."""

OWN_TABLE: Final = (
    "CREATE TABLE IF NOT EXISTS smsinfo_mt (key varchar(128) PRIMARY KEY, channel varchar(32) NOT NULL,"
    " id integer NOT NULL, parts integer NOT NULL, due bigint NOT NULL, told text NOT NULL, done integer NOT NULL)"
)
"""Our messages, and what was told of them: `done` is 1 after the last news, `due` in seconds since 1970."""

LOCKED: Final = 120
"""Seconds ahead within which SendingTimeOut says that SMSD has a message in hand: it sets 60, or 8 * LoopSleep."""

_WAIT: Final = 5
_SQLITE_PROBLEMS: Final = {
    "SQLITE_ERROR": (SendError.DENIED, "no such table or column"),
    "SQLITE_READONLY": (SendError.DENIED, "no right to write the file or its folder"),
    "SQLITE_CANTOPEN": (SendError.DENIED, "no such file, or no right to it or its folder"),
    "SQLITE_NOTADB": (SendError.DENIED, "no SQLite file"),
    "SQLITE_CONSTRAINT": (SendError.REJECTED, "a value is refused"),
    "SQLITE_BUSY": (SendError.TEMPORARY, "locked by another program"),
}
# The first two characters of SQLSTATE (PostgreSQL, appendix A).
_POSTGRESQL_PROBLEMS: Final = {
    "28": (SendError.DENIED, "log-in refused"),
    "3D": (SendError.DENIED, "no such database"),
    "42": (SendError.DENIED, "no such table, or no right to it"),
    "22": (SendError.REJECTED, "a value is refused"),
    "23": (SendError.REJECTED, "a value is refused"),
}
_OTHER_PROBLEM: Final = (SendError.TEMPORARY, "away")


class SmsdProblem(GatewayAway):
    """SMSD's database is away or refuses. `kind` is what that means for a message in hand."""

    def __init__(self, kind: SendError, detail: str) -> None:
        super().__init__(f"SMSD's database: {detail}")
        self.kind = kind
        self.detail = detail


class Session:
    """One connection. A statement's values stand as ? in it, on both databases, and words of its database in braces.

    The words are `now`, `before` (a second ago) and `locked` (LOCKED seconds ahead), all in SMSD's own time, and `age`,
    the seconds since a row's UpdatedInDB.
    """

    def __init__(self, connection: Any, mark: str, words: Mapping[str, str]) -> None:
        self._connection = connection
        self._mark = mark
        self._words = words

    def run(self, statement: str, *values: object) -> list[tuple[Any, ...]]:
        """The rows of one statement; none where it gives none."""
        said = statement.format_map(self._words).replace("?", self._mark)
        cursor = self._connection.execute(said, values)
        try:
            return cursor.fetchall() if cursor.description else []
        finally:
            cursor.close()


class _Driver(Protocol):
    mark: str
    begin: str
    words: Mapping[str, str]
    errors: tuple[type[Exception], ...]

    def connect(self) -> Any:
        """A connection in autocommit mode."""

    def problem(self, error: Any) -> SmsdProblem:
        """The driver's error, sorted; never its values, which may be numbers and texts of people."""


class _Sqlite:
    mark = "?"
    begin = "BEGIN IMMEDIATE"
    words: Mapping[str, str] = MappingProxyType(
        {
            "now": "datetime('now', 'localtime')",
            "before": "datetime('now', 'localtime', '-1 second')",
            "locked": f"datetime('now', 'localtime', '+{LOCKED} seconds')",
            "age": "CAST(strftime('%s', 'now') AS INTEGER) - CAST(strftime('%s', \"UpdatedInDB\") AS INTEGER)",
        }
    )
    errors: tuple[type[Exception], ...] = (sqlite3.Error,)

    def __init__(self, path: str) -> None:
        # rw: a slip in the path must not make a new, empty file.
        self._address = f"file:{quote(path)}?mode=rw"

    def connect(self) -> Any:
        return sqlite3.connect(self._address, uri=True, timeout=_WAIT, isolation_level=None)

    def problem(self, error: Any) -> SmsdProblem:
        name = str(getattr(error, "sqlite_errorname", type(error).__name__))
        kind, words = _SQLITE_PROBLEMS.get("_".join(name.split("_")[:2]), _OTHER_PROBLEM)
        return SmsdProblem(kind, f"{words} ({name})")


class _Postgresql:
    mark = "%s"
    begin = "BEGIN"
    words: Mapping[str, str] = MappingProxyType(
        {
            "now": "LOCALTIMESTAMP(0)",
            "before": "LOCALTIMESTAMP(0) - interval '1 second'",
            "locked": f"LOCALTIMESTAMP(0) + interval '{LOCKED} seconds'",
            "age": 'CAST(EXTRACT(EPOCH FROM LOCALTIMESTAMP(0) - "UpdatedInDB") AS integer)',
        }
    )

    def __init__(self, address: str) -> None:
        try:
            self._psycopg: Any = import_module("psycopg")
        except ImportError:
            raise ValueError("PostgreSQL needs psycopg: install smsinfo[scale]") from None
        try:
            self._psycopg.conninfo.conninfo_to_dict(address)
        except self._psycopg.Error:
            raise ValueError("is no address of PostgreSQL: postgresql://user:password@host/name") from None
        self._address = address
        self.errors: tuple[type[Exception], ...] = (self._psycopg.Error,)

    def connect(self) -> Any:
        wait = f"-c statement_timeout={_WAIT}s -c lock_timeout={_WAIT}s"
        return self._psycopg.connect(self._address, autocommit=True, connect_timeout=_WAIT, options=wait)

    def problem(self, error: Any) -> SmsdProblem:
        if error.sqlstate is None and isinstance(error, self._psycopg.OperationalError):
            # No connection: libpq's words name host, database and user, never the password.
            reason = str(error).partition("\n")[0].rpartition("failed: ")[2].strip()
            return SmsdProblem(SendError.TEMPORARY, f"away ({reason})")
        name = error.sqlstate or type(error).__name__
        kind, words = _POSTGRESQL_PROBLEMS.get(name[:2], _OTHER_PROBLEM)
        return SmsdProblem(kind, f"{words} ({name})")


class SmsdDatabase:
    """The door to SMSD's tables. They are checked, and our own table is made, before the first look at them."""

    def __init__(self, address: str) -> None:
        """`sqlite:////absolute/path` or `postgresql://...`. Raises ValueError for anything else."""
        self._driver = _driver(address)
        self._checked = False

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """A connection to look. Raises SmsdProblem."""
        with self._connected() as session:
            yield session

    @contextmanager
    def writing(self) -> Iterator[Session]:
        """One transaction, committed at the end of the block. Raises SmsdProblem, UNKNOWN when the commit failed."""
        with self._connected() as session:
            session.run(self._driver.begin)
            yield session
            try:
                session.run("COMMIT")
            except self._driver.errors as error:
                raise SmsdProblem(SendError.UNKNOWN, self._driver.problem(error).detail) from None

    @contextmanager
    def _connected(self) -> Iterator[Session]:
        try:
            with closing(self._driver.connect()) as connection:
                session = Session(connection, self._driver.mark, self._driver.words)
                if not self._checked:
                    self._check(session)
                    self._checked = True
                yield session
        except self._driver.errors as error:
            raise self._driver.problem(error) from None

    def _check(self, session: Session) -> None:
        found = self._first(session, 'SELECT MAX("Version") FROM gammu', "SMSD's tables are not there")
        if found not in VERSIONS:
            known = ", ".join(map(str, sorted(VERSIONS)))
            problem = f"the tables have version {found}; known is {known} (Gammu 1.38.5 to 1.42)"
            raise SmsdProblem(SendError.DENIED, problem)
        with suppress(*self._driver.errors):  # without the right to make it, it may be there all the same
            session.run(OWN_TABLE)
        self._first(session, "SELECT COUNT(*) FROM smsinfo_mt", f"our table could not be made; run once: {OWN_TABLE}")

    def _first(self, session: Session, statement: str, problem: str) -> Any:
        try:
            return session.run(statement)[0][0]
        except self._driver.errors as error:
            found = self._driver.problem(error)
            raise SmsdProblem(found.kind, f"{problem} ({found.detail})") from None


def _driver(address: str) -> _Driver:
    if address.startswith("sqlite:///") and len(address) > len("sqlite:///"):
        return _Sqlite(address.removeprefix("sqlite:///"))
    if address.startswith(("postgresql://", "postgresql+psycopg://")):
        return _Postgresql(address.replace("+psycopg", "", 1))
    raise ValueError("must begin with sqlite:/// and a path, or with postgresql:// (MySQL is not supported)")
