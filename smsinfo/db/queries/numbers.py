"""The series of numbers that people get back."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from smsinfo.db.models import CommunityNumber


def give(session: Session, kind: str, now: datetime) -> int:
    """The next number of the series, taken for a thing of this kind."""
    taken = insert(CommunityNumber).values(kind=kind, given_at=now).returning(CommunityNumber.id)
    number: int = session.execute(taken).scalar_one()
    return number


def kind_of(session: Session, number: int) -> str | None:
    """What a number was given for; None where it was not given."""
    return session.scalar(select(CommunityNumber.kind).where(CommunityNumber.id == number))
