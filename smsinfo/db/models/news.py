"""What members send in from the villages, and what became of it."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from smsinfo.db.base import Base, BigId, RegionCode


class Contribution(Base):
    """One contribution; its id is the number that its author got. `text` is masked before it comes here.

    `region_code` is where it belongs: first the member's region, then the village that the editor names. When the
    author is erased, `contact_id` and `membership_id` go, and what was published stays, without a name.
    """

    __tablename__ = "contribution"
    __table_args__ = (
        Index("ix_contribution_state_region", "state", "region_code"),
        Index("ix_contribution_state_published", "state", "published_at"),
    )

    id: Mapped[int] = mapped_column(BigId, ForeignKey("community_number.id"), primary_key=True, autoincrement=False)
    kind: Mapped[str] = mapped_column(String(8))
    state: Mapped[str] = mapped_column(String(10))
    region_code: Mapped[str] = mapped_column(RegionCode, ForeignKey("region.code"))
    contact_id: Mapped[int | None] = mapped_column(BigId, ForeignKey("contact.id", ondelete="SET NULL"), index=True)
    membership_id: Mapped[int | None] = mapped_column(
        BigId, ForeignKey("kim_membership.id", ondelete="SET NULL"), index=True
    )
    group_id: Mapped[int | None] = mapped_column(BigId, ForeignKey("kim_group.id"), index=True)
    text: Mapped[str] = mapped_column(Text)
    flags: Mapped[str] = mapped_column(String(60), default="")
    received_at: Mapped[datetime] = mapped_column()
    asked_at: Mapped[datetime | None] = mapped_column()
    words: Mapped[str] = mapped_column(Text, default="")
    credit: Mapped[str] = mapped_column(String(80), default="")
    expires_on: Mapped[date | None] = mapped_column()
    published_at: Mapped[datetime | None] = mapped_column()
    decided_at: Mapped[datetime | None] = mapped_column()
    account_id: Mapped[int | None] = mapped_column(BigId, ForeignKey("staff_account.id"))
    reason: Mapped[str] = mapped_column(String(200), default="")


class ContributionStep(Base):
    """One line of a contribution's history: an `NewsAct`, by the account, or by the author where there is none."""

    __tablename__ = "contribution_step"

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    contribution_id: Mapped[int] = mapped_column(BigId, ForeignKey("contribution.id"), index=True)
    act: Mapped[str] = mapped_column(String(10))
    at: Mapped[datetime] = mapped_column()
    account_id: Mapped[int | None] = mapped_column(BigId, ForeignKey("staff_account.id"))
    words: Mapped[str] = mapped_column(Text, default="")
