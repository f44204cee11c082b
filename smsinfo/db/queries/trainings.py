"""Trainings of a group and who came."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from smsinfo.db.models import KimAttendance, KimTraining, Membership
from smsinfo.domain.community import MemberRole


@dataclass(frozen=True, slots=True)
class Held:
    """A training in a list; `members` is how many members came."""

    id: int
    held_on: date
    place: str
    subject: str
    members: int
    guests: int


@dataclass(frozen=True, slots=True)
class Came:
    """A member who came to a training, whether the membership has ended since or not."""

    id: int
    name: str
    role: MemberRole


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


def came(session: Session, training_id: int) -> list[Came]:
    """The members who came, by name."""
    rows = (
        select(Membership.id, Membership.name, Membership.role)
        .join(KimAttendance, KimAttendance.membership_id == Membership.id)
        .where(KimAttendance.training_id == training_id)
        .order_by(func.lower(Membership.name), Membership.id)
    )
    return [Came(number, name, MemberRole(role)) for number, name, role in session.execute(rows)]


def note(session: Session, training_id: int, membership_ids: Collection[int]) -> None:
    """These members came."""
    session.add_all(KimAttendance(training_id=training_id, membership_id=number) for number in membership_ids)


def forget(session: Session, training_id: int, membership_ids: Collection[int]) -> None:
    """These members did not come after all."""
    mine = (KimAttendance.training_id == training_id, KimAttendance.membership_id.in_(list(membership_ids)))
    session.execute(delete(KimAttendance).where(*mine))


def drop(session: Session, training_id: int) -> None:
    """The training is no more, nor who came to it."""
    session.execute(delete(KimTraining).where(KimTraining.id == training_id))
