"""What people asked and did not get: clusters of texts of one meaning, and how often they came, where and when.

No text is copied here. A cluster knows its messages by id, so a text that is emptied by time or by its writer is gone
from here too.
"""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import Date, ForeignKey, Integer, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from smsinfo.db.base import Base, BigId, RegionCode


class GapCluster(Base):
    """One thing that people ask for. `terms` is the sum of its texts' vectors as JSON, `title` its commonest words.

    `state`: open, aliased, topic_started, out_of_scope. `closed_at` is when it got its state, `closed_asked` how often
    it had been asked by then.
    """

    __tablename__ = "gap_cluster"

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    state: Mapped[str] = mapped_column(String(16), index=True)
    title: Mapped[str] = mapped_column(String(120))
    terms: Mapped[str] = mapped_column(Text)
    asked: Mapped[int] = mapped_column(Integer)
    first_asked_at: Mapped[datetime] = mapped_column()
    last_asked_at: Mapped[datetime] = mapped_column()
    topic_key: Mapped[str | None] = mapped_column(String(40))
    closed_at: Mapped[datetime | None] = mapped_column()
    closed_by: Mapped[str] = mapped_column(String(80), default="")
    closed_asked: Mapped[int] = mapped_column(Integer, default=0)
    reopened: Mapped[int] = mapped_column(Integer, default=0)


class GapMessage(Base):
    """An MO that belongs to a cluster."""

    __tablename__ = "gap_message"

    inbound_id: Mapped[int] = mapped_column(
        BigId, ForeignKey("inbound_message.id", ondelete="CASCADE"), primary_key=True, autoincrement=False
    )
    cluster_id: Mapped[int] = mapped_column(BigId, ForeignKey("gap_cluster.id", ondelete="CASCADE"), index=True)


class GapCount(Base):
    """How often a cluster was asked for in a week (its Monday) from a regency or city ('' where we do not know)."""

    __tablename__ = "gap_count"

    cluster_id: Mapped[int] = mapped_column(
        BigId, ForeignKey("gap_cluster.id", ondelete="CASCADE"), primary_key=True, autoincrement=False
    )
    week: Mapped[date] = mapped_column(Date, primary_key=True)
    region_code: Mapped[str] = mapped_column(RegionCode, primary_key=True)
    asked: Mapped[int] = mapped_column(Integer)
