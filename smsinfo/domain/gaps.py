"""What became of a thing that people asked for and did not get."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum


class GapState(StrEnum):
    """`OPEN` waits for an editor. `ALIASED` and `TOPIC_STARTED` come back when it is asked for in vain again.

    `OUT_OF_SCOPE` comes back only when it has been asked for as often again, at least five times.
    """

    OPEN = "open"
    ALIASED = "aliased"
    TOPIC_STARTED = "topic_started"
    OUT_OF_SCOPE = "out_of_scope"


@dataclass(frozen=True, slots=True)
class Gap:
    """One gap as an editor sees it. `texts` are masked, newest first; `regions` and `weeks` are (code or Monday,
    times)."""

    id: int
    title: str
    state: GapState
    asked: int
    first_asked_at: datetime
    last_asked_at: datetime
    topic_key: str | None
    reopened: int
    texts: tuple[str, ...] = ()
    regions: tuple[tuple[str, int], ...] = ()
    weeks: tuple[tuple[date, int], ...] = ()
