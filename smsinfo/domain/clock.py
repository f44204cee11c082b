"""Time as a value that is handed over, so that a test can hold the clock."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

Clock = Callable[[], datetime]


def utc_now() -> datetime:
    """The time now, aware, in UTC: what every stored time is in."""
    return datetime.now(UTC)
