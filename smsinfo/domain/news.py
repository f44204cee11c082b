"""What members of the villages send in: its kinds, its life, what holds it back, and how it is shown."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Final


class NewsKind(StrEnum):
    """What a contribution becomes when it is published."""

    NEWS = "news"
    EVENT = "event"
    UMKM = "umkm"
    WISATA = "wisata"


class NewsState(StrEnum):
    """Life of a contribution. `ASKED`: the author was asked back; TAMBAH brings it back to `WAITING`."""

    WAITING = "waiting"
    ASKED = "asked"
    PUBLISHED = "published"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"


OPEN: Final = frozenset({NewsState.WAITING, NewsState.ASKED})
"""Nobody has decided these; to them one may add."""


class Flag(StrEnum):
    """What a reviewer has to deal with before a contribution goes out. Flagged ones are held."""

    LINK = "link"
    NUMBER = "number"
    PHONE = "phone"
    CHILD = "child"
    ABUSE = "abuse"


class NewsAct(StrEnum):
    """A step in the history of a contribution."""

    RECEIVED = "received"
    ADDED = "added"
    ASKED = "asked"
    PUBLISHED = "published"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, slots=True)
class Contribution:
    """One contribution as services and pages see it. `text` is as it came, masked; `words` is what was published.

    `author` is the member's name, empty when the person was erased or has left us; `shown` that they agreed to have it
    in public. `language` is theirs, None where they chose none.
    """

    number: int
    kind: NewsKind
    state: NewsState
    region_code: str
    contact_id: int | None
    group: str
    author: str
    role: str
    shown: bool
    language: str | None
    text: str
    flags: frozenset[Flag]
    received_at: datetime
    asked_at: datetime | None
    words: str
    credit: str
    expires_on: date | None
    published_at: datetime | None
    decided_at: datetime | None
    reason: str

    @property
    def is_open(self) -> bool:
        """True while nobody has decided."""
        return self.state in OPEN

    @property
    def held(self) -> bool:
        """True where something has to be dealt with before it may go out."""
        return bool(self.flags) and self.is_open


@dataclass(frozen=True, slots=True)
class NewsStep:
    """One line of a history; `name` is who did it, empty for the author."""

    act: NewsAct
    at: datetime
    name: str
    words: str


@dataclass(frozen=True, slots=True)
class Entry:
    """One published contribution as everybody reads it; `expires_on` is its last day."""

    number: int
    kind: NewsKind
    region_code: str
    words: str
    credit: str
    published_at: datetime
    expires_on: date
