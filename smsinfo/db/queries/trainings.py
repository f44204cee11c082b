"""Trainings of a group and who came."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from smsinfo.db.models import KimAttendance, KimTraining, Membership


@dataclass(frozen=True, slots=True)
class Held:
    """A training in a list; `members` is how many members came."""

    id: int
    held_on: date
    place: str
    subject: str
    members: int
    guests: int


def get(session: Session, training_id: int) -> KimTraining | None:
    """One; None where there is none."""
    return session.get(KimTraining, training_id)


def of_group(session: Session, group_id: int, limit: int) -> list[Held]:
    """Those of a group, the newest first."""
    rows = session.execute(
        select(KimTraining, func.count(KimAttendance.membership_id))
        .outerjoin(KimAttendance, KimAttendance.training_id == KimTraining.id)
        .where(KimTraining.group_id == group_id)
        .group_by(KimTraining.id)
        .order_by(KimTraining.held_on.desc(), KimTraining.id.desc())
        .limit(limit)
    )
    return [Held(one.id, one.held_on, one.place, one.subject, int(came), one.guests) for one, came in rows]


def came(session: Session, training_id: int) -> list[str]:
    """The names of the members who came."""
    rows = (
        select(Membership.name)
        .join(KimAttendance, KimAttendance.membership_id == Membership.id)
        .where(KimAttendance.training_id == training_id)
        .order_by(func.lower(Membership.name), Membership.id)
    )
    return list(session.scalars(rows))


def note(session: Session, training_id: int, membership_ids: Collection[int]) -> None:
    """These members came."""
    session.add_all(KimAttendance(training_id=training_id, membership_id=number) for number in membership_ids)
