"""Who was asked to read an alert out where, and what they answered."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, Index, Integer, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from smsinfo.db.base import Base, BigId, RegionCode


class RelayTask(Base):
    """One relay was asked to read one alert out in one village (without an alert: to answer the monthly test).

    `state` is a `TaskState`, `code` what the relay answers with. Who reads in two villages has two rows and one text.
    The person goes with the contact, the village's record stays.
    """

    __tablename__ = "relay_task"
    __table_args__ = (
        UniqueConstraint("alert_id", "contact_id", "region_code"),
        Index("ix_relay_task_region", "region_code", "asked_at"),
        Index("ix_relay_task_state", "state", "asked_at"),
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    alert_id: Mapped[int | None] = mapped_column(BigId, ForeignKey("alert.id", ondelete="CASCADE"))
    code: Mapped[str] = mapped_column(String(8))
    contact_id: Mapped[int | None] = mapped_column(BigId, ForeignKey("contact.id", ondelete="SET NULL"), index=True)
    region_code: Mapped[str] = mapped_column(RegionCode, ForeignKey("region.code"))
    state: Mapped[str] = mapped_column(String(10))
    heard: Mapped[int | None] = mapped_column(Integer)
    reminders: Mapped[int] = mapped_column(Integer, server_default="0")
    asked_at: Mapped[datetime] = mapped_column()
    confirmed_at: Mapped[datetime | None] = mapped_column()
    stopped_at: Mapped[datetime | None] = mapped_column()
