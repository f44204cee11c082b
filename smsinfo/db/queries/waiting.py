"""What waits for people who work here, counted in one statement."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import ColumnElement, and_, func, or_, select
from sqlalchemy.orm import Session, aliased

from smsinfo.db.models import Change, ChangePart, GapCluster, GapCount, Topic
from smsinfo.db.queries.content import PUBLISHED
from smsinfo.domain.changes import State
from smsinfo.domain.gaps import GapState

REGENCY = len("62.06")


@dataclass(frozen=True, slots=True)
class Waiting:
    """How much of each kind there is. `reviews` are what others have sent and nobody has decided."""

    reviews: int
    returned: int
    drafts: int
    gaps: int
    overdue: int
    soon: int


def waiting(
    session: Session, account_id: int, today: date, soon: timedelta, regions: Sequence[str] | None = None
) -> Waiting:
    """For one person; reviews and gaps only of these regions, where any are named."""
    mine = Change.author_id == account_id
    follower = aliased(Change)
    followed = select(follower.id).where(follower.follows_id == Change.id).exists()
    review_by = (Topic.status == PUBLISHED, Topic.review_by)
    counts = (
        _count(Change, Change.state == State.IN_REVIEW.value, ~mine, _all_parts_in(regions)),
        _count(Change, Change.state == State.RETURNED.value, mine, ~followed),
        _count(Change, Change.state == State.DRAFT.value, mine),
        _count(GapCluster, GapCluster.state == GapState.OPEN.value, _asked_from(regions)),
        _count(Topic, review_by[0], review_by[1] < today),
        _count(Topic, review_by[0], review_by[1].between(today, today + soon)),
    )
    return Waiting(*(int(number) for number in session.execute(select(*counts)).one()))


def _count(model: Any, *these: ColumnElement[bool]) -> Any:
    return select(func.count()).select_from(model).where(*these).scalar_subquery()


def _all_parts_in(regions: Sequence[str] | None) -> ColumnElement[bool]:
    """True for a change of which no part is for elsewhere."""
    if regions is None:
        return and_(True)
    inside = or_(*(_within(ChangePart.scope, region) for region in regions))
    return ~select(ChangePart.id).where(ChangePart.change_id == Change.id, ~inside).exists()


def _asked_from(regions: Sequence[str] | None) -> ColumnElement[bool]:
    """Gaps are counted by regency: of a district, those of its regency."""
    if regions is None:
        return and_(True)
    regencies = sorted({region[:REGENCY] for region in regions})
    return GapCluster.id.in_(select(GapCount.cluster_id).where(GapCount.region_code.in_(regencies)))


def _within(column: Any, region: str) -> ColumnElement[bool]:
    return or_(column == region, column.startswith(f"{region}.", autoescape=True))
