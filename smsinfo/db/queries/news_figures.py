"""What groups sent in and what came of it, for their statistics."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from statistics import median

from sqlalchemy import select
from sqlalchemy.orm import Session

from smsinfo.db.models import Contribution
from smsinfo.domain.news import NewsState


@dataclass(frozen=True, slots=True)
class NewsFigures:
    """Of one group in some days: contributions, those published, and the median time until the first decision."""

    contributions: int
    published: int
    response: timedelta | None


def by_group(session: Session, start: datetime, end: datetime) -> dict[int, NewsFigures]:
    """Group id -> its figures, of contributions received in [start, end). Groups that sent nothing are not there."""
    one = Contribution
    columns = select(one.group_id, one.state, one.received_at, one.decided_at).where(
        one.received_at >= start, one.received_at < end, one.group_id.is_not(None)
    )
    found: dict[int, list[tuple[str, timedelta | None]]] = {}
    for group, state, received, decided in session.execute(columns):
        if group is not None:
            found.setdefault(group, []).append((state, decided - received if decided is not None else None))
    return {group: _figures(all_) for group, all_ in found.items()}


def _figures(found: list[tuple[str, timedelta | None]]) -> NewsFigures:
    took = [spent for _state, spent in found if spent is not None]
    out = {NewsState.PUBLISHED.value, NewsState.WITHDRAWN.value}
    return NewsFigures(len(found), sum(state in out for state, _spent in found), _median(took))


def _median(took: list[timedelta]) -> timedelta | None:
    return timedelta(seconds=median(spent.total_seconds() for spent in took)) if took else None
