"""The hot path: one read and one write for a text and its reply.

Core statements, not the ORM: an ORM insert costs 1.5 times a Core insert (bench/README.md), and every text takes
this way.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any, cast

from sqlalchemy import Connection, Select, bindparam, insert, literal, or_, select, update
from sqlalchemy.dialects.postgresql import insert as pg_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert

from smsinfo.db.base import Base
from smsinfo.db.engine import Database
from smsinfo.db.hot import Hot, cursor_of
from smsinfo.db.models import Contact, Conversation, InboundMessage, OutboundMessage
from smsinfo.domain.contacts import ContactStatus

_inbound: Any = InboundMessage.__table__
_outbound: Any = OutboundMessage.__table__
_contact: Any = Contact.__table__
_conversation: Any = Conversation.__table__


@dataclass(frozen=True, slots=True)
class Known:
    """What the database knows when a text comes in: the person, the state, and whether we had this very message."""

    contact_id: int | None
    sealed: bytes | None
    language: str | None
    region: str | None
    operator: str
    welcomed: bool
    version: int | None
    state: str | None
    state_expires_at: datetime | None
    inbound_id: int | None
    kind: str | None
    reply: str | None
    aside: bool = False
    welcomed_at: datetime | None = None


@cache
def _known_statement(keys: int) -> Select[Any]:
    one = select(literal(1).label("one")).subquery()
    seal = or_(*(_contact.c.msisdn_sealed == bindparam(f"seal_{n}") for n in range(keys)))
    same = (_inbound.c.channel == bindparam("channel")) & (_inbound.c.external_id == bindparam("external_id"))
    joined = (
        one.outerjoin(_contact, seal)
        .outerjoin(_conversation, _conversation.c.contact_id == _contact.c.id)
        .outerjoin(_inbound, same)
        .outerjoin(_outbound, _outbound.c.inbound_id == _inbound.c.id)
    )
    columns = (
        _contact.c.id,
        _contact.c.msisdn_sealed,
        _contact.c.language,
        _contact.c.region_code,
        _contact.c.operator,
        _contact.c.welcomed_at,
        _conversation.c.version,
        _conversation.c.state,
        _conversation.c.expires_at,
        _inbound.c.id,
        _inbound.c.kind,
        _outbound.c.body,
        _contact.c.status,
    )
    return select(*columns).select_from(joined)


class Exchanges:
    """The hot path of one database: `known` before the thinking, `store` after it."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._known: dict[int, Hot] = {}
        engine = database.hot
        if database.is_sqlite:
            self._store = tuple(Hot(statement, engine) for statement in (_insert_inbound(), _save_state, _add_outbound))
        else:
            self._store = (Hot(_store_at_once(), engine),)

    def known(self, seals: Sequence[bytes], channel: str, external_id: str) -> Known:
        """One SELECT: who texts, what they were at, and whether this message was here before. Raises Lost."""
        statement = self._known.get(len(seals))
        if statement is None:
            statement = self._known[len(seals)] = Hot(_known_statement(len(seals)), self._database.hot)
        values: dict[str, Any] = {f"seal_{n}": seal for n, seal in enumerate(seals)}
        values.update(channel=channel, external_id=external_id)
        with cursor_of(self._database.hot) as cursor:
            statement.run(cursor, values)
            row = statement.first(cursor)
        assert row is not None  # noqa: S101  (the statement starts from one row)
        contact_id, sealed, language, region, operator, welcomed_at, version, state, expires = row[:9]
        inbound_id, kind, body, status = row[9:]
        sealed = bytes(sealed) if sealed is not None else None
        return Known(
            contact_id,
            sealed,
            language,
            region,
            operator or "",
            welcomed_at is not None,
            version,
            state,
            expires,
            inbound_id,
            kind,
            body,
            status == ContactStatus.SET_ASIDE,
            welcomed_at,
        )

    def store(self, inbound: Mapping[str, Any], outbound: Mapping[str, Any], state: Mapping[str, Any]) -> bool:
        """Text, reply and state of a known contact, or nothing: False when another turn came between. Raises Lost."""
        with self._database.writer(), cursor_of(self._database.hot) as cursor:
            return (
                self._store_stepwise(cursor, inbound, outbound, state)
                if self._database.is_sqlite
                else self._store_at_once(cursor, inbound, outbound, state)
            )

    def _store_at_once(
        self, cursor: Any, inbound: Mapping[str, Any], outbound: Mapping[str, Any], state: Mapping[str, Any]
    ) -> bool:
        """PostgreSQL: one statement is one transaction and one round trip."""
        values = {f"in_{name}": value for name, value in inbound.items()}
        values.update({f"out_{name}": value for name, value in outbound.items()})
        self._store[0].run(cursor, {**values, **state})
        return cursor.fetchone() is not None

    def _store_stepwise(
        self, cursor: Any, inbound: Mapping[str, Any], outbound: Mapping[str, Any], state: Mapping[str, Any]
    ) -> bool:
        insert_inbound, save, insert_outbound = self._store
        cursor.execute("BEGIN IMMEDIATE")
        done = False
        try:
            insert_inbound.run(cursor, inbound)
            made = cursor.fetchone()
            if made is not None:
                save.run(cursor, state)
                if cursor.rowcount == 1:
                    insert_outbound.run(cursor, {**outbound, "inbound_id": made[0]})
                    done = True
        finally:
            cursor.execute("COMMIT" if done else "ROLLBACK")
        return done


