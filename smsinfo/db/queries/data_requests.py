"""Requests of people about their own data, and whom a breach may touch: counts, and no number anywhere."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any, cast

from sqlalchemy import Connection, Select, delete, func, insert, select, union, update
from sqlalchemy.dialects.postgresql import insert as pg_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert
from sqlalchemy.orm import Session

from smsinfo.db.models import Contact, InboundMessage, OutboundMessage, PrivacyCount, PrivacyRequest
from smsinfo.domain.privacy import Counted, DataRequest, RequestKind, RequestState, RequestWay

_request: Any = PrivacyRequest.__table__
_count: Any = PrivacyCount.__table__


@dataclass(frozen=True, slots=True)
class Touched:
    """People whose messages of some days we hold, by channel and in all (one may use several), and all whom we know."""

    by_channel: Mapping[str, int]
    people: int
    known: int


def add(
    session: Session,
    kind: RequestKind,
    way: RequestWay,
    reference: str,
    came_at: datetime,
    region: str | None = None,
) -> int:
    """Enter an open request; its id."""
    values = {"kind": kind.value, "way": way.value, "reference": reference, "came_at": came_at, "region_code": region}
    empty = {"state": RequestState.OPEN.value, "reason": "", "closed_by": ""}
    return int(session.execute(insert(_request).values(**values, **empty).returning(_request.c.id)).scalar_one())


def newest(session: Session, limit: int) -> list[DataRequest]:
    """The open ones first, the oldest of them on top; then those that are closed, the newest first."""
    is_open = _request.c.state == RequestState.OPEN.value
    opened = _all(session, select(_request).where(is_open).order_by(_request.c.came_at, _request.c.id).limit(limit))
    return opened + _all(session, select(_request).where(~is_open).order_by(_request.c.closed_at.desc()).limit(limit))


def opened(session: Session, before: datetime) -> list[DataRequest]:
    """The open ones that came before a moment, the oldest first."""
    is_open = (_request.c.state == RequestState.OPEN.value) & (_request.c.came_at <= before)
    return _all(session, select(_request).where(is_open).order_by(_request.c.came_at, _request.c.id))


def oldest_open(connection: Connection) -> datetime | None:
    """When the oldest open one came; None where none is open."""
    oldest = select(func.min(_request.c.came_at)).where(_request.c.state == RequestState.OPEN.value)
    return cast("datetime | None", connection.execute(oldest).scalar_one())


def forget(connection: Connection, before: datetime) -> int:
    """Delete what was closed before a moment, never what is open; how many."""
    over = (_request.c.state != RequestState.OPEN.value) & (_request.c.closed_at < before)
    return connection.execute(delete(_request).where(over)).rowcount


def close(session: Session, number: int, state: RequestState, reason: str, by: str, now: datetime) -> bool:
    """Close one that is open; False where there is none."""
    these = (_request.c.id == number) & (_request.c.state == RequestState.OPEN.value)
    values = {"state": state.value, "reason": reason, "closed_by": by, "closed_at": now}
    done = session.execute(update(_request).where(these).values(**values).returning(_request.c.id))
    return done.first() is not None


def count_done(session: Session, kind: Counted, now: datetime) -> None:
    """The program did at once what a phone, or the help desk for it, asked for."""
    connection = session.connection()
    make: Any = pg_insert if connection.dialect.name == "postgresql" else sqlite_insert
    one = make(_count).values(day=now.astimezone(UTC).date(), kind=kind.value, done=1)
    connection.execute(one.on_conflict_do_update(index_elements=["day", "kind"], set_={"done": _count.c.done + 1}))


def done_since(session: Session, first: date) -> dict[str, int]:
    """Kind -> how many were done at once since a day (UTC)."""
    rows = session.execute(
        select(_count.c.kind, func.sum(_count.c.done)).where(_count.c.day >= first).group_by(_count.c.kind)
    )
    return {kind: int(done) for kind, done in rows}


def touched(connection: Connection, start: datetime, end: datetime) -> Touched:
    """Whose messages of [start, end) stand in the database, without those who only practise."""
    real = select(Contact.id).where(~Contact.practice)
    pairs = union(
        select(InboundMessage.channel, InboundMessage.contact_id).where(
            InboundMessage.received_at >= start, InboundMessage.received_at < end, InboundMessage.contact_id.in_(real)
        ),
        select(OutboundMessage.channel, OutboundMessage.contact_id).where(
            OutboundMessage.created_at >= start, OutboundMessage.created_at < end, OutboundMessage.contact_id.in_(real)
        ),
    ).subquery()
    rows = connection.execute(select(pairs.c.channel, func.count()).group_by(pairs.c.channel).order_by(pairs.c.channel))
    people = connection.execute(select(func.count(pairs.c.contact_id.distinct()))).scalar_one()
    known = connection.execute(select(func.count()).select_from(real.subquery())).scalar_one()
    return Touched({channel: int(count) for channel, count in rows}, int(people), int(known))


def _all(session: Session, wanted: Select[Any]) -> list[DataRequest]:
    return [_of(dict(row._mapping)) for row in session.execute(wanted)]


def _of(row: dict[str, Any]) -> DataRequest:
    kinds = {"kind": RequestKind(row["kind"]), "way": RequestWay(row["way"]), "state": RequestState(row["state"])}
    return DataRequest(**{**row, **kinds})
