"""Siti has finished a course by SMS; at the office somebody types her code into a page, and reads no name."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Final

import pytest
from werkzeug.test import TestResponse

from smsinfo.content.pack_files import read_pack
from smsinfo.db.queries import lessons
from smsinfo.domain.lessons import Certificate
from tests.support import PACK

from .windowseat import Seat

COURSE: Final = read_pack(PACK).courses[0]
EVIL = "%3Cscript%3Ealert(1)"


@pytest.fixture(scope="module")
def seat(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Seat]:
    """Made once; tests only look."""
    found = Seat(tmp_path_factory.mktemp("certificates"))
    yield found
    found.close()


@pytest.fixture(scope="module")
def code(seat: Seat) -> str:
    """The code of a certificate for the first course, of November."""
    with seat.services.database.write() as session:
        assert lessons.add_certificate(session, Certificate("K7M4P", COURSE.key, date(2026, 11, 30)))
    return "K7M4P"


def typed(seat: Seat, code: str) -> TestResponse:
    """Somebody types a code into the page of courses."""
    return seat.get(f"/belajar?kode={code}")


def test_a_code_says_course_and_month_and_no_name(seat: Seat, code: str) -> None:
    assert typed(seat, f"+{code.lower()}+").headers["Location"] == f"/belajar/{code}"
    text = seat.text(f"/belajar/{code}")
    assert f"{COURSE.title['id']} {code} adalah sertifikat untuk kursus ini. Selesai pada November 2026." in text
    assert "tidak menyimpan nama" in text
    assert "Finished in November 2026." in seat.text(f"/belajar/{code.lower()}", "en")


@pytest.mark.parametrize(
    "wrong", ["AAAAA", "K7M4", "K7M4PP", EVIL, "%C4%B1%C4%B1%C4%B1%C4%B1%C4%B1", "x" * 3000, "%00"]
)
def test_a_wrong_code_is_told_kindly_and_kept_nowhere(seat: Seat, wrong: str) -> None:
    for answer in (typed(seat, wrong), seat.get(f"/belajar/{wrong}")):
        assert answer.status_code == 404
        assert "Tidak ada sertifikat dengan kode ini. Periksa lagi" in answer.text
        assert "<script>alert" not in answer.text
        assert "public" not in answer.headers.get("Cache-Control", "")
        assert len(answer.data) < 10_000


def test_the_page_of_courses_names_them_and_is_told_at_the_front_door(seat: Seat) -> None:
    text = seat.text("/belajar")
    assert all(course.title["id"] in text for course in read_pack(PACK).courses)
    assert "/belajar" in seat.page("/").xpath("//dd/a/@href")
    assert seat.statements("/belajar?") == 0
