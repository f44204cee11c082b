"""Slows down guessing of a password: ten wrong tries from one address, then a quarter of an hour of nothing."""

from __future__ import annotations

import threading
from datetime import datetime, timedelta
from typing import Final

LIMIT: Final = 10
PAUSE: Final = timedelta(minutes=15)
MOST_ADDRESSES: Final = 10_000


class Tries:
    """Wrong tries by address, in the memory of one process: with n processes a guesser has n times ten tries a pause.

    Behind a proxy all visitors share its address, and so the pause: a header by which they could be told apart could be
    invented by the guesser too.
    """

    def __init__(self) -> None:
        self._wrong: dict[str, tuple[int, datetime]] = {}
        self._lock = threading.Lock()

    def pause(self, address: str, now: datetime) -> timedelta:
        """How long this address has to wait; zero where it may try."""
        with self._lock:
            count, last = self._wrong.get(address, (0, now))
        return max(last + PAUSE - now, timedelta()) if count >= LIMIT else timedelta()

    def failed(self, address: str, now: datetime) -> None:
        """A wrong try. Tries older than the pause are forgotten."""
        with self._lock:
            if len(self._wrong) >= MOST_ADDRESSES:
                self._wrong = {who: tries for who, tries in self._wrong.items() if now - tries[1] < PAUSE}
            count, last = self._wrong.get(address, (0, now))
            self._wrong[address] = (1 if now - last >= PAUSE else count + 1, now)

    def passed(self, address: str) -> None:
        """A right try: start again from zero."""
        with self._lock:
            self._wrong.pop(address, None)
