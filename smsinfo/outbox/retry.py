"""When a failed hand-over is tried again: a pure function of the error, the attempts and the times."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from smsinfo.domain.messages import MtStatus, Purpose
from smsinfo.domain.sending import CHANNEL_FAULTS, FINAL, SendError

DELAYS: Final = (0, 5, 30, 120, 300)
"""Seconds after the first, second, ... failed attempt; from then on the last one, +-20 %."""

JITTER: Final = 0.2
LONGEST: Final = timedelta(hours=4)
"""After this nobody waits for the message any more, whatever its expiry says (GOV.UK Notify: 48 times 300 s)."""

MAY_REPEAT: Final = frozenset({Purpose.ALERT, Purpose.RELAY, Purpose.TICKET})
"""What is worth a second copy when nobody knows whether the first one went out. A chatty reply is not."""


@dataclass(frozen=True, slots=True)
class Decision:
    """What becomes of the MT: QUEUED with the moment of the next try, or a final status.

    `elsewhere`: another channel should be tried first, since this one can't reach the number or is broken as such.
    """

    status: MtStatus
    again_at: datetime | None = None
    elsewhere: bool = False


@dataclass(frozen=True, slots=True)
class Failure:
    """One failed hand-over: `attempts` counts this one too; `jitter` lies between -1 and 1."""

    error: SendError
    attempts: int
    created_at: datetime
    expires_at: datetime
    purpose: Purpose
    repeats: int = 0
    retry_after: float | None = None
    jitter: float = 0.0


def decide(failure: Failure, now: datetime) -> Decision:
    """Try again, try elsewhere, or give up. UNKNOWN is decided by `after_unknown` once the lease has passed."""
    if failure.error in FINAL:
        return Decision(MtStatus.FAILED)
    again = now + wait(failure)
    if again >= last_try(failure):
        return Decision(MtStatus.EXPIRED if failure.expires_at <= again else MtStatus.FAILED)
    elsewhere = failure.error in CHANNEL_FAULTS or failure.error is SendError.UNREACHABLE
    return Decision(MtStatus.QUEUED, again, elsewhere)


def after_unknown(failure: Failure, now: datetime) -> Decision:
    """Nobody knows whether the message went out, and nobody can be asked: an alert goes once more, a reply never."""
    if failure.purpose in MAY_REPEAT and failure.repeats == 0 and now < last_try(failure):
        return Decision(MtStatus.QUEUED, now)
    return Decision(MtStatus.UNKNOWN)


def wait(failure: Failure) -> timedelta:
    """How long to wait after this attempt; never shorter than the provider's Retry-After."""
    step = min(failure.attempts, len(DELAYS)) - 1
    seconds = float(DELAYS[step])
    if failure.attempts > len(DELAYS):
        seconds *= 1 + JITTER * max(-1.0, min(1.0, failure.jitter))
    if failure.error is not SendError.TEMPORARY:
        seconds = max(seconds, float(DELAYS[1]))
    return timedelta(seconds=max(seconds, failure.retry_after or 0.0))


def last_try(failure: Failure) -> datetime:
    """No hand-over begins at or after this."""
    return min(failure.expires_at, failure.created_at + LONGEST)
