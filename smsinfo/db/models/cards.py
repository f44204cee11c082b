"""The lines of the village cards."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from smsinfo.db.base import Base, BigId, RegionCode


class VillageCard(Base):
    """One line of one village: what is accepted, when its people last confirmed it, and what they propose instead."""

    __tablename__ = "village_card"
    __table_args__ = (UniqueConstraint("region_code", "field"),)

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    region_code: Mapped[str] = mapped_column(RegionCode, ForeignKey("region.code"))
    field: Mapped[str] = mapped_column(String(10))
    value: Mapped[str] = mapped_column(String(80), default="")
    day: Mapped[date | None] = mapped_column()
    confirmed_at: Mapped[datetime | None] = mapped_column(index=True)
    proposed: Mapped[str] = mapped_column(String(80), default="")
    proposed_day: Mapped[date | None] = mapped_column()
    proposed_at: Mapped[datetime | None] = mapped_column(index=True)
    contact_id: Mapped[int | None] = mapped_column(BigId, ForeignKey("contact.id", ondelete="SET NULL"), index=True)
