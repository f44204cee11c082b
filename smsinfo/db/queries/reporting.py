"""What operators look at: what waits, what came of today's messages, channels, workers. Nothing here writes.

Messages have no index by time. So today's rows are found by id, as the spending queries do, and a queue's oldest row is
the one with the smallest id, which the index of what waits tells without a look at the rows.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, case, func, select

from smsinfo.db.models import Alert, AlertText, Attempt, Contact, InboundMessage, Mark, OutboundMessage
from smsinfo.domain.messages import Lane, MtStatus

_out: Any = OutboundMessage.__table__
_in: Any = InboundMessage.__table__
_contact: Any = Contact.__table__
_attempt: Any = Attempt.__table__
_alert: Any = Alert.__table__
_text: Any = AlertText.__table__
_mark: Any = Mark.__table__


@dataclass(frozen=True, slots=True)
class Waiting:
    """What waits in one lane of one channel; `oldest` is when its first message was made."""

    channel: str
    lane: Lane
    messages: int
    oldest: datetime


@dataclass(frozen=True, slots=True)
class Tally:
    """Messages of one channel with one status: how many, what those that left have cost, when the last got there.

    `made` and `changed` are how many of them were made, or got this status, since the moment that was asked for.
    """

    channel: str
    status: MtStatus
    messages: int
    segments: int
    cost_idr: int
    last_at: datetime
    made: int = 0
    changed: int = 0


@dataclass(frozen=True, slots=True)
class Received:
    """MOs of one channel that became one kind of thing."""

    channel: str
    kind: str
    messages: int


@dataclass(frozen=True, slots=True)
class Newest:
    """The newest MO of one channel."""

    channel: str
    id: int
    received_at: datetime


@dataclass(frozen=True, slots=True)
class Fact:
    """A mark with its time."""

    value: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Tried:
    """A hand-over that did not succeed."""

    number: int
    channel: str
    error: str
    detail: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Message:
    """One MT as an operator sees it; `sealed` is the contact's sealed number, None for mail and erased people."""

    id: int
    status: str
    purpose: str
    lane: str
    channel: str
    operator: str
    words: str
    encoding: str
    segments: int
    cost_idr: int
    attempts: int
    repeats: int
    external_id: str | None
    error: str | None
    detail: str | None
    created_at: datetime
    not_before: datetime
    expires_at: datetime
    status_at: datetime
    mail_to: str | None
    alert: str | None
    sealed: bytes | None
    practice: bool


def waiting(connection: Connection) -> list[Waiting]:
    """The queues that are not empty, by channel and lane."""
    queued = _out.c.status == MtStatus.QUEUED.value
    first = (
        select(_out.c.channel, _out.c.lane, func.count().label("messages"), func.min(_out.c.id).label("first"))
        .where(queued)
        .group_by(_out.c.channel, _out.c.lane)
        .subquery()
    )
    rows = select(first.c.channel, first.c.lane, first.c.messages, _out.c.created_at).join_from(
        first, _out, _out.c.id == first.c.first
    )
    order = {lane: place for place, lane in enumerate(Lane)}
    found = [Waiting(row.channel, Lane(row.lane), row.messages, row.created_at) for row in connection.execute(rows)]
    return sorted(found, key=lambda queue: (queue.channel, order[queue.lane]))


def tallies(connection: Connection, after_id: int, since: datetime, up_to_id: int | None = None) -> list[Tally]:
    """What became of the messages after an id, by channel and status, in one walk through them."""
    which = _out.c.id > after_id
    if up_to_id is not None:
        which &= _out.c.id <= up_to_id
    rows = connection.execute(
        select(
            _out.c.channel,
            _out.c.status,
            func.count().label("messages"),
            func.sum(_out.c.segments).label("segments"),
            func.sum(case((_out.c.attempts > 0, _out.c.cost_idr), else_=0)).label("cost"),
            func.max(_out.c.status_at).label("last_at"),
            func.sum(case((_out.c.created_at >= since, 1), else_=0)).label("made"),
            func.sum(case((_out.c.status_at >= since, 1), else_=0)).label("changed"),
        )
        .where(which)
        .group_by(_out.c.channel, _out.c.status)
        .order_by(_out.c.channel, _out.c.status)
    )
    return [
        Tally(r.channel, MtStatus(r.status), r.messages, int(r.segments), int(r.cost), r.last_at, r.made, r.changed)
        for r in rows
    ]


