"""When a failed hand-over is tried again, to the second."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from smsinfo.domain.messages import MtStatus, Purpose
from smsinfo.domain.sending import SendError
from smsinfo.outbox.retry import DELAYS, LONGEST, Failure, after_unknown, decide, last_try, wait

MADE = datetime(2026, 11, 24, 3, 0, tzinfo=UTC)
LATE = MADE + timedelta(days=2)


def failure(error: SendError = SendError.TEMPORARY, attempts: int = 1, **more: object) -> Failure:
    """The first failure of an alert that is worth sending for two days."""
    values = {"created_at": MADE, "expires_at": LATE, "purpose": Purpose.ALERT, **more}
    return Failure(error=error, attempts=attempts, **values)  # type: ignore[arg-type]


@pytest.mark.parametrize(("attempts", "seconds"), [(1, 0), (2, 5), (3, 30), (4, 120), (5, 300), (6, 300), (7, 300)])
def test_the_schedule(attempts: int, seconds: int) -> None:
    decision = decide(failure(attempts=attempts), MADE)
    assert (decision.status, decision.again_at) == (MtStatus.QUEUED, MADE + timedelta(seconds=seconds))


@pytest.mark.parametrize(("jitter", "seconds"), [(-1.0, 240), (0.0, 300), (1.0, 360), (9.0, 360)])
def test_from_the_sixth_on_five_minutes_more_or_less(jitter: float, seconds: int) -> None:
    assert wait(failure(attempts=6, jitter=jitter)) == timedelta(seconds=seconds)
    assert wait(failure(attempts=5, jitter=jitter)) == timedelta(seconds=DELAYS[-1])


def test_the_whole_schedule_ends_after_four_hours() -> None:
    now, tries = MADE, 0
    while True:
        tries += 1
        decision = decide(failure(attempts=tries), now)
        if decision.again_at is None:
            break
        now = decision.again_at
    assert decision.status is MtStatus.FAILED
    assert MADE + LONGEST - timedelta(minutes=6) < now < MADE + LONGEST
    assert tries == 52


def test_nothing_is_tried_at_or_after_its_expiry() -> None:
    soon = failure(attempts=3, expires_at=MADE + timedelta(seconds=30))
    assert decide(soon, MADE).status is MtStatus.EXPIRED
    assert decide(failure(attempts=3, expires_at=MADE + timedelta(seconds=31)), MADE).status is MtStatus.QUEUED
    assert last_try(soon) == MADE + timedelta(seconds=30)


@pytest.mark.parametrize("error", [SendError.OPTED_OUT, SendError.BAD_NUMBER, SendError.REJECTED])
def test_some_errors_are_the_end(error: SendError) -> None:
    assert decide(failure(error), MADE).status is MtStatus.FAILED


@pytest.mark.parametrize("error", [SendError.UNREACHABLE, SendError.NO_BALANCE, SendError.DENIED])
def test_what_this_channel_can_not_another_may(error: SendError) -> None:
    decision = decide(failure(error), MADE)
    assert (decision.status, decision.elsewhere) == (MtStatus.QUEUED, True)


def test_retry_after_is_honoured_and_never_shortens_the_wait() -> None:
    throttled = failure(SendError.THROTTLED, retry_after=77.0)
    assert decide(throttled, MADE).again_at == MADE + timedelta(seconds=77)
    assert wait(failure(SendError.THROTTLED, attempts=4, retry_after=1.0)) == timedelta(seconds=120)
    assert wait(failure(SendError.THROTTLED)) == timedelta(seconds=5)


@pytest.mark.parametrize(
    ("purpose", "repeats", "status"),
    [
        (Purpose.ALERT, 0, MtStatus.QUEUED),
        (Purpose.ALERT, 1, MtStatus.UNKNOWN),
        (Purpose.RELAY, 0, MtStatus.QUEUED),
        (Purpose.REPLY, 0, MtStatus.UNKNOWN),
        (Purpose.NOTICE, 0, MtStatus.UNKNOWN),
    ],
)
def test_what_nobody_can_tell_is_repeated_once_for_alerts_and_never_for_replies(
    purpose: Purpose, repeats: int, status: MtStatus
) -> None:
    unknown = failure(SendError.UNKNOWN, purpose=purpose, repeats=repeats)
    assert after_unknown(unknown, MADE + timedelta(minutes=2)).status is status
    assert after_unknown(unknown, LATE).status is MtStatus.UNKNOWN
