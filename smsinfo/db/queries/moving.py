"""Queued messages that go another way than they were meant to. Each function is a step of the caller's transaction."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, select, update

from smsinfo.db.models import OutboundMessage
from smsinfo.db.queries.outbox import QUEUED

_out: Any = OutboundMessage.__table__


def move(connection: Connection, channel: str, other: str, operators: Sequence[str], lanes: Sequence[str]) -> int:
    """Queued rows of a broken channel go to another one; how many."""
    which = (_out.c.status == QUEUED) & (_out.c.channel == channel) & (_out.c.lane.in_(lanes))
    which &= _out.c.operator.in_(operators)
    return connection.execute(update(_out).where(which).values(channel=other)).rowcount


def waiting_operators(connection: Connection, channel: str) -> list[str]:
    """The operators of the channel's queued rows."""
    which = (_out.c.status == QUEUED) & (_out.c.channel == channel)
    return [row.operator for row in connection.execute(select(_out.c.operator).where(which).distinct())]
