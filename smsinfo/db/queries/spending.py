"""What was spent."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, func, select

from smsinfo.db.models import OutboundMessage
from smsinfo.domain.messages import MtStatus

_out: Any = OutboundMessage.__table__
_FREE = (MtStatus.QUEUED.value, MtStatus.CANCELLED.value)


def last_id_before(connection: Connection, moment: datetime) -> int:
    """The newest MT made before a moment; 0 where there is none. Ids rise with time: it is looked for from the end."""
    older = select(_out.c.id).where(_out.c.created_at < moment).order_by(_out.c.id.desc()).limit(1)
    return int(connection.execute(older).scalar() or 0)


def spent_between(connection: Connection, after_id: int, up_to_id: int | None = None) -> int:
    """Rupiah of the MTs after an id that were handed over at least once; nobody bills what never left."""
    which = (_out.c.id > after_id) & (_out.c.attempts > 0) & _out.c.status.not_in(_FREE)
    if up_to_id is not None:
        which &= _out.c.id <= up_to_id
    return int(connection.execute(select(func.coalesce(func.sum(_out.c.cost_idr), 0)).where(which)).scalar_one())


def segments_since(
    connection: Connection, channels: Collection[str], after_id: int, moment: datetime
) -> dict[str, int]:
    """Segments that each of these channels has handed over since a moment, of the MTs after an id.

    An MT of which a receipt has come since counts as of then: about midnight that is a few too many, never too few.
    """
    which = (_out.c.id > after_id) & (_out.c.status_at >= moment) & _out.c.channel.in_(list(channels))
    which &= (_out.c.attempts > 0) & _out.c.status.not_in(_FREE)
    sums = select(_out.c.channel, func.sum(_out.c.segments).label("segments")).where(which).group_by(_out.c.channel)
    return {row.channel: int(row.segments) for row in connection.execute(sums)}
