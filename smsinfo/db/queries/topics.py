"""Topics as editors look at them: one by key, lists by what has to be done."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Select, and_, delete, exists, func, insert, or_, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session, aliased

from smsinfo.db.models import Change, Keyword, Revision, Summary, Topic, TopicName
from smsinfo.db.queries.content import PUBLISHED, TopicRow
from smsinfo.domain.changes import OPEN, State

DRAFT = "draft"
"""A topic that was never published."""


@dataclass(frozen=True, slots=True)
class Found:
    """A topic, whatever its status."""

    row: TopicRow
    status: str
    position: int

    @property
    def published(self) -> bool:
        """True where citizens get it."""
        return self.status == PUBLISHED


@dataclass(frozen=True, slots=True)
class Filter:
    """What a list shows; empty means all. `state` is a topic's status, `waiting` or `returned`; `due` a day."""

    state: str = ""
    owner: str = ""
    category: str = ""
    missing: str = ""
    words: str = ""
    due: date | None = None


class Line(NamedTuple):
    """One topic of a list."""

    id: int
    key: str
    title: str | None
    category: str
    owner: str
    status: str
    review_by: date


class TextRevision(NamedTuple):
    """One revision of a text of a topic."""

    id: int
    language: str
    region_code: str | None
    number: int
    text: str
    more: str
    needs_native: bool
    state: str
    author: str
    reviewer: str
    checked_on: date
    created_at: datetime


def by_key(session: Session, key: str) -> Found | None:
    """One topic."""
    row = session.execute(select(Topic).where(Topic.key == key).execution_options(populate_existing=True)).scalar()
    if row is None:
        return None
    found = TopicRow(row.id, row.key, row.category, row.owner, row.tag, row.safety, row.review_by)
    return Found(found, row.status, row.position)


def add(session: Session, values: dict[str, Any], title: str, label: str) -> int | None:
    """Store a topic that nobody gets yet, last in menus; its id, or None where the key is taken."""
    last = session.scalar(select(func.max(Topic.position))) or 0
    try:
        with session.begin_nested():
            made = insert(Topic).values(**values, status=DRAFT, position=last + 1).returning(Topic.id)
            topic_id: int = session.execute(made).scalar_one()
            name = {"topic_id": topic_id, "language": "id", "title": title, "label": label}
            session.execute(insert(TopicName).values(**name))
    except IntegrityError:
        return None
    return topic_id


def drop(session: Session, topic_id: int) -> None:
    """Forget a topic that was never published and on which nobody writes any more."""
    session.execute(delete(TopicName).where(TopicName.topic_id == topic_id))
    session.execute(delete(Topic).where(Topic.id == topic_id, Topic.status == DRAFT))


def find(session: Session, wanted: Filter, limit: int, offset: int) -> tuple[list[Line], int]:
    """A page of the topics that fit, in the order of menus, and how many fit."""
    conditions = list(_conditions(wanted))
    name = and_(TopicName.topic_id == Topic.id, TopicName.language == "id")
    columns = select(
        Topic.id, Topic.key, TopicName.title, Topic.category, Topic.owner, Topic.status, Topic.review_by
    ).outerjoin(TopicName, name)
    page = columns.where(*conditions).order_by(Topic.position, Topic.key).limit(limit).offset(offset)
    number = session.scalar(select(func.count()).select_from(Topic).where(*conditions)) or 0
    return [Line(*row) for row in session.execute(page)], number


def keys_in(session: Session, category: str) -> frozenset[str]:
    """The keys of all topics of a category, whatever became of them."""
    return frozenset(session.scalars(select(Topic.key).where(Topic.category == category)))


def owners(session: Session) -> list[str]:
    """All offices that answer for a topic."""
    return list(session.scalars(select(Topic.owner).where(Topic.owner != "").distinct().order_by(Topic.owner)))


def live_places(session: Session, topic_ids: Collection[int]) -> dict[int, list[tuple[str, str | None]]]:
    """Topic -> the languages and regions in which it has a published text."""
    found: defaultdict[int, list[tuple[str, str | None]]] = defaultdict(list)
    wanted = select(Summary.topic_id, Summary.language, Summary.region_code).join(Revision)
    wanted = wanted.where(Summary.topic_id.in_(list(topic_ids)), Revision.state == PUBLISHED)
    for topic_id, language, region in session.execute(wanted):
        found[topic_id].append((language, region))
    return found


def taken_words(session: Session, words: Collection[str], topic_id: int) -> dict[str, str]:
    """Those of the words (normalised) that name another topic -> its key."""
    wanted = select(Keyword.normalised, Topic.key).join(Topic, Topic.id == Keyword.topic_id)
    named = Keyword.normalised.in_(list(words)), Keyword.topic_id != topic_id, Keyword.kind.in_(("keyword", "alias"))
    return {row[0]: row[1] for row in session.execute(wanted.where(*named))}


def revisions(session: Session, topic_id: int, limit: int) -> list[TextRevision]:
    """The revisions of all texts of a topic, newest first."""
    newest = _revisions().where(Summary.topic_id == topic_id).order_by(Revision.id.desc()).limit(limit)
    return [TextRevision(*row) for row in session.execute(newest)]


def revision(session: Session, topic_id: int, revision_id: int) -> TextRevision | None:
    """One revision of a topic's texts."""
    row = session.execute(_revisions().where(Summary.topic_id == topic_id, Revision.id == revision_id)).first()
    return TextRevision(*row) if row is not None else None


def _revisions() -> Select[Any]:
    fields = (getattr(Revision, name) for name in TextRevision._fields[3:])
    columns: Select[Any] = select(Revision.id, Summary.language, Summary.region_code, *fields)
    return columns.join(Summary, Summary.id == Revision.summary_id)


def _conditions(wanted: Filter) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = []
    if wanted.state in (DRAFT, PUBLISHED, "withdrawn"):
        found.append(Topic.status == wanted.state)
    elif wanted.state in ("waiting", "returned"):
        states = OPEN if wanted.state == "waiting" else (State.RETURNED,)
        found.append(_has_change([state.value for state in states]))
    if wanted.owner:
        found.append(Topic.owner == wanted.owner)
    if wanted.category:
        found.append(Topic.category == wanted.category)
    if wanted.due is not None:
        found.append(and_(Topic.review_by <= wanted.due, Topic.status == PUBLISHED))
    if wanted.missing:
        live = exists().where(Summary.topic_id == Topic.id, Summary.language == wanted.missing)
        live = live.where(Summary.region_code.is_(None), Revision.summary_id == Summary.id)
        found.append(~live.where(Revision.state == PUBLISHED))
    if wanted.words:
        found.append(_named(wanted.words))
    return found


def _has_change(states: list[str]) -> ColumnElement[bool]:
    """A change in one of these states which nobody has followed up."""
    follower = aliased(Change)
    followed = exists().where(follower.follows_id == Change.id)
    return exists().where(Change.topic_id == Topic.id, Change.state.in_(states), ~followed)


def _named(words: str) -> ColumnElement[bool]:
    """Key, title or keyword has the words in it."""
    titles = select(TopicName.topic_id).where(TopicName.title.icontains(words, autoescape=True))
    keywords = select(Keyword.topic_id).where(Keyword.normalised.startswith(words.casefold(), autoescape=True))
    keywords = keywords.where(Keyword.kind.in_(("keyword", "alias")))
    return or_(Topic.key.icontains(words, autoescape=True), Topic.id.in_(titles), Topic.id.in_(keywords))
