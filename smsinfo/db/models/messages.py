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

    Each index costs a page in every durable commit, so a reply that goes back inline, which is never queued, has no
    lease and no provider's id, touches none of the partial ones. `body` is empty where `alert_text_id` has the text.
    A claim hides a queued row by moving `not_before` to the end of the lease and raises `fence`: whoever comes with an
    older fence owns nothing any more. From the start of the gateway's call on the row is `sending`, with `lease_until`.
    A `sent` row has one only while a device with a small memory holds the message.
    """

    __tablename__ = "outbound_message"
    __table_args__ = (
        Index(
            "ix_outbound_message_pending",
            "channel",
            "lane",
            "not_before",
            "id",
            sqlite_where=text("status = 'queued'"),
            postgresql_where=text("status = 'queued'"),
        ),
        Index(
            "ix_outbound_message_lease",
            "lease_until",
            sqlite_where=text("lease_until IS NOT NULL"),
            postgresql_where=text("lease_until IS NOT NULL"),
        ),
        Index(
            "uq_outbound_message_recipient",
            "alert_id",
            "contact_id",
            "purpose",
            unique=True,
            sqlite_where=text("alert_id IS NOT NULL"),
            postgresql_where=text("alert_id IS NOT NULL"),
        ),
        Index(
            "uq_outbound_message_dedupe",
            "dedupe_key",
            unique=True,
            sqlite_where=text("dedupe_key IS NOT NULL"),
            postgresql_where=text("dedupe_key IS NOT NULL"),
        ),
        Index(
            "ix_outbound_message_external",
            "channel",
            "external_id",
            sqlite_where=text("external_id IS NOT NULL"),
            postgresql_where=text("external_id IS NOT NULL"),
        ),
        # Who looks for numbers that are dead reads the few rows that say so.
        Index(
            "ix_outbound_message_bad_number",
            "contact_id",
            "status_at",
            sqlite_where=text("error = 'bad_number'"),
            postgresql_where=text("error = 'bad_number'"),
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
    alert_id: Mapped[int | None] = mapped_column(BigId, ForeignKey("alert.id"))
    alert_text_id: Mapped[int | None] = mapped_column(BigId, ForeignKey("alert_text.id"))
    mail_to: Mapped[str | None] = mapped_column(String(254))
    subject: Mapped[str | None] = mapped_column(String(120))
    dedupe_key: Mapped[str | None] = mapped_column(String(64))
    fence: Mapped[int] = mapped_column(Integer, server_default="0")
    repeats: Mapped[int] = mapped_column(Integer, server_default="0")
    lease_until: Mapped[datetime | None] = mapped_column()
    error: Mapped[str | None] = mapped_column(String(16))
    detail: Mapped[str | None] = mapped_column(String(160))


class Attempt(Base):
    """A hand-over that did not end with `accepted`: what happened. Kept as long as its MT."""

    __tablename__ = "attempt"

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    outbound_id: Mapped[int] = mapped_column(BigId, ForeignKey("outbound_message.id", ondelete="CASCADE"), index=True)
    channel: Mapped[str] = mapped_column(String(32))
    number: Mapped[int] = mapped_column(Integer)
    error: Mapped[str] = mapped_column(String(16))
    detail: Mapped[str] = mapped_column(String(160), default="")
    at: Mapped[datetime] = mapped_column()


class ReceiptPart(Base):
    """What became of one segment, where a provider tells of each: the message is delivered when all of them are."""

    __tablename__ = "receipt_part"

    outbound_id: Mapped[int] = mapped_column(
        BigId, ForeignKey("outbound_message.id", ondelete="CASCADE"), primary_key=True, autoincrement=False
    )
    part: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    status: Mapped[str] = mapped_column(String(10))


class ParkedReceipt(Base):
    """A receipt that came before its message was marked as sent, or for a message that we don't know."""

    __tablename__ = "parked_receipt"
    __table_args__ = (Index("ix_parked_receipt_external", "channel", "external_id"),)

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    channel: Mapped[str] = mapped_column(String(32))
    external_id: Mapped[str] = mapped_column(String(128))
    key: Mapped[str] = mapped_column(String(40), default="")
    status: Mapped[str] = mapped_column(String(10))
    part: Mapped[int] = mapped_column(Integer)
    parts: Mapped[int] = mapped_column(Integer)
    error: Mapped[str | None] = mapped_column(String(16))
    detail: Mapped[str] = mapped_column(String(160), default="")
    at: Mapped[datetime | None] = mapped_column()
    received_at: Mapped[datetime] = mapped_column(index=True)


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
