"""Proof that personal data are kept no longer than they should be: erasures beyond the database, runs of retention."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import Boolean, Date, ForeignKey, Integer, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from smsinfo.db.base import Base, BigId, RegionCode, Sealed


class StoreErasure(Base):
    """A person was erased, and a channel's own store (SMSD's tables) has to forget them too; the row goes when it has.

    The number is sealed as a contact's is. `problem` says why the last try did not succeed.
    """

    __tablename__ = "store_erasure"
    __table_args__ = (UniqueConstraint("channel", "msisdn_sealed"),)

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    channel: Mapped[str] = mapped_column(String(32))
    msisdn_sealed: Mapped[bytes] = mapped_column(Sealed)
    practice: Mapped[bool] = mapped_column(Boolean, default=False)
    due_at: Mapped[datetime] = mapped_column(index=True)
    tries: Mapped[int] = mapped_column(Integer, default=0)
    problem: Mapped[str] = mapped_column(String(160), default="")
    created_at: Mapped[datetime] = mapped_column()


class LastWord(Base):
    """The number for the one message that is still to leave to a person who was erased: that they were. Sealed.

    The row goes when the message has left or is worth nothing any more, at the latest after its hours (clearing.py).
    """

    __tablename__ = "last_word"

    outbound_id: Mapped[int] = mapped_column(
        BigId, ForeignKey("outbound_message.id", ondelete="CASCADE"), primary_key=True, autoincrement=False
    )
    msisdn_sealed: Mapped[bytes] = mapped_column(Sealed)
    practice: Mapped[bool] = mapped_column(Boolean, default=False)


class RetentionRun(Base):
    """What one rule of retention removed on one day (UTC): how many steps it took, how much went, how old the oldest is
    that is left (null: nothing is, or the rule does not look)."""

    __tablename__ = "retention_run"

    day: Mapped[date] = mapped_column(Date, primary_key=True)
    rule: Mapped[str] = mapped_column(String(24), primary_key=True)
    runs: Mapped[int] = mapped_column(Integer)
    removed: Mapped[int] = mapped_column(Integer)
    oldest_at: Mapped[datetime | None] = mapped_column()
    ran_at: Mapped[datetime] = mapped_column()


class PrivacyRequest(Base):
    """A request of a person about their own data that staff have to answer: by its reference, without a number.

    `region_code` is where the person lives, as far as it was said: a regency, mostly.
    """

    __tablename__ = "privacy_request"

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    kind: Mapped[str] = mapped_column(String(12))
    way: Mapped[str] = mapped_column(String(8))
    reference: Mapped[str] = mapped_column(String(80))
    came_at: Mapped[datetime] = mapped_column()
    state: Mapped[str] = mapped_column(String(8), index=True)
    reason: Mapped[str] = mapped_column(String(200), default="")
    closed_at: Mapped[datetime | None] = mapped_column()
    closed_by: Mapped[str] = mapped_column(String(64), default="")
    region_code: Mapped[str | None] = mapped_column(RegionCode)


class PrivacyCount(Base):
    """Requests that a phone made and the program did at once, by day (UTC): counts, so that nobody stands there."""

    __tablename__ = "privacy_count"

    day: Mapped[date] = mapped_column(Date, primary_key=True)
    kind: Mapped[str] = mapped_column(String(12), primary_key=True)
    done: Mapped[int] = mapped_column(Integer)
