"""Courses by SMS, how far each phone is in them, and what is counted of it without the phone."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import Boolean, Date, ForeignKey, Index, Integer, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from smsinfo.db.base import Base, BigId, RegionCode


class Course(Base):
    """One course. `needs_reader`: nobody of the place has read it yet."""

    __tablename__ = "course"

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    key: Mapped[str] = mapped_column(String(40), unique=True)
    position: Mapped[int] = mapped_column(default=0)
    needs_reader: Mapped[bool] = mapped_column(Boolean, default=False)
    review_by: Mapped[date] = mapped_column(Date)


class CourseName(Base):
    """Title and label (menus) of a course in one language."""

    __tablename__ = "course_name"

    course_id: Mapped[int] = mapped_column(
        BigId, ForeignKey("course.id", ondelete="CASCADE"), primary_key=True, autoincrement=False
    )
    language: Mapped[str] = mapped_column(String(3), primary_key=True)
    title: Mapped[str] = mapped_column(String(80))
    label: Mapped[str] = mapped_column(String(16))


class Lesson(Base):
    """One lesson; `right_option` is A, B or C. The source is empty where the lesson tells no fact."""

    __tablename__ = "lesson"
    __table_args__ = (UniqueConstraint("course_id", "number"),)

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    course_id: Mapped[int] = mapped_column(BigId, ForeignKey("course.id", ondelete="CASCADE"))
    number: Mapped[int] = mapped_column()
    right_option: Mapped[str] = mapped_column(String(1))
    tag: Mapped[str] = mapped_column(String(16), default="")
    source_title: Mapped[str] = mapped_column(String(200), default="")
    source_address: Mapped[str] = mapped_column(String(300), default="")
    checked_on: Mapped[date | None] = mapped_column(Date)


class LessonText(Base):
    """One lesson in one language: what is taught, the question, its three answers, and why."""

    __tablename__ = "lesson_text"

    lesson_id: Mapped[int] = mapped_column(
        BigId, ForeignKey("lesson.id", ondelete="CASCADE"), primary_key=True, autoincrement=False
    )
    language: Mapped[str] = mapped_column(String(3), primary_key=True)
    body: Mapped[str] = mapped_column(Text)
    question: Mapped[str] = mapped_column(String(200))
    option_a: Mapped[str] = mapped_column(String(80))
    option_b: Mapped[str] = mapped_column(String(80))
    option_c: Mapped[str] = mapped_column(String(80))
    why: Mapped[str] = mapped_column(String(200))


class LessonProgress(Base):
    """How far a phone is in a course (by key: a course may go, its progress is then of no use and no harm).

    `waiting` while the question of `lesson` is open; `certificate` is the code of the first finish.
    """

    __tablename__ = "lesson_progress"
    __table_args__ = (Index("ix_lesson_progress_at", "at"),)

    contact_id: Mapped[int] = mapped_column(
        BigId, ForeignKey("contact.id", ondelete="CASCADE"), primary_key=True, autoincrement=False
    )
    course_key: Mapped[str] = mapped_column(String(40), primary_key=True)
    lesson: Mapped[int] = mapped_column()
    right_answers: Mapped[int] = mapped_column(default=0)
    waiting: Mapped[bool] = mapped_column(Boolean, default=True)
    started_at: Mapped[datetime] = mapped_column()
    at: Mapped[datetime] = mapped_column()
    finished_at: Mapped[datetime | None] = mapped_column()
    times: Mapped[int] = mapped_column(default=0)
    certificate: Mapped[str | None] = mapped_column(String(5))


class Certificate(Base):
    """Which course was finished, and when. Whose it is stands in the progress only, and goes with it."""

    __tablename__ = "certificate"

    code: Mapped[str] = mapped_column(String(5), primary_key=True)
    course_key: Mapped[str] = mapped_column(String(40))
    finished_on: Mapped[date] = mapped_column(Date)


class CourseCount(Base):
    """How often a course was begun, and finished for the first time, on a day from a region ('' where unknown)."""

    __tablename__ = "course_count"

    day: Mapped[date] = mapped_column(Date, primary_key=True)
    course_key: Mapped[str] = mapped_column(String(40), primary_key=True)
    region_code: Mapped[str] = mapped_column(RegionCode, primary_key=True)
    started: Mapped[int] = mapped_column(Integer, default=0)
    finished: Mapped[int] = mapped_column(Integer, default=0)


class TopicRating(Base):
    """Whether answers about a topic helped, by day and region ('' where unknown): counts, nobody's."""

    __tablename__ = "topic_rating"

    day: Mapped[date] = mapped_column(Date, primary_key=True)
    topic_key: Mapped[str] = mapped_column(String(40), primary_key=True)
    region_code: Mapped[str] = mapped_column(RegionCode, primary_key=True)
    yes: Mapped[int] = mapped_column(Integer, default=0)
    no: Mapped[int] = mapped_column(Integer, default=0)
