"""Courses by SMS as citizens get them with BELAJAR: lessons, segments and answers, and how many learn. Read-only."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from flask import abort, render_template, request
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from smsinfo.content.lesson_texts import MOST_SEGMENTS, lesson_text
from smsinfo.db.queries import courses as rows
from smsinfo.db.queries.content import content_version
from smsinfo.domain.lessons import CatalogueCourse, CatalogueLesson
from smsinfo.domain.staff import Permission
from smsinfo.locale import NAMES
from smsinfo.reports import load
from smsinfo.reports.shape import Query
from smsinfo.sms.segments import count
from smsinfo.web.access import services
from smsinfo.web.desk import today
from smsinfo.web.gate import needs, person, staff_pages
from smsinfo.web.i18n import page_language
from smsinfo.web.report_form import usual_region

EVER: Final = date(2000, 1, 1)
"""Before the first text."""

pages = staff_pages("courses", __name__)


@dataclass(frozen=True, slots=True)
class Learned:
    """How often a course was begun or finished; `more`: small counts are hidden, and not in the number."""

    number: int = 0
    more: bool = False


@dataclass(frozen=True, slots=True)
class Shown:
    """A lesson as a phone shows it, with its segments."""

    text: str
    segments: int
    lesson: CatalogueLesson
    why: str


@pages.get("/courses")
@needs(Permission.REPORTS)
def all_() -> ResponseReturnValue:
    """All courses, and the lessons of one in a language of citizens; 404 for a course or language that it has not."""
    catalogue = services().snapshots.current().catalogue
    chosen = _chosen(catalogue.courses)
    with services().database.read() as session:
        version, frames = content_version(session), {one.key: one for one in rows.courses(session)}
        learned = _learned(session)
    language = _language(chosen) if chosen else ""
    return render_template(
        "courses/list.html",
        courses=[(one, one.title(page_language()), frames.get(one.key)) for one in catalogue.courses],
        learned=learned,
        nobody=Learned(),
        version=version,
        chosen=chosen,
        language=language,
        languages={code: NAMES[code] for code in _languages(chosen)} if chosen else {},
        lessons=_lessons(chosen, language, catalogue.mark) if chosen else [],
        most=MOST_SEGMENTS,
    )


def _chosen(courses: Sequence[CatalogueCourse]) -> CatalogueCourse | None:
    """The course that the address asks for, else the first; None where there are none."""
    asked = request.args.get("course", "")
    found = next((one for one in courses if one.key == asked or not asked), None)
    if asked and found is None:
        abort(404)
    return found


def _languages(course: CatalogueCourse) -> list[str]:
    found = {code for lesson in course.lessons for code in lesson.texts}
    return [code for code in NAMES if code in found]


def _language(course: CatalogueCourse) -> str:
    asked = request.args.get("text", "")
    known = _languages(course)
    if asked and asked not in known:
        abort(404)
    return asked or (page_language() if page_language() in known else known[0])


def _lessons(course: CatalogueCourse, language: str, mark: str) -> list[Shown]:
    texts = [lesson_text(course, number, language, mark) for number in range(1, len(course.lessons) + 1)]
    return [
        Shown(text, count(text), lesson, lesson.text(language).why)
        for text, lesson in zip(texts, course.lessons, strict=True)
    ]


def _learned(session: Session) -> dict[str, tuple[Learned, Learned]]:
    """Title -> begun, finished: the sums of what the report `lessons` shows, so that nothing more can be reckoned."""
    report, settings = load("lessons"), services().settings
    region = usual_region(report, person())
    query = Query(EVER, today(), today(), settings.zone, region, page_language())
    found: dict[str, tuple[Learned, Learned]] = {}
    for row in report.make(session, query).rows:
        begun, finished = found.get(row.course, (Learned(), Learned()))
        found[row.course] = _added(begun, row.started), _added(finished, row.finished)
    return found


def _added(sum_: Learned, shown: object) -> Learned:
    return Learned(sum_.number + shown, sum_.more) if isinstance(shown, int) else Learned(sum_.number, more=True)
