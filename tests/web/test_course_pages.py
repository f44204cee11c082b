"""The courses for staff: each lesson as a phone gets it, how many learn, and nothing that gives a small count away."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest

from smsinfo.content.lesson_texts import course_of, lesson_text
from smsinfo.content.pack_files import read_pack
from smsinfo.content.packs import import_pack
from smsinfo.db.queries import lessons
from smsinfo.domain.staff import Role
from smsinfo.sms.segments import count
from tests.support import PACK

from .pressroom import PressRoom, read, words

PACKED = read_pack(PACK)
FIRST, SECOND = sorted(PACKED.courses, key=lambda one: one.position)[:2]


@pytest.fixture
def room(sqlite_url: str) -> Iterator[PressRoom]:
    """An editor of the province and one of Katingan, over the demo pack."""
    found = PressRoom(sqlite_url)
    found.person("prov", (Role.EDITOR, "62"))
    found.person("kat", (Role.EDITOR, "62.06"), region="62.06")
    found.person("penulis", (Role.CONTRIBUTOR, "62"))
    with found.services.database.write() as session:
        import_pack(session, PACKED, found.clock())
        for region, started, finished in (("62.06", 7, 6), ("62.71", 9, 5), ("62.03", 3, 0)):
            day = date(2026, 11, 20)
            lessons.count_course(session, day, FIRST.key, region, started=started, finished=finished)
        lessons.count_course(session, date(2026, 11, 20), SECOND.key, "62.06", started=12, finished=8)
    found.services.snapshots.refresh()
    yield found
    found.close()


def test_each_lesson_stands_there_as_the_phone_gets_it_in_each_language(room: PressRoom) -> None:
    desk = room.desk("prov")
    course = course_of(SECOND)
    for language in ("id", "en"):
        page = desk.get(f"/staff/courses?course={SECOND.key}&text={language}")
        shown = ["\n".join(one.itertext()) for one in read(page).xpath("//p[@lang]")]
        texts = [lesson_text(course, n, language, PACKED.head.mark) for n in range(1, len(course.lessons) + 1)]
        assert [" ".join(one.split()) for one in shown] == [" ".join(text.split()) for text in texts]
        assert all(lesson.text(language).why in words(page) for lesson in course.lessons)
        assert f"{count(texts[0])} segmen" in words(page)
        assert len(page.data) <= 60_000


def test_how_many_learn_is_no_more_than_what_the_report_shows(room: PressRoom) -> None:
    page = room.desk("prov").get("/staff/courses")
    rows = [[cell.text_content().strip() for cell in row] for row in read(page).xpath("//tbody/tr")]
    assert len(rows) == len(PACKED.courses)
    # three of Kapuas are hidden, and beside them the next larger count
    assert [row[2] for row in rows[:3]] == ["9+", "12", "0"]
    own = read(room.desk("kat").get("/staff/courses")).xpath("//tbody/tr")
    assert [row[2].text_content() for row in own[:2]] == ["7", "12"]


def test_who_sees_no_reports_and_what_is_not_there(room: PressRoom) -> None:
    assert room.desk("penulis").get("/staff/courses").status_code == 403
    desk = room.desk("prov")
    for asked in ("course=nothing", f"course={FIRST.key}&text=xx", f"course={FIRST.key}&text=nij"):
        assert desk.get(f"/staff/courses?{asked}").status_code == 404, asked
    assert "/staff/courses" in desk.get("/staff/reports/lessons").text
    assert "/staff/courses" not in desk.get("/staff/reports/days").text
