"""Courses and their lessons as content: read whole for the snapshot, written course by course from a pack."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import NamedTuple, TypedDict

from sqlalchemy import delete, insert, select
from sqlalchemy.orm import Session

from smsinfo.db.models import Course, CourseName, Lesson, LessonText


class CourseRow(NamedTuple):
    """A row of `course`."""

    id: int
    key: str
    position: int
    needs_reader: bool
    review_by: date


class NameRow(NamedTuple):
    """A row of `course_name`."""

    course_id: int
    language: str
    title: str
    label: str


class LessonRow(NamedTuple):
    """A row of `lesson`."""

    id: int
    course_id: int
    number: int
    right_option: str
    tag: str
    source_title: str
    source_address: str
    checked_on: date | None


class TextRow(NamedTuple):
    """A row of `lesson_text`."""

    lesson_id: int
    language: str
    body: str
    question: str
    options: tuple[str, str, str]
    why: str


class LessonValues(TypedDict):
    """A lesson to write; its texts stand beside it."""

    number: int
    right_option: str
    tag: str
    source_title: str
    source_address: str
    checked_on: date | None


def courses(session: Session) -> list[CourseRow]:
    """All courses, in the order of the list."""
    columns = select(Course.id, Course.key, Course.position, Course.needs_reader, Course.review_by)
    return [CourseRow(*row) for row in session.execute(columns.order_by(Course.position, Course.key))]


def names(session: Session) -> list[NameRow]:
    """All titles and labels."""
    columns = select(CourseName.course_id, CourseName.language, CourseName.title, CourseName.label)
    return [NameRow(*row) for row in session.execute(columns)]


def lessons(session: Session) -> list[LessonRow]:
    """All lessons, in the order of each course."""
    columns = select(
        Lesson.id,
        Lesson.course_id,
        Lesson.number,
        Lesson.right_option,
        Lesson.tag,
        Lesson.source_title,
        Lesson.source_address,
        Lesson.checked_on,
    )
    return [LessonRow(*row) for row in session.execute(columns.order_by(Lesson.course_id, Lesson.number))]


def texts(session: Session) -> list[TextRow]:
    """All texts of lessons."""
    options = (LessonText.option_a, LessonText.option_b, LessonText.option_c)
    columns = select(
        LessonText.lesson_id, LessonText.language, LessonText.body, LessonText.question, *options, LessonText.why
    )
    return [
        TextRow(lesson_id, language, body, question, (a, b, c), why)
        for lesson_id, language, body, question, a, b, c, why in session.execute(columns)
    ]


def titles(session: Session, language: str) -> dict[str, str]:
    """Key -> title in the language, else in Indonesian; in the order of the list."""
    named: dict[str, dict[str, str]] = {}
    columns = select(Course.key, CourseName.language, CourseName.title).join(CourseName)
    for key, code, title in session.execute(columns.order_by(Course.position, Course.key)):
        named.setdefault(key, {})[code] = title
    return {key: found.get(language) or found["id"] for key, found in named.items()}


def put_course(session: Session, key: str, position: int, needs_reader: bool, review_by: date) -> int:
    """Write a course's frame, whatever stood there, without names and lessons; its id."""
    known = session.scalar(select(Course).where(Course.key == key))
    course = known or Course(key=key)
    course.position, course.needs_reader, course.review_by = position, needs_reader, review_by
    session.add(course)
    session.flush()
    old = select(Lesson.id).where(Lesson.course_id == course.id)
    session.execute(delete(LessonText).where(LessonText.lesson_id.in_(old)))
    session.execute(delete(Lesson).where(Lesson.course_id == course.id))
    session.execute(delete(CourseName).where(CourseName.course_id == course.id))
    return course.id


def add_names(session: Session, course_id: int, named: Mapping[str, tuple[str, str]]) -> None:
    """Language -> (title, label)."""
    rows = [
        {"course_id": course_id, "language": language, "title": title, "label": label}
        for language, (title, label) in named.items()
    ]
    session.execute(insert(CourseName), rows)


def add_lesson(session: Session, course_id: int, values: LessonValues, written: Sequence[TextRow]) -> None:
    """One lesson with its texts, whose `lesson_id` is not looked at."""
    lesson = Lesson(course_id=course_id, **values)
    session.add(lesson)
    session.flush()
    rows = [
        {
            "lesson_id": lesson.id,
            "language": text.language,
            "body": text.body,
            "question": text.question,
            "option_a": text.options[0],
            "option_b": text.options[1],
            "option_c": text.options[2],
            "why": text.why,
        }
        for text in written
    ]
    session.execute(insert(LessonText), rows)
