"""Dialogues over USSD that a network does not resend: where each stands, for minutes."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Boolean, Integer, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from smsinfo.db.base import Base, Sealed


class UssdSession(Base):
    """One dialogue, by the network's id of it. The number is sealed as a contact's is; who only looks is no contact.

    `number` is the how manieth turn was answered last (0 where the network does not say), with `screen`: a repeat is
    shown the same. `state` holds no word of what was typed. The index finds a dialogue that was dropped.
    """

    __tablename__ = "ussd_session"

    channel: Mapped[str] = mapped_column(String(32), primary_key=True)
    session: Mapped[str] = mapped_column(String(64), primary_key=True)
    msisdn_sealed: Mapped[bytes] = mapped_column(Sealed, index=True)
    version: Mapped[int] = mapped_column(Integer)
    number: Mapped[int] = mapped_column(Integer)
    state: Mapped[str] = mapped_column(Text)
    screen: Mapped[str] = mapped_column(Text)
    over: Mapped[bool] = mapped_column(Boolean)
    expires_at: Mapped[datetime] = mapped_column()
