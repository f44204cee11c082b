"""The life of an alert: its states, what may be done in each, and by whom. Pure: the table is the rule.

What an alert says of the danger is in the words of CAP (domain/cap.py).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Final

from smsinfo.domain.cap import Certainty, MsgType, Severity, Urgency
from smsinfo.domain.staff import Permission, Person, Role


class Status(StrEnum):
    """Where an alert stands."""

    DRAFT = "draft"
    SUBMITTED = "submitted"
    RETURNED = "returned"
    REJECTED = "rejected"
    APPROVED = "approved"
    SENDING = "sending"
    COMPLETED = "completed"
    CANCELLED = "cancelled"
    EXPIRED = "expired"


class Act(StrEnum):
    """What is done to an alert. `ASK`, `BEGIN`, `FINISH` and `EXPIRE` are the worker's; `ASK` tells somebody on duty
    that it waits, and with which count."""

    DRAFT = "draft"
    EDIT = "edit"
    SUBMIT = "submit"
    ASK = "ask"
    TAKE_BACK = "take_back"
    RETURN = "return"
    REJECT = "reject"
    APPROVE = "approve"
    CORRECT = "correct"
    CANCEL = "cancel"
    BEGIN = "begin"
    FINISH = "finish"
    EXPIRE = "expire"


TRANSITIONS: Final[dict[Status, dict[Act, Status]]] = {
    Status.DRAFT: {
        Act.EDIT: Status.DRAFT,
        Act.SUBMIT: Status.SUBMITTED,
        Act.CANCEL: Status.CANCELLED,
        Act.EXPIRE: Status.EXPIRED,
    },
    Status.SUBMITTED: {
        Act.ASK: Status.SUBMITTED,
        Act.TAKE_BACK: Status.DRAFT,
        Act.RETURN: Status.RETURNED,
        Act.REJECT: Status.REJECTED,
        Act.APPROVE: Status.APPROVED,
        Act.CANCEL: Status.CANCELLED,
        Act.EXPIRE: Status.EXPIRED,
    },
    Status.RETURNED: {Act.EDIT: Status.DRAFT, Act.CANCEL: Status.CANCELLED, Act.EXPIRE: Status.EXPIRED},
    Status.APPROVED: {Act.BEGIN: Status.SENDING, Act.CANCEL: Status.CANCELLED, Act.EXPIRE: Status.EXPIRED},
    Status.SENDING: {Act.FINISH: Status.COMPLETED, Act.CANCEL: Status.CANCELLED, Act.EXPIRE: Status.EXPIRED},
    Status.COMPLETED: {},
    Status.REJECTED: {},
    Status.CANCELLED: {},
    Status.EXPIRED: {},
}
"""status -> act -> the next status. What is not here is not done. What has been handed over can't be stopped any more:
it is called back by another alert (`Form.CORRECTION`, `Form.CANCEL`)."""

GOING_OUT: Final = frozenset({Status.APPROVED, Status.SENDING})
"""The statuses in which an alert gets recipients."""

LEAVING: Final = frozenset({Status.APPROVED, Status.SENDING, Status.COMPLETED})
"""The statuses in which a message of the alert may leave, and in which citizens may see it."""


class By(StrEnum):
    """Who may do an act: a writer, an approver who did not write it, any approver, one person of either role."""

    WRITER = "writer"
    ANOTHER = "another"
    APPROVER = "approver"
    ONE = "one"
    NOBODY = "nobody"


RULES: Final[dict[Act, By]] = {
    Act.DRAFT: By.WRITER,
    Act.EDIT: By.WRITER,
    Act.SUBMIT: By.WRITER,
    Act.ASK: By.NOBODY,
    Act.TAKE_BACK: By.WRITER,
    Act.RETURN: By.APPROVER,
    Act.REJECT: By.APPROVER,
    Act.APPROVE: By.ANOTHER,
    Act.CORRECT: By.ONE,
    Act.CANCEL: By.ONE,
    Act.BEGIN: By.NOBODY,
    Act.FINISH: By.NOBODY,
    Act.EXPIRE: By.NOBODY,
}
"""Sending takes two people, stopping and correcting one: a wrong alert must not wait for somebody who agrees."""


class Kind(StrEnum):
    """A warning with all its rules, or an ordinary announcement: never urgent, at most so many a week a person."""

    ALERT = "alert"
    ANNOUNCEMENT = "announcement"


class Form(StrEnum):
    """What the message is to an earlier one: nothing, news of it, its correction, its recall, or the end of danger."""

    ALERT = "alert"
    UPDATE = "update"
    CORRECTION = "correction"
    CANCEL = "cancel"
    ALL_CLEAR = "all_clear"


FIRST_WORDS: Final[dict[Form, str]] = {
    Form.UPDATE: "PERBARUI",
    Form.CORRECTION: "RALAT",
    Form.CANCEL: "BATAL",
    Form.ALL_CLEAR: "AMAN",
}
"""How the texts of a form begin, in every language: people learn the word, not the grammar."""

DRILL_WORDS: Final = "UJI COBA"

ALONE: Final = frozenset({Form.CORRECTION, Form.CANCEL})
"""What one person sends without another."""


MSG_TYPES: Final[dict[Form, MsgType]] = {
    Form.ALERT: MsgType.ALERT,
    Form.UPDATE: MsgType.UPDATE,
    Form.CORRECTION: MsgType.UPDATE,
    Form.CANCEL: MsgType.CANCEL,
    Form.ALL_CLEAR: MsgType.UPDATE,
}


class Via(StrEnum):
    """From where an act came."""

    WEB = "web"
    SMS = "sms"
    WORKER = "worker"
    TERMINAL = "terminal"


@dataclass(frozen=True, slots=True)
class AlertNow:
    """One alert that is in force: its official text by language, who issued it, until when it holds."""

    code: str
    issuer: str
    expires_at: datetime
    texts: dict[str, str]

    def text(self, language: str) -> str:
        """The words in a language, else in Indonesian, else in whatever there is."""
        return self.texts.get(language) or self.texts.get("id") or next(iter(self.texts.values()), "")


@dataclass(frozen=True, slots=True)
class Alert:
    """An alert as services and pages see it. `texts` is language -> words, `regions` are codes, sorted.

    `author`, `editor`, `submitter` and `approver` are names to log in with; `accepted` are the warnings (their keys)
    that the submitter accepted. `audience` is the rule as JSON (domain/audience.py).
    """

    id: int
    code: str
    status: Status
    kind: Kind
    form: Form
    drill: bool
    category: str
    severity: Severity
    urgency: Urgency
    certainty: Certainty
    references_id: int | None
    issuer: str
    headline: str
    place: str
    instruction: str
    origin: str
    template_id: int | None
    version: int
    author_id: int | None
    author: str | None
    editor_id: int | None
    editor: str | None
    submitter_id: int | None
    submitter: str | None
    approver_id: int | None
    approver: str | None
    accepted: frozenset[str]
    audience: str
    shown_count: int | None
    created_at: datetime
    edited_at: datetime | None
    event_at: datetime | None
    expires_at: datetime
    submitted_at: datetime | None
    approved_at: datetime | None
    sending_at: datetime | None
    stopped_at: datetime | None
    finished_at: datetime | None
    fanned_out_at: datetime | None
    recipients: int
    regions: tuple[str, ...]
    texts: dict[str, str]

    @property
    def msg_type(self) -> MsgType:
        """CAP's msgType, which follows from the form."""
        return MSG_TYPES[self.form]

    @property
    def writers(self) -> frozenset[int]:
        """Who wrote it, edited it last, or submitted it: none of them approves it."""
        return frozenset(n for n in (self.author_id, self.editor_id, self.submitter_id) if n is not None)


