"""Which lane the next slots of a channel belong to.

Extreme and Severe alerts, corrections and cancellations go first, then replies, then other alerts, then the rest; but
each tenth slot is a reply's, so that a province-wide warning does not silence the people who ask what to do.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final, TypeVar

from smsinfo.domain.messages import Lane

ORDER: Final = (Lane.URGENT, Lane.REPLY, Lane.ALERT, Lane.BULK)
REPLY_EVERY: Final = 10

Item = TypeVar("Item")


def order_of(slot: int) -> tuple[Lane, ...]:
    """The lanes in which the holder of this slot (counted from 0) looks for work, in this order."""
    if slot % REPLY_EVERY == REPLY_EVERY - 1:
        return (Lane.REPLY, Lane.URGENT, Lane.ALERT, Lane.BULK)
    return ORDER


def deal(waiting: Mapping[Lane, Sequence[Item]], slot: int, most: int) -> list[Item]:
    """Up to `most` waiting items in the order in which they leave; each lane's own order is kept."""
    taken = dict.fromkeys(Lane, 0)
    dealt: list[Item] = []
    while len(dealt) < most:
        lane = next((lane for lane in order_of(slot + len(dealt)) if taken[lane] < len(waiting.get(lane, ()))), None)
        if lane is None:
            break
        dealt.append(waiting[lane][taken[lane]])
        taken[lane] += 1
    return dealt
