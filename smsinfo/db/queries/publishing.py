"""Writes published content, many rows at a time. A text is never changed: a new revision takes its place."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime
from typing import NamedTuple, TypedDict

from sqlalchemy import and_, delete, func, insert, select, update
from sqlalchemy.orm import Session

from smsinfo.db.models import Keyword, Revision, Source, Summary, Topic, TopicName
from smsinfo.db.queries.content import PUBLISHED

SUPERSEDED = "superseded"
WITHDRAWN = "withdrawn"


class Place(NamedTuple):
    """Which row a topic has, and where menus show it."""

    id: int
    position: int


class LiveText(NamedTuple):
    """A summary with its published revision (None: it has none now) and the number of its last revision."""

    topic_id: int
    language: str
    region_code: str | None
    summary_id: int
    revision_id: int | None
    text: str | None
    more: str | None
    needs_native: bool | None
    checked_on: date | None
    last_number: int


class TopicValues(TypedDict):
    """A row of `topic`; `id` only where the row is there."""

    key: str
    category: str
    owner: str
    tag: str
    safety: bool
    status: str
    review_by: date
    position: int


class NameValues(TypedDict):
    """A row of `topic_name`."""

    topic_id: int
    language: str
    title: str
    label: str


class KeywordValues(TypedDict):
    """A row of `keyword`."""

    topic_id: int
    text: str
    normalised: str
    language: str
    kind: str


class SourceValues(TypedDict):
    """A row of `source`: one of the ids is None."""

    topic_id: int | None
    claim_id: int | None
    title: str
    address: str
    checked_on: date


class SummaryValues(TypedDict):
    """A row of `summary`."""

    topic_id: int
    language: str
    region_code: str | None


class RevisionValues(TypedDict):
    """A row of `revision`."""

    summary_id: int
    number: int
    text: str
    more: str
    needs_native: bool
    state: str
    author: str
    reviewer: str
    checked_on: date
    created_at: datetime


def places(session: Session) -> dict[str, Place]:
    """Every topic by key, whatever its status."""
    rows = session.execute(select(Topic.key, Topic.id, Topic.position))
    return {key: Place(topic_id, position) for key, topic_id, position in rows}


def words_of_others(session: Session, keys: Collection[str]) -> dict[str, str]:
    """Normalised keywords and aliases of the topics that are not in `keys` -> the key of their topic."""
    columns = select(Keyword.normalised, Topic.key).join(Topic, Topic.id == Keyword.topic_id)
    rows = session.execute(columns.where(Keyword.kind.in_(("keyword", "alias"))))
    return {word: key for word, key in rows if key not in keys}


def owner_of(session: Session, normalised: str) -> str | None:
    """The key of the topic that these words name as a keyword or alias, in any language."""
    named = select(Topic.key).join(Keyword, Keyword.topic_id == Topic.id)
    return session.scalar(named.where(Keyword.normalised == normalised, Keyword.kind.in_(("keyword", "alias"))))


def add_topics(session: Session, rows: Sequence[TopicValues]) -> None:
    """Insert new topics."""
    if rows:
        session.execute(insert(Topic), list(rows))


def change_topics(session: Session, rows: Mapping[int, TopicValues]) -> None:
    """Overwrite topics by id, and take away their names, keywords and sources so that new ones can be added."""
    if not rows:
        return
    session.execute(update(Topic), [{"id": topic_id, **values} for topic_id, values in rows.items()])
    for model in (TopicName, Keyword, Source):
        session.execute(delete(model).where(model.topic_id.in_(list(rows))))


def set_status(session: Session, topic_ids: Collection[int], status: str) -> None:
    """Publish or withdraw topics; everything of theirs stays."""
    session.execute(update(Topic).where(Topic.id.in_(list(topic_ids))).values(status=status))


def withdraw_topic(session: Session, topic_id: int) -> None:
    """Take a topic out of the answers: its texts are withdrawn, its words are free for others. Its name stays."""
    live = select(Revision.id).join(Summary, Summary.id == Revision.summary_id)
    live = live.where(Summary.topic_id == topic_id, Revision.state == PUBLISHED)
    retire(session, list(session.scalars(live)), WITHDRAWN)
    session.execute(delete(Keyword).where(Keyword.topic_id == topic_id))
    session.execute(update(Topic).where(Topic.id == topic_id).values(status=WITHDRAWN))


def move_topics(session: Session, positions: Mapping[int, int]) -> None:
    """Give topics, by id, their new positions."""
    if positions:
        session.execute(update(Topic), [{"id": topic_id, "position": place} for topic_id, place in positions.items()])


def add_names(session: Session, rows: Sequence[NameValues]) -> None:
    """Insert titles and labels."""
    if rows:
        session.execute(insert(TopicName), list(rows))


def add_keywords(session: Session, rows: Sequence[KeywordValues]) -> None:
    """Insert keywords, aliases and related words, in the order given."""
    if rows:
        session.execute(insert(Keyword), list(rows))


def add_sources(session: Session, rows: Sequence[SourceValues]) -> None:
    """Insert sources, in the order given."""
    if rows:
        session.execute(insert(Source), list(rows))


def live_texts(session: Session, topic_ids: Collection[int]) -> list[LiveText]:
    """All summaries of these topics, each with its published revision."""
    last = func.max(Revision.number).label("last")
    numbers = select(Revision.summary_id, last).group_by(Revision.summary_id).subquery()
    columns = select(
        Summary.topic_id,
        Summary.language,
        Summary.region_code,
        Summary.id,
        Revision.id,
        Revision.text,
        Revision.more,
        Revision.needs_native,
        Revision.checked_on,
        func.coalesce(numbers.c.last, 0),
    )
    live = columns.outerjoin(Revision, and_(Revision.summary_id == Summary.id, Revision.state == PUBLISHED))
    live = live.outerjoin(numbers, numbers.c.summary_id == Summary.id).where(Summary.topic_id.in_(list(topic_ids)))
    return [LiveText(*row) for row in session.execute(live)]


def retire(session: Session, revision_ids: Collection[int], state: str) -> None:
    """Take published revisions out: `superseded` by another one, or `withdrawn`."""
    if revision_ids:
        session.execute(update(Revision).where(Revision.id.in_(list(revision_ids))).values(state=state))


def add_summaries(session: Session, rows: Sequence[SummaryValues]) -> None:
    """Insert places for texts."""
    if rows:
        session.execute(insert(Summary), list(rows))


def add_revisions(session: Session, rows: Sequence[RevisionValues]) -> None:
    """Insert revisions. At most one of a summary may be published."""
    if rows:
        session.execute(insert(Revision), list(rows))
