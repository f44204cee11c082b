"""What the operator declared of a channel beside the gateway's own settings: rate, price, order, limits."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Plan:
    """One channel as routing and the rate limit see it.

    `per_minute` counts segments; `max_unsent` is how many messages may be handed over without a receipt (0: no limit);
    `operators` are those that the channel is meant for (empty: all); among equals the lower `rank`, then the lower
    `tariff_idr` (rupiah a segment) wins. `daily_segments` stays below the operator's own block (0: no limit).
    """

    name: str
    kind: str
    number: str
    per_minute: float
    tariff_idr: int
    rank: int = 100
    max_unsent: int = 0
    operators: frozenset[str] = field(default_factory=frozenset)
    daily_segments: int = 0
    can_send: bool = True
