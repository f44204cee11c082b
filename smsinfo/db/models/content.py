"""Content: topics, how they are found, and what they say, revision by revision."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import Boolean, CheckConstraint, Date, ForeignKey, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from smsinfo.db.base import Base, BigId, RegionCode


class Topic(Base):
    """One subject. `position` orders menus; `safety` topics are never answered on a weak match."""

    __tablename__ = "topic"

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    key: Mapped[str] = mapped_column(String(40), unique=True)
    category: Mapped[str] = mapped_column(String(24))
    owner: Mapped[str] = mapped_column(String(80))
    tag: Mapped[str] = mapped_column(String(16))
    safety: Mapped[bool] = mapped_column(Boolean, default=False)
    status: Mapped[str] = mapped_column(String(12), default="published")
    review_by: Mapped[date] = mapped_column(Date)
    position: Mapped[int] = mapped_column(default=0)

    names: Mapped[list[TopicName]] = relationship(cascade="all, delete-orphan", order_by="TopicName.language")
    keywords: Mapped[list[Keyword]] = relationship(cascade="all, delete-orphan", order_by="Keyword.id")
    summaries: Mapped[list[Summary]] = relationship(cascade="all, delete-orphan", order_by="Summary.id")
    sources: Mapped[list[Source]] = relationship(cascade="all, delete-orphan", order_by="Source.id")


class TopicKeeper(Base):
    """The account that looks after a topic and is reminded of it first. Who leaves hands the topics over."""

    __tablename__ = "topic_keeper"

    topic_id: Mapped[int] = mapped_column(
        BigId, ForeignKey("topic.id", ondelete="CASCADE"), primary_key=True, autoincrement=False
    )
    account_id: Mapped[int] = mapped_column(BigId, ForeignKey("staff_account.id"), index=True)
    since: Mapped[datetime] = mapped_column()


class TopicName(Base):
    """Title (pages, free-text search) and label (menus, at most 16 characters) of a topic in one language."""

    __tablename__ = "topic_name"
    __table_args__ = (UniqueConstraint("topic_id", "language"),)

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    topic_id: Mapped[int] = mapped_column(BigId, ForeignKey("topic.id", ondelete="CASCADE"))
    language: Mapped[str] = mapped_column(String(3))
    title: Mapped[str] = mapped_column(String(120))
    label: Mapped[str] = mapped_column(String(16))


class Keyword(Base):
    """A way to name a topic. `kind`: keyword (printed on posters), alias, related (a hint) or example (a whole
    question)."""

    __tablename__ = "keyword"
    __table_args__ = (
        Index(
            "uq_keyword_normalised_language",
            "normalised",
            "language",
            unique=True,
            sqlite_where=text("kind IN ('keyword', 'alias')"),
            postgresql_where=text("kind IN ('keyword', 'alias')"),
        ),
        Index("ix_keyword_topic_id", "topic_id"),
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    topic_id: Mapped[int] = mapped_column(BigId, ForeignKey("topic.id", ondelete="CASCADE"))
    text: Mapped[str] = mapped_column(String(200))
    normalised: Mapped[str] = mapped_column(String(200))
    language: Mapped[str] = mapped_column(String(3))
    kind: Mapped[str] = mapped_column(String(8))


class Summary(Base):
    """The place of one text: a topic in a language, for everybody or for a region (an override)."""

    __tablename__ = "summary"
    __table_args__ = (
        Index(
            "uq_summary_general",
            "topic_id",
            "language",
            unique=True,
            sqlite_where=text("region_code IS NULL"),
            postgresql_where=text("region_code IS NULL"),
        ),
        Index(
            "uq_summary_override",
            "topic_id",
            "language",
            "region_code",
            unique=True,
            sqlite_where=text("region_code IS NOT NULL"),
            postgresql_where=text("region_code IS NOT NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    topic_id: Mapped[int] = mapped_column(BigId, ForeignKey("topic.id", ondelete="CASCADE"))
    language: Mapped[str] = mapped_column(String(3))
    region_code: Mapped[str | None] = mapped_column(RegionCode, ForeignKey("region.code"))

    revisions: Mapped[list[Revision]] = relationship(cascade="all, delete-orphan", order_by="Revision.number")


class Revision(Base):
    """One immutable text. At most one revision of a summary is published: that is what citizens get."""

    __tablename__ = "revision"
    __table_args__ = (
        UniqueConstraint("summary_id", "number"),
        Index(
            "uq_revision_published",
            "summary_id",
            unique=True,
            sqlite_where=text("state = 'published'"),
            postgresql_where=text("state = 'published'"),
        ),
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    summary_id: Mapped[int] = mapped_column(BigId, ForeignKey("summary.id", ondelete="CASCADE"))
    number: Mapped[int] = mapped_column(default=1)
    text: Mapped[str] = mapped_column(Text)
    more: Mapped[str] = mapped_column(Text, default="")
    needs_native: Mapped[bool] = mapped_column(Boolean, default=False)
    state: Mapped[str] = mapped_column(String(12))
    author: Mapped[str] = mapped_column(String(80))
    reviewer: Mapped[str] = mapped_column(String(80), default="")
    checked_on: Mapped[date] = mapped_column(Date)
    created_at: Mapped[datetime] = mapped_column()


class Source(Base):
    """Where a fact was seen, and when: of a topic or of a claim."""

    __tablename__ = "source"
    __table_args__ = (CheckConstraint("(topic_id IS NULL) <> (claim_id IS NULL)", name="one_owner"),)

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    topic_id: Mapped[int | None] = mapped_column(BigId, ForeignKey("topic.id", ondelete="CASCADE"), index=True)
    claim_id: Mapped[int | None] = mapped_column(BigId, ForeignKey("claim.id", ondelete="CASCADE"), index=True)
    title: Mapped[str] = mapped_column(String(200))
    address: Mapped[str] = mapped_column(String(300))
    checked_on: Mapped[date] = mapped_column(Date)


class ContentVersion(Base):
    """One row: the number moves at every publication, and every process rebuilds its snapshot when it does."""

    __tablename__ = "content_version"

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    version: Mapped[int] = mapped_column(default=0)
    mark: Mapped[str] = mapped_column(String(8), default="")
    pack: Mapped[str] = mapped_column(Text, default="")
    changed_at: Mapped[datetime] = mapped_column()
