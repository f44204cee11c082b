"""The life of a change of content: its states, what may be done in each, and by whom. Pure: the table is the rule."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Final, Protocol

from smsinfo.domain.staff import Permission, Person


class State(StrEnum):
    """Where a change stands."""

    DRAFT = "draft"
    IN_REVIEW = "in_review"
    RETURNED = "returned"
    RETRACTED = "retracted"
    SCHEDULED = "scheduled"
    PUBLISHED = "published"
    SUPERSEDED = "superseded"
    WITHDRAWN = "withdrawn"


class Act(StrEnum):
    """What is done to a change."""

    SUBMIT = "submit"
    RETRACT = "retract"
    RETURN = "return"
    PUBLISH = "publish"
    SCHEDULE = "schedule"
    SUPERSEDE = "supersede"
    WITHDRAW = "withdraw"


class Kind(StrEnum):
    """What a change is: somebody's writing, old words put back, a topic taken out of the answers, or an answer that was
    looked at again and found right: new dates, and no new word."""

    EDIT = "edit"
    ROLLBACK = "rollback"
    WITHDRAWAL = "withdrawal"
    VERIFICATION = "verification"


TRANSITIONS: Final[dict[State, dict[Act, State]]] = {
    State.DRAFT: {Act.SUBMIT: State.IN_REVIEW},
    State.IN_REVIEW: {
        Act.RETRACT: State.RETRACTED,
        Act.RETURN: State.RETURNED,
        Act.PUBLISH: State.PUBLISHED,
        Act.SCHEDULE: State.SCHEDULED,
    },
    State.SCHEDULED: {Act.RETRACT: State.RETRACTED, Act.RETURN: State.RETURNED, Act.PUBLISH: State.PUBLISHED},
    State.PUBLISHED: {Act.SUPERSEDE: State.SUPERSEDED, Act.WITHDRAW: State.WITHDRAWN},
    State.RETURNED: {},
    State.RETRACTED: {},
    State.SUPERSEDED: {},
    State.WITHDRAWN: {},
}
"""state -> act -> the next state. What is not here is not done. A returned change stays as it was returned: who mends
it writes a new one that follows it."""

OPEN: Final = (State.IN_REVIEW, State.SCHEDULED)
"""States in which a change may still reach citizens by itself."""

ALONE: Final = frozenset({Kind.ROLLBACK, Kind.WITHDRAWAL})
"""What a publisher does without a second person: taking something back has been approved before, or harms nobody."""

GOING_ON: Final = frozenset({State.RETURNED, State.RETRACTED})
"""States from which a new draft may follow."""


class By(StrEnum):
    """Who may do an act."""

    AUTHOR = "author"
    ANOTHER = "another"
    PUBLISHER = "publisher"
    NOBODY = "nobody"


RULES: Final[dict[Act, By]] = {
    Act.SUBMIT: By.AUTHOR,
    Act.RETRACT: By.AUTHOR,
    Act.RETURN: By.PUBLISHER,
    Act.PUBLISH: By.ANOTHER,
    Act.SCHEDULE: By.ANOTHER,
    Act.SUPERSEDE: By.NOBODY,
    Act.WITHDRAW: By.NOBODY,
}
"""`ANOTHER` is a publisher, responsible for every part, who wrote none of it (but see `ALONE`). What only follows from
something else is done by nobody."""


class Decided(Protocol):
    """What is sent by some and decided by others, as far as the rule looks at it."""

    @property
    def state(self) -> State:
        """Where it stands."""

    @property
    def kind(self) -> Kind:
        """What it is."""

    @property
    def author_id(self) -> int:
        """Who sent it."""

    @property
    def authors(self) -> frozenset[int]:
        """All who wrote on it."""


@dataclass(frozen=True, slots=True)
class Change:
    """A change as services and pages see it. `author` and `reviewer` are names to log in with."""

    id: int
    topic_id: int
    topic: str
    state: State
    kind: Kind
    author_id: int
    author: str
    authors: frozenset[int]
    follows_id: int | None
    note: str
    digest: str
    created_at: datetime
    submitted_at: datetime | None
    reviewer_id: int | None
    reviewer: str | None
    decided_at: datetime | None
    publish_at: datetime | None


def next_state(state: State, act: Act) -> State | None:
    """Where the act leads; None where it is not done in this state."""
    return TRANSITIONS[state].get(act)


def obstacle(act: Act, change: Decided, scopes: frozenset[str], person: Person) -> str | None:
    """Why the person may not do the act to a change with parts in these regions; None where they may.

    `not_now`: not in this state. `own`: nobody approves what they wrote. `not_author`, `not_yours`: not theirs.
    """
    if next_state(change.state, act) is None:
        return "not_now"
    who = RULES[act]
    if who is By.AUTHOR:
        return None if change.author_id == person.id else "not_author"
    if who is By.NOBODY:
        return "not_now"
    if not responsible(person, Permission.PUBLISH, scopes):
        return "not_yours"
    if who is By.ANOTHER and person.id in change.authors and change.kind not in ALONE:
        return "own"
    return None


def responsible(person: Person, permission: Permission, scopes: frozenset[str]) -> bool:
    """True where the person has the permission in each of the regions; a change without parts is nobody's."""
    return bool(scopes) and all(person.may(permission, scope) for scope in scopes)
