"""Contributions whose author was erased, or whose time is over: what was published stays, without a person."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from smsinfo.db.models import Contribution, ContributionStep, KimGroup
from smsinfo.db.queries import local
from smsinfo.domain.news import OPEN, NewsAct, NewsState

_OWN = (NewsAct.RECEIVED.value, NewsAct.ADDED.value)


def forget_author(session: Session, contact_id: int, now: datetime) -> None:
    """Before a contact is erased: what nobody published goes, of what was published only the published words stay,
    credited to the group."""
    mine = Contribution.contact_id == contact_id
    group = select(KimGroup.name).where(KimGroup.id == Contribution.group_id).scalar_subquery()
    session.execute(
        update(ContributionStep)
        .where(
            ContributionStep.contribution_id.in_(select(Contribution.id).where(mine)), ContributionStep.act.in_(_OWN)
        )
        .values(words="")
    )
    undecided = Contribution.state.in_([state.value for state in OPEN])
    session.execute(
        update(Contribution)
        .where(mine, undecided)
        .values(state=NewsState.WITHDRAWN.value, decided_at=now, asked_at=None)
    )
    renamed = update(Contribution).where(mine, Contribution.credit != "").values(credit=func.coalesce(group, ""))
    if session.execute(renamed.returning(Contribution.id)).first() is not None:
        local.moved(session, now)  # the name stands in the answers too
    session.execute(update(Contribution).where(mine).values(text="", flags="", contact_id=None, membership_id=None))


def blank_old(session: Session, before: datetime) -> int:
    """Empty what came in of contributions that were decided before a moment, and the tie to their author; how many."""
    old = (Contribution.decided_at < before, Contribution.text != "")
    numbers = list(session.scalars(select(Contribution.id).where(*old).limit(500)))
    if numbers:
        session.execute(update(ContributionStep).where(ContributionStep.contribution_id.in_(numbers)).values(words=""))
        values = {"text": "", "flags": "", "contact_id": None, "membership_id": None}
        session.execute(update(Contribution).where(Contribution.id.in_(numbers)).values(**values))
    return len(numbers)
