"""The audit log: append at its end, read it by pages."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, insert, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from smsinfo.db.models import AuditEvent, AuditHead

_event: Any = AuditEvent.__table__
_head: Any = AuditHead.__table__
ONLY = 1
PAGE = 1000


@dataclass(frozen=True, slots=True)
class Event:
    """One row of the log."""

    id: int
    at: datetime
    actor_id: int | None
    actor: str
    action: str
    subject: str
    region_code: str | None
    details: str
    mac: bytes


@dataclass(frozen=True, slots=True)
class Head:
    """The stored end of the log."""

    last_id: int
    mac: bytes
    seal: bytes


@dataclass(frozen=True, slots=True)
class Filter:
    """What an auditor looks for; None and empty mean all. `action` is a beginning (`account.`), `until` is excluded."""

    actor: str = ""
    action: str = ""
    subject: str = ""
    since: datetime | None = None
    until: datetime | None = None


def head(session: Session, *, hold: bool = False) -> Head | None:
    """The end of the log; with `hold` nobody else appends until the transaction ends."""
    wanted = select(_head.c.last_id, _head.c.mac, _head.c.seal).where(_head.c.id == ONLY)
    row = session.execute(wanted.with_for_update() if hold else wanted).first()
    return Head(row.last_id, bytes(row.mac), bytes(row.seal)) if row is not None else None


def begin(session: Session, first: Head) -> None:
    """Make the row of the end, where another process has not just made it."""
    try:
        with session.begin_nested():
            session.execute(insert(_head), {"id": ONLY, "last_id": first.last_id, "mac": first.mac, "seal": first.seal})
    except IntegrityError:
        return


def append(session: Session, event: Event, end: Head) -> None:
    """Add the event, and move the end to it."""
    session.execute(insert(_event), {name: getattr(event, name) for name in Event.__slots__})
    values = {"last_id": end.last_id, "mac": end.mac, "seal": end.seal}
    session.execute(update(_head).where(_head.c.id == ONLY).values(values))


def all_events(session: Session) -> Iterator[Event]:
    """Every event from the first on, a page at a time."""
    last = None
    while True:
        wanted = select(_event).order_by(_event.c.id).limit(PAGE)
        rows = session.execute(wanted if last is None else wanted.where(_event.c.id > last)).all()
        yield from (_read(row) for row in rows)
        if len(rows) < PAGE:
            return
        last = rows[-1].id


def find(session: Session, wanted: Filter, limit: int, before: int | None = None) -> list[Event]:
    """The newest events that fit, older than `before`."""
    conditions: list[ColumnElement[bool]] = []
    if wanted.actor:
        conditions.append(_event.c.actor == wanted.actor)
    if wanted.action:
        conditions.append(_event.c.action.startswith(wanted.action, autoescape=True))
    if wanted.subject:
        conditions.append(_event.c.subject == wanted.subject)
    if wanted.since is not None:
        conditions.append(_event.c.at >= wanted.since)
    if wanted.until is not None:
        conditions.append(_event.c.at < wanted.until)
    if before is not None:
        conditions.append(_event.c.id < before)
    rows = session.execute(select(_event).where(*conditions).order_by(_event.c.id.desc()).limit(limit))
    return [_read(row) for row in rows]


def since(session: Session, action: str, after: int) -> list[Event]:
    """Events of one kind after an id, oldest first: at most a page."""
    wanted = select(_event).where(_event.c.action == action, _event.c.id > after).order_by(_event.c.id).limit(PAGE)
    return [_read(row) for row in session.execute(wanted)]


def _read(row: Any) -> Event:
    values = dict(row._mapping)
    return Event(**(values | {"mac": bytes(values["mac"])}))
