"""Alerts as everybody may see them: what was official once, and what has become of it. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Standing(StrEnum):
    """What holds of an alert now. Whoever asks must hear first that it was a drill, taken back, or corrected."""

    DRILL = "drill"
    CANCELLED = "cancelled"
    CORRECTED = "corrected"
    ENDED = "ended"
    IN_FORCE = "in_force"


@dataclass(frozen=True, slots=True)
class Beside:
    """Another alert of the same matter: an earlier one that this one is about, or a later one about this one."""

    code: str
    form: str
    sent_at: datetime


@dataclass(frozen=True, slots=True)
class PublicAlert:
    """One alert from its approval on. `texts` is language -> official words, `regions` are codes, sorted.

    `sent_at` is when it became official, `stopped_at` when it was taken back itself; `first` is the alert that it
    corrects, updates or recalls, `later` those that do so with it, the newest last.
    """

    code: str
    drill: bool
    kind: str
    form: str
    category: str
    severity: str
    urgency: str
    certainty: str
    issuer: str
    headline: str
    instruction: str
    sent_at: datetime
    event_at: datetime | None
    expires_at: datetime
    stopped_at: datetime | None
    texts: dict[str, str]
    regions: tuple[str, ...]
    first: Beside | None = None
    later: tuple[Beside, ...] = ()

    def standing(self, now: datetime) -> Standing:
        """What holds of it now."""
        if self.drill:
            return Standing.DRILL
        if self.stopped_at is not None or any(one.form == "cancel" for one in self.later):
            return Standing.CANCELLED
        if self.later:
            return Standing.CORRECTED
        return Standing.ENDED if self.expires_at <= now else Standing.IN_FORCE

    def text(self, language: str) -> str:
        """The words in a language, else in Indonesian, else in whatever there is."""
        return self.texts.get(language) or self.texts.get("id") or next(iter(self.texts.values()), "")

    @property
    def changed_at(self) -> datetime:
        """When the last thing happened to it that people see."""
        return max([self.sent_at, *(one.sent_at for one in self.later), *filter(None, [self.stopped_at])])
