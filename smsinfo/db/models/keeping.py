"""What keeps the content true: whether the sources' addresses answer, and on which days offices are closed."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import Boolean, Date, Integer, String
from sqlalchemy.orm import Mapped, mapped_column

from smsinfo.db.base import Base


class LinkCheck(Base):
    """What came of the last look at a source's address. It goes by the address: an import writes sources anew.

    `result`: ok, moved, broken, unsure, away, no_link. `since` is when a look first came to that.
    """

    __tablename__ = "link_check"

    address: Mapped[str] = mapped_column(String(300), primary_key=True)
    result: Mapped[str] = mapped_column(String(8))
    status: Mapped[int | None] = mapped_column(Integer)
    detail: Mapped[str] = mapped_column(String(300), default="")
    checked_at: Mapped[datetime] = mapped_column()
    since: Mapped[datetime] = mapped_column()


class HolidayYear(Base):
    """A year whose holidays we have been told; `complete` only when the government's list is in."""

    __tablename__ = "holiday_year"

    year: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    complete: Mapped[bool] = mapped_column(Boolean)
    source: Mapped[str] = mapped_column(String(200))
    checked_on: Mapped[date] = mapped_column(Date)


class Holiday(Base):
    """A day on which offices are closed."""

    __tablename__ = "holiday"

    day: Mapped[date] = mapped_column(Date, primary_key=True)
    name: Mapped[str] = mapped_column(String(80))
