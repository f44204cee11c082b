"""What somebody wants to say in claims, region fields and menus, and what another person made of it."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from smsinfo.db.base import Base, BigId, RegionCode


class Proposal(Base):
    """A new value for one thing that is no topic; nothing in it changes but its state.

    `subject` names the thing (`claim:dana-palsu`, `field:62.06 kab`, `menu:order`), `scope` the region for which who
    decides must be responsible. `before` and `after` are JSON, empty where there is nothing. `authors` are the ids
    (JSON) of all who wrote on it or on what it `follows`: none of them may approve it.
    """

    __tablename__ = "content_proposal"
    __table_args__ = (
        Index("ix_content_proposal_state_id", "state", "id"),
        Index("ix_content_proposal_subject_id", "subject", "id"),
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    subject: Mapped[str] = mapped_column(String(80))
    scope: Mapped[str] = mapped_column(RegionCode)
    state: Mapped[str] = mapped_column(String(12))
    kind: Mapped[str] = mapped_column(String(12))
    author_id: Mapped[int] = mapped_column(BigId, ForeignKey("staff_account.id"), index=True)
    authors: Mapped[str] = mapped_column(Text)
    follows_id: Mapped[int | None] = mapped_column(
        BigId, ForeignKey("content_proposal.id", ondelete="SET NULL"), index=True
    )
    before: Mapped[str] = mapped_column(Text)
    after: Mapped[str] = mapped_column(Text)
    note: Mapped[str] = mapped_column(String(500), default="")
    answer: Mapped[str] = mapped_column(Text, default="")
    digest: Mapped[str] = mapped_column(String(64))
    sent_at: Mapped[datetime] = mapped_column()
    reviewer_id: Mapped[int | None] = mapped_column(BigId, ForeignKey("staff_account.id"))
    decided_at: Mapped[datetime | None] = mapped_column()
