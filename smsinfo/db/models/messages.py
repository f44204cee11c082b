"""Messages in and out, the state between them, and the counts that outlive them."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import Date, ForeignKey, Index, Integer, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from smsinfo.db.base import Base, BigId, RegionCode


class InboundMessage(Base):
    """One MO. (channel, external_id) is unique: a repeat finds this row and gets the same answer."""

    __tablename__ = "inbound_message"
    __table_args__ = (UniqueConstraint("channel", "external_id"),)

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    channel: Mapped[str] = mapped_column(String(32))
    external_id: Mapped[str] = mapped_column(String(128))
    contact_id: Mapped[int | None] = mapped_column(BigId, ForeignKey("contact.id", ondelete="SET NULL"), index=True)
    sender_kind: Mapped[str] = mapped_column(String(12))
    sender: Mapped[str] = mapped_column(String(24), default="")
    body: Mapped[str] = mapped_column(Text)
    kind: Mapped[str] = mapped_column(String(8))
    silence: Mapped[str] = mapped_column(String(16), default="")
    topic_key: Mapped[str | None] = mapped_column(String(40))
    command: Mapped[str | None] = mapped_column(String(16))
    region_code: Mapped[str | None] = mapped_column(RegionCode)
    language: Mapped[str] = mapped_column(String(3))
    received_at: Mapped[datetime] = mapped_column()
    sent_at: Mapped[datetime | None] = mapped_column()


class OutboundMessage(Base):
    """One MT: the outbox and the log. The row is the truth; an engine only wakes somebody up to look at it.

    Each index costs a page in every durable commit, so a reply, which is never queued and has no provider's id, touches
    none of the partial ones.
    """

    __tablename__ = "outbound_message"
    __table_args__ = (
        Index(
            "ix_outbound_message_pending",
            "lane",
            "not_before",
            sqlite_where=text("status = 'queued'"),
            postgresql_where=text("status = 'queued'"),
        ),
        Index(
            "ix_outbound_message_external",
            "channel",
            "external_id",
            sqlite_where=text("external_id IS NOT NULL"),
            postgresql_where=text("external_id IS NOT NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    inbound_id: Mapped[int | None] = mapped_column(
        BigId, ForeignKey("inbound_message.id", ondelete="SET NULL"), unique=True
    )
    contact_id: Mapped[int | None] = mapped_column(BigId, ForeignKey("contact.id", ondelete="SET NULL"), index=True)
    purpose: Mapped[str] = mapped_column(String(8))
    lane: Mapped[str] = mapped_column(String(8))
    channel: Mapped[str] = mapped_column(String(32))
    operator: Mapped[str] = mapped_column(String(16), default="")
    region_code: Mapped[str | None] = mapped_column(RegionCode)
    body: Mapped[str] = mapped_column(Text)
    encoding: Mapped[str] = mapped_column(String(4))
    segments: Mapped[int] = mapped_column(Integer)
    cost_idr: Mapped[int] = mapped_column(Integer, default=0)
    status: Mapped[str] = mapped_column(String(10))
    attempts: Mapped[int] = mapped_column(Integer, default=0)
    external_id: Mapped[str | None] = mapped_column(String(128))
    not_before: Mapped[datetime] = mapped_column()
    expires_at: Mapped[datetime] = mapped_column()
    created_at: Mapped[datetime] = mapped_column()
    status_at: Mapped[datetime] = mapped_column()


class Conversation(Base):
    """What a digit, LANJUT or a bare place would mean now, and what the loop guards saw lately. One row a contact."""

    __tablename__ = "conversation"

    contact_id: Mapped[int] = mapped_column(
        BigId, ForeignKey("contact.id", ondelete="CASCADE"), primary_key=True, autoincrement=False
    )
    version: Mapped[int] = mapped_column(Integer)
    state: Mapped[str] = mapped_column(Text)
    expires_at: Mapped[datetime] = mapped_column(index=True)


class DailyCount(Base):
    """Messages of one day by what they were: kept when the messages themselves are gone. '' stands for none."""

    __tablename__ = "daily_count"

    day: Mapped[date] = mapped_column(Date, primary_key=True)
    region_code: Mapped[str] = mapped_column(RegionCode, primary_key=True)
    topic_key: Mapped[str] = mapped_column(String(40), primary_key=True)
    kind: Mapped[str] = mapped_column(String(8), primary_key=True)
    channel: Mapped[str] = mapped_column(String(32), primary_key=True)
    language: Mapped[str] = mapped_column(String(3), primary_key=True)
    messages: Mapped[int] = mapped_column(Integer, default=0)
    segments: Mapped[int] = mapped_column(Integer, default=0)
    cost_idr: Mapped[int] = mapped_column(Integer, default=0)
