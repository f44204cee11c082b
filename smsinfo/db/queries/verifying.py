"""What has to be verified: published topics and claims by day of review, the oldest look, the state of their links."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, NamedTuple

from sqlalchemy import Select, and_, case, func, select
from sqlalchemy.orm import Session

from smsinfo.db.models import (
    Claim,
    ClaimText,
    LinkCheck,
    Revision,
    Source,
    StaffAccount,
    Summary,
    Topic,
    TopicKeeper,
    TopicName,
)
from smsinfo.db.queries.content import PUBLISHED, TextRow


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a list shows; empty means all. `before` is the last day of review, `link` a result of a look at a source,
    `keeper` an account that looks after the topics."""

    owner: str = ""
    before: date | None = None
    link: str = ""
    keeper: int | None = None


class DueRow(NamedTuple):
    """A topic. `checked_on` is the day of its oldest text (None where it has none), `keeper` who looks after it."""

    id: int
    key: str
    title: str | None
    owner: str
    review_by: date
    safety: bool
    checked_on: date | None
    keeper: str | None


class ClaimDueRow(NamedTuple):
    """A claim that went round. `claim` are its words in Indonesian, `tag` who said that it is none."""

    id: int
    key: str
    claim: str | None
    verdict: str
    tag: str
    review_by: date


class OwnerRow(NamedTuple):
    """An office with the number of its topics, of those overdue, and of those due soon."""

    owner: str
    topics: int
    overdue: int
    soon: int


class SourceRow(NamedTuple):
    """A source of a topic or claim with the last look at its address (None: nobody has looked yet)."""

    of: int
    title: str
    address: str
    checked_on: date
    result: str | None
    looked_at: datetime | None


def due(session: Session, wanted: Wanted, limit: int, offset: int) -> list[DueRow]:
    """A page of the topics that fit, by owner, the oldest day of review first."""
    return _page(session, _topics(wanted).order_by(Topic.owner, Topic.review_by, Topic.key), limit, offset)


def in_order(session: Session, owner: str, limit: int, offset: int) -> list[DueRow]:
    """A page of all topics, or of an office's, in the order of menus."""
    return _page(session, _topics(Wanted(owner)).order_by(Topic.position, Topic.key), limit, offset)


def owners(session: Session, today: date, soon: date) -> list[OwnerRow]:
    """All offices that answer for a published topic."""
    late = func.sum(case((Topic.review_by < today, 1), else_=0))
    near = func.sum(case((and_(Topic.review_by >= today, Topic.review_by <= soon), 1), else_=0))
    counted = select(Topic.owner, func.count(), late, near).where(Topic.status == PUBLISHED)
    return [OwnerRow(*row) for row in session.execute(counted.group_by(Topic.owner).order_by(Topic.owner))]


def sources_of(session: Session, topic_ids: Collection[int]) -> dict[int, list[SourceRow]]:
    """Topic -> its sources, as the editor ordered them."""
    return _sources(session, Source.topic_id, topic_ids)


def claims_due(session: Session, wanted: Wanted, limit: int) -> list[ClaimDueRow]:
    """The published claims that fit, the oldest day of review first. An owner or keeper hides them: they
    have none."""
    said = and_(ClaimText.claim_id == Claim.id, ClaimText.language == "id")
    columns: Any = select(Claim.id, Claim.key, ClaimText.claim, Claim.verdict, Claim.tag, Claim.review_by)
    found = columns.outerjoin(ClaimText, said).where(Claim.status == PUBLISHED)
    if wanted.owner or wanted.keeper is not None:
        return []
    if wanted.before is not None:
        found = found.where(Claim.review_by <= wanted.before)
    if wanted.link:
        found = found.where(Claim.id.in_(_looked(Source.claim_id, wanted.link)))
    return [ClaimDueRow(*row) for row in session.execute(found.order_by(Claim.review_by, Claim.key).limit(limit))]


def sources_of_claims(session: Session, claim_ids: Collection[int]) -> dict[int, list[SourceRow]]:
    """Claim -> its sources, as the editor ordered them."""
    return _sources(session, Source.claim_id, claim_ids)


def texts_of(session: Session, topic_ids: Collection[int]) -> dict[int, list[TextRow]]:
    """Topic -> its published texts: general ones first, then by region; Indonesian first."""
    fields = (getattr(Revision, name) for name in TextRow._fields[3:])
    columns: Select[Any] = select(Summary.topic_id, Summary.language, Summary.region_code, *fields)
    live = columns.join(Revision, Revision.summary_id == Summary.id).where(Revision.state == PUBLISHED)
    found: defaultdict[int, list[TextRow]] = defaultdict(list)
    for row in session.execute(live.where(Summary.topic_id.in_(list(topic_ids)))):
        found[row[0]].append(TextRow(*row))
    first = {"id": 0, "en": 1}
    for texts in found.values():
        texts.sort(key=lambda text: (text.region_code or "", first.get(text.language, 2), text.language))
    return found


def _sources(session: Session, of: Any, ids: Collection[int]) -> dict[int, list[SourceRow]]:
    columns: Any = select(of, Source.title, Source.address, Source.checked_on, LinkCheck.result, LinkCheck.checked_at)
    joined = columns.outerjoin(LinkCheck, LinkCheck.address == Source.address)
    found: defaultdict[int, list[SourceRow]] = defaultdict(list)
    for row in session.execute(joined.where(of.in_(list(ids))).order_by(Source.id)):
        found[row[0]].append(SourceRow(*row))
    return found


def _looked(of: Any, result: str) -> Select[Any]:
    """Whose source came to this result at the last look."""
    looked: Select[Any] = select(of).join(LinkCheck, LinkCheck.address == Source.address)
    return looked.where(LinkCheck.result == result)


def _page(session: Session, topics: Select[Any], limit: int, offset: int) -> list[DueRow]:
    """The oldest look is asked for these topics alone: in one statement SQLite looks it up for all before it sorts."""
    found = session.execute(topics.limit(limit).offset(offset)).all()
    looked = select(Summary.topic_id, func.min(Revision.checked_on)).join(Revision, Revision.summary_id == Summary.id)
    looked = looked.where(Summary.topic_id.in_([row[0] for row in found]), Revision.state == PUBLISHED)
    oldest: dict[int, date | None] = {row[0]: row[1] for row in session.execute(looked.group_by(Summary.topic_id))}
    return [DueRow(*[*row[:6], oldest.get(row[0]), row[6]]) for row in found]


def _topics(wanted: Wanted) -> Select[Any]:
    name = and_(TopicName.topic_id == Topic.id, TopicName.language == "id")
    columns: Any = select(
        Topic.id,
        Topic.key,
        TopicName.title,
        Topic.owner,
        Topic.review_by,
        Topic.safety,
        StaffAccount.full_name,
    )
    found: Select[Any] = columns.outerjoin(TopicName, name).where(Topic.status == PUBLISHED)
    found = found.outerjoin(TopicKeeper, TopicKeeper.topic_id == Topic.id)
    found = found.outerjoin(StaffAccount, StaffAccount.id == TopicKeeper.account_id)
    if wanted.keeper is not None:
        found = found.where(TopicKeeper.account_id == wanted.keeper)
    if wanted.owner:
        found = found.where(Topic.owner == wanted.owner)
    if wanted.before is not None:
        found = found.where(Topic.review_by <= wanted.before)
    if wanted.link:
        found = found.where(Topic.id.in_(_looked(Source.topic_id, wanted.link)))
    return found