def next_status(status: Status, act: Act) -> Status | None:
    """Where the act leads; None where it is not done in this status."""
    return TRANSITIONS[status].get(act)


def obstacle(act: Act, alert: Alert, person: Person) -> str | None:
    """Why the person may not do the act to the alert; None where they may.

    `not_now`: not in this status. `suspended`: a locked account. `administrator`: who manages people sends nothing.
    `not_yours`: no role for it, or a region outside the jurisdiction. `own`: nobody approves what they wrote, edited
    last or submitted.
    """
    if next_status(alert.status, act) is None:
        return "not_now"
    return obstacle_to(act, alert.regions, person) or (
        "own" if RULES[act] is By.ANOTHER and person.id in alert.writers else None
    )


def obstacle_to(act: Act, regions: tuple[str, ...], person: Person) -> str | None:
    """The same for what does not exist yet: an alert for these regions."""
    who = RULES[act]
    if who is By.NOBODY:
        return "not_now"
    if not person.active:
        return "suspended"
    if Role.ADMINISTRATOR in person.roles:
        return "administrator"
    return None if any(responsible(person, wanted, regions) for wanted in _WANTED[who]) else "not_yours"


_WANTED: Final[dict[By, tuple[Permission, ...]]] = {
    By.WRITER: (Permission.ALERT_WRITE,),
    By.ANOTHER: (Permission.ALERT_APPROVE,),
    By.APPROVER: (Permission.ALERT_APPROVE,),
    By.ONE: (Permission.ALERT_APPROVE, Permission.ALERT_WRITE),
}


def responsible(person: Person, permission: Permission, regions: tuple[str, ...]) -> bool:
    """True where the person has the permission in each region; for a draft without one, where they have it at all."""
    if not regions:
        return person.may(permission)
    return all(person.may(permission, region) for region in regions)
