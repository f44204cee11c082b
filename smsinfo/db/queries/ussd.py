"""What a turn of USSD reads and writes: who dials, the dialogue that it belongs to, the one that was dropped before.

Core statements run by the driver's cursor, as in `exchange`: a turn has to cost less than a text.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import Connection, Select, bindparam, delete, func, literal, or_, select, update
from sqlalchemy.dialects.postgresql import insert as pg_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert

from smsinfo.db.engine import Database
from smsinfo.db.hot import Hot, cursor_of
from smsinfo.db.models import Contact, InboundMessage, UssdSession

_contact: Any = Contact.__table__
_session: Any = UssdSession.__table__
_inbound: Any = InboundMessage.__table__


@dataclass(frozen=True, slots=True)
class Caller:
    """The contact who dials; all None where nobody has this number yet."""

    contact_id: int | None
    sealed: bytes | None
    language: str | None
    region: str | None
    operator: str


@dataclass(frozen=True, slots=True)
class Stored:
    """A dialogue as the last turn left it."""

    sealed: bytes
    version: int
    number: int
    state: str
    screen: str
    over: bool
    expires_at: datetime


@cache
def _known(keys: int, *, stored: bool) -> Select[Any]:
    one = select(literal(1).label("one")).subquery()
    seal = or_(*(_contact.c.msisdn_sealed == bindparam(f"seal_{n}") for n in range(keys)))
    columns = [
        _contact.c.id,
        _contact.c.msisdn_sealed,
        _contact.c.language,
        _contact.c.region_code,
        _contact.c.operator,
    ]
    joined = one.outerjoin(_contact, seal)
    if stored:
        same = (_session.c.channel == bindparam("channel")) & (_session.c.session == bindparam("session"))
        joined = joined.outerjoin(_session, same)
        columns += [_session.c[name] for name in Stored.__slots__[1:]]
        columns.insert(5, _session.c.msisdn_sealed)
    return select(*columns).select_from(joined)


@cache
def _dropped(keys: int) -> Select[Any]:
    """The state of the number's last dialogue that is not over and was seen after a moment."""
    seal = or_(*(_session.c.msisdn_sealed == bindparam(f"seal_{n}") for n in range(keys)))
    mine = seal & (_session.c.channel == bindparam("channel")) & (_session.c.expires_at > bindparam("after"))
    newest = select(_session.c.state, _session.c.over).where(mine).order_by(_session.c.expires_at.desc())
    return newest.limit(1)


_values = {column.name: bindparam(column.name, type_=column.type) for column in _session.c}
_moved = {name: bind for name, bind in _values.items() if name not in ("channel", "session", "version")}
_save = (
    update(_session)
    .where(
        _session.c.channel == bindparam("of_channel"),
        _session.c.session == bindparam("of_session"),
        _session.c.version == bindparam("seen"),
    )
    .values({**_moved, "version": bindparam("next", type_=_session.c.version.type)})
)


# On PostgreSQL the statement is a transaction of its own; its commit then waits for no disk, as in `_undurable`.
_ASYNCHRONOUS = func.set_config("synchronous_commit", "off", literal(True))


class Dialogues:
    """The statements of one database, compiled once."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._statements: dict[tuple[str, int], Hot] = {}
        make = sqlite_insert if database.is_sqlite else pg_insert
        self._insert = make(_session).values(_values).on_conflict_do_nothing()
        self._hot_insert, self._hot_save = (
            Hot(one if database.is_sqlite else one.returning(_ASYNCHRONOUS), database.hot)
            for one in (self._insert, _save)
        )

    def known(
        self, seals: Sequence[bytes], channel: str, session: str, *, stored: bool
    ) -> tuple[Caller, Stored | None]:
        """One SELECT: who dials, and the dialogue where it is `stored`. Raises Lost."""
        statement = self._statement("stored" if stored else "path", len(seals), _known(len(seals), stored=stored))
        values = {f"seal_{n}": seal for n, seal in enumerate(seals)} | {"channel": channel, "session": session}
        with cursor_of(self._database.hot) as cursor:
            statement.run(cursor, values)
            row = statement.first(cursor)
        assert row is not None  # noqa: S101  (the statement starts from one row)
        contact_id, sealed, language, region, operator = row[:5]
        caller = Caller(contact_id, bytes(sealed) if sealed is not None else None, language, region, operator or "")
        if not stored or row[5] is None:
            return caller, None
        return caller, Stored(bytes(row[5]), *row[6:])

    def dropped(self, seals: Sequence[bytes], channel: str, after: datetime) -> str | None:
        """The state of the number's last dialogue, unless that was over; it expires after `after`. Raises Lost."""
        statement = self._statement("dropped", len(seals), _dropped(len(seals)))
        values: dict[str, Any] = {f"seal_{n}": seal for n, seal in enumerate(seals)}
        with cursor_of(self._database.hot) as cursor:
            statement.run(cursor, values | {"channel": channel, "after": after})
            row = statement.first(cursor)
        return None if row is None or row[1] else row[0]

    def store(self, values: dict[str, Any], seen: int) -> bool:
        """The dialogue after a turn; `seen` is the version that was read, 0 for a new one. False where another turn
        came between. Raises Lost."""
        statement = self._hot_save if seen else self._hot_insert
        undurable = _undurable if self._database.is_sqlite else nullcontext
        with self._database.writer(), cursor_of(self._database.hot) as cursor, undurable(cursor):
            statement.run(cursor, _bound(values, seen))
            return bool(cursor.rowcount == 1)

    def store_in(self, connection: Connection, values: dict[str, Any], seen: int) -> bool:
        """The same in a transaction of the caller's."""
        return connection.execute(_save if seen else self._insert, _bound(values, seen)).rowcount == 1

    def _statement(self, name: str, keys: int, statement: Select[Any]) -> Hot:
        found = self._statements.get((name, keys))
        if found is None:
            found = self._statements[name, keys] = Hot(statement, self._database.hot)
        return found


@contextmanager
def _undurable(cursor: Any) -> Iterator[None]:
    """A transaction of SQLite that waits for no disk: a power cut may take a dialogue, which it ends anyway.

    The next durable commit takes these pages along, and the file stays whole in any case (sqlite.org/pragma.html,
    "synchronous").
    """
    cursor.execute("PRAGMA synchronous=NORMAL")
    try:
        cursor.execute("BEGIN IMMEDIATE")
        try:
            yield
        finally:
            cursor.execute("COMMIT")
    finally:
        cursor.execute("PRAGMA synchronous=FULL")


def _bound(values: dict[str, Any], seen: int) -> dict[str, Any]:
    named = {"of_channel": values["channel"], "of_session": values["session"], "seen": seen, "next": seen + 1}
    return {**values, "version": 1, **named} if not seen else {**values, **named}


def drop_expired(connection: Connection, now: datetime) -> int:
    """Delete the dialogues that nobody can go on with; how many."""
    return connection.execute(delete(_session).where(_session.c.expires_at <= now)).rowcount


def add_seen(connection: Connection, rows: Sequence[dict[str, Any]]) -> None:
    """Insert MOs, each once by (channel, external id)."""
    make = pg_insert if connection.dialect.name == "postgresql" else sqlite_insert
    connection.execute(make(_inbound).on_conflict_do_nothing(), list(rows))
