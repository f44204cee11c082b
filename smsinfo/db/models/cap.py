"""CAP documents that came in, and what became of each."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from smsinfo.db.base import Base, BigId


class CapDocument(Base):
    """One document in one language: sender, identifier and sent name it anywhere. `origin` is the file or address.

    `outcome` says what became of it (smsinfo/alerts/cap/outcome.py), `alert_id` which draft. `found` is JSON: the
    regions that were proposed with their reasons, and the remarks.
    """

    __tablename__ = "cap_document"
    __table_args__ = (UniqueConstraint("sender", "identifier", "sent_at", "language"),)

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    sender: Mapped[str] = mapped_column(String(300))
    identifier: Mapped[str] = mapped_column(String(300))
    sent_at: Mapped[datetime] = mapped_column()
    language: Mapped[str] = mapped_column(String(3))
    status: Mapped[str] = mapped_column(String(10))
    msg_type: Mapped[str] = mapped_column(String(8))
    headline: Mapped[str] = mapped_column(String(500))
    origin: Mapped[str] = mapped_column(String(500))
    outcome: Mapped[str] = mapped_column(String(12))
    found: Mapped[str] = mapped_column(Text)
    alert_id: Mapped[int | None] = mapped_column(BigId, ForeignKey("alert.id", ondelete="SET NULL"), index=True)
    seen_at: Mapped[datetime] = mapped_column()
