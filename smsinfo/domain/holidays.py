"""The days on which offices are closed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Final

_SATURDAY: Final = 5


@dataclass(frozen=True, slots=True)
class Holidays:
    """Holidays by day, and the years of which we were told: True where the government's whole list is in."""

    days: Mapping[date, str] = field(default_factory=dict)
    years: Mapping[int, bool] = field(default_factory=dict)

    def is_open(self, day: date) -> bool:
        """False on Saturdays, Sundays and known holidays. Ask `is_sure` before you promise it to anybody."""
        return day.weekday() < _SATURDAY and day not in self.days

    def is_sure(self, day: date) -> bool:
        """True where `is_open` can be relied on: a closed day, or one of a year whose list is complete."""
        return not self.is_open(day) or self.years.get(day.year, False)

    def name(self, day: date) -> str | None:
        """What holiday it is; None for a day that is none."""
        return self.days.get(day)
