"""Courses: out of a pack, through the database, into the snapshot and back; and what keeps one out."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from smsinfo.content.catalogue import catalogue_of, load_catalogue
from smsinfo.content.lesson_texts import lesson_text, verdict_text
from smsinfo.content.lint import lint_pack
from smsinfo.content.pack_courses import PackCourse, PackLesson, PackLessonSource, PackLessonText
from smsinfo.content.pack_files import read_pack
from smsinfo.content.pack_model import Pack
from smsinfo.content.pack_write import write_pack
from smsinfo.content.packs import export_pack, import_pack
from smsinfo.db.engine import Database
from smsinfo.domain.lessons import LETTERS
from smsinfo.errors import BadPack
from smsinfo.sms.gsm7 import odd_characters
from smsinfo.sms.segments import count

from .samples import CHECKED, LATER, NOW, a_pack

TEXT = PackLessonText("Tulis tanggal.", "Mana yang jelas?", ("Besok", "Jumat 15/1", "Nanti"), "Tanggal tidak berubah.")
ENGLISH = PackLessonText("Write the date.", "Which is clear?", ("Tomorrow", "Fri 15/1", "Soon"), "A date stays.")
OJK = PackLessonSource("OJK", "OJK 157", "ojk.go.id", CHECKED)
COURSE = PackCourse(
    "pesan",
    1,
    date(2027, 5, 24),
    {"id": "Pesan jelas", "en": "Clear message"},
    {"id": "Pesan", "en": "Message"},
    (
        PackLesson("B", {"id": TEXT, "en": ENGLISH}),
        PackLesson("A", {"id": TEXT, "en": ENGLISH}, OJK),
    ),
)
SECOND = replace(COURSE, key="aman", position=2, needs_reader=True)


@pytest.fixture
def pack() -> Pack:
    """A pack with two courses."""
    return a_pack(courses=(COURSE, SECOND))


def changed(**values: object) -> PackCourse:
    """The course with its first lesson's Indonesian text changed."""
    first = COURSE.lessons[0]
    text = replace(TEXT, **values)  # type: ignore[arg-type]
    return replace(COURSE, lessons=(replace(first, texts={"id": text, "en": ENGLISH}), *COURSE.lessons[1:]))


def test_courses_go_through_files_and_database_and_back(pack: Pack, either: Database, tmp_path: Path) -> None:
    write_pack(pack, tmp_path / "one")
    assert read_pack(tmp_path / "one") == pack
    with either.write() as session:
        assert "lessons/pesan.toml" in import_pack(session, pack, NOW).added
    with either.write() as session:
        assert "lessons/pesan.toml" in import_pack(session, pack, LATER).unchanged
        assert export_pack(session, tmp_path / "two") == pack
    assert read_pack(tmp_path / "two") == pack


def test_a_changed_course_is_written_anew_and_moves_the_version(pack: Pack, database: Database) -> None:
    with database.write() as session:
        before = import_pack(session, pack, NOW).version
    shorter = replace(pack, courses=(replace(COURSE, lessons=COURSE.lessons[:1]), SECOND))
    with database.write() as session:
        report = import_pack(session, shorter, LATER)
        assert (report.changed, report.version) == (("lessons/pesan.toml",), before + 1)
    with database.read() as session:
        assert [len(course.lessons) for course in load_catalogue(session).courses] == [1, 2]


def test_the_snapshot_is_the_same_from_files_and_from_the_database(pack: Pack, database: Database) -> None:
    with database.write() as session:
        import_pack(session, pack, NOW)
    with database.read() as session:
        assert load_catalogue(session).courses == catalogue_of(pack).courses
    assert [course.key for course in catalogue_of(pack).courses] == ["pesan", "aman"]


def test_a_lesson_reads_as_one_text_with_its_source_and_its_question(pack: Pack) -> None:
    course = catalogue_of(pack).courses[0]
    assert lesson_text(course, 2, "id", "DEMO") == (
        "2/2 Tulis tanggal. (OJK 11/26 DEMO)\nMana yang jelas? A Besok B Jumat 15/1 C Nanti. Balas A, B atau C."
    )
    assert lesson_text(course, 1, "en", "") == (
        "1/2 Write the date.\nWhich is clear? A Tomorrow B Fri 15/1 C Soon. Reply A, B or C."
    )
    assert verdict_text(course.lessons[0], "B", "id") == "Benar! Tanggal tidak berubah."
    assert verdict_text(course.lessons[0], "C", "id") == "Belum tepat, yang benar B. Tanggal tidak berubah."


@pytest.mark.parametrize(
    ("course", "said"),
    [
        (replace(COURSE, lessons=()), "has 0 lessons"),
        (changed(options=("Ya", "Tidak")), "has 2 answers"),
        (changed(text=""), "the text is empty"),
        (changed(text="Tulis \u2018tanggal\u2019 \U0001f600"), "forces UCS-2"),
        (changed(text="panjang sekali " * 30 + "ini"), "takes 4 segments with its question; at most 2 fit"),
        (changed(why="karena begitu " * 12 + "ya"), "why is too long for one segment"),
        (replace(COURSE, title={"id": "Pesan"}), "title and label are not both there in en"),
        (replace(COURSE, label={"id": "Pesan yang jelas sekali", "en": "M"}), "at most 16 fit in a menu"),
        (replace(COURSE, position=2), "another course has the position 2 too"),
        (replace(COURSE, lessons=(PackLesson("A", {"id": TEXT}),)), "no text in en"),
        (replace(COURSE, lessons=(PackLesson("A", {"id": TEXT, "en": ENGLISH, "xx": TEXT}),)), "unknown language"),
    ],
)
def test_a_course_that_would_not_work_is_kept_out(course: PackCourse, said: str, database: Database) -> None:
    pack = a_pack(courses=(course, SECOND))
    errors = [p.message for p in lint_pack(pack, today=NOW.date()) if p.severity == "error"]
    assert any(said in message for message in errors), errors
    with database.write() as session, pytest.raises(BadPack):
        import_pack(session, pack, NOW)


@pytest.mark.parametrize(
    ("line", "said"),
    [('right = "D"', "lessons.0.right"), ('right = "B"\nhint = "x"', "unknown field lessons.0.hint")],
)
def test_a_file_of_the_wrong_shape_says_where(line: str, said: str, pack: Pack, tmp_path: Path) -> None:
    write_pack(pack, tmp_path)
    file = tmp_path / "lessons" / "pesan.toml"
    file.write_text(file.read_text().replace('right = "B"', line, 1))
    with pytest.raises(BadPack, match=said):
        read_pack(tmp_path)


def test_the_demo_pack_teaches_six_courses_of_five_lessons_that_wait_for_a_reader(kalteng: Pack) -> None:
    assert [course.key for course in kalteng.courses] == [
        "pesan-jelas", "cek-fakta", "foto-privasi", "etika-rukun", "medsos-bijak", "kenali-penipuan",
    ]  # fmt: skip
    assert all(len(course.lessons) == 5 and course.needs_reader for course in kalteng.courses)
    for course in catalogue_of(kalteng).courses:
        # Nobody gets far by one letter alone.
        assert max(sum(lesson.right == letter for lesson in course.lessons) for letter in LETTERS) <= 2
        for number in range(1, 6):
            for language in ("id", "en"):
                text = lesson_text(course, number, language, kalteng.head.mark)
                assert count(text) <= 2
                assert not odd_characters(text)
                assert "DEMO)" in text
