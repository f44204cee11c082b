"""A course of a pack as values: courses by SMS, a few lessons each, a lesson with one question of three answers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from pydantic import Strict, StringConstraints

from smsinfo.content.pack_values import Address, Body, Day, Flag, Key, Language, Line, Name, closed

Letter = Annotated[str, StringConstraints(pattern="^[ABC]$")]


@closed
@dataclass(frozen=True, slots=True)
class PackLessonText:
    """One lesson in one language. `options` are the answers A, B and C; `why` is said after right and wrong ones."""

    text: Body
    question: Line
    options: tuple[Name, ...]
    why: Line


@closed
@dataclass(frozen=True, slots=True)
class PackLessonSource:
    """Where a fact that the lesson tells was seen; `tag` names it at the end of the text."""

    tag: Name
    title: Line
    address: Address
    checked_on: Day


@closed
@dataclass(frozen=True, slots=True)
class PackLesson:
    """One lesson. `right` is the letter of the right answer, in all languages. No source: good practice, no fact."""

    right: Letter
    texts: dict[Language, PackLessonText]
    source: PackLessonSource | None = None


@closed
@dataclass(frozen=True, slots=True)
class PackCourse:
    """lessons/<key>.toml: one course. `position` orders the list that BELAJAR shows; `title` and `label` are by
    language. `needs_reader` says that nobody of the place has read it yet."""

    key: Key
    position: Annotated[int, Strict()]
    review_by: Day
    title: dict[Language, Name]
    label: dict[Language, Name]
    lessons: tuple[PackLesson, ...]
    needs_reader: Flag = False
