"""Claims that went round, with our verdict: the base of the hoax check."""

from __future__ import annotations

from datetime import date

from sqlalchemy import Date, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from smsinfo.db.base import Base, BigId, RegionCode
from smsinfo.db.models.content import Source


class Claim(Base):
    """One claim. `verdict`: hoax, scam, false, outdated_true. `region_code` where it went round in one place only."""

    __tablename__ = "claim"

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    key: Mapped[str] = mapped_column(String(60), unique=True)
    verdict: Mapped[str] = mapped_column(String(16))
    status: Mapped[str] = mapped_column(String(12), default="published")
    region_code: Mapped[str | None] = mapped_column(RegionCode, ForeignKey("region.code"))
    tag: Mapped[str] = mapped_column(String(16))
    review_by: Mapped[date] = mapped_column(Date)

    texts: Mapped[list[ClaimText]] = relationship(cascade="all, delete-orphan", order_by="ClaimText.language")
    signs: Mapped[list[ClaimSign]] = relationship(cascade="all, delete-orphan", order_by="ClaimSign.id")
    sources: Mapped[list[Source]] = relationship(cascade="all, delete-orphan", order_by="Source.id")


class ClaimText(Base):
    """What people say and what we answer, in one language; the answer is one segment."""

    __tablename__ = "claim_text"
    __table_args__ = (UniqueConstraint("claim_id", "language"),)

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    claim_id: Mapped[int] = mapped_column(BigId, ForeignKey("claim.id", ondelete="CASCADE"))
    language: Mapped[str] = mapped_column(String(3))
    claim: Mapped[str] = mapped_column(Text)
    answer: Mapped[str] = mapped_column(Text)


class ClaimSign(Base):
    """A word or phrase by which people quote the claim."""

    __tablename__ = "claim_sign"

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    claim_id: Mapped[int] = mapped_column(BigId, ForeignKey("claim.id", ondelete="CASCADE"), index=True)
    text: Mapped[str] = mapped_column(String(80))
