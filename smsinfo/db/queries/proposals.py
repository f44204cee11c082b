"""Proposals for claims, region fields and menus."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping
from typing import Any

from sqlalchemy import func, insert, or_, select, update
from sqlalchemy.orm import Session, aliased

from smsinfo.db.models import Proposal as ProposalModel
from smsinfo.db.models import StaffAccount
from smsinfo.domain.changes import OPEN, Kind, State
from smsinfo.domain.proposals import Proposal, Sort, Subject

_author, _reviewer = aliased(StaffAccount), aliased(StaffAccount)
_OPEN = [state.value for state in OPEN]


def get(session: Session, number: int) -> Proposal | None:
    """One proposal."""
    found = _all(session, _proposals().where(ProposalModel.id == number))
    return found[0] if found else None


def add(session: Session, values: Mapping[str, Any]) -> int:
    """Store a proposal; its id."""
    made: int = session.execute(insert(ProposalModel).values(**values).returning(ProposalModel.id)).scalar_one()
    return made


def move(session: Session, number: int, old: State, new: State, values: Mapping[str, Any]) -> bool:
    """Give a proposal its next state; False where it has left the old one in the meantime."""
    moved = update(ProposalModel).where(ProposalModel.id == number, ProposalModel.state == old.value)
    return session.execute(moved.values(state=new.value, **values).returning(ProposalModel.id)).first() is not None


def waiting(session: Session, limit: int, after: int = 0) -> list[Proposal]:
    """Those that nobody has decided, the one that waits longest first."""
    wanted = _proposals().where(ProposalModel.state.in_(_OPEN), ProposalModel.id > after)
    return _all(session, wanted.order_by(ProposalModel.id).limit(limit))


def of_subject(session: Session, subject: Subject, limit: int) -> list[Proposal]:
    """All that was proposed for one thing, newest first."""
    wanted = _proposals().where(ProposalModel.subject == subject.name)
    return _all(session, wanted.order_by(ProposalModel.id.desc()).limit(limit))


def of_author(session: Session, account_id: int, limit: int) -> list[Proposal]:
    """What somebody proposed, newest first; returned ones only as long as nothing follows them."""
    follower = aliased(ProposalModel)
    followed = select(follower.id).where(follower.follows_id == ProposalModel.id).exists()
    wanted = _proposals().where(ProposalModel.author_id == account_id, ~followed)
    return _all(session, wanted.order_by(ProposalModel.id.desc()).limit(limit))


def open_keys(session: Session, sort: Sort) -> dict[str, int]:
    """Key of a thing -> how many proposals of it wait."""
    name = ProposalModel.subject
    columns = select(name, func.count()).where(ProposalModel.state.in_(_OPEN), name.startswith(f"{sort}:"))
    return {Subject.read(row[0]).key: row[1] for row in session.execute(columns.group_by(name))}


def count_others(session: Session, account_id: int, regions: Collection[str] | None) -> int:
    """How many of others wait, only of these regions and all in them where any are named."""
    wanted = select(func.count()).where(ProposalModel.state.in_(_OPEN), ProposalModel.author_id != account_id)
    if regions is not None:
        scope = ProposalModel.scope
        inside = (or_(scope == region, scope.startswith(f"{region}.", autoescape=True)) for region in regions)
        wanted = wanted.where(or_(*inside))
    return session.scalar(wanted) or 0


def count_returned(session: Session, account_id: int) -> int:
    """How many of the person's own were returned and not followed up."""
    follower = aliased(ProposalModel)
    followed = select(follower.id).where(follower.follows_id == ProposalModel.id).exists()
    mine = ProposalModel.author_id == account_id, ProposalModel.state == State.RETURNED.value, ~followed
    return session.scalar(select(func.count()).where(*mine)) or 0


def _proposals() -> Any:
    columns: Any = select(ProposalModel, _author.name, _reviewer.name)
    joined = columns.join(_author, _author.id == ProposalModel.author_id)
    return joined.outerjoin(_reviewer, _reviewer.id == ProposalModel.reviewer_id)


def _all(session: Session, wanted: Any) -> list[Proposal]:
    rows = session.execute(wanted.execution_options(populate_existing=True))
    return [_proposal(row, author, reviewer) for row, author, reviewer in rows]


def _proposal(row: ProposalModel, author: str, reviewer: str | None) -> Proposal:
    return Proposal(
        id=row.id,
        subject=Subject.read(row.subject),
        scope=row.scope,
        state=State(row.state),
        kind=Kind(row.kind),
        author_id=row.author_id,
        author=author,
        authors=frozenset(json.loads(row.authors)),
        follows_id=row.follows_id,
        before=row.before,
        after=row.after,
        note=row.note,
        answer=row.answer,
        digest=row.digest,
        sent_at=row.sent_at,
        reviewer_id=row.reviewer_id,
        reviewer=reviewer,
        decided_at=row.decided_at,
    )
