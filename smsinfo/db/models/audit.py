"""What was done, by whom, when: rows that triggers keep from being changed, chained by an HMAC."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Index, LargeBinary, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from smsinfo.db.base import Base, BigId, RegionCode


class AuditEvent(Base):
    """One act. Ids count up without a gap; `mac` covers the row and the mac before it.

    `actor_id` is no foreign key and `actor` the name as it was: the log outlives the account. `details` is JSON.
    """

    __tablename__ = "audit_event"
    __table_args__ = (Index("ix_audit_event_actor", "actor_id", "id"), Index("ix_audit_event_action", "action", "id"))

    id: Mapped[int] = mapped_column(BigId, primary_key=True, autoincrement=False)
    at: Mapped[datetime] = mapped_column(index=True)
    actor_id: Mapped[int | None] = mapped_column(BigId)
    actor: Mapped[str] = mapped_column(String(32))
    action: Mapped[str] = mapped_column(String(32))
    subject: Mapped[str] = mapped_column(String(64))
    region_code: Mapped[str | None] = mapped_column(RegionCode)
    details: Mapped[str] = mapped_column(Text)
    mac: Mapped[bytes] = mapped_column(LargeBinary(32))


class AuditHead(Base):
    """One row: the last event, sealed. It also lets only one writer append at a time."""

    __tablename__ = "audit_head"

    id: Mapped[int] = mapped_column(BigId, primary_key=True, autoincrement=False)
    last_id: Mapped[int] = mapped_column(BigId)
    mac: Mapped[bytes] = mapped_column(LargeBinary(32))
    seal: Mapped[bytes] = mapped_column(LargeBinary(32))
