"""What people looked at by USSD, for the statistics and the gap list: collected, and stored together once a second.

A commit for each screen would cost more than the screen. Nobody waits for these rows, and they say what was asked, not
by whom; what a crash loses of them is a second of counting.
"""

from __future__ import annotations

import threading
from collections import deque
from typing import Any, Final

from smsinfo.db.engine import Database
from smsinfo.db.queries.ussd import add_seen

KEPT: Final = 10_000
"""Rows that wait at most; while the database is away, the newest are kept."""

BATCH: Final = 500


class Seen:
    """The rows of one process that are not stored yet."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._lock = threading.Lock()
        self._waiting: deque[dict[str, Any]] = deque(maxlen=KEPT)

    def note(self, row: dict[str, Any]) -> None:
        """Somebody was shown something."""
        with self._lock:
            self._waiting.append(row)

    def flush(self) -> int:
        """Store what has collected; how many rows. What fails is tried again by the next beat."""
        stored = 0
        while True:
            with self._lock:
                batch = [self._waiting.popleft() for _ in range(min(BATCH, len(self._waiting)))]
            if not batch:
                return stored
            try:
                with self._database.writer(), self._database.engine.begin() as connection:
                    add_seen(connection, batch)
            except BaseException:
                with self._lock:
                    self._waiting.extendleft(reversed(batch[: KEPT - len(self._waiting)]))
                raise
            stored += len(batch)
