"""Why something did not arrive: each reason by a message or an alert that has it."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from smsinfo.db.queries.channels import State
from smsinfo.domain.desk import AlertThen, Out, Tried, Why
from smsinfo.domain.messages import Lane, MtStatus
from smsinfo.domain.sending import SendError
from smsinfo.helpdesk.why import Now, Wishes, of_message, of_missing, of_silence

DAY = datetime(2026, 11, 24, 3, 0, tzinfo=UTC)  # 10.00 WIB
NIGHT = datetime(2026, 11, 24, 15, 0, tzinfo=UTC)  # 22.00 WIB
MORNING = datetime(2026, 11, 24, 22, 0, tzinfo=UTC)  # 05.00 WIB
HOUR = timedelta(hours=1)
STATE = State("modem", False, DAY, 0, 0, None, None, None, None, None, None, None)
NOW = Now(DAY, "21:00-05:00", ZoneInfo("Asia/Pontianak"), {"modem": STATE}, no_money=False)
WISHES = Wishes(stopped=False, practice=False, subscriptions=(("62.06", "all", DAY - HOUR),))
STOPPED = replace(WISHES, stopped=True)
OUT = Out(
    id=1,
    inbound_id=None,
    alert_id=1,
    purpose="alert",
    lane="alert",
    channel="modem",
    body="Banjir.",
    segments=1,
    status="queued",
    attempts=0,
    error=None,
    not_before=DAY,
    expires_at=NIGHT + 24 * HOUR,
    created_at=DAY,
    status_at=DAY,
    alert="A1",
)
TRIED = Tried("unreachable", DAY)
ALERT = AlertThen(1, "A1", "bencana", ("62.06.05",), DAY, DAY)


def paused(**values: Any) -> Now:
    """A moment at which the modem is in another state."""
    return replace(NOW, channels={"modem": replace(STATE, **values)})


@pytest.mark.parametrize(
    ("values", "tried", "wishes", "now", "found"),
    [
        ({"status": "delivered"}, None, WISHES, NOW, Why("delivered", DAY)),
        ({"status": "delivered"}, TRIED, STOPPED, NOW, Why("delivered", DAY)),
        ({"status": "sent"}, None, WISHES, NOW, Why("sent", DAY)),
        ({"status": "failed", "error": "bad_number"}, TRIED, WISHES, NOW, Why("failed", DAY, "bad_number")),
        ({"status": "failed"}, TRIED, WISHES, NOW, Why("failed", DAY, "unreachable")),
        ({"status": "expired"}, TRIED, WISHES, NOW, Why("expired", OUT.expires_at, "unreachable")),
        ({"status": "cancelled"}, None, WISHES, NOW, Why("cancelled", DAY)),
        ({"status": "cancelled"}, None, STOPPED, NOW, Why("stopped", DAY)),
        ({"status": "cancelled", "purpose": "reply"}, None, STOPPED, NOW, Why("cancelled", DAY)),
        ({}, None, WISHES, NOW, Why("queue")),
        ({}, None, STOPPED, NOW, Why("stopped")),
        ({"purpose": "reply", "lane": "reply"}, None, STOPPED, NOW, Why("queue")),
        ({"expires_at": DAY}, TRIED, WISHES, NOW, Why("expired", DAY, "unreachable")),
        ({}, None, WISHES, paused(paused=True), Why("paused")),
        ({}, None, WISHES, paused(open_until=DAY + HOUR), Why("failing")),
        ({}, None, WISHES, paused(open_until=DAY - HOUR), Why("queue")),
        ({}, None, WISHES, replace(NOW, at=NIGHT), Why("quiet", MORNING)),
        ({"lane": "urgent"}, None, WISHES, replace(NOW, at=NIGHT), Why("queue")),
        ({"lane": "reply", "purpose": "reply"}, None, WISHES, replace(NOW, at=NIGHT), Why("queue")),
        ({"not_before": DAY + HOUR, "attempts": 2}, TRIED, WISHES, NOW, Why("retry", DAY + HOUR, "unreachable", 2)),
        ({"not_before": DAY + HOUR}, None, WISHES, NOW, Why("later", DAY + HOUR)),
        ({"lane": "reply", "purpose": "reply"}, None, WISHES, replace(NOW, no_money=True), Why("money")),
        ({}, None, WISHES, replace(NOW, no_money=True), Why("queue")),
        ({"channel": "gone"}, None, WISHES, NOW, Why("queue")),
    ],
)
def test_a_message_has_one_reason(
    values: dict[str, Any], tried: Tried | None, wishes: Wishes, now: Now, found: Why
) -> None:
    assert of_message(replace(OUT, **values), tried, wishes, now) == found


@pytest.mark.parametrize("status", MtStatus)
@pytest.mark.parametrize("lane", Lane)
@pytest.mark.parametrize("error", [None, *SendError])
def test_no_message_is_without_a_reason(status: MtStatus, lane: Lane, error: SendError | None) -> None:
    out = replace(OUT, status=status.value, lane=lane.value, error=error)
    assert of_message(out, TRIED, WISHES, NOW).code


@pytest.mark.parametrize(
    ("wishes", "alert", "code"),
    [
        (STOPPED, {}, "stopped"),
        (replace(WISHES, set_aside=True), {}, "set_aside"),
        (replace(WISHES, practice=True), {}, "practice"),
        (replace(WISHES, subscriptions=()), {}, "no_subscription"),
        (WISHES, {"regions": ("62.02",)}, "other_region"),
        (WISHES, {"regions": ("62.060",)}, "other_region"),
        (WISHES, {"regions": ("62",), "created_at": DAY - 2 * HOUR}, "too_late"),
        (WISHES, {"fanned_out_at": None}, "underway"),
        (WISHES, {}, "not_made"),
        (replace(WISHES, subscriptions=(("62.06", "layanan", DAY - HOUR),)), {}, "other_category"),
        (replace(WISHES, subscriptions=(("62.06", "bencana", DAY - HOUR),)), {}, "not_made"),
    ],
)
def test_an_alert_that_was_not_made_for_somebody_has_a_reason(wishes: Wishes, alert: dict[str, Any], code: str) -> None:
    assert of_missing(replace(ALERT, **alert), wishes).code == code


def test_a_later_subscription_says_since_when() -> None:
    assert of_missing(replace(ALERT, created_at=DAY - 2 * HOUR), WISHES) == Why("too_late", DAY - HOUR)


def test_a_silence_keeps_its_reason() -> None:
    assert (of_silence("same"), of_silence("")) == (Why("silent_same"), Why("silent"))
