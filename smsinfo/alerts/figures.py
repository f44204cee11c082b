"""What an alert would come to, in the few figures that a text can say."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from math import ceil

from sqlalchemy.orm import Session

from smsinfo.alerts.facts import Facts
from smsinfo.alerts.reach import Preview
from smsinfo.domain.alerts import Alert


@dataclass(frozen=True, slots=True)
class Figures:
    """People, segments of the longest text, rupiah for all, and minutes until the last has it."""

    people: int
    segments: int
    cost_idr: int
    minutes: int


class Reckoning:
    """Over the preview that the pages show."""

    def __init__(self, preview: Preview, facts: Facts) -> None:
        self._preview = preview
        self._facts = facts

    def __call__(self, session: Session, alert: Alert, now: datetime) -> Figures:
        """The figures of now."""
        reach = self._preview.reach(session, alert, now)
        segments = max((self._facts.measure(text).count for text in alert.texts.values()), default=0)
        takes = (reach.last_at or now) - now
        return Figures(reach.people, segments, reach.cost_idr, ceil(takes / timedelta(minutes=1)))