@cache
def _insert_once(table_name: str, dialect: str) -> Any:
    make = pg_insert if dialect == "postgresql" else sqlite_insert
    table = Base.metadata.tables[table_name]
    return make(table).on_conflict_do_nothing().returning(*table.primary_key.columns)


def add_contact(connection: Connection, values: Mapping[str, Any]) -> int:
    """Insert a contact, or find the one that another process has just inserted. The id."""
    made = connection.execute(_insert_once("contact", connection.dialect.name), values).scalar()
    if made is None:
        made = connection.execute(
            select(_contact.c.id).where(_contact.c.msisdn_sealed == values["msisdn_sealed"])
        ).scalar_one()
    return cast(int, made)


def reseal(connection: Connection, contact_id: int, sealed: bytes) -> None:
    """Write a number under the newest key."""
    connection.execute(update(_contact).where(_contact.c.id == contact_id).values(msisdn_sealed=sealed))


def mark_welcomed(connection: Connection, contact_id: int, at: datetime) -> None:
    """The person has been told what this is."""
    connection.execute(update(_contact).where(_contact.c.id == contact_id).values(welcomed_at=at))


def add_inbound(connection: Connection, values: Mapping[str, Any]) -> int | None:
    """Insert an MO; None when (channel, external id) is already there."""
    return cast(
        "int | None", connection.execute(_insert_once("inbound_message", connection.dialect.name), values).scalar()
    )


# The columns of a reply that goes back inline; the others belong to what is queued, and stay at their defaults.
_of_reply = [c for c in _outbound.c if not c.nullable and c.server_default is None and c.name != "id"]
_of_reply += [_outbound.c.inbound_id, _outbound.c.contact_id, _outbound.c.region_code, _outbound.c.external_id]
_add_outbound = insert(_outbound).values({c.name: bindparam(c.name, type_=c.type) for c in _of_reply})
_save_state = (
    update(_conversation)
    .where(_conversation.c.contact_id == bindparam("of_contact"), _conversation.c.version == bindparam("seen"))
    .values(
        version=bindparam("next", type_=_conversation.c.version.type),
        state=bindparam("new_state", type_=_conversation.c.state.type),
        expires_at=bindparam("until", type_=_conversation.c.expires_at.type),
    )
)


def add_outbound(connection: Connection, values: Mapping[str, Any]) -> None:
    """Insert an MT."""
    connection.execute(_add_outbound, values)


def save_state(connection: Connection, contact_id: int, seen: int, state: str, until: datetime) -> bool:
    """Replace the conversation's state if nobody else did since we read it; False when somebody did."""
    return connection.execute(_save_state, state_values(contact_id, seen, state, until)).rowcount == 1


def state_values(contact_id: int, seen: int, state: str, until: datetime) -> dict[str, Any]:
    """The values of `save_state` by bind name."""
    return {"of_contact": contact_id, "seen": seen, "next": seen + 1, "new_state": state, "until": until}


def add_state(connection: Connection, contact_id: int, state: str, until: datetime) -> bool:
    """The first state of a contact; False when another turn has just made one."""
    values = {"contact_id": contact_id, "version": 1, "state": state, "expires_at": until}
    return connection.execute(_insert_once("conversation", connection.dialect.name), values).scalar() is not None


def _insert_inbound() -> Any:
    """The MO, unless it is here already; its id."""
    named = {column.name: bindparam(column.name, type_=column.type) for column in _inbound.c if column.name != "id"}
    return sqlite_insert(_inbound).values(named).on_conflict_do_nothing().returning(_inbound.c.id)


def _store_at_once() -> Any:
    """State, MO and MT in one statement. The state goes first: its version lets one of two concurrent turns through."""
    saved = _save_state.returning(_conversation.c.contact_id).cte("saved")
    into = [column for column in _inbound.c if column.name != "id"]
    values = [saved.c.contact_id if c.name == "contact_id" else bindparam(f"in_{c.name}", type_=c.type) for c in into]
    got = pg_insert(_inbound).from_select([c.name for c in into], select(*values).select_from(saved))
    received = got.on_conflict_do_nothing().returning(_inbound.c.id).cte("received")
    sent = [received.c.id if c.name == "inbound_id" else bindparam(f"out_{c.name}", type_=c.type) for c in _of_reply]
    answered = pg_insert(_outbound).from_select([c.name for c in _of_reply], select(*sent).select_from(received))
    return select(answered.returning(_outbound.c.id).cte("answered").c.id)
