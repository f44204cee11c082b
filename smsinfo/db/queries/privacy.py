"""Erasures beyond the database, and proof of retention."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import Connection, delete, insert, select, update
from sqlalchemy.dialects.postgresql import insert as pg_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert
from sqlalchemy.orm import Session

from smsinfo.db.models import Contact, RetentionRun, StoreErasure

_contact: Any = Contact.__table__
_run: Any = RetentionRun.__table__
_store: Any = StoreErasure.__table__


@dataclass(frozen=True, slots=True)
class Waiting:
    """One erasure in a channel's own store that has to be done."""

    id: int
    channel: str
    msisdn_sealed: bytes
    practice: bool
    tries: int
    problem: str
    created_at: datetime


def ask_stores(
    session: Session, contact_id: int, channels: Collection[str], due_at: datetime, created_at: datetime
) -> None:
    """Have these channels' stores forget the contact's number, which must still be there; once a channel."""
    connection = session.connection()
    make: Any = pg_insert if connection.dialect.name == "postgresql" else sqlite_insert
    row = connection.execute(
        select(_contact.c.msisdn_sealed, _contact.c.practice).where(_contact.c.id == contact_id)
    ).first()
    if row is None:
        return
    for channel in channels:
        values = {"channel": channel, "due_at": due_at, "created_at": created_at, "tries": 0, "problem": ""}
        connection.execute(make(_store).values(**values, **row._mapping).on_conflict_do_nothing())


def waiting(connection: Connection, now: datetime, most: int) -> list[Waiting]:
    """The next erasures whose time has come."""
    columns = (_store.c[name] for name in Waiting.__slots__)
    rows = connection.execute(select(*columns).where(_store.c.due_at <= now).order_by(_store.c.due_at).limit(most))
    return [Waiting(**row._mapping) for row in rows]


def erased_there(connection: Connection, id_: int) -> None:
    """The store has forgotten the person."""
    connection.execute(delete(_store).where(_store.c.id == id_))


def try_again(connection: Connection, id_: int, problem: str, due_at: datetime) -> None:
    """The store could not forget yet."""
    values = {"tries": _store.c.tries + 1, "problem": problem[:160], "due_at": due_at}
    connection.execute(update(_store).where(_store.c.id == id_).values(**values))


@dataclass(frozen=True, slots=True)
class Run:
    """What one rule did on one day (UTC). `oldest_at` is None where nothing is left, or the rule does not look."""

    day: date
    rule: str
    runs: int
    removed: int
    oldest_at: datetime | None
    ran_at: datetime


def runs(connection: Connection, first: date, last: date) -> list[Run]:
    """The runs of these days (UTC, both counted), the newest first."""
    columns = (_run.c[name] for name in Run.__slots__)
    these = (_run.c.day >= first) & (_run.c.day <= last)
    found = connection.execute(select(*columns).where(these).order_by(_run.c.day.desc(), _run.c.rule))
    return [Run(**row._mapping) for row in found]


def note_run(connection: Connection, rule: str, removed: int, oldest_at: datetime | None, now: datetime) -> None:
    """Add a run of a rule to its day."""
    day = now.astimezone(UTC).date()
    here = (_run.c.day == day) & (_run.c.rule == rule)
    told = {"oldest_at": oldest_at, "ran_at": now}
    more = {"runs": _run.c.runs + 1, "removed": _run.c.removed + removed}
    if connection.execute(update(_run).where(here).values(**told, **more)).rowcount == 0:
        connection.execute(insert(_run).values(day=day, rule=rule, runs=1, removed=removed, **told))
