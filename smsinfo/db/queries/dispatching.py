"""Which alerts a worker has something to do for."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, func, select, update
from sqlalchemy.orm import aliased

from smsinfo.db.models import Alert, OutboundMessage, Subscription
from smsinfo.domain.alerts import GOING_OUT, LEAVING, Form, Kind, Status
from smsinfo.domain.cap import MsgType, Severity
from smsinfo.domain.messages import MtStatus

_alert: Any = Alert.__table__
_out: Any = OutboundMessage.__table__
_subscription: Any = Subscription.__table__
_UNDER_WAY = (MtStatus.QUEUED.value, MtStatus.SENDING.value)


@dataclass(frozen=True, slots=True)
class Going:
    """An alert whose recipients are not all in the outbox yet."""

    id: int
    kind: Kind
    form: Form
    severity: Severity
    approved_at: datetime | None


def going(connection: Connection) -> list[Going]:
    """All of them, in the order of their approval."""
    open_ = _alert.c.status.in_([status.value for status in GOING_OUT]) & _alert.c.fanned_out_at.is_(None)
    return _found(connection, open_)


def in_force(connection: Connection, until: datetime) -> list[Going]:
    """Warnings that hold until then at least, and that nothing has followed: what somebody who subscribes now gets."""
    later: Any = aliased(Alert)
    leaving = [status.value for status in LEAVING]
    followed = select(later.id).where(later.references_id == _alert.c.id, later.status.in_(leaving)).exists()
    holds = _alert.c.status.in_(leaving) & _alert.c.drill.is_(False) & (_alert.c.kind == Kind.ALERT.value)
    holds &= (_alert.c.expires_at > until) & (_alert.c.msg_type != MsgType.CANCEL.value) & ~followed
    return _found(connection, holds)


def newest_subscription(connection: Connection) -> int:
    """The highest id of all subscriptions."""
    return int(connection.execute(select(func.coalesce(func.max(_subscription.c.id), 0))).scalar_one())


def subscribers_after(connection: Connection, subscription_id: int, most: int) -> tuple[int, list[int]]:
    """The contacts of the next subscriptions after an id, each once, and the last id that was looked at."""
    wanted = select(_subscription.c.id, _subscription.c.contact_id).where(_subscription.c.id > subscription_id)
    rows = connection.execute(wanted.order_by(_subscription.c.id).limit(most)).all()
    return (rows[-1].id if rows else subscription_id), sorted({row.contact_id for row in rows})


def add_recipients(connection: Connection, alert_id: int, added: int) -> None:
    """Count recipients that came later."""
    more = update(_alert).where(_alert.c.id == alert_id).values(recipients=_alert.c.recipients + added)
    connection.execute(more)


def _found(connection: Connection, which: Any) -> list[Going]:
    columns = (_alert.c[name] for name in Going.__slots__)
    rows = connection.execute(select(*columns).where(which).order_by(_alert.c.approved_at, _alert.c.id))
    return [Going(row.id, Kind(row.kind), Form(row.form), Severity(row.severity), row.approved_at) for row in rows]


def fanned_out(connection: Connection) -> list[int]:
    """Alerts that are being sent, with all recipients in the outbox."""
    mine = (_alert.c.status == Status.SENDING.value) & _alert.c.fanned_out_at.is_not(None)
    return list(connection.execute(select(_alert.c.id).where(mine)).scalars())


def is_under_way(connection: Connection, alert_id: int) -> bool:
    """Whether a message of the alert waits still, is being handed over, or may be repeated."""
    busy = _out.c.status.in_(_UNDER_WAY) | ((_out.c.status == MtStatus.UNKNOWN.value) & _out.c.lease_until.is_not(None))
    wanted = select(_out.c.id).where(_out.c.alert_id == alert_id, busy).limit(1)
    return connection.execute(wanted).first() is not None


def stopped(connection: Connection, since: datetime) -> list[int]:
    """Alerts that were stopped since a moment."""
    mine = _alert.c.status.in_([Status.CANCELLED.value, Status.EXPIRED.value]) & (_alert.c.stopped_at >= since)
    return list(connection.execute(select(_alert.c.id).where(mine)).scalars())
