"""The community information groups (KIM) and who belongs to them."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import Boolean, Date, ForeignKey, Index, SmallInteger, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from smsinfo.db.base import Base, BigId, RegionCode


class KimGroup(Base):
    """One group, as its decree registers it. `region_code` is its seat; it may write for all that lies in it.

    `public` says that the group is shown to everybody; `closed_at` that it is no more.
    """

    __tablename__ = "kim_group"
    __table_args__ = (UniqueConstraint("region_code", "name"),)

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    name: Mapped[str] = mapped_column(String(80))
    region_code: Mapped[str] = mapped_column(RegionCode, ForeignKey("region.code"), index=True)
    decree: Mapped[str] = mapped_column(String(80), default="")
    area: Mapped[str] = mapped_column(String(200), default="")
    address: Mapped[str] = mapped_column(String(200), default="")
    public: Mapped[bool] = mapped_column(Boolean, default=False)
    created_at: Mapped[datetime] = mapped_column()
    closed_at: Mapped[datetime | None] = mapped_column()


class Membership(Base):
    """A phone that works for us in a region: a contributor or relay of a group, or a village head, who has no group.

    `state` is a `MemberState`. `shown` is the recorded consent to show the name in public. `code` is what an invited
    person answers with, until they do. `confirmed_at` is when they last said that the number is still theirs; who is
    silent is suspended. While it is active a `contact_role` row says the same to whoever sends. `tries` are wrong codes
    of this invitation; `asks` how often the number was asked about since `asked_at`, 0 where nothing is asked.
    """

    __tablename__ = "kim_membership"
    __table_args__ = (
        UniqueConstraint("contact_id", "role", "region_code"),
        Index("ix_kim_membership_region_state", "region_code", "state"),
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    group_id: Mapped[int | None] = mapped_column(BigId, ForeignKey("kim_group.id"), index=True)
    contact_id: Mapped[int] = mapped_column(BigId, ForeignKey("contact.id", ondelete="CASCADE"))
    role: Mapped[str] = mapped_column(String(12))
    region_code: Mapped[str] = mapped_column(RegionCode, ForeignKey("region.code"))
    name: Mapped[str] = mapped_column(String(60))
    state: Mapped[str] = mapped_column(String(10))
    shown: Mapped[bool] = mapped_column(Boolean, default=False)
    trusted: Mapped[bool] = mapped_column(Boolean, default=False)
    code: Mapped[str | None] = mapped_column(String(6))
    invited_at: Mapped[datetime] = mapped_column()
    joined_at: Mapped[datetime | None] = mapped_column()
    confirmed_at: Mapped[datetime | None] = mapped_column()
    asked_at: Mapped[datetime | None] = mapped_column()
    ended_at: Mapped[datetime | None] = mapped_column()
    tries: Mapped[int] = mapped_column(SmallInteger, default=0, server_default="0")
    asks: Mapped[int] = mapped_column(SmallInteger, default=0, server_default="0")


class KimTraining(Base):
    """One meeting at which members of a group learned something. `guests` are people who are no members."""

    __tablename__ = "kim_training"

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    group_id: Mapped[int] = mapped_column(BigId, ForeignKey("kim_group.id"), index=True)
    held_on: Mapped[date] = mapped_column(Date)
    place: Mapped[str] = mapped_column(String(80))
    subject: Mapped[str] = mapped_column(String(120))
    guests: Mapped[int] = mapped_column(SmallInteger)
    created_at: Mapped[datetime] = mapped_column()


class KimAttendance(Base):
    """A member was at a training. Goes with the member."""

    __tablename__ = "kim_attendance"

    training_id: Mapped[int] = mapped_column(
        BigId, ForeignKey("kim_training.id", ondelete="CASCADE"), primary_key=True, autoincrement=False
    )
    membership_id: Mapped[int] = mapped_column(
        BigId,
        ForeignKey("kim_membership.id", ondelete="CASCADE"),
        primary_key=True,
        autoincrement=False,
        index=True,
    )
