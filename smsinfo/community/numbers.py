"""The numbers that people get back for what they send, in one series for all kinds of things.

A thing keeps its number as the id of its row, and only its own service can tell who may hear about it.
"""

from __future__ import annotations

from datetime import datetime
from typing import Final

from sqlalchemy.orm import Session

from smsinfo.db.queries import numbers
from smsinfo.domain.numbers import Numbered

MOST: Final = 2**31 - 1
"""A longer number is none of ours, and a database refuses some of them."""


def give_number(session: Session, kind: Numbered, now: datetime) -> int:
    """The next number, for a thing of this kind. It is never given again."""
    return numbers.give(session, kind.value, now)


def what_is(session: Session, number: int) -> Numbered | None:
    """What a number was given for; None where we never gave it."""
    found = numbers.kind_of(session, number) if 0 < number <= MOST else None
    return Numbered(found) if found is not None else None
