"""Numbers of which the networks say that there is no such phone, and those that speak again."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, exists, func, select, update

from smsinfo.db.models import Contact, InboundMessage, OutboundMessage, Subscription
from smsinfo.domain.contacts import ContactStatus
from smsinfo.domain.messages import MtStatus
from smsinfo.domain.sending import SendError

_contact: Any = Contact.__table__
_out: Any = OutboundMessage.__table__
_in: Any = InboundMessage.__table__
_subscription: Any = Subscription.__table__


@dataclass(frozen=True, slots=True)
class Failure:
    """One message that the network refused for its number."""

    contact_id: int
    at: datetime


def failures(connection: Connection, since: datetime) -> list[Failure]:
    """Refusals of active contacts since a moment, after which nothing was delivered and nothing came from there."""
    later = _out.alias("later")
    delivered = exists().where(
        later.c.contact_id == _out.c.contact_id,
        later.c.status == MtStatus.DELIVERED.value,
        later.c.status_at >= _out.c.status_at,
    )
    heard = exists().where(_in.c.contact_id == _out.c.contact_id, _in.c.received_at >= _out.c.status_at)
    rows = connection.execute(
        select(_out.c.contact_id, _out.c.status_at)
        .join(_contact, _contact.c.id == _out.c.contact_id)
        .where(
            _out.c.error == SendError.BAD_NUMBER.value,
            _out.c.status == MtStatus.FAILED.value,
            _out.c.status_at > since,
            _contact.c.status == ContactStatus.ACTIVE.value,
            _contact.c.practice.is_(False),
            ~delivered,
            ~heard,
        )
        .order_by(_out.c.contact_id, _out.c.status_at)
    )
    return [Failure(row.contact_id, row.status_at) for row in rows]


def set_aside(connection: Connection, ids: Collection[int]) -> int:
    """Make these no recipients any more, where they still are; how many."""
    mine = _contact.c.id.in_(list(ids)) & (_contact.c.status == ContactStatus.ACTIVE.value)
    return int(connection.execute(update(_contact).where(mine).values(status=ContactStatus.SET_ASIDE.value)).rowcount)


def bring_back(connection: Connection, contact_id: int) -> None:
    """The phone has spoken: it is a recipient again."""
    mine = (_contact.c.id == contact_id) & (_contact.c.status == ContactStatus.SET_ASIDE.value)
    connection.execute(update(_contact).where(mine).values(status=ContactStatus.ACTIVE.value))


def subscribers(connection: Connection) -> int:
    """How many active contacts have a subscription."""
    wants = exists().where(_subscription.c.contact_id == _contact.c.id)
    active = (_contact.c.status == ContactStatus.ACTIVE.value) & _contact.c.practice.is_(False)
    return int(connection.execute(select(func.count()).select_from(_contact).where(active, wants)).scalar_one())
