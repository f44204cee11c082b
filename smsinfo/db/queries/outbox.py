"""The outbox's rows: waiting, claimed, begun, ended. Each function is a step of a transaction that the caller owns."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Update,
    bindparam,
    case,
    exists,
    func,
    insert,
    or_,
    select,
    true,
    update,
)

from smsinfo.db.models import Alert, AlertText, Attempt, Contact, LastWord, OutboundMessage
from smsinfo.domain.messages import Lane, MtStatus, Purpose
from smsinfo.domain.outbox import Claimed

_out: Any = OutboundMessage.__table__
_contact: Any = Contact.__table__
_text: Any = AlertText.__table__
_last: Any = LastWord.__table__
_alert: Any = Alert.__table__
QUEUED, SENDING = MtStatus.QUEUED.value, MtStatus.SENDING.value
DETAIL = 160
STOPPED = "the alert was stopped"
# Whoever said STOP gets replies still (that is how one asks again), and nothing else, however late the STOP came.
_WANTED = or_(
    _out.c.contact_id.is_(None),
    _out.c.purpose == Purpose.REPLY.value,
    ~exists().where(_contact.c.id == _out.c.contact_id, _contact.c.status == "stopped"),
)
# An alert that was stopped is so from that commit on, however many of its rows are queued still, or come back later.
_GOES_ON = or_(
    _out.c.alert_id.is_(None),
    exists().where(_alert.c.id == _out.c.alert_id, _alert.c.stopped_at.is_(None)),
)


@dataclass(frozen=True, slots=True)
class Waiting:
    """A row that could leave now."""

    id: int
    segments: int
    late: bool = False
    """Nobody waits for it any more."""


def waiting(
    connection: Connection, channel: str, lanes: Sequence[Lane], now: datetime, most: int
) -> dict[Lane, list[Waiting]]:
    """The next rows of each lane, oldest first, locked where the database can skip what others have locked."""
    found: dict[Lane, list[Waiting]] = {}
    for lane in lanes:
        rows = connection.execute(_waiting(), {"of": channel, "lane_": lane.value, "now": now, "most": most})
        found[lane] = [Waiting(row.id, row.segments, row.expires_at <= now) for row in rows]
    return found


@cache
def _waiting() -> Any:
    return (
        select(_out.c.id, _out.c.segments, _out.c.expires_at)
        .where(
            _out.c.status == QUEUED,
            _out.c.channel == bindparam("of"),
            _out.c.lane == bindparam("lane_"),
            _out.c.not_before <= bindparam("now", type_=_out.c.not_before.type),
        )
        .order_by(_out.c.not_before, _out.c.id)
        .limit(bindparam("most"))
        .with_for_update(skip_locked=True)
    )


def late(connection: Connection, now: datetime, most: int) -> list[int]:
    """Queued rows that nobody waits for any more, of all channels. It walks through all that waits."""
    which = (_out.c.status == QUEUED) & (_out.c.expires_at <= now)
    return [int(number) for number in connection.execute(select(_out.c.id).where(which).limit(most)).scalars()]


def expire(connection: Connection, ids: Sequence[int], now: datetime) -> int:
    """`queued` -> `expired` for rows whose time is over; how many."""
    gone = {"status": MtStatus.EXPIRED.value, "status_at": now}
    mine = (_out.c.id.in_(ids)) & (_out.c.status == QUEUED) & (_out.c.expires_at <= now)
    return connection.execute(update(_out).where(mine).values(**gone)).rowcount if ids else 0


def claim(connection: Connection, ids: Sequence[int], lease_end: datetime) -> list[Claimed]:
    """Hide these rows until the lease ends, under a new fence; what they are, in the order of `ids`."""
    if not ids:
        return []
    hide = update(_out).where(_out.c.id.in_(ids), _out.c.status == QUEUED)
    connection.execute(hide.values(not_before=lease_end, fence=_out.c.fence + 1))
    rows = {row.id: _claimed(row) for row in connection.execute(_details(), {"ids": list(ids)})}
    return [rows[number] for number in ids if number in rows]


@cache
def _details() -> Any:
    columns = (
        *(_out.c[name] for name in "id fence attempts repeats channel purpose lane operator".split()),
        *(_out.c[name] for name in "created_at expires_at mail_to subject alert_id".split()),
        case((_out.c.alert_text_id.is_(None), _out.c.body), else_=_text.c.body).label("words"),
        _out.c.encoding,
        _out.c.segments,
        func.coalesce(_contact.c.msisdn_sealed, _last.c.msisdn_sealed).label("msisdn_sealed"),
        func.coalesce(_contact.c.practice, _last.c.practice, False).label("practice"),
    )
    joined = (
        _out.outerjoin(_contact, _contact.c.id == _out.c.contact_id)
        .outerjoin(_text, _text.c.id == _out.c.alert_text_id)
        .outerjoin(_last, _last.c.outbound_id == _out.c.id)
    )
    return select(*columns).select_from(joined).where(_out.c.id.in_(bindparam("ids", expanding=True)))


def _claimed(row: Any) -> Claimed:
    return Claimed(
        id=row.id,
        fence=row.fence,
        attempts=row.attempts,
        repeats=row.repeats,
        channel=row.channel,
        purpose=Purpose(row.purpose),
        lane=Lane(row.lane),
        operator=row.operator,
        body=row.words,
        encoding=row.encoding,
        segments=row.segments,
        created_at=row.created_at,
        expires_at=row.expires_at,
        sealed=bytes(row.msisdn_sealed) if row.msisdn_sealed is not None else None,
        practice=bool(row.practice),
        mail_to=row.mail_to,
        subject=row.subject,
        alert_id=row.alert_id,
    )


@cache
def begin_statement() -> Update:
    """The statement of `begin`, for those who run it themselves; its values are `begin_values`."""
    return (
        update(_out)
        .where(
            _out.c.id == bindparam("of_id"),
            _out.c.status == QUEUED,
            _out.c.fence == bindparam("of_fence"),
            _out.c.not_before > bindparam("now", type_=_out.c.not_before.type),
            _out.c.expires_at > bindparam("now", type_=_out.c.expires_at.type),
            _WANTED,
            _GOES_ON,
        )
        .values(
            status=SENDING,
            attempts=_out.c.attempts + 1,
            lease_until=bindparam("until", type_=_out.c.lease_until.type),
            status_at=bindparam("now", type_=_out.c.status_at.type),
        )
    )


def begin(connection: Connection, item: Claimed, now: datetime, lease_end: datetime) -> bool:
    """`queued` -> `sending`, just before the gateway is called.

    False where the row is not ours any more: cancelled, expired, unwanted, or claimed by another after our lease.
    """
    return connection.execute(begin_statement(), begin_values(item, now, lease_end)).rowcount == 1


def begin_values(item: Claimed, now: datetime, lease_end: datetime) -> dict[str, Any]:
    """The values of `begin_statement` by bind name."""
    return {"of_id": item.id, "of_fence": item.fence, "now": now, "until": lease_end}


def give_up(connection: Connection, item: Claimed, now: datetime) -> None:
    """`queued` -> `cancelled` where the recipient said STOP or the alert was stopped: it would only come up again."""
    for unwanted, why in ((~_WANTED, "the recipient said STOP"), (~_GOES_ON, STOPPED)):
        _cancel_claimed(connection, item, now, why, unwanted)


def hold_back(connection: Connection, item: Claimed, now: datetime, why: str) -> None:
    """`queued` -> `cancelled` for a claimed row that must not leave."""
    _cancel_claimed(connection, item, now, why, true())


def _cancel_claimed(connection: Connection, item: Claimed, now: datetime, why: str, which: ColumnElement[bool]) -> None:
    mine = (_out.c.id == item.id) & (_out.c.status == QUEUED) & (_out.c.fence == item.fence)
    gone = {"status": MtStatus.CANCELLED.value, "detail": why[:DETAIL], "status_at": now}
    connection.execute(update(_out).where(mine, which).values(**gone))


@cache
def _end(names: tuple[str, ...]) -> Update:
    return (
        update(_out)
        .where(_out.c.id == bindparam("of_id"), _out.c.status == SENDING, _out.c.fence == bindparam("of_fence"))
        .values({name: bindparam(f"v_{name}", type_=_out.c[name].type) for name in names})
    )


def end(connection: Connection, item: Claimed, values: Mapping[str, Any]) -> bool:
    """What came of a begun hand-over. False where the row has moved on meanwhile: by a receipt, or by the sweeper."""
    names = tuple(sorted(values))
    bound = {f"v_{name}": values[name] for name in names}
    return connection.execute(_end(names), {"of_id": item.id, "of_fence": item.fence, **bound}).rowcount == 1


def note_attempt(connection: Connection, item: Claimed, error: str, detail: str, at: datetime) -> None:
    """Keep why a hand-over did not succeed."""
    connection.execute(
        insert(Attempt),
        {
            "outbound_id": item.id,
            "channel": item.channel,
            "number": item.attempts + 1,
            "error": error,
            "detail": detail[:DETAIL],
            "at": at,
        },
    )


def release(connection: Connection, items: Sequence[Claimed], now: datetime) -> None:
    """Give back what was claimed and not begun, so that nobody has to wait for the lease."""
    mine = (_out.c.id == bindparam("of_id")) & (_out.c.status == QUEUED) & (_out.c.fence == bindparam("of_fence"))
    values = [{"of_id": item.id, "of_fence": item.fence} for item in items]
    if values:
        connection.execute(update(_out).where(mine).values(not_before=now), values)


def overdue(connection: Connection, now: datetime, most: int) -> list[tuple[Claimed, str]]:
    """Begun or unknown rows whose lease has passed, with their status: somebody died, or nobody knows."""
    late = (
        select(_out.c.id, _out.c.status)
        .where(_out.c.lease_until.is_not(None), _out.c.lease_until <= now, _out.c.status != MtStatus.SENT.value)
        .order_by(_out.c.lease_until)
        .limit(most)
        .with_for_update(skip_locked=True)
    )
    status = {row.id: row.status for row in connection.execute(late)}
    if not status:
        return []
    rows = connection.execute(_details(), {"ids": list(status)})
    return [(_claimed(row), status[row.id]) for row in rows]


def settle(connection: Connection, item: Claimed, seen: str, values: Mapping[str, Any]) -> bool:
    """Change an overdue row unless it has moved since it was seen."""
    same = (_out.c.id == item.id) & (_out.c.fence == item.fence) & (_out.c.status == seen)
    return connection.execute(update(_out).where(same).values(**values)).rowcount == 1


def cancel(connection: Connection, now: datetime, *, alert_id: int | None = None, ids: Sequence[int] = ()) -> int:
    """`queued` -> `cancelled`, by alert or by id; how many. What a gateway is being called for can't be stopped."""
    which = _out.c.alert_id == alert_id if alert_id is not None else _out.c.id.in_(ids)
    gone = {"status": MtStatus.CANCELLED.value, "status_at": now}
    return connection.execute(update(_out).where(which, _out.c.status == QUEUED).values(**gone)).rowcount


def unsent(connection: Connection, channel: str, now: datetime) -> int:
    """Messages that a device holds still: handed over, with a lease on its memory, and no receipt yet."""
    held = _out.c.lease_until.is_not(None) & (_out.c.lease_until > now) & (_out.c.status == MtStatus.SENT.value)
    found = select(func.count()).select_from(_out).where(held, _out.c.channel == channel)
    return int(connection.execute(found).scalar_one())


def forget_unsent(connection: Connection, now: datetime) -> int:
    """Nobody counts any more on receipts that have not come in time; how many rows."""
    which = _out.c.lease_until.is_not(None) & (_out.c.lease_until <= now) & (_out.c.status == MtStatus.SENT.value)
    return connection.execute(update(_out).where(which).values(lease_until=None)).rowcount
