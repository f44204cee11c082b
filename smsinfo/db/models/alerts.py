"""Alerts: the message, its texts by language, the regions that it is for, and everything that was done to it."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Boolean, ForeignKey, Index, Integer, LargeBinary, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from smsinfo.db.base import Base, BigId, RegionCode


class Alert(Base):
    """One official message in the terms of CAP 1.2 (msgType, severity, urgency, certainty, expires).

    `category` is what a subscriber asked for (bencana, layanan, kegiatan; a subscription to `all` gets every one).
    `reached_id` is the last contact that the fan-out has looked at: it goes on there after a crash. `drill` never
    changes. `version` counts edits; `accepted` are the warnings (JSON) that the submitter has read and accepted.
    `audience` is the rule (JSON) by which recipients are chosen; `seal` covers what was approved, under the key that
    `seal_key` names. `shown_count` is how many recipients the approver saw and typed.
    """

    __tablename__ = "alert"
    __table_args__ = (Index("ix_alert_status_id", "status", "id"),)

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    code: Mapped[str] = mapped_column(String(8), unique=True)
    status: Mapped[str] = mapped_column(String(12))
    drill: Mapped[bool] = mapped_column(Boolean, default=False)
    kind: Mapped[str] = mapped_column(String(12), server_default="alert")
    form: Mapped[str] = mapped_column(String(12), server_default="alert")
    msg_type: Mapped[str] = mapped_column(String(8))
    category: Mapped[str] = mapped_column(String(12))
    severity: Mapped[str] = mapped_column(String(12))
    urgency: Mapped[str] = mapped_column(String(12))
    certainty: Mapped[str] = mapped_column(String(12))
    references_id: Mapped[int | None] = mapped_column(BigId, ForeignKey("alert.id"), index=True)
    issuer: Mapped[str] = mapped_column(String(120))
    headline: Mapped[str] = mapped_column(String(160), server_default="")
    place: Mapped[str] = mapped_column(String(160), server_default="")
    instruction: Mapped[str] = mapped_column(String(500), server_default="")
    origin: Mapped[str] = mapped_column(String(255), server_default="", index=True)
    template_id: Mapped[int | None] = mapped_column(BigId, ForeignKey("alert_template.id"))
    version: Mapped[int] = mapped_column(Integer, server_default="1")
    author_id: Mapped[int | None] = mapped_column(BigId, ForeignKey("staff_account.id"))
    editor_id: Mapped[int | None] = mapped_column(BigId, ForeignKey("staff_account.id"))
    submitter_id: Mapped[int | None] = mapped_column(BigId, ForeignKey("staff_account.id"))
    approver_id: Mapped[int | None] = mapped_column(BigId, ForeignKey("staff_account.id"))
    accepted: Mapped[str] = mapped_column(Text, server_default="[]")
    audience: Mapped[str] = mapped_column(Text, server_default="")
    shown_count: Mapped[int | None] = mapped_column(Integer)
    seal: Mapped[bytes | None] = mapped_column(LargeBinary(32))
    seal_key: Mapped[str] = mapped_column(String(16), server_default="")
    created_at: Mapped[datetime] = mapped_column()
    edited_at: Mapped[datetime | None] = mapped_column()
    event_at: Mapped[datetime | None] = mapped_column()
    expires_at: Mapped[datetime] = mapped_column()
    submitted_at: Mapped[datetime | None] = mapped_column()
    approved_at: Mapped[datetime | None] = mapped_column()
    sending_at: Mapped[datetime | None] = mapped_column()
    stopped_at: Mapped[datetime | None] = mapped_column()
    finished_at: Mapped[datetime | None] = mapped_column()
    reached_id: Mapped[int] = mapped_column(BigId, server_default="0")
    recipients: Mapped[int] = mapped_column(Integer, server_default="0")
    fanned_out_at: Mapped[datetime | None] = mapped_column()


class AlertText(Base):
    """The words of an alert in one language, as they leave."""

    __tablename__ = "alert_text"
    __table_args__ = (UniqueConstraint("alert_id", "language"),)

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    alert_id: Mapped[int] = mapped_column(BigId, ForeignKey("alert.id", ondelete="CASCADE"))
    language: Mapped[str] = mapped_column(String(3))
    body: Mapped[str] = mapped_column(Text)
    encoding: Mapped[str] = mapped_column(String(4))
    segments: Mapped[int] = mapped_column(Integer)


class AlertRegion(Base):
    """A region that an alert is for: everybody who subscribed to it, inside it, or to what covers it."""

    __tablename__ = "alert_region"

    alert_id: Mapped[int] = mapped_column(
        BigId, ForeignKey("alert.id", ondelete="CASCADE"), primary_key=True, autoincrement=False
    )
    region_code: Mapped[str] = mapped_column(RegionCode, ForeignKey("region.code"), primary_key=True)


class AlertEvent(Base):
    """One step in the life of an alert: what was done to which version, by whom, from where, and why.

    `actor` is the name as it was (an account, or the worker), `via` web, sms, worker or terminal; `details` is JSON.
    """

    __tablename__ = "alert_event"

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    alert_id: Mapped[int] = mapped_column(BigId, ForeignKey("alert.id", ondelete="CASCADE"), index=True)
    act: Mapped[str] = mapped_column(String(12))
    before: Mapped[str] = mapped_column(String(12))
    after: Mapped[str] = mapped_column(String(12))
    version: Mapped[int] = mapped_column(Integer)
    actor_id: Mapped[int | None] = mapped_column(BigId, ForeignKey("staff_account.id"))
    actor: Mapped[str] = mapped_column(String(32))
    via: Mapped[str] = mapped_column(String(8))
    why: Mapped[str] = mapped_column(String(500))
    details: Mapped[str] = mapped_column(Text)
    at: Mapped[datetime] = mapped_column()
