"""The people who work here: accounts, grants, sessions, links, what waits for a second administrator."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import (
    BigInteger,
    Boolean,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    String,
    Text,
    UniqueConstraint,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column

from smsinfo.db.base import Base, BigId, RegionCode


class StaffAccount(Base):
    """One person. `password` is an Argon2 string, `tf_totp_secret` is sealed, `tf_counter` counts the half minute whose
    code was used last. `fs_uniquifier` is the person as Flask-Security's sessions name them: a new one ends them all.
    """

    __tablename__ = "staff_account"

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    name: Mapped[str] = mapped_column(String(32), unique=True)
    full_name: Mapped[str] = mapped_column(String(80))
    email: Mapped[str | None] = mapped_column(String(254))
    region_code: Mapped[str] = mapped_column(RegionCode, ForeignKey("region.code"))
    language: Mapped[str | None] = mapped_column(String(3))
    active: Mapped[bool] = mapped_column(Boolean, default=True)
    demo: Mapped[bool] = mapped_column(Boolean, default=False)
    password: Mapped[str | None] = mapped_column(String(255))
    fs_uniquifier: Mapped[str] = mapped_column(String(64), unique=True)
    tf_totp_secret: Mapped[str | None] = mapped_column(Text)
    tf_counter: Mapped[int | None] = mapped_column(BigInteger)
    created_at: Mapped[datetime] = mapped_column()
    last_login_at: Mapped[datetime | None] = mapped_column()


class StaffGrant(Base):
    """A role of an account in a region; in practice until its check is done."""

    __tablename__ = "staff_grant"
    __table_args__ = (UniqueConstraint("account_id", "role", "region_code"),)

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    account_id: Mapped[int] = mapped_column(BigId, ForeignKey("staff_account.id"))
    role: Mapped[str] = mapped_column(String(16))
    region_code: Mapped[str] = mapped_column(RegionCode, ForeignKey("region.code"))
    practice: Mapped[bool] = mapped_column(Boolean, default=False)
    granted_at: Mapped[datetime] = mapped_column()


class StaffSession(Base):
    """A browser that is logged in. Only the digest of its token is here; deleting the row ends the session."""

    __tablename__ = "staff_session"

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    digest: Mapped[bytes] = mapped_column(LargeBinary(32), unique=True)
    account_id: Mapped[int] = mapped_column(BigId, ForeignKey("staff_account.id"), index=True)
    began_at: Mapped[datetime] = mapped_column()
    seen_at: Mapped[datetime] = mapped_column()
    proved_at: Mapped[datetime] = mapped_column()


class StaffLink(Base):
    """A one-time link by which somebody sets their password. Only its digest is here."""

    __tablename__ = "staff_link"

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    digest: Mapped[bytes] = mapped_column(LargeBinary(32), unique=True)
    account_id: Mapped[int] = mapped_column(BigId, ForeignKey("staff_account.id"), index=True)
    purpose: Mapped[str] = mapped_column(String(8))
    made_at: Mapped[datetime] = mapped_column()
    expires_at: Mapped[datetime] = mapped_column()
    used_at: Mapped[datetime | None] = mapped_column()


class StaffRecoveryCode(Base):
    """A way in for who lost the authenticator. Only its keyed digest is here; it is deleted when it is used."""

    __tablename__ = "staff_recovery_code"

    digest: Mapped[bytes] = mapped_column(LargeBinary(32), primary_key=True)
    account_id: Mapped[int] = mapped_column(BigId, ForeignKey("staff_account.id"), index=True)


class StaffFailure(Base):
    """Failed log-ins in a row by the keyed digest of a name, whether there is such an account or not."""

    __tablename__ = "staff_failure"

    digest: Mapped[bytes] = mapped_column(LargeBinary(32), primary_key=True)
    failures: Mapped[int] = mapped_column(Integer)
    last_at: Mapped[datetime] = mapped_column()


class StaffRequest(Base):
    """A change of people that waits for a second administrator, or its record. `details` is JSON, by kind."""

    __tablename__ = "staff_request"
    __table_args__ = (
        Index(
            "uq_staff_request_open",
            "kind",
            "account_id",
            "details",
            unique=True,
            sqlite_where=text("status = 'open'"),
            postgresql_where=text("status = 'open'"),
        ),
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    kind: Mapped[str] = mapped_column(String(12))
    account_id: Mapped[int] = mapped_column(BigId, ForeignKey("staff_account.id"), index=True)
    details: Mapped[str] = mapped_column(Text)
    status: Mapped[str] = mapped_column(String(12))
    requested_by: Mapped[int] = mapped_column(BigId, ForeignKey("staff_account.id"))
    requested_at: Mapped[datetime] = mapped_column()
    decided_by: Mapped[int | None] = mapped_column(BigId, ForeignKey("staff_account.id"))
    decided_at: Mapped[datetime | None] = mapped_column()


class StaffTask(Base):
    """A task of the practice check that an account has done."""

    __tablename__ = "staff_task"

    account_id: Mapped[int] = mapped_column(BigId, ForeignKey("staff_account.id"), primary_key=True)
    task: Mapped[str] = mapped_column(String(32), primary_key=True)
    done_at: Mapped[datetime] = mapped_column()
