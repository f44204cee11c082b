"""What watching writes. Each function is a step of a transaction that the caller owns; several workers may watch."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import Connection, delete, or_, update
from sqlalchemy.dialects.postgresql import insert as pg_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert

from smsinfo.db.models import ChannelState, Mark

_mark: Any = Mark.__table__
_state: Any = ChannelState.__table__


def begin(connection: Connection, name: str, value: str, at: datetime) -> bool:
    """Set a mark that is not there yet; False when somebody else has set it."""
    make = pg_insert if connection.dialect.name == "postgresql" else sqlite_insert
    put = make(_mark).values(name=name, value=value, at=at).on_conflict_do_nothing().returning(_mark.c.name)
    return connection.execute(put).scalar() is not None


def change(connection: Connection, name: str, before: str, value: str) -> bool:
    """Change a mark that is as it was read, and keep its time; False when somebody else has changed it."""
    same = (_mark.c.name == name) & (_mark.c.value == before)
    return connection.execute(update(_mark).where(same).values(value=value)).rowcount == 1


def end(connection: Connection, name: str) -> bool:
    """Remove a mark; False when somebody else has removed it."""
    return connection.execute(delete(_mark).where(_mark.c.name == name)).rowcount == 1


def drop_older(connection: Connection, prefix: str, before: datetime) -> int:
    """Forget marks of one kind that nobody has set since; how many."""
    old = _mark.c.name.startswith(prefix, autoescape=True) & (_mark.c.at < before)
    return connection.execute(delete(_mark).where(old)).rowcount


def note_inbound(connection: Connection, channel: str, at: datetime) -> None:
    """A channel's newest MO; never backwards."""
    older = or_(_state.c.last_inbound_at.is_(None), _state.c.last_inbound_at < at)
    connection.execute(update(_state).where(_state.c.channel == channel, older).values(last_inbound_at=at))


def claim_check(connection: Connection, channel: str, now: datetime, before: datetime) -> bool:
    """Take the channel's next health check, if the last one was before; one process gets it."""
    due = or_(_state.c.checked_at.is_(None), _state.c.checked_at <= before)
    taken = update(_state).where(_state.c.channel == channel, due).values(checked_at=now)
    return connection.execute(taken).rowcount == 1
