"""What citizens bring to the offices and groups of their region: reports, proposals, questions, and rumours."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final


class CaseKind(StrEnum):
    """What was brought."""

    REPORT = "report"
    PROPOSAL = "proposal"
    QUESTION = "question"
    HOAX = "hoax"


class CaseState(StrEnum):
    """Life of a case. `ASKED`: we asked back; `PASSED_ON`: somebody else deals with it, and the person knows."""

    OPEN = "open"
    ASKED = "asked"
    ANSWERED = "answered"
    CLOSED = "closed"
    PASSED_ON = "passed_on"


class Outcome(StrEnum):
    """What became of a proposal at the village meeting; a case that ends without an answer says why (`CLOSING`)."""

    NOTED = "noted"
    DISCUSSED = "discussed"
    TAKEN_UP = "taken_up"
    NOT_TAKEN_UP = "not_taken_up"


class Closing(StrEnum):
    """Why somebody closed a case."""

    DONE = "done"
    TWICE = "twice"
    NOT_OURS = "not_ours"
    ABUSE = "abuse"


class AnswerState(StrEnum):
    """A member's answer waits for an editor, unless the member is trusted."""

    WAITING = "waiting"
    SENT = "sent"
    DECLINED = "declined"


WAITS: Final = frozenset({CaseState.OPEN, CaseState.ASKED})
"""States in which the person has nothing yet."""
MOST_OPEN: Final = 5
"""Cases of one phone that wait at once."""
MOST_A_DAY: Final = 3
MOST_TOLD: Final = 2
"""Members who are told of one question at a time."""
MOST_TOLD_A_DAY: Final = 3
"""Questions that one member is told of within a day: they pay their own answers."""
FIRST_STEP: Final = timedelta(days=2)
"""After so long without an answer other members and the regency's editors are asked, and the person is told so."""
SECOND_STEP: Final = timedelta(days=5)
"""After so long it is the province's."""
MAY_ASK_AGAIN: Final = timedelta(days=14)
"""So long after an answer its number opens the question again."""


@dataclass(frozen=True, slots=True)
class Case:
    """One case as services and pages see it.

    `office` is the region whose people deal with it. `private` ones are told to no member: violence, abuse.
    `level` is 0, 1 (regency) or 2 (province), by how long it has waited. `outcome` is an `Outcome` or a `Closing`.
    """

    number: int
    kind: CaseKind
    state: CaseState
    contact_id: int | None
    region: str | None
    office: str | None
    group_id: int | None
    text: str
    language: str
    urgent: bool
    private: bool
    flagged: bool
    practice: bool
    level: int
    outcome: str
    rumour_id: int | None
    topic_key: str | None
    opened_at: datetime
    moved_at: datetime
    answered_at: datetime | None
    closed_at: datetime | None

    @property
    def waits(self) -> bool:
        """True while the person has nothing yet."""
        return self.state in WAITS


@dataclass(frozen=True, slots=True)
class CaseAnswer:
    """One answer to a case, by a member or at a desk. `credit` is the name of the group, or of the office."""

    id: int
    number: int
    membership_id: int | None
    credit: str
    text: str
    state: AnswerState
    at: datetime


@dataclass(frozen=True, slots=True)
class Happened:
    """One line of a case's history. `by` is `citizen`, `member`, `worker` or an account's name."""

    at: datetime
    act: str
    by: str
    words: str


class RumourState(StrEnum):
    """Whether there is a verdict on it."""

    OPEN = "open"
    ANSWERED = "answered"
    IGNORED = "ignored"


@dataclass(frozen=True, slots=True)
class Rumour:
    """What several people heard, brought together. `claim_key` is the claim that answers it, or will once published."""

    id: int
    title: str
    sample: str
    heard: int
    state: RumourState
    claim_key: str | None
    first_at: datetime
    last_at: datetime
    answered_at: datetime | None
