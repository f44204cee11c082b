"""What else we hold of a person, as counts: phones are shared, so nothing of it is quoted."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from smsinfo.db.models import LessonProgress, Membership, RelayTask


@dataclass(frozen=True, slots=True)
class Held:
    """Roles in groups and villages, courses begun, requests to read an alert out or to answer a test."""

    roles: int
    lessons: int
    tasks: int


def held(session: Session, contact_id: int) -> Held:
    """The counts of one person, in one look."""
    tables = (Membership, LessonProgress, RelayTask)
    counts = (
        select(func.count()).select_from(table).where(table.contact_id == contact_id).scalar_subquery()
        for table in tables
    )
    roles, lessons, tasks = session.execute(select(*counts)).one()
    return Held(int(roles), int(lessons), int(tasks))
