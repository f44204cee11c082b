"""People we know by phone: the only tables that lead to a number, and what each agreed to."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import Boolean, Date, ForeignKey, Index, LargeBinary, SmallInteger, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from smsinfo.db.base import Base, BigId, RegionCode, Sealed


class Contact(Base):
    """One phone. The number is sealed with AES-SIV: it can be looked up but not read without the key.

    `status` is a `ContactStatus`: who is not active is no recipient of what we push. The index begins with the region,
    by which contacts are found, and holds all by which a preview groups them: so a million are grouped as they lie.
    """

    __tablename__ = "contact"
    __table_args__ = (Index("ix_contact_groups", "region_code", "language", "operator", "practice", "status"),)

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    msisdn_sealed: Mapped[bytes] = mapped_column(Sealed, unique=True)
    operator: Mapped[str] = mapped_column(String(16), default="")
    language: Mapped[str | None] = mapped_column(String(3))
    region_code: Mapped[str | None] = mapped_column(RegionCode, ForeignKey("region.code"))
    status: Mapped[str] = mapped_column(String(12), default="active")
    practice: Mapped[bool] = mapped_column(Boolean, default=False)
    first_seen_at: Mapped[datetime] = mapped_column()
    welcomed_at: Mapped[datetime | None] = mapped_column()


class ContactRole(Base):
    """What a contact does for us in a region: relay, village_head, member, official."""

    __tablename__ = "contact_role"
    __table_args__ = (UniqueConstraint("contact_id", "role", "region_code"),)

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    contact_id: Mapped[int] = mapped_column(BigId, ForeignKey("contact.id", ondelete="CASCADE"))
    role: Mapped[str] = mapped_column(String(16))
    region_code: Mapped[str] = mapped_column(RegionCode, ForeignKey("region.code"))
    confirmed_at: Mapped[datetime | None] = mapped_column()


class Subscription(Base):
    """A contact wants the alerts of a region: of the place, of anything in it, of anything that covers it."""

    __tablename__ = "subscription"
    __table_args__ = (
        UniqueConstraint("contact_id", "region_code", "category"),
        Index("ix_subscription_region", "region_code", "category"),
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    contact_id: Mapped[int] = mapped_column(BigId, ForeignKey("contact.id", ondelete="CASCADE"))
    region_code: Mapped[str] = mapped_column(RegionCode, ForeignKey("region.code"))
    category: Mapped[str] = mapped_column(String(12), default="all")
    created_at: Mapped[datetime] = mapped_column()


class ConsentEvent(Base):
    """Append-only proof of consent (UU 27/2022 arts. 20-24): what, when, under which text, by which message.

    Of somebody who was imported `evidence` is its kind, `given_on` its day, `external_id` its reference; `at` is when
    it was imported.
    """

    __tablename__ = "consent_event"

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    contact_id: Mapped[int | None] = mapped_column(BigId, ForeignKey("contact.id", ondelete="SET NULL"), index=True)
    kind: Mapped[str] = mapped_column(String(16))
    region_code: Mapped[str | None] = mapped_column(RegionCode)
    channel: Mapped[str] = mapped_column(String(32))
    external_id: Mapped[str] = mapped_column(String(128))
    text_version: Mapped[str] = mapped_column(String(16))
    at: Mapped[datetime] = mapped_column()
    evidence: Mapped[str] = mapped_column(String(8), server_default="")
    given_on: Mapped[date | None] = mapped_column(Date)


class ContactCheck(Base):
    """Whether a subscriber's number is still theirs: asked once a year, twice where nothing comes back.

    `asks` is how often since the last yes, `asked_at` when last. `unconfirmed_at`: since when
    silence counts as no answer.
    """

    __tablename__ = "contact_check"

    contact_id: Mapped[int] = mapped_column(
        BigId, ForeignKey("contact.id", ondelete="CASCADE"), primary_key=True, autoincrement=False
    )
    asks: Mapped[int] = mapped_column(SmallInteger)
    asked_at: Mapped[datetime | None] = mapped_column()
    confirmed_at: Mapped[datetime | None] = mapped_column()
    unconfirmed_at: Mapped[datetime | None] = mapped_column()


class HandledThread(Base):
    """Up to which text somebody has dealt with what a contact wrote. A newer text opens the thread again."""

    __tablename__ = "handled_thread"

    contact_id: Mapped[int] = mapped_column(
        BigId, ForeignKey("contact.id", ondelete="CASCADE"), primary_key=True, autoincrement=False
    )
    inbound_id: Mapped[int] = mapped_column(BigId)
    account_id: Mapped[int] = mapped_column(BigId, ForeignKey("staff_account.id"))
    at: Mapped[datetime] = mapped_column()


class Suppression(Base):
    """A number that said STOP. Its HMAC, under a key that never rotates, outlives erasure, import and restore."""

    __tablename__ = "suppression"

    digest: Mapped[bytes] = mapped_column(LargeBinary(32), primary_key=True)
    since: Mapped[datetime] = mapped_column()
