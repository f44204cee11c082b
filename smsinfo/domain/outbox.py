"""An MT as a worker holds it between claim and result."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from smsinfo.domain.messages import Lane, Purpose


@dataclass(frozen=True, slots=True)
class Claimed:
    """One claimed row. `fence` proves that it is ours: whoever claims it later gets a higher one.

    `sealed` is the contact's sealed number, or that of a last word (None for mail, and for what was to go to somebody
    who was erased meanwhile).
    """

    id: int
    fence: int
    attempts: int
    repeats: int
    channel: str
    purpose: Purpose
    lane: Lane
    operator: str
    body: str
    encoding: str
    segments: int
    created_at: datetime
    expires_at: datetime
    sealed: bytes | None
    practice: bool
    mail_to: str | None = None
    subject: str | None = None
    alert_id: int | None = None

    @property
    def key(self) -> str:
        """The name of the message towards the provider: the same for every attempt, another one after a restore.

        Ids begin anew in an emptied database; with the time in it, a phone that remembers old keys takes none for old.
        """
        return f"{self.id}-{int(self.created_at.timestamp()):x}"


@dataclass(frozen=True, slots=True)
class Leaving:
    """Somebody who was just erased, as far as one last message needs it: that they were."""

    sealed: bytes
    practice: bool
    operator: str = ""


def id_of(key: str) -> int | None:
    """The row's id in a key; None for what is no key of ours."""
    number, _, stamp = key.partition("-")
    return int(number) if stamp and number.isascii() and number.isdigit() and len(number) <= 18 else None
