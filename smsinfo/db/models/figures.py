"""What reports read beside `DailyCount`: its sums, how hand-overs ended, how long answers took. Days stay."""

from __future__ import annotations

from datetime import date

from sqlalchemy import Date, Integer, String
from sqlalchemy.orm import Mapped, mapped_column

from smsinfo.db.base import Base, RegionCode


class DailyOutcome(Base):
    """MTs of one day by channel, operator, purpose and what became of them. '' stands for no operator (mail)."""

    __tablename__ = "daily_outcome"

    day: Mapped[date] = mapped_column(Date, primary_key=True)
    channel: Mapped[str] = mapped_column(String(32), primary_key=True)
    operator: Mapped[str] = mapped_column(String(16), primary_key=True)
    purpose: Mapped[str] = mapped_column(String(8), primary_key=True)
    status: Mapped[str] = mapped_column(String(10), primary_key=True)
    messages: Mapped[int] = mapped_column(Integer, default=0)
    segments: Mapped[int] = mapped_column(Integer, default=0)
    cost_idr: Mapped[int] = mapped_column(Integer, default=0)


class DailyTiming(Base):
    """Answers of one day by how long they took: `seconds` is the upper end of a step, 0 of the last, open one.

    Steps can be added up over days, and a median read from them; a median of each day could not.
    """

    __tablename__ = "daily_timing"

    day: Mapped[date] = mapped_column(Date, primary_key=True)
    channel: Mapped[str] = mapped_column(String(32), primary_key=True)
    seconds: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    answers: Mapped[int] = mapped_column(Integer, default=0)


class DailyPlace(Base):
    """`DailyCount` added up for each place that may be asked for, with all that lies in it: '' stands for everywhere.

    Villages have no sum: what is theirs alone is read from `DailyCount`. The rows lie in the order of the key, so that
    a day of a place is one look, on SQLite without a second tree beside the table.
    """

    __tablename__ = "daily_place"
    __table_args__ = ({"sqlite_with_rowid": False},)

    day: Mapped[date] = mapped_column(Date, primary_key=True)
    place: Mapped[str] = mapped_column(RegionCode, primary_key=True)
    kind: Mapped[str] = mapped_column(String(8), primary_key=True)
    language: Mapped[str] = mapped_column(String(3), primary_key=True)
    messages: Mapped[int] = mapped_column(Integer, default=0)
    segments: Mapped[int] = mapped_column(Integer, default=0)
    cost_idr: Mapped[int] = mapped_column(Integer, default=0)


class DailyTopic(Base):
    """The answers of `DailyCount` added up by topic: everywhere (''), in a province, in a regency or city."""

    __tablename__ = "daily_topic"
    __table_args__ = ({"sqlite_with_rowid": False},)

    day: Mapped[date] = mapped_column(Date, primary_key=True)
    place: Mapped[str] = mapped_column(RegionCode, primary_key=True)
    topic_key: Mapped[str] = mapped_column(String(40), primary_key=True)
    messages: Mapped[int] = mapped_column(Integer, default=0)
    segments: Mapped[int] = mapped_column(Integer, default=0)
    cost_idr: Mapped[int] = mapped_column(Integer, default=0)
