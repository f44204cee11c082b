"""What is published: read whole, one query a table, to be put together by the caller."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime
from typing import Any, NamedTuple, TypeVar

from sqlalchemy import Select, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from smsinfo.db.models import (
    Claim,
    ClaimSign,
    ClaimText,
    ContentVersion,
    Keyword,
    Revision,
    Source,
    Summary,
    Topic,
    TopicName,
)

PUBLISHED = "published"
S = TypeVar("S", bound=Select[*tuple[Any, ...]])


class StateRow(NamedTuple):
    """The one row of `content_version`; `pack` is the head of the pack that was imported last, as JSON."""

    version: int
    mark: str
    pack: str


class TopicRow(NamedTuple):
    """A published topic."""

    id: int
    key: str
    category: str
    owner: str
    tag: str
    safety: bool
    review_by: date


class NameRow(NamedTuple):
    """Title and label of a topic in a language."""

    topic_id: int
    language: str
    title: str
    label: str


class KeywordRow(NamedTuple):
    """One way to name a topic. `language` is empty for a keyword, which holds in all."""

    topic_id: int
    kind: str
    language: str
    text: str


class TextRow(NamedTuple):
    """A published revision and the place that it fills."""

    topic_id: int
    language: str
    region_code: str | None
    text: str
    more: str
    needs_native: bool
    checked_on: date


class SourceRow(NamedTuple):
    """A source of a topic or of a claim: the other id is None."""

    topic_id: int | None
    claim_id: int | None
    title: str
    address: str
    checked_on: date


class ClaimRow(NamedTuple):
    """A published claim."""

    id: int
    key: str
    verdict: str
    tag: str
    region_code: str | None
    review_by: date


class ClaimTextRow(NamedTuple):
    """Claim and answer in a language."""

    claim_id: int
    language: str
    claim: str
    answer: str


class SignRow(NamedTuple):
    """A phrase by which a claim is known."""

    claim_id: int
    text: str


def content_version(session: Session) -> int:
    """The number that moves at every publication; 0 before the first."""
    return session.scalar(select(ContentVersion.version).where(ContentVersion.id == 1)) or 0


def content_state(session: Session, *, lock: bool = False) -> StateRow:
    """Version, mark and head of the pack; empty before the first publication. `lock` makes other publications wait."""
    columns = select(ContentVersion.version, ContentVersion.mark, ContentVersion.pack).where(ContentVersion.id == 1)
    row = session.execute(columns.with_for_update() if lock else columns).one_or_none()
    return StateRow(*row) if row is not None else StateRow(0, "", "")


def topics(session: Session) -> list[TopicRow]:
    """All published topics, in the order of menus."""
    columns = select(Topic.id, Topic.key, Topic.category, Topic.owner, Topic.tag, Topic.safety, Topic.review_by)
    published = columns.where(Topic.status == PUBLISHED).order_by(Topic.position, Topic.key)
    return [TopicRow(*row) for row in session.execute(published)]


def names(session: Session, topic: int | None = None) -> list[NameRow]:
    """Titles and labels of all topics, or of one."""
    columns = select(TopicName.topic_id, TopicName.language, TopicName.title, TopicName.label)
    return [NameRow(*row) for row in session.execute(_of(columns, TopicName.topic_id, topic))]


def titles(session: Session, language: str) -> dict[str, str]:
    """Topic key -> title in a language, else in Indonesian, whatever became of the topic."""
    named = select(Topic.key, TopicName.language, TopicName.title).join(Topic, Topic.id == TopicName.topic_id)
    found: dict[str, str] = {}
    for key, spoken, title in session.execute(named.where(TopicName.language.in_({"id", language}))):
        if spoken == language or key not in found:
            found[key] = title
    return found


def keywords(session: Session, topic: int | None = None) -> list[KeywordRow]:
    """Keywords, aliases and related words of all topics or of one, as the editor ordered them."""
    columns = select(Keyword.topic_id, Keyword.kind, Keyword.language, Keyword.text).order_by(Keyword.id)
    return [KeywordRow(*row) for row in session.execute(_of(columns, Keyword.topic_id, topic))]


def texts(session: Session, topic: int | None = None, among: Collection[int] = ()) -> list[TextRow]:
    """The published revision of every summary that has one: of all topics, of one, or of some."""
    columns = select(
        Summary.topic_id,
        Summary.language,
        Summary.region_code,
        Revision.text,
        Revision.more,
        Revision.needs_native,
        Revision.checked_on,
    )
    live = columns.join(Revision, Revision.summary_id == Summary.id).where(Revision.state == PUBLISHED)
    return [
        TextRow(*row) for row in session.execute(_among(_of(live, Summary.topic_id, topic), Summary.topic_id, among))
    ]


def sources(session: Session, topic: int | None = None, among: Collection[int] = ()) -> list[SourceRow]:
    """All sources, or those of one topic, or of some, as the editor ordered them."""
    columns = select(Source.topic_id, Source.claim_id, Source.title, Source.address, Source.checked_on)
    wanted = _among(_of(columns.order_by(Source.id), Source.topic_id, topic), Source.topic_id, among)
    return [SourceRow(*row) for row in session.execute(wanted)]


def claim_sources(session: Session) -> list[SourceRow]:
    """The sources of all claims, as the editor ordered them."""
    columns = select(Source.topic_id, Source.claim_id, Source.title, Source.address, Source.checked_on)
    wanted = columns.where(Source.claim_id.is_not(None)).order_by(Source.id)
    return [SourceRow(*row) for row in session.execute(wanted)]


def claims(session: Session) -> list[ClaimRow]:
    """All published claims, by key."""
    columns = select(Claim.id, Claim.key, Claim.verdict, Claim.tag, Claim.region_code, Claim.review_by)
    published = columns.where(Claim.status == PUBLISHED).order_by(Claim.key)
    return [ClaimRow(*row) for row in session.execute(published)]


def claim_texts(session: Session) -> list[ClaimTextRow]:
    """What people say and what we answer, of all claims."""
    columns = select(ClaimText.claim_id, ClaimText.language, ClaimText.claim, ClaimText.answer)
    return [ClaimTextRow(*row) for row in session.execute(columns)]


def claim_signs(session: Session) -> list[SignRow]:
    """The signs of all claims, as the editor ordered them."""
    columns = select(ClaimSign.claim_id, ClaimSign.text).order_by(ClaimSign.id)
    return [SignRow(*row) for row in session.execute(columns)]


def _of(columns: S, column: InstrumentedAttribute[Any], topic: int | None) -> S:
    """Only what belongs to the topic, where one is named."""
    return columns if topic is None else columns.where(column == topic)


def _among(columns: S, column: InstrumentedAttribute[Any], topics: Collection[int]) -> S:
    """Only what belongs to these topics, where any are named."""
    return columns.where(column.in_(list(topics))) if topics else columns


def save_state(session: Session, state: StateRow, now: datetime) -> None:
    """Write the one row: every process rebuilds its snapshot when the version in it has moved."""
    row = session.get(ContentVersion, 1) or ContentVersion(id=1)
    row.version, row.mark, row.pack, row.changed_at = state.version, state.mark, state.pack, now
    session.add(row)
    session.flush()
