"""Replies that should have left inline and did not. Each function is a step of the caller's transaction."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, select, update

from smsinfo.db.models import OutboundMessage
from smsinfo.db.queries.outbox import SENDING

_out: Any = OutboundMessage.__table__


def forgotten_replies(connection: Connection, before: datetime, after_id: int, most: int) -> list[int]:
    """Inline replies that are `sending` since before: the process died before the response was handed over.

    Only rows after an id are looked at: whoever has seen all before it keeps that (sweep.py).
    """
    rows = connection.execute(
        select(_out.c.id)
        .where(
            _out.c.id > after_id, _out.c.status == SENDING, _out.c.lease_until.is_(None), _out.c.created_at <= before
        )
        .order_by(_out.c.id)
        .limit(most)
    )
    return [int(row.id) for row in rows]


def requeue(
    connection: Connection, ids: Sequence[int], channels: Sequence[str] | None, values: Mapping[str, Any]
) -> int:
    """Move `sending` rows without a lease on, of these channels only unless None; how many."""
    mine: ColumnElement[bool] = (_out.c.id.in_(ids)) & (_out.c.status == SENDING) & (_out.c.lease_until.is_(None))
    if channels is not None:
        mine &= _out.c.channel.in_(channels)
    return connection.execute(update(_out).where(mine).values(**values)).rowcount if ids else 0
