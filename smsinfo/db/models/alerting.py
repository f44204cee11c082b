"""What alerts are prepared with: templates, saved areas, the duty roster, sheet codes, approved numbers and links."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Boolean, ForeignKey, Integer, LargeBinary, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from smsinfo.db.base import Base, BigId, RegionCode


class AlertTemplate(Base):
    """Prepared words of an alert by language (`texts` is JSON), with what else it begins with.

    Nobody uses it before another person than its writer has signed it.
    """

    __tablename__ = "alert_template"

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    name: Mapped[str] = mapped_column(String(80), unique=True)
    kind: Mapped[str] = mapped_column(String(12))
    form: Mapped[str] = mapped_column(String(12))
    category: Mapped[str] = mapped_column(String(12))
    severity: Mapped[str] = mapped_column(String(12))
    urgency: Mapped[str] = mapped_column(String(12))
    certainty: Mapped[str] = mapped_column(String(12))
    headline: Mapped[str] = mapped_column(String(160))
    instruction: Mapped[str] = mapped_column(String(500))
    texts: Mapped[str] = mapped_column(Text)
    active: Mapped[bool] = mapped_column(Boolean, default=True)
    author_id: Mapped[int] = mapped_column(BigId, ForeignKey("staff_account.id"))
    created_at: Mapped[datetime] = mapped_column()
    signer_id: Mapped[int | None] = mapped_column(BigId, ForeignKey("staff_account.id"))
    signed_at: Mapped[datetime | None] = mapped_column()


class SavedArea(Base):
    """A named set of regions (a river, a coast); `region_code` holds them all. Two people sign it before it is used."""

    __tablename__ = "saved_area"
    __table_args__ = (UniqueConstraint("name", "region_code"),)

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    name: Mapped[str] = mapped_column(String(80))
    region_code: Mapped[str] = mapped_column(RegionCode, ForeignKey("region.code"))
    author_id: Mapped[int] = mapped_column(BigId, ForeignKey("staff_account.id"))
    created_at: Mapped[datetime] = mapped_column()
    signer_id: Mapped[int | None] = mapped_column(BigId, ForeignKey("staff_account.id"))
    signed_at: Mapped[datetime | None] = mapped_column()
    retired_at: Mapped[datetime | None] = mapped_column()


class SavedAreaRegion(Base):
    """One region of a saved area."""

    __tablename__ = "saved_area_region"

    area_id: Mapped[int] = mapped_column(
        BigId, ForeignKey("saved_area.id", ondelete="CASCADE"), primary_key=True, autoincrement=False
    )
    region_code: Mapped[str] = mapped_column(RegionCode, ForeignKey("region.code"), primary_key=True)


class StaffPhone(Base):
    """The phone of an account: texts that come from it are that person's, and what is for the person goes there."""

    __tablename__ = "staff_phone"

    account_id: Mapped[int] = mapped_column(
        BigId, ForeignKey("staff_account.id"), primary_key=True, autoincrement=False
    )
    contact_id: Mapped[int] = mapped_column(BigId, ForeignKey("contact.id", ondelete="CASCADE"), unique=True)
    confirmed_at: Mapped[datetime] = mapped_column()


class DutyRoster(Base):
    """Who is on duty for a region (and all in it), in which order, from when until when (null: until it is ended)."""

    __tablename__ = "duty_roster"

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    region_code: Mapped[str] = mapped_column(RegionCode, ForeignKey("region.code"), index=True)
    account_id: Mapped[int] = mapped_column(BigId, ForeignKey("staff_account.id"), index=True)
    position: Mapped[int] = mapped_column(Integer)
    starts_at: Mapped[datetime] = mapped_column()
    ends_at: Mapped[datetime | None] = mapped_column()
    confirmed_at: Mapped[datetime] = mapped_column()


class AlertCode(Base):
    """A one-time code of a printed sheet: its number on the sheet and its keyed digest, never the code."""

    __tablename__ = "alert_code"
    __table_args__ = (UniqueConstraint("account_id", "digest"),)

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    account_id: Mapped[int] = mapped_column(BigId, ForeignKey("staff_account.id"))
    number: Mapped[int] = mapped_column(Integer)
    digest: Mapped[bytes] = mapped_column(LargeBinary(32))
    made_at: Mapped[datetime] = mapped_column()
    used_at: Mapped[datetime | None] = mapped_column()
    revoked_at: Mapped[datetime | None] = mapped_column()


class DirectoryEntry(Base):
    """A phone number or link that texts may name without a warning, once another person has approved it.

    `value` is normalised: a number as people type it, a link in lower case without scheme.
    """

    __tablename__ = "directory_entry"
    __table_args__ = (UniqueConstraint("kind", "value"),)

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    kind: Mapped[str] = mapped_column(String(8))
    value: Mapped[str] = mapped_column(String(120))
    label: Mapped[str] = mapped_column(String(120))
    author_id: Mapped[int] = mapped_column(BigId, ForeignKey("staff_account.id"))
    created_at: Mapped[datetime] = mapped_column()
    approver_id: Mapped[int | None] = mapped_column(BigId, ForeignKey("staff_account.id"))
    approved_at: Mapped[datetime | None] = mapped_column()
