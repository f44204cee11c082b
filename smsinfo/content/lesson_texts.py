"""What a citizen reads of a course: the lesson with its question, and what is said to an answer."""

from __future__ import annotations

from typing import Final

from smsinfo.content.pack_courses import PackCourse, PackLesson
from smsinfo.content.render import stamp
from smsinfo.domain.lessons import LETTERS, CatalogueCourse, CatalogueLesson, LessonText
from smsinfo.locale import say

MOST_SEGMENTS: Final = 2
"""Of one lesson with its question: who learns by SMS reads on a small screen."""


def course_of(course: PackCourse) -> CatalogueCourse:
    """The course as the snapshot holds it."""
    return CatalogueCourse(course.key, course.title, course.label, tuple(map(_lesson_of, course.lessons)))


def _lesson_of(lesson: PackLesson) -> CatalogueLesson:
    texts = {
        language: LessonText(text.text, text.question, text.options, text.why)
        for language, text in lesson.texts.items()
    }
    source = lesson.source
    return CatalogueLesson(lesson.right, texts, source.tag if source else "", source.checked_on if source else None)


def lesson_text(course: CatalogueCourse, number: int, language: str, mark: str) -> str:
    """The lesson of a number (from 1) with its source, its question, and how to answer."""
    lesson = course.lessons[number - 1]
    found = lesson.text(language)
    answers = " ".join(f"{letter} {option}" for letter, option in zip(LETTERS, found.options, strict=False))
    head = f"{number}/{len(course.lessons)} {found.text}{_source(lesson, mark)}"
    return f"{head}\n{found.question} {answers}. {say('lesson.letters', language)}"


def verdict_text(lesson: CatalogueLesson, letter: str, language: str) -> str:
    """Right or wrong, and one line why."""
    why = lesson.text(language).why
    if letter == lesson.right:
        return say("lesson.right", language, why=why)
    return say("lesson.wrong", language, right=lesson.right, why=why)


def _source(lesson: CatalogueLesson, mark: str) -> str:
    if lesson.checked_on is not None:
        return stamp(lesson.tag, lesson.checked_on, mark)
    return f" ({mark})" if mark else ""
