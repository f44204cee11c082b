"""What can go wrong with a message at the simulator, and which message it befalls: faults on demand.

In this order: what a test has arranged for the next messages, what is kept for a number, the script of the settings,
its shares. One message, one fault; a repeated hand-over is a new message.
"""

from __future__ import annotations

import random
from collections import deque
from collections.abc import Mapping
from enum import StrEnum
from typing import Any, Final

from pydantic import Field, field_validator

from smsinfo.domain.sending import SendError
from smsinfo.gateways.reading import Options, read_options


class Fault(StrEnum):
    """What becomes of one message. The first nine are refused with the error of this name."""

    TEMPORARY = "temporary"
    THROTTLED = "throttled"
    """429 with Retry-After."""
    UNKNOWN = "unknown"
    """The hand-over times out, and the message was not taken."""
    OPTED_OUT = "opted_out"
    BAD_NUMBER = "bad_number"
    UNREACHABLE = "unreachable"
    REJECTED = "rejected"
    NO_BALANCE = "no_balance"
    DENIED = "denied"
    NONE = "none"
    """Taken, with its receipts in order."""
    TAKEN = "taken"
    """The hand-over times out, but the message was taken: its receipts come."""
    SLOW = "slow"
    """Taken after `slow_seconds`."""
    DUPLICATE = "duplicate"
    """Each receipt comes twice."""
    DISORDER = "disorder"
    """The last receipt comes first."""
    LOST = "lost"
    """Taken, and no receipt ever comes."""
    UNDELIVERED = "undelivered"
    """Taken, and the last receipt says that it failed."""


REFUSALS: Final = {Fault(error.value): error for error in SendError}
"""Faults that refuse a message -> the error."""


class FaultOptions(Options):
    """`[channels.<name>.faults]` of kind simulator."""

    seed: int = Field(
        default=1, description="Where the chances begin: the same seed, the same faults.", examples=["seed = 1"]
    )
    shares: dict[Fault, float] = Field(
        default={},
        description="Fault -> its share of all messages, from 0 to 1.",
        examples=["shares = { throttled = 0.05, lost = 0.02 }"],
    )
    script: tuple[Fault, ...] = Field(
        default=(),
        description="The faults of the first messages, one each; after them the shares count.",
        examples=['script = ["none", "taken", "duplicate"]'],
    )
    numbers: dict[str, Fault] = Field(
        default={},
        description="Number -> the fault of all messages to it.",
        examples=['numbers = { "+6281200000001" = "undelivered" }'],
    )

    @field_validator("shares")
    @classmethod
    def _check_shares(cls, shares: dict[Fault, float]) -> dict[Fault, float]:
        if any(not 0 <= share <= 1 for share in shares.values()) or sum(shares.values()) > 1:
            raise ValueError("each share must be from 0 to 1, and all together at most 1")
        return shares


class Faults:
    """Deals faults out, one a message. Not safe for several threads: its owner holds a lock."""

    def __init__(self, channel: str, options: Mapping[str, Any]) -> None:
        """Raises BadSetting for a wrong setting of the table."""
        own = read_options(FaultOptions, f"{channel}.faults", options)
        self._arranged: deque[Fault] = deque()
        self._numbers = dict(own.numbers)
        self._script = deque(own.script)
        self._names, self._weights = list(own.shares), list(own.shares.values())
        self._random = random.Random(own.seed)

    def arrange(self, *faults: Fault) -> None:
        """The next messages get these, one each."""
        self._arranged.extend(faults)

    def keep_for(self, number: str, fault: Fault) -> None:
        """All messages to a number get this, NONE for no fault."""
        self._numbers[number] = fault

    def next(self, number: str) -> Fault:
        """The fault of the next message, which goes to `number`."""
        if self._arranged:
            return self._arranged.popleft()
        if number in self._numbers:
            return self._numbers[number]
        if self._script:
            return self._script.popleft()
        rest = 1 - sum(self._weights)
        return self._random.choices([*self._names, Fault.NONE], [*self._weights, max(0.0, rest)])[0]
