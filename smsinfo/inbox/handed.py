"""Which inline replies really went out. Marking each in a commit of its own would double the cost of a reply."""

from __future__ import annotations

import threading
from collections import defaultdict

from smsinfo.db.engine import Database
from smsinfo.db.queries.messages import mark_handed_over
from smsinfo.domain.clock import Clock


class HandedOver:
    """Collects (channel, external id) of answered MOs and marks their replies `sent`, together, once a second."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock
        self._lock = threading.Lock()
        self._waiting: dict[str, list[str]] = defaultdict(list)

    def note(self, channel: str, external_id: str) -> None:
        """The response to this MO was handed to the server."""
        with self._lock:
            self._waiting[channel].append(external_id)

    def flush(self) -> int:
        """Mark what has collected; how many rows. What a crash loses stays `sending` and is swept later."""
        with self._lock:
            waiting, self._waiting = self._waiting, defaultdict(list)
        if not waiting:
            return 0
        marked = 0
        with self._database.writer(), self._database.engine.begin() as connection:
            for channel, ids in waiting.items():
                marked += mark_handed_over(connection, channel, ids, self._clock())
        return marked
