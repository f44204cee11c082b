"""MTs as a gateway gets them, and what comes of them: one closed list of errors, results, receipts, health."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

from smsinfo.domain.messages import MoMessage, MtStatus


class SendError(StrEnum):
    """Why a hand-over did not succeed. Every provider's codes are told apart into these, and no others."""

    TEMPORARY = "temporary"
    """The provider did not take it (refused connection, 5xx, its queue is full): the same may succeed later."""
    THROTTLED = "throttled"
    """We are too quick (429): later, not before `retry_after`."""
    UNKNOWN = "unknown"
    """It may have been taken: the answer never came, or can't be understood."""
    OPTED_OUT = "opted_out"
    """The provider blocks the number because its owner sent STOP there."""
    BAD_NUMBER = "bad_number"
    """No phone that can receive a text, on any channel."""
    UNREACHABLE = "unreachable"
    """This channel can't reach the number; another may."""
    REJECTED = "rejected"
    """The provider refuses the text or the request as such (too long, filtered, malformed)."""
    NO_BALANCE = "no_balance"
    """The channel has no money: nothing goes until somebody pays."""
    DENIED = "denied"
    """The channel's credentials, sender or permissions are wrong: nothing goes until somebody mends them."""


CHANNEL_FAULTS: Final = frozenset({SendError.NO_BALANCE, SendError.DENIED})
"""Errors that say something of the channel, not of the message: the message waits or goes another way."""

FINAL: Final = frozenset({SendError.OPTED_OUT, SendError.BAD_NUMBER, SendError.REJECTED})
"""Errors after which the same message is never tried again, on any channel."""


@dataclass(frozen=True, slots=True)
class Mt:
    """One MT, ready to hand over. `key` names it for ever: the same key is the same message to the same person, so a
    provider that knows idempotency keys gets it, and a receipt may carry it back.

    `to` is an MSISDN (or a mail address for the gateway `mail`), `encoding` `gsm7` or `ucs2`, `segments` 1 or more.
    `valid_for` is how long from now on the text is worth delivering; `subject` is used by mail only.
    """

    key: str
    to: str
    text: str
    encoding: str
    segments: int
    valid_for: timedelta
    subject: str = ""


@dataclass(frozen=True, slots=True)
class SendResult:
    """What came of one hand-over: an external id (where the provider gives one), or an error.

    `detail` is for people: the provider's own code and words, never a number, a text, or a secret. `retry_after` is
    in seconds. `price_idr` is what the provider says that it took, where it does.
    """

    external_id: str | None = None
    error: SendError | None = None
    detail: str = ""
    retry_after: float | None = None
    price_idr: int | None = None

    @property
    def accepted(self) -> bool:
        """True when the provider has the message."""
        return self.error is None


@dataclass(frozen=True, slots=True)
class Dlr:
    """One delivery receipt. It names its message by the provider's `external_id`, by our `key`, or both.

    `status` is SENT (the provider or the network has it, nothing more), DELIVERED, FAILED, EXPIRED or UNKNOWN. Where a
    provider gives a receipt for each segment, `part` (from 1) and `parts` say which of how many. `detail` as in
    `SendResult`; `error` where the receipt says why.
    """

    channel: str
    status: MtStatus
    external_id: str = ""
    key: str = ""
    part: int = 1
    parts: int = 1
    at: datetime | None = None
    error: SendError | None = None
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Polled:
    """What a gateway found that has to be fetched: new MOs, receipts, and `mark`, which the gateway gets back in
    `polled_done` once all of it is committed."""

    mos: tuple[MoMessage, ...] = ()
    dlrs: tuple[Dlr, ...] = ()
    mark: object = None


@dataclass(frozen=True, slots=True)
class Health:
    """How a channel is: `detail` for people; the balance where the provider tells one."""

    ok: bool
    detail: str
    balance_idr: int | None = None


class Lookup(StrEnum):
    """What a provider says when asked for a message whose hand-over timed out."""

    TAKEN = "taken"
    ABSENT = "absent"
    UNCLEAR = "unclear"


@dataclass(frozen=True, slots=True)
class Found:
    """The answer of a look-up; `external_id` where the message was taken."""

    lookup: Lookup
    external_id: str | None = None
