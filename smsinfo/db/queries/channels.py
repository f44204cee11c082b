"""The shared state of the channels: rate, breaker, pause."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, case, insert, select, update
from sqlalchemy.exc import IntegrityError

from smsinfo.db.models import ChannelState

_state: Any = ChannelState.__table__


@dataclass(frozen=True, slots=True)
class State:
    """One channel's row."""

    channel: str
    paused: bool
    free_at: datetime
    slots: int
    failures: int
    open_until: datetime | None
    last_sent_at: datetime | None
    last_failed_at: datetime | None
    last_error: str | None
    last_inbound_at: datetime | None
    balance_idr: int | None
    checked_at: datetime | None

    def is_open(self, now: datetime) -> bool:
        """True while the breaker keeps everything back."""
        return self.open_until is not None and self.open_until > now


def ensure(connection: Connection, channel: str, now: datetime) -> None:
    """Make the channel's row where there is none."""
    if connection.execute(select(_state.c.channel).where(_state.c.channel == channel)).first() is None:
        try:
            with connection.begin_nested():
                values = {"channel": channel, "paused": False, "free_at": now, "slots": 0, "failures": 0}
                connection.execute(insert(_state), values)
        except IntegrityError:  # another process has just made it
            return


def hold(connection: Connection, channel: str) -> State | None:
    """The channel's row, locked until the transaction ends: one process claims for a channel at a time."""
    row = connection.execute(select(_state).where(_state.c.channel == channel).with_for_update()).first()
    return State(**row._mapping) if row is not None else None


def all_states(connection: Connection) -> dict[str, State]:
    """Every channel's row by name."""
    return {row.channel: State(**row._mapping) for row in connection.execute(select(_state))}


def change(connection: Connection, channel: str, **values: Any) -> None:
    """Set columns of the channel's row."""
    connection.execute(update(_state).where(_state.c.channel == channel).values(**values))


def note_success(connection: Connection, channel: str, now: datetime) -> None:
    """A hand-over succeeded: the breaker closes."""
    connection.execute(
        update(_state).where(_state.c.channel == channel).values(failures=0, open_until=None, last_sent_at=now)
    )


def note_failure(connection: Connection, channel: str, now: datetime, detail: str) -> int:
    """A hand-over failed for a reason that may be the channel's; how many in a row now.

    The rest of a claim fails after the breaker has opened: that is the same fault, not another reason to wait longer.
    """
    failures = case((_state.c.open_until > now, _state.c.failures), else_=_state.c.failures + 1)
    done = connection.execute(
        update(_state)
        .where(_state.c.channel == channel)
        .values(failures=failures, last_failed_at=now, last_error=detail[:160])
        .returning(_state.c.failures)
    ).scalar()
    return int(done or 0)
