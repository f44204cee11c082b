"""How many messages of a channel may leave now: its rate, its breaker, its pause, and what the modem still holds."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from smsinfo.db.queries.channels import State
from smsinfo.db.queries.outbox import Waiting
from smsinfo.domain.channels import Plan

BURST: Final = timedelta(seconds=1)
"""What a channel that was idle may send at once."""

MOST: Final = 200
"""Messages of one claim: few enough to be through long before the lease ends."""

BREAK_AFTER: Final = 5
FIRST_BREAK: Final = timedelta(seconds=30)
LONGEST_BREAK: Final = timedelta(minutes=10)


@dataclass(frozen=True, slots=True)
class Pace:
    """What a channel may do at a moment: up to `most` messages, the first segment free at `free_at`."""

    most: int
    free_at: datetime
    per_segment: timedelta

    def take(self, items: Sequence[Waiting], now: datetime) -> tuple[list[int], datetime]:
        """The ids that may leave now, in their order, and when the next segment is free.

        A long message may overdraw: the next one waits for it (GCRA, ITU-T I.371, with segments as cells).
        """
        free_at, ids = self.free_at, list[int]()
        for item in items[: self.most]:
            if free_at > now:
                break
            ids.append(item.id)
            free_at += self.per_segment * item.segments
        return ids, free_at


def pace_of(plan: Plan, state: State, now: datetime, unsent: int = 0) -> Pace | None:
    """None while nothing may leave. After a break one message at a time tries whether the channel works again."""
    free_at = max(state.free_at, now - BURST)
    if state.paused or state.is_open(now) or free_at > now:
        return None
    per_segment = timedelta(minutes=1) / plan.per_minute
    most = min(MOST, math.floor((now - free_at) / per_segment) + 1)
    if plan.max_unsent:
        most = min(most, plan.max_unsent - unsent)
    if state.failures >= BREAK_AFTER:
        most = min(most, 1)
    return Pace(most, free_at, per_segment) if most > 0 else None


def break_until(failures: int, now: datetime) -> datetime | None:
    """How long the breaker stays open after so many failures in a row; None before it opens. It doubles each time."""
    if failures < BREAK_AFTER:
        return None
    doubled = FIRST_BREAK * (1 << min(10, failures - BREAK_AFTER))
    return now + min(doubled, LONGEST_BREAK)
