"""Courses by SMS: where a person is, what an answer leads to, the certificate at the end."""

from __future__ import annotations

import secrets
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import Connection
from sqlalchemy.orm import Session

from smsinfo.community.kit import Kit
from smsinfo.db.queries import lessons as rows
from smsinfo.domain.lessons import CatalogueCourse, CatalogueLesson, Certificate, Progress

LETTERS_OF_A_CODE: Final = "ACDEFGHJKMNPQRTUVWXY"
DIGITS_OF_A_CODE: Final = "34679"
"""Without those that are read or heard for one another: 0/O, 1/I/L, 2/Z, 5/S, 8/B."""

PAGE: Final = 1000

CODE_LENGTH: Final = 5
"""A letter-and-digit code of five is what CEK takes for a code (understanding/commands.py)."""


@dataclass(frozen=True, slots=True)
class Learner:
    """Who learns: the contact, and where it lives. What is practised is not counted."""

    contact_id: int
    region: str | None
    practice: bool


@dataclass(frozen=True, slots=True)
class Answered:
    """What an answer led to: the lesson that it answered, whether it was right, and how far the person is now."""

    lesson: CatalogueLesson
    right: bool
    progress: Progress

    @property
    def finished(self) -> bool:
        """True after the last lesson."""
        return not self.progress.waiting


class Lessons:
    """The service; every method works in the caller's transaction."""

    def __init__(self, kit: Kit) -> None:
        self._zone = kit.settings.zone
        self._kept = timedelta(days=kit.settings.lesson_days)

    def open_question(self, session: Session, contact_id: int, courses: dict[str, CatalogueCourse]) -> Progress | None:
        """The question that waits for a letter: that of the latest text, of a course that is still there."""
        waiting = (found for found in rows.of_contact(session, contact_id) if found.waiting)
        return next((found for found in waiting if _fits(found, courses.get(found.course))), None)

    def begin(self, session: Session, who: Learner, course: CatalogueCourse, now: datetime) -> Progress:
        """Go on where the person stopped; from the first lesson where they never were, or have finished."""
        known = self._of(session, who, course.key)
        if known is not None and known.waiting and _fits(known, course):
            going = replace(known, at=now)
        elif known is not None:
            going = replace(known, lesson=1, right=0, waiting=True, at=now)
        else:
            going = Progress(course.key, 1, 0, True, now, now, None, 0, None)
            self._count(session, who, course.key, now, started=1)
        rows.save(session, who.contact_id, going)
        return going

    def answer(
        self, session: Session, who: Learner, course: CatalogueCourse, letter: str, now: datetime
    ) -> Answered | None:
        """Take a letter (A, B, C) as the answer to the course's open question; None where none is open."""
        known = self._of(session, who, course.key)
        if known is None or not known.waiting or not _fits(known, course):
            return None
        lesson = course.lessons[known.lesson - 1]
        right = letter == lesson.right
        going = replace(known, right=known.right + right, at=now)
        if known.lesson < len(course.lessons):
            going = replace(going, lesson=known.lesson + 1)
        else:
            going = self._finish(session, who, going, now)
        rows.save(session, who.contact_id, going)
        return Answered(lesson, right, going)

    def certificate(self, session: Session, code: str) -> Certificate | None:
        """The certificate of a code as somebody types it."""
        return rows.certificate(session, code.strip().upper())

    def forget(self, connection: Connection, now: datetime) -> int:
        """Forget a page of the progress that nobody has gone on with for as long as the operator keeps it; how many."""
        return rows.drop_untouched(connection, now - self._kept, PAGE)

    def _finish(self, session: Session, who: Learner, going: Progress, now: datetime) -> Progress:
        code = going.certificate or self._certify(session, going.course, now)
        if going.finished_at is None:
            self._count(session, who, going.course, now, finished=1)
        return replace(
            going, waiting=False, finished_at=going.finished_at or now, times=going.times + 1, certificate=code
        )

    def _certify(self, session: Session, course: str, now: datetime) -> str:
        day = now.astimezone(self._zone).date()
        while True:
            code = _new_code()
            if rows.add_certificate(session, Certificate(code, course, day)):
                return code

    def _count(
        self, session: Session, who: Learner, course: str, now: datetime, *, started: int = 0, finished: int = 0
    ) -> None:
        if not who.practice:
            day = now.astimezone(self._zone).date()
            rows.count_course(session, day, course, who.region, started=started, finished=finished)

    @staticmethod
    def _of(session: Session, who: Learner, course: str) -> Progress | None:
        return next((found for found in rows.of_contact(session, who.contact_id) if found.course == course), None)


def _fits(progress: Progress, course: CatalogueCourse | None) -> bool:
    """False where a publication took the course or the lesson away."""
    return course is not None and progress.lesson <= len(course.lessons)


def _new_code() -> str:
    """A random code with a letter and a digit in it: by both CEK knows that a code is meant."""
    signs = [secrets.choice(LETTERS_OF_A_CODE), secrets.choice(DIGITS_OF_A_CODE)]
    signs += [secrets.choice(LETTERS_OF_A_CODE + DIGITS_OF_A_CODE) for _ in range(CODE_LENGTH - len(signs))]
    return "".join(secrets.SystemRandom().sample(signs, len(signs)))
