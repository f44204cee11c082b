"""Courses by SMS as the snapshot holds them, and how far a person is in one."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

LETTERS: Final = ("A", "B", "C")


@dataclass(frozen=True, slots=True)
class LessonText:
    """One lesson in one language; `options` are the answers A, B and C."""

    text: str
    question: str
    options: tuple[str, ...]
    why: str


@dataclass(frozen=True, slots=True)
class CatalogueLesson:
    """One lesson. `tag` and `checked_on` name the source of a fact that it tells; '' and None where it tells none."""

    right: str
    texts: dict[str, LessonText]
    tag: str = ""
    checked_on: date | None = None

    def text(self, language: str) -> LessonText:
        """The lesson in the language, else in Indonesian."""
        return self.texts.get(language) or self.texts["id"]


@dataclass(frozen=True, slots=True)
class CatalogueCourse:
    """One course; titles and labels (menus) by language."""

    key: str
    titles: dict[str, str]
    labels: dict[str, str]
    lessons: tuple[CatalogueLesson, ...]

    def title(self, language: str) -> str:
        """The name in the language, else in Indonesian."""
        return self.titles.get(language) or self.titles["id"]

    def label(self, language: str) -> str:
        """The short name in the language, else in Indonesian."""
        return self.labels.get(language) or self.labels["id"]


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a person is: `lesson` counts from 1; `waiting` while its question is open.

    `times` is how often the course was finished, `certificate` the code of the first time.
    """

    course: str
    lesson: int
    right: int
    waiting: bool
    started_at: datetime
    at: datetime
    finished_at: datetime | None
    times: int
    certificate: str | None


@dataclass(frozen=True, slots=True)
class Certificate:
    """What a certificate's code says: which course, and when it was finished. Whose it is nobody can tell."""

    code: str
    course: str
    finished_on: date
