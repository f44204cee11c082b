"""What all processes share of a channel: its rate, its health, and what the operator set."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Boolean, Integer, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from smsinfo.db.base import Base


class ChannelState(Base):
    """One channel. `free_at` is when the next segment may leave (a token row, so that the rate holds across processes);
    `slots` counts claimed slots, of which each tenth belongs to replies. After `failures` in a row the breaker is open
    until `open_until`, and then one message tries it.
    """

    __tablename__ = "channel_state"

    channel: Mapped[str] = mapped_column(String(32), primary_key=True)
    paused: Mapped[bool] = mapped_column(Boolean, default=False)
    free_at: Mapped[datetime] = mapped_column()
    slots: Mapped[int] = mapped_column(Integer, default=0)
    failures: Mapped[int] = mapped_column(Integer, default=0)
    open_until: Mapped[datetime | None] = mapped_column()
    last_sent_at: Mapped[datetime | None] = mapped_column()
    last_failed_at: Mapped[datetime | None] = mapped_column()
    last_error: Mapped[str | None] = mapped_column(String(160))
    last_inbound_at: Mapped[datetime | None] = mapped_column()
    balance_idr: Mapped[int | None] = mapped_column(Integer)
    checked_at: Mapped[datetime | None] = mapped_column()


class Mark(Base):
    """A small fact that has to survive a restart: how far a job came, when it ran, whether sending is locked."""

    __tablename__ = "mark"

    name: Mapped[str] = mapped_column(String(64), primary_key=True)
    value: Mapped[str] = mapped_column(Text)
    at: Mapped[datetime] = mapped_column()
