"""The one series of numbers that people get back: on a contribution, a report, a question, a hoax check."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from smsinfo.db.base import Base, BigId


class CommunityNumber(Base):
    """One number that was given away, and what it stands for (`domain.numbers.Numbered`); never who got it."""

    __tablename__ = "community_number"

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    kind: Mapped[str] = mapped_column(String(16))
    given_at: Mapped[datetime] = mapped_column()
