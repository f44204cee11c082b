"""What becomes of asking somebody to read an alert out in their village."""

from __future__ import annotations

from enum import StrEnum
from typing import Final

TEST_CODE: Final = "UJI"
"""What a relay answers the monthly test with (`SUDAH UJI`): alerts have four or five digits."""


class TaskState(StrEnum):
    """Life of one request. `STOPPED`: the alert was cancelled or followed by news before the relay answered;
    `MISSED`: it ended and nobody had said SUDAH."""

    SENT = "sent"
    REMINDED = "reminded"
    CONFIRMED = "confirmed"
    STOPPED = "stopped"
    MISSED = "missed"


OPEN: Final = (TaskState.SENT, TaskState.REMINDED)
"""The states in which SUDAH is waited for."""


def reminder_key(alert_id: int, contact_id: int, number: int | str) -> str:
    """The reason of a reminder, which sends once."""
    return f"{reminder_prefix(alert_id)}{contact_id}:{number}"


def reminder_prefix(alert_id: int) -> str:
    """How the reasons of all reminders of an alert begin: by it they are stopped together with the alert."""
    return f"relay:{alert_id}:"
