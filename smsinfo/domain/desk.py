"""A citizen as the help desk sees them: what went to and fro, what was agreed, and nothing by which they are called."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class EraseWhy(StrEnum):
    """Why somebody at the desk erases a number: its owner wants it, a family asks, or a stranger has the number now."""

    WISH = "wish"
    FAMILY = "family"
    STRANGER = "stranger"

    @property
    def tells(self) -> bool:
        """Whether the phone is told: a stranger learns nothing of who had the number before."""
        return self is not EraseWhy.STRANGER


@dataclass(frozen=True, slots=True)
class Ends:
    """What goes when a person is erased. `roles` are (role, region) of memberships that are not over, `account` that
    the phone is one of the staff, `cases` and `news` what the person wrote that still has words."""

    subscriptions: int
    lessons: int
    tasks: int
    cases: int
    news: int
    account: bool
    roles: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Thread:
    """One line of the inbox: a contact's newest text that fits, with its reply and whether somebody dealt with it."""

    id: int
    contact_id: int
    body: str
    kind: str
    silence: str
    channel: str
    received_at: datetime
    msisdn_sealed: bytes
    practice: bool
    region_code: str | None
    reply: str | None
    handled_at: datetime | None


@dataclass(frozen=True, slots=True)
class In:
    """A text of the contact."""

    id: int
    body: str
    kind: str
    silence: str
    channel: str
    received_at: datetime


@dataclass(frozen=True, slots=True)
class Out:
    """A message to the contact; `alert` is the code of the alert that it is."""

    id: int
    inbound_id: int | None
    alert_id: int | None
    purpose: str
    lane: str
    channel: str
    body: str
    segments: int
    status: str
    attempts: int
    error: str | None
    not_before: datetime
    expires_at: datetime
    created_at: datetime
    status_at: datetime
    alert: str | None


@dataclass(frozen=True, slots=True)
class Tried:
    """The newest failed hand-over of a message."""

    error: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Consent:
    """What the person agreed to or took back: by which message, or by telephone to which account."""

    kind: str
    region_code: str | None
    channel: str
    external_id: str
    text_version: str
    at: datetime


@dataclass(frozen=True, slots=True)
class AlertThen:
    """An alert that went out: to which regions, and when all its recipients had been looked up."""

    id: int
    code: str
    category: str
    regions: tuple[str, ...]
    created_at: datetime
    fanned_out_at: datetime | None


@dataclass(frozen=True, slots=True)
class Why:
    """What became of a message or alert: a code that the pages put into words, and the values of its sentence."""

    code: str
    at: datetime | None = None
    error: str = ""
    times: int = 0
