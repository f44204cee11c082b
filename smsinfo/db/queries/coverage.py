"""What has become of an alert's messages so far: by status, region and minute."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, func, select

from smsinfo.db.models import OutboundMessage
from smsinfo.domain.messages import MtStatus

_out: Any = OutboundMessage.__table__
_HANDED = (MtStatus.SENT.value, MtStatus.DELIVERED.value, MtStatus.UNKNOWN.value)


@dataclass(frozen=True, slots=True)
class Minute:
    """How many messages of an alert took a status in a minute (its beginning)."""

    at: datetime
    status: MtStatus
    messages: int


def by_status(connection: Connection, alert_id: int) -> dict[MtStatus, int]:
    """Status -> messages."""
    rows = select(_out.c.status, func.count()).where(_out.c.alert_id == alert_id).group_by(_out.c.status)
    return {MtStatus(status): messages for status, messages in connection.execute(rows)}


def by_region(connection: Connection, alert_id: int) -> dict[str, dict[MtStatus, int]]:
    """Region of the people ("": not told) -> status -> messages."""
    keys = (_out.c.region_code, _out.c.status)
    rows = connection.execute(select(*keys, func.count()).where(_out.c.alert_id == alert_id).group_by(*keys))
    found: defaultdict[str, dict[MtStatus, int]] = defaultdict(dict)
    for region, status, messages in rows:
        found[region or ""][MtStatus(status)] = messages
    return dict(found)


def by_minute(connection: Connection, alert_id: int) -> list[Minute]:
    """What was handed over, by the minute of its last news, in order."""
    minute = _minute(connection)
    mine = (_out.c.alert_id == alert_id) & _out.c.status.in_(_HANDED)
    rows = select(minute, _out.c.status, func.count()).where(mine).group_by(minute, _out.c.status).order_by(minute)
    return [
        Minute(datetime.strptime(at, "%Y-%m-%d %H:%M").replace(tzinfo=UTC), MtStatus(status), messages)
        for at, status, messages in connection.execute(rows)
    ]


def waiting(connection: Connection, alert_id: int) -> dict[str, int]:
    """Channel -> segments of the alert that wait still."""
    mine = (_out.c.alert_id == alert_id) & (_out.c.status == MtStatus.QUEUED.value)
    rows = connection.execute(select(_out.c.channel, func.sum(_out.c.segments)).where(mine).group_by(_out.c.channel))
    return {channel: int(segments) for channel, segments in rows}


def delivered_by(connection: Connection, alert_id: int, moment: datetime) -> int:
    """How many were delivered until a moment."""
    mine = (_out.c.alert_id == alert_id) & (_out.c.status == MtStatus.DELIVERED.value) & (_out.c.status_at <= moment)
    return int(connection.execute(select(func.count()).select_from(_out).where(mine)).scalar_one())


def _minute(connection: Connection) -> ColumnElement[str]:
    if connection.dialect.name == "postgresql":
        return func.to_char(func.timezone("UTC", _out.c.status_at), "YYYY-MM-DD HH24:MI")
    return func.strftime("%Y-%m-%d %H:%M", _out.c.status_at)
