"""An alert while it goes out: counts that add up to its recipients, the estimate of the end, a drill's report."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy.orm import Session

from smsinfo.alerts.reach import REPLY_SHARE
from smsinfo.db.queries import coverage
from smsinfo.db.queries.coverage import Minute
from smsinfo.domain.alerts import LEAVING, Alert
from smsinfo.domain.channels import Plan
from smsinfo.domain.messages import MtStatus

PROMPT: Final = timedelta(minutes=10)
"""Within so long nine of ten phones of a drill should have confirmed it (NL-Alert and the UK publish their reach)."""


@dataclass(frozen=True, slots=True)
class Live:
    """One look. `sent` are handed over and not confirmed; `stopped` will not leave (cancelled, or queued still in a
    stopped alert), `waiting` will; `in_air` are being handed over. `done_at` is an estimate (None: nothing waits).
    """

    recipients: int
    waiting: int
    in_air: int
    sent: int
    delivered: int
    unknown: int
    failed: int
    expired: int
    stopped: int
    done_at: datetime | None


@dataclass(frozen=True, slots=True)
class DrillReport:
    """How a drill went: messages, those that phones confirmed, those that did within ten minutes of the approval."""

    recipients: int
    delivered: int
    within: int

    @property
    def share(self) -> float:
        """The share that was confirmed in time; 0 where there was nobody."""
        return self.within / self.recipients if self.recipients else 0.0


def live(
    session: Session, alert: Alert, plans: Mapping[str, Plan], now: datetime, told: Mapping[MtStatus, int] | None = None
) -> Live:
    """The counts now, in two reads of the alert's own rows; in one where its messages by status are `told`."""
    connection = session.connection()
    told = coverage.by_status(connection, alert.id) if told is None else told
    queued, goes_on = told.get(MtStatus.QUEUED, 0), alert.status in LEAVING
    left = coverage.waiting(connection, alert.id) if queued and goes_on else {}
    minutes = [segments / (plans[name].per_minute * REPLY_SHARE) for name, segments in left.items() if name in plans]
    return Live(
        recipients=sum(told.values()),
        waiting=queued if goes_on else 0,
        in_air=told.get(MtStatus.SENDING, 0),
        sent=told.get(MtStatus.SENT, 0),
        delivered=told.get(MtStatus.DELIVERED, 0),
        unknown=told.get(MtStatus.UNKNOWN, 0),
        failed=told.get(MtStatus.FAILED, 0),
        expired=told.get(MtStatus.EXPIRED, 0),
        stopped=told.get(MtStatus.CANCELLED, 0) + (0 if goes_on else queued),
        done_at=now + timedelta(minutes=max(minutes)) if minutes else None,
    )


def by_region(session: Session, alert: Alert) -> dict[str, dict[MtStatus, int]]:
    """Region of the people ("": not told) -> status -> messages."""
    return coverage.by_region(session.connection(), alert.id)


def totals(found: Mapping[str, Mapping[MtStatus, int]]) -> dict[MtStatus, int]:
    """Status -> messages of all regions together: what was read by region need not be read again."""
    added: defaultdict[MtStatus, int] = defaultdict(int)
    for told in found.values():
        for status, messages in told.items():
            added[status] += messages
    return dict(added)


def by_minute(session: Session, alert: Alert) -> list[Minute]:
    """What was handed over, by minute."""
    return coverage.by_minute(session.connection(), alert.id)


def drill_report(session: Session, alert: Alert) -> DrillReport | None:
    """How a drill went; None for what is no drill, or was not approved."""
    if not alert.drill or alert.approved_at is None:
        return None
    connection = session.connection()
    told = coverage.by_status(connection, alert.id)
    within = coverage.delivered_by(connection, alert.id, alert.approved_at + PROMPT)
    return DrillReport(sum(told.values()), told.get(MtStatus.DELIVERED, 0), within)
