"""How the published topics of each owner stand, added up in the database: of five thousand topics come a few rows."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import case, func, select
from sqlalchemy.orm import Session

from smsinfo.db.models import LinkCheck, Revision, Source, Summary, Topic
from smsinfo.db.queries.content import PUBLISHED


@dataclass(frozen=True, slots=True)
class Owned:
    """The topics of one owner: all of them, those past their day of review, those whose day comes soon."""

    owner: str
    topics: int
    overdue: int
    soon: int


def owned(session: Session, today: date, soon: timedelta) -> list[Owned]:
    """By owner."""
    over = Topic.review_by < today
    near = Topic.review_by.between(today, today + soon)
    sums = (func.sum(case((these, 1), else_=0)) for these in (over, near))
    columns = select(Topic.owner, func.count(), *sums).where(Topic.status == PUBLISHED)
    rows = session.execute(columns.group_by(Topic.owner).order_by(Topic.owner))
    return [Owned(owner, topics, int(overdue), int(coming)) for owner, topics, overdue, coming in rows]


def unread_texts(session: Session) -> dict[str, int]:
    """Owner -> published texts that wait for a native speaker."""
    live = select(Topic.owner, func.count()).join(Summary, Summary.topic_id == Topic.id)
    live = live.join(Revision, Revision.summary_id == Summary.id)
    return _by_owner(session, live.where(Revision.state == PUBLISHED, Revision.needs_native))


def sources_with(session: Session, result: str) -> dict[str, int]:
    """Owner -> sources of whose address the last look came to this."""
    named = select(Topic.owner, func.count()).join(Source, Source.topic_id == Topic.id)
    named = named.join(LinkCheck, LinkCheck.address == Source.address)
    return _by_owner(session, named.where(LinkCheck.result == result))


def _by_owner(session: Session, wanted: Any) -> dict[str, int]:
    rows = session.execute(wanted.where(Topic.status == PUBLISHED).group_by(Topic.owner))
    return {owner: int(number) for owner, number in rows}