def last_inbound_id_before(connection: Connection, moment: datetime) -> int:
    """The newest MO received before a moment; 0 where there is none. Looked for from the end."""
    older = select(_in.c.id).where(_in.c.received_at < moment).order_by(_in.c.id.desc()).limit(1)
    return int(connection.execute(older).scalar() or 0)


def received(connection: Connection, after_id: int) -> list[Received]:
    """The MOs after an id by channel and by what they became."""
    rows = connection.execute(
        select(_in.c.channel, _in.c.kind, func.count().label("messages"))
        .where(_in.c.id > after_id)
        .group_by(_in.c.channel, _in.c.kind)
        .order_by(_in.c.channel, _in.c.kind)
    )
    return [Received(row.channel, row.kind, row.messages) for row in rows]


def newest_inbound(connection: Connection, after_id: int) -> list[Newest]:
    """The newest MO of each channel among those after an id."""
    rows = connection.execute(
        select(_in.c.channel, func.max(_in.c.id).label("id"), func.max(_in.c.received_at).label("at"))
        .where(_in.c.id > after_id)
        .group_by(_in.c.channel)
    )
    return [Newest(row.channel, row.id, row.at) for row in rows]


def ahead(connection: Connection, after_id: int, texts: int) -> timedelta:
    """By how much at least the newest MOs came before the network says that they were sent; 0 where they did not.

    Only as many `texts` together say something: one phone may have a wrong clock of its own.
    """
    told = select(_in.c.sent_at, _in.c.received_at).where(_in.c.id > after_id, _in.c.sent_at.is_not(None))
    rows = connection.execute(told.order_by(_in.c.id.desc()).limit(texts)).all()
    least = min((row.sent_at - row.received_at for row in rows), default=timedelta())
    return max(least, timedelta()) if len(rows) == texts else timedelta()


def used(connection: Connection, channel: str, after_id: int) -> int:
    """Rupiah that a channel's messages after an id have cost."""
    which = (_out.c.id > after_id) & (_out.c.channel == channel) & (_out.c.attempts > 0)
    return int(connection.execute(select(func.coalesce(func.sum(_out.c.cost_idr), 0)).where(which)).scalar_one())


def contact_id(connection: Connection, seals: Sequence[bytes]) -> int | None:
    """The contact whose number has one of these sealed forms."""
    found = select(_contact.c.id).where(_contact.c.msisdn_sealed.in_(list(seals)))
    number: int | None = connection.execute(found).scalar()
    return number


def facts(connection: Connection) -> dict[str, Fact]:
    """All marks by name, with their times. There are a few dozen."""
    return {row.name: Fact(row.value, row.at) for row in connection.execute(select(_mark))}


def database_clock(connection: Connection) -> datetime | None:
    """The server's time; None for SQLite, whose clock is this machine's."""
    if connection.dialect.name != "postgresql":
        return None
    now: datetime = connection.execute(select(func.clock_timestamp())).scalar_one()
    return now


def message(connection: Connection, number: int) -> Message | None:
    """One MT; None where there is none."""
    plain = [name for name in Message.__slots__ if name not in ("words", "alert", "sealed", "practice")]
    columns = (
        *(_out.c[name] for name in plain),
        case((_out.c.alert_text_id.is_(None), _out.c.body), else_=_text.c.body).label("words"),
        _alert.c.code.label("alert"),
        _contact.c.msisdn_sealed.label("sealed"),
        func.coalesce(_contact.c.practice, False).label("practice"),
    )
    joined = (
        _out.outerjoin(_contact, _contact.c.id == _out.c.contact_id)
        .outerjoin(_text, _text.c.id == _out.c.alert_text_id)
        .outerjoin(_alert, _alert.c.id == _out.c.alert_id)
    )
    row = connection.execute(select(*columns).select_from(joined).where(_out.c.id == number)).first()
    return Message(**row._mapping) if row is not None else None


def tried(connection: Connection, number: int) -> Sequence[Tried]:
    """The hand-overs of an MT that did not succeed, oldest first."""
    rows = connection.execute(select(_attempt).where(_attempt.c.outbound_id == number).order_by(_attempt.c.id))
    return [Tried(row.number, row.channel, row.error, row.detail, row.at) for row in rows]
