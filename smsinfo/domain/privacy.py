"""By which rules data go, and what people ask of their own."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final


class Rule(StrEnum):
    """The rules of retention, each of which leaves proof of its runs; `STORES` and `ERASURES` are of the channels'
    own stores."""

    TEXTS = "texts"
    MESSAGES = "messages"
    CONVERSATIONS = "conversations"
    RELAYS = "relays"
    GAPS = "gaps"
    CASES = "cases"
    NEWS = "news"
    LESSONS = "lessons"
    CAP = "cap"
    STORES = "stores"
    ERASURES = "erasures"
    REQUESTS = "requests"


class RequestKind(StrEnum):
    """What somebody asks of their own data (UU 27/2022; the legal office has to confirm the articles: 30, 32, 43)."""

    ACCESS = "access"
    CORRECTION = "correction"
    ERASURE = "erasure"


class Counted(StrEnum):
    """What is done at once and only counted: what a phone asks for, and erasures that the help desk does for it."""

    ACCESS = "access"
    ERASURE = "erasure"
    AT_DESK = "erasure_desk"


class RequestWay(StrEnum):
    """How a request came that somebody has to answer."""

    TEXT = "text"
    DESK = "desk"
    LETTER = "letter"


class RequestState(StrEnum):
    """`OPEN` runs against its clock; the others are for good."""

    OPEN = "open"
    DONE = "done"
    REFUSED = "refused"


ANSWER_WITHIN: Final = timedelta(hours=72)
"""3 x 24 hours: for requests, and for the notice of a breach from its discovery (art. 46)."""


WARN_BEFORE: Final = timedelta(hours=12)
"""So long before the clock of a request ends, operators and the data officer are told."""


@dataclass(frozen=True, slots=True)
class DataRequest:
    """One request. `reference` names the paper or the case, never the person's number; `closed_by` is an account."""

    id: int
    kind: RequestKind
    way: RequestWay
    reference: str
    came_at: datetime
    state: RequestState
    reason: str
    closed_at: datetime | None
    closed_by: str
    region_code: str | None = None

    @property
    def due_at(self) -> datetime:
        """When its clock ends."""
        return self.came_at + ANSWER_WITHIN

    def is_late(self, now: datetime) -> bool:
        """True where it is open, or was closed, after its clock had ended."""
        return (self.closed_at or now) > self.due_at

    def is_urgent(self, now: datetime) -> bool:
        """True where it is open, and its clock ends soon or has ended."""
        return self.state is RequestState.OPEN and now >= self.due_at - WARN_BEFORE
