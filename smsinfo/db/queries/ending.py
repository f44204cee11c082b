"""What goes when a person is erased: counts and roles, so that whoever erases knows it before."""

from __future__ import annotations

from typing import Final

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from smsinfo.db.models import (
    CitizenCase,
    Contribution,
    LessonProgress,
    Membership,
    RelayTask,
    StaffPhone,
    Subscription,
)
from smsinfo.domain.community import MemberState
from smsinfo.domain.desk import Ends
from smsinfo.domain.relays import OPEN

_WAITS: Final = tuple(state.value for state in OPEN)
_OVER: Final = (MemberState.LEFT.value, MemberState.DECLINED.value)


def ends(session: Session, contact_id: int) -> Ends:
    """Of one person, in two looks."""
    counts = (
        select(func.count()).where(Subscription.contact_id == contact_id),
        select(func.count()).where(LessonProgress.contact_id == contact_id),
        select(func.count()).where(
            RelayTask.contact_id == contact_id, RelayTask.state.in_([one.value for one in OPEN])
        ),
        select(func.count()).where(CitizenCase.contact_id == contact_id, CitizenCase.text != ""),
        select(func.count()).where(Contribution.contact_id == contact_id, Contribution.text != ""),
        select(func.count()).where(StaffPhone.contact_id == contact_id),
    )
    found = session.execute(select(*(count.scalar_subquery() for count in counts))).one()
    subscriptions, lessons, tasks, cases, news, phones = (int(count) for count in found)
    member = (Membership.contact_id == contact_id) & Membership.state.not_in(_OVER)
    roles = session.execute(select(Membership.role, Membership.region_code).where(member).order_by(Membership.id))
    held = tuple((role, code) for role, code in roles)
    return Ends(subscriptions, lessons, tasks, cases, news, account=bool(phones), roles=held)
