"""When the last drill was, and whether the next one is due: what is not practised is not known at night."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy.orm import Session

from smsinfo.db.queries import alerting, marks
from smsinfo.domain.alerts import LEAVING, Alert

EVERY: Final = timedelta(days=30)
_WATCHED: Final = "drill:watched"
"""Since when a worker has watched this installation: before that nobody can have missed a drill."""


@dataclass(frozen=True, slots=True)
class Practice:
    """The last drill that went out (None: none yet), and since when the days are counted."""

    last: Alert | None
    since: datetime

    def is_due(self, now: datetime) -> bool:
        """Whether a month has passed."""
        return now - self.since > EVERY


def practice(session: Session, now: datetime) -> Practice:
    """How long ago people last practised. Before a worker has run, the days begin now."""
    watched = marks.get(session.connection(), _WATCHED)
    found = alerting.find(session, LEAVING, most=1, drill=True)
    last = found[0] if found else None
    begun = datetime.fromisoformat(watched) if watched is not None else now
    return Practice(last, last.approved_at if last is not None and last.approved_at is not None else begun)


def watch(session: Session, now: datetime) -> None:
    """Begin to count the days, once."""
    if marks.get(session.connection(), _WATCHED) is None:
        marks.put(session.connection(), _WATCHED, now.isoformat(), now)
