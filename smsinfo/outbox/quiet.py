"""Quiet hours: between them only replies and urgent alerts leave.

They are looked at twice: when a message is made, and when a worker claims, since a long queue runs into the night.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from smsinfo.domain.messages import Lane

_ALWAYS = (Lane.URGENT, Lane.REPLY)


def awake(lanes: Iterable[Lane], now: datetime, hours: str, zone: ZoneInfo) -> tuple[Lane, ...]:
    """Those of the lanes that may leave now."""
    return tuple(lane for lane in lanes if not_before(lane, now, hours, zone) == now)


def not_before(lane: Lane, now: datetime, hours: str, zone: ZoneInfo) -> datetime:
    """When an MT of this lane may leave: now, or the end of the quiet hours (`21:00-05:00`, local time)."""
    start, end = (time.fromisoformat(part) for part in hours.split("-"))
    local = now.astimezone(zone)
    if lane in _ALWAYS or not _inside(local.time(), start, end):
        return now
    day = local.date() + timedelta(days=1 if local.time() >= end else 0)
    return datetime.combine(day, end, zone).astimezone(now.tzinfo)


def free_since(lane: Lane, made: datetime, now: datetime, hours: str, zone: ZoneInfo) -> datetime:
    """Since when nothing but the queue holds a message back that was made then; in quiet hours, their end."""
    if lane in _ALWAYS:
        return made
    opens = not_before(lane, now, hours, zone)
    if opens > now:
        return opens
    end = datetime.combine(now.astimezone(zone).date(), time.fromisoformat(hours.split("-")[1]), zone)
    woke = end if end <= now else end - timedelta(days=1)
    return max(made, woke.astimezone(made.tzinfo))


def _inside(moment: time, start: time, end: time) -> bool:
    return start <= moment < end if start <= end else moment >= start or moment < end
