"""What enqueueing asks and writes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, func, select
from sqlalchemy.dialects.postgresql import insert as pg_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert

from smsinfo.db.models import Contact, OutboundMessage
from smsinfo.domain.contacts import ContactStatus
from smsinfo.domain.messages import Purpose

_out: Any = OutboundMessage.__table__
_contact: Any = Contact.__table__


@dataclass(frozen=True, slots=True)
class Recipient:
    """What routing has to know of a person. `pushed`: whether they get more than replies."""

    operator: str
    region_code: str | None
    pushed: bool
    practice: bool


def recipient(connection: Connection, contact_id: int) -> Recipient | None:
    """The person; None where there is none (any more)."""
    names = ("operator", "region_code", "status", "practice")
    row = connection.execute(select(*(_contact.c[name] for name in names)).where(_contact.c.id == contact_id)).first()
    return (
        Recipient(row.operator, row.region_code, row.status == ContactStatus.ACTIVE, row.practice)
        if row is not None
        else None
    )


def add(connection: Connection, values: Mapping[str, Any]) -> int | None:
    """Insert an MT; None where its dedupe key, or its MO, has one already."""
    make = pg_insert if connection.dialect.name == "postgresql" else sqlite_insert
    made = connection.execute(make(_out).on_conflict_do_nothing().returning(_out.c.id), values).scalar()
    return int(made) if made is not None else None


def replies_since(connection: Connection, contact_id: int, since: datetime) -> int:
    """How many replies were made for a contact since a moment."""
    made = (_out.c.contact_id == contact_id) & (_out.c.purpose == Purpose.REPLY.value) & (_out.c.created_at > since)
    return connection.execute(select(func.count()).select_from(_out).where(made)).scalar_one()
