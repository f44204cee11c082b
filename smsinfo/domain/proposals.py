"""A proposal: a new value for one thing that is no topic. It lives by the table of `domain.changes`, without drafts."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from smsinfo.domain.changes import Kind, State


class Sort(StrEnum):
    """What sort of thing it is about."""

    CLAIM = "claim"
    FIELD = "field"
    MENU = "menu"


@dataclass(frozen=True, slots=True)
class Subject:
    """The thing itself. `key`: of a claim its key; of a region field code and name, one blank apart; of the menus
    `order`, `words` or a category."""

    sort: Sort
    key: str

    @property
    def name(self) -> str:
        """How the database and the audit log name it: `claim:dana-palsu`, `field:62.06 kab`, `menu:order`."""
        return f"{self.sort}:{self.key}"

    @classmethod
    def read(cls, name: str) -> Subject:
        """The subject of a name."""
        sort, _, key = name.partition(":")
        return cls(Sort(sort), key)


@dataclass(frozen=True, slots=True)
class Proposal:
    """One proposal. `before` and `after` are the value as JSON, empty where there is none; `answer` is what who decided
    it said; `author` and `reviewer` are names to log in with."""

    id: int
    subject: Subject
    scope: str
    state: State
    kind: Kind
    author_id: int
    author: str
    authors: frozenset[int]
    follows_id: int | None
    before: str
    after: str
    note: str
    answer: str
    digest: str
    sent_at: datetime
    reviewer_id: int | None
    reviewer: str | None
    decided_at: datetime | None
