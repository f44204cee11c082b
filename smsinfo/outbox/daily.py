"""The segments that a channel may send a day: below what its operator would block the card for.

Where they are used up only urgent alerts leave by it until local midnight; the rest goes another way, or waits.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import Connection

from smsinfo.config import Settings
from smsinfo.db.engine import Database
from smsinfo.db.queries.spending import last_id_before, segments_since
from smsinfo.domain.clock import Clock
from smsinfo.domain.messages import Lane

EVERY: Final = timedelta(seconds=15)
"""Between two counts. What a modem sends in that time is little, and below its operator's block."""

LONGEST_WAIT: Final = timedelta(days=2)
"""A message that leaves today was made no longer ago."""


def used_today(connection: Connection, settings: Settings, now: datetime) -> dict[str, int]:
    """Segments since local midnight, of the channels that have a limit."""
    limited = [name for name, own in settings.channels.items() if own.daily_segments]
    if not limited:
        return {}
    midnight = now.astimezone(settings.zone).replace(hour=0, minute=0, second=0, microsecond=0)
    return segments_since(connection, limited, last_id_before(connection, midnight - LONGEST_WAIT), midnight)


class Daily:
    """Which channels have used up their day, counted again now and then."""

    def __init__(self, database: Database, clock: Clock, settings: Settings) -> None:
        self._database = database
        self._clock = clock
        self._settings = settings
        self._due: datetime | None = None
        self.full: frozenset[str] = frozenset()

    def refresh(self) -> None:
        """Count again where it is time."""
        now = self._clock()
        if self._due is not None and now < self._due:
            return
        with self._database.read() as session:
            used = used_today(session.connection(), self._settings, now)
        limits = self._settings.channels
        self.full = frozenset(name for name, segments in used.items() if segments >= limits[name].daily_segments)
        self._due = now + EVERY

    def lanes(self, name: str, lanes: tuple[Lane, ...]) -> tuple[Lane, ...]:
        """Those of the lanes that may still leave by a channel today."""
        return tuple(lane for lane in lanes if lane is Lane.URGENT) if name in self.full else lanes
