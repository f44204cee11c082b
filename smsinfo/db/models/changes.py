"""Changes of content on their way: what somebody writes, what waits for another person, what came of it."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from smsinfo.db.base import Base, BigId, RegionCode


class Change(Base):
    """New values for parts of one topic, which are approved or returned together. Each person has one draft a topic.

    From `in_review` on nothing in it changes but its state. `authors` are the ids (JSON) of all who wrote on it or on
    what it `follows`: none of them may approve it. `digest` names what was sent for review.
    """

    __tablename__ = "content_change"
    __table_args__ = (
        Index(
            "uq_content_change_draft",
            "topic_id",
            "author_id",
            unique=True,
            sqlite_where=text("state = 'draft'"),
            postgresql_where=text("state = 'draft'"),
        ),
        Index("ix_content_change_state_id", "state", "id"),
        Index("ix_content_change_topic_id_id", "topic_id", "id"),
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    topic_id: Mapped[int] = mapped_column(BigId, ForeignKey("topic.id", ondelete="CASCADE"))
    state: Mapped[str] = mapped_column(String(12))
    kind: Mapped[str] = mapped_column(String(12))
    author_id: Mapped[int] = mapped_column(BigId, ForeignKey("staff_account.id"), index=True)
    authors: Mapped[str] = mapped_column(Text)
    follows_id: Mapped[int | None] = mapped_column(
        BigId, ForeignKey("content_change.id", ondelete="SET NULL"), index=True
    )
    note: Mapped[str] = mapped_column(String(500), default="")
    digest: Mapped[str] = mapped_column(String(64), default="")
    created_at: Mapped[datetime] = mapped_column()
    submitted_at: Mapped[datetime | None] = mapped_column()
    reviewer_id: Mapped[int | None] = mapped_column(BigId, ForeignKey("staff_account.id"))
    decided_at: Mapped[datetime | None] = mapped_column()
    publish_at: Mapped[datetime | None] = mapped_column()


class ChangePart(Base):
    """One part of a topic as it was and as it is to be (JSON; empty: it is not there). `scope` is the region for which
    its people must be responsible. `version` counts savings, so that no window overwrites another."""

    __tablename__ = "content_change_part"
    __table_args__ = (UniqueConstraint("change_id", "part"),)

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    change_id: Mapped[int] = mapped_column(BigId, ForeignKey("content_change.id", ondelete="CASCADE"))
    part: Mapped[str] = mapped_column(String(20))
    scope: Mapped[str] = mapped_column(RegionCode)
    before: Mapped[str] = mapped_column(Text)
    after: Mapped[str] = mapped_column(Text)
    version: Mapped[int] = mapped_column()
    saved_at: Mapped[datetime] = mapped_column()


class ReviewComment(Base):
    """What somebody said about a change; nobody (null) is the worker."""

    __tablename__ = "content_comment"

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    change_id: Mapped[int] = mapped_column(BigId, ForeignKey("content_change.id", ondelete="CASCADE"), index=True)
    author_id: Mapped[int | None] = mapped_column(BigId, ForeignKey("staff_account.id"))
    text: Mapped[str] = mapped_column(Text)
    at: Mapped[datetime] = mapped_column()
