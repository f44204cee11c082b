"""The problems of courses: is everything there in each language, and does each lesson fit two segments?"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date
from typing import Final

from smsinfo.content.lesson_texts import MOST_SEGMENTS, course_of, lesson_text, verdict_text
from smsinfo.content.pack_courses import PackCourse, PackLesson, PackLessonText
from smsinfo.content.problems import Problem, error, warning
from smsinfo.domain.lessons import LETTERS, CatalogueCourse
from smsinfo.locale import languages
from smsinfo.sms.gsm7 import odd_characters
from smsinfo.sms.segments import count

NEEDED: Final = ("id", "en")
LABEL: Final = 16
LESSONS: Final = range(1, 10)
"""How many lessons a course may have; five is the habit."""


def course_problems(courses: Sequence[PackCourse], mark: str, today: date) -> Iterator[Problem]:
    """All problems of all courses."""
    places = Counter(course.position for course in courses)
    for course in courses:
        where = f"lessons/{course.key}.toml"
        if places[course.position] > 1:
            yield error(where, "another course has the position {position} too; give it one of its own",
                        position=course.position)  # fmt: skip
        yield from _frame_problems(where, course, today)
        for number, lesson in enumerate(course.lessons, 1):
            yield from _lesson_problems(f"{where} {number}", lesson)
        if all(_is_whole(lesson) for lesson in course.lessons):
            yield from _length_problems(where, course_of(course), mark)


def _frame_problems(where: str, course: PackCourse, today: date) -> Iterator[Problem]:
    if len(course.lessons) not in LESSONS:
        yield error(where, "has {found} lessons; a course has 1 to {most}", found=len(course.lessons), most=LESSONS[-1])
    for language in sorted({*NEEDED, *course.title, *course.label}):
        if language not in course.title or language not in course.label:
            yield error(where, "title and label are not both there in {language}; add the other", language=language)
        elif len(course.label[language]) > LABEL:
            yield error(
                where,
                "label {language} has {found} characters; at most {most} fit in a menu",
                language=language,
                found=len(course.label[language]),
                most=LABEL,
            )
    if course.needs_reader:
        yield warning(where, "waits for a reader who lives here; when one has read it, take needs_reader away")
    if course.review_by < today:
        yield warning(where, "was to be reviewed by {day}; check the facts and move the day", day=course.review_by)


def _lesson_problems(where: str, lesson: PackLesson) -> Iterator[Problem]:
    for language in NEEDED:
        if language not in lesson.texts:
            yield error(where, "no text in {language}; add it", language=language)
    for language, text in lesson.texts.items():
        here = f"{where} {language}"
        if language not in languages():
            yield error(here, "unknown language; known are {known}", known=", ".join(languages()))
        yield from _text_problems(here, text)
    if lesson.source is not None and len(lesson.source.tag) > LABEL:
        yield error(where, "tag has {found} characters; at most {most} fit", found=len(lesson.source.tag), most=LABEL)


def _text_problems(where: str, text: PackLessonText) -> Iterator[Problem]:
    if len(text.options) != len(LETTERS):
        yield error(where, "has {found} answers; a question has three: A, B and C", found=len(text.options))
    if not text.text:
        yield error(where, "the text is empty; write it or take the language away")
    odd = odd_characters("".join((text.text, text.question, *text.options, text.why)))
    if odd:
        yield error(where, "forces UCS-2 (twice the price): {odd}; write others", odd=" ".join(odd))


def _is_whole(lesson: PackLesson) -> bool:
    return "id" in lesson.texts and all(len(text.options) == len(LETTERS) for text in lesson.texts.values())


def _length_problems(where: str, course: CatalogueCourse, mark: str) -> Iterator[Problem]:
    for number, lesson in enumerate(course.lessons, 1):
        for language in lesson.texts:
            here = f"{where} {number} {language}"
            found = count(lesson_text(course, number, language, mark))
            if found > MOST_SEGMENTS:
                yield error(here, "takes {found} segments with its question; at most {most} fit", found=found,
                            most=MOST_SEGMENTS)  # fmt: skip
            wrong = next(letter for letter in LETTERS if letter != lesson.right)
            if count(verdict_text(lesson, wrong, language)) > 1:
                yield error(here, "why is too long for one segment with what stands before it; shorten it")
