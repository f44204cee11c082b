"""Puts the courses of a pack into the database and reads them back. Courses that the pack does not have stay."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from sqlalchemy.orm import Session

from smsinfo.content.pack_courses import PackCourse, PackLesson, PackLessonSource, PackLessonText
from smsinfo.content.report import Ledger
from smsinfo.db.queries import courses as rows


def put_courses(session: Session, wanted: Sequence[PackCourse], stored: Sequence[PackCourse], ledger: Ledger) -> None:
    """Courses by key; a changed one is written anew."""
    known = {course.key: course for course in stored}
    for course in wanted:
        differs = known.get(course.key) != course
        ledger.note(f"lessons/{course.key}.toml", was_there=course.key in known, differs=differs)
        if differs:
            _put(session, course)


def stored_courses(session: Session) -> tuple[PackCourse, ...]:
    """All courses, in the order of the list; four statements, however many there are."""
    names: dict[int, list[rows.NameRow]] = defaultdict(list)
    for name in rows.names(session):
        names[name.course_id].append(name)
    texts: dict[int, dict[str, PackLessonText]] = defaultdict(dict)
    for text in rows.texts(session):
        texts[text.lesson_id][text.language] = PackLessonText(text.body, text.question, text.options, text.why)
    lessons: dict[int, list[PackLesson]] = defaultdict(list)
    for lesson in rows.lessons(session):
        lessons[lesson.course_id].append(PackLesson(lesson.right_option, texts[lesson.id], _source(lesson)))
    return tuple(
        PackCourse(
            key=course.key,
            position=course.position,
            review_by=course.review_by,
            title={name.language: name.title for name in names[course.id]},
            label={name.language: name.label for name in names[course.id]},
            lessons=tuple(lessons[course.id]),
            needs_reader=course.needs_reader,
        )
        for course in rows.courses(session)
    )


def _put(session: Session, course: PackCourse) -> None:
    course_id = rows.put_course(session, course.key, course.position, course.needs_reader, course.review_by)
    rows.add_names(session, course_id, {code: (title, course.label[code]) for code, title in course.title.items()})
    for number, lesson in enumerate(course.lessons, 1):
        texts = [
            rows.TextRow(0, language, text.text, text.question, (text.options[0], text.options[1], text.options[2]),
                         text.why)
            for language, text in lesson.texts.items()
        ]  # fmt: skip
        rows.add_lesson(session, course_id, _row(number, lesson), texts)


def _row(number: int, lesson: PackLesson) -> rows.LessonValues:
    source = lesson.source
    return rows.LessonValues(
        number=number,
        right_option=lesson.right,
        tag=source.tag if source else "",
        source_title=source.title if source else "",
        source_address=source.address if source else "",
        checked_on=source.checked_on if source else None,
    )


def _source(lesson: rows.LessonRow) -> PackLessonSource | None:
    if lesson.checked_on is None:
        return None
    return PackLessonSource(lesson.tag, lesson.source_title, lesson.source_address, lesson.checked_on)
