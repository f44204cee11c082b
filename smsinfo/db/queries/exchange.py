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
from smsinfo.db.models import Contact, Conversation, InboundMessage, OutboundMessage

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
    )
    return select(*columns).select_from(joined)


def known(connection: Connection, seals: Sequence[bytes], channel: str, external_id: str) -> Known:
    """One SELECT: who texts, what they were at, and whether this message was here before."""
    values: dict[str, Any] = {f"seal_{n}": seal for n, seal in enumerate(seals)}
    values.update(channel=channel, external_id=external_id)
    row = connection.execute(_known_statement(len(seals)), values).first()
    assert row is not None  # noqa: S101  (the statement starts from one row)
    contact_id, sealed, language, region, operator, welcomed_at, version, state, expires, inbound_id, kind, body = row
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
    )


@cache
def _insert_once(table_name: str, dialect: str) -> Any:
    make = pg_insert if dialect == "postgresql" else sqlite_insert
    table = Base.metadata.tables[table_name]
    return make(table).on_conflict_do_nothing().returning(table.c.id)


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


_add_outbound = insert(_outbound)
_save_state = (
    update(_conversation)
    .where(_conversation.c.contact_id == bindparam("of_contact"), _conversation.c.version == bindparam("seen"))
    .values(version=bindparam("next"), state=bindparam("new_state"), expires_at=bindparam("until"))
)
_add_state = insert(_conversation)


def add_outbound(connection: Connection, values: Mapping[str, Any]) -> None:
    """Insert an MT."""
    connection.execute(_add_outbound, values)


def save_state(connection: Connection, contact_id: int, seen: int, state: str, until: datetime) -> bool:
    """Replace the conversation's state if nobody else did since we read it; False when somebody did."""
    values = {"of_contact": contact_id, "seen": seen, "next": seen + 1, "new_state": state, "until": until}
    return connection.execute(_save_state, values).rowcount == 1


def add_state(connection: Connection, contact_id: int, state: str, until: datetime) -> None:
    """The first state of a new contact."""
    connection.execute(_add_state, {"contact_id": contact_id, "version": 1, "state": state, "expires_at": until})
