"""Siti learns by SMS: she chooses, answers by letters, stops, goes on, and shows her certificate."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from sqlalchemy import select

from smsinfo.bootstrap import Services
from smsinfo.content.pack_files import read_pack
from smsinfo.content.packs import import_pack
from smsinfo.db.models import Certificate, CourseCount, LessonProgress
from smsinfo.db.queries import lessons
from smsinfo.jobs.upkeep import forget_lessons
from smsinfo.sms.segments import count
from tests.journeys.conftest import Open, PhoneOf
from tests.support import PACK, HeldClock, Phone

RIGHT = [lesson.right for lesson in read_pack(PACK).courses[0].lessons]
WRONG = ["A" if letter != "A" else "B" for letter in RIGHT]


@pytest.fixture(autouse=True)
def nobody_has_learned(services: Services) -> None:
    """Counts and certificates are nobody's, so that the next story would find them."""
    with services.database.write() as session:
        for model in (LessonProgress, Certificate, CourseCount):
            for row in session.scalars(select(model)):
                session.delete(row)


def finishes(phone: Phone, course: str = "1", letters: list[str] = RIGHT) -> str:
    """Begin a course and answer its questions; the last reply."""
    reply = phone.texts(f"BELAJAR {course}") or ""
    for letter in letters:
        reply = phone.texts(letter) or ""
    return reply


def code_of(reply: str) -> str:
    """The code of a certificate."""
    found = re.search(r"sertifikat ([A-Z0-9]{5})\b", reply)
    assert found is not None, reply
    return found.group(1)


def test_belajar_lists_the_courses_and_a_digit_begins_one(citizen: Phone) -> None:
    citizen.texts("ktp")
    listed = citizen.texts("BELAJAR") or ""
    assert listed.startswith("Belajar lewat SMS: 1 Pesan jelas 2 Cek fakta 3 Foto & privasi")
    assert count(listed) == 1
    first = citizen.texts("2") or ""
    assert first.startswith("1/5 Kabar yang membuat kita marah")
    assert first.endswith("Balas A, B atau C.")
    assert count(first) <= 2


def test_each_answer_says_why_and_brings_the_next_lesson_at_once(citizen: Phone) -> None:
    citizen.texts("ktp")
    citizen.texts("BELAJAR 1")
    right, wrong = citizen.texts("B") or "", citizen.texts("c") or ""
    assert right.startswith("Benar! Warga langsung tahu hari, jam dan tempatnya.\n2/5 ")
    assert wrong.startswith("Belum tepat, yang benar A. Yang perlu tahu langsung tahu.\n3/5 ")
    assert max(count(right), count(wrong)) <= 3


def test_a_finished_course_ends_with_a_code_that_anyone_can_check_and_that_names_nobody(
    citizen: Phone, phone_of: PhoneOf
) -> None:
    citizen.texts("ktp")
    done = finishes(citizen)
    assert "Selesai: Pesan jelas, 5 dari 5 benar." in done
    code = code_of(done)
    checked = phone_of("+628125550009").texts(f"cek {code.lower()}") or ""
    assert checked.startswith(f"{code} benar: sertifikat kursus Menulis pesan yang jelas, selesai 11/2026.")
    assert citizen.number[-4:] not in checked
    assert "Tidak ada siaran resmi" in (citizen.texts("CEK Q9X3Y") or "")


def test_the_same_letter_is_answered_as_often_as_it_is_right_or_wrong(citizen: Phone) -> None:
    citizen.texts("ktp")
    replies = []
    for course in ("1", "2", "3"):
        citizen.texts(f"BELAJAR {course}")
        replies += [citizen.texts("B") for _ in range(5)]
    assert None not in replies
    assert citizen.texts("kk") is not None


@pytest.mark.parametrize("letter", ["B", "b", "B.", "(b)", "jawab B", "BELAJAR B", "belajar b", "bb"])
def test_the_letter_may_be_written_as_people_write_it(letter: str, citizen: Phone) -> None:
    citizen.texts("ktp")
    citizen.texts("BELAJAR 1")
    assert (citizen.texts(letter) or "").startswith("Benar!")


@pytest.mark.parametrize("text", ["D", "A B", "a atau b", "abc"[:2], "x", "BELAJAR AC"])
def test_what_is_no_letter_of_the_question_is_told_kindly_and_changes_nothing(text: str, citizen: Phone) -> None:
    citizen.texts("ktp")
    citizen.texts("BELAJAR 1")
    assert (citizen.texts(text) or "").startswith("Balas satu huruf saja: A, B atau C.")
    assert (citizen.texts("B") or "").startswith("Benar!")


@pytest.mark.parametrize(
    ("text", "begins"),
    [
        ("KTP", "Umur 17 th"),
        ("MENU", "Bantuan sosial? Ketik BANSOS"),
        ("abu", "Maaf"),
        ("A ya?", "Maaf"),
        ("?", "Bantuan sosial? Ketik BANSOS"),
    ],
)
def test_no_question_and_no_command_is_taken_for_an_answer(text: str, begins: str, citizen: Phone) -> None:
    citizen.texts("kk")
    citizen.texts("BELAJAR 1")
    assert (citizen.texts(text) or "").startswith(begins)
    # The lesson waits: the letter after it is still its answer.
    assert (citizen.texts("B") or "").startswith("Benar!")


def test_the_question_waits_for_days(citizen: Phone, clock: HeldClock) -> None:
    citizen.texts("ktp")
    citizen.texts("BELAJAR 1")
    clock.forward(days=3)
    assert (citizen.texts("b") or "").startswith("Benar!")
    clock.forward(days=3)
    assert "Lanjutkan Pesan jelas: 1." in (citizen.texts("BELAJAR") or "")
    assert (citizen.texts("1") or "").startswith("2/5 ")


@pytest.mark.parametrize("text", ["A", "BELAJAR C", "b"])
def test_a_letter_without_an_open_question_is_told_so(text: str, citizen: Phone) -> None:
    citizen.texts("ktp")
    assert (citizen.texts(text) or "").startswith("Tidak ada pertanyaan yang terbuka.")
    finishes(citizen)
    assert (citizen.texts(text) or "").startswith("Tidak ada pertanyaan yang terbuka.")


def test_a_course_that_is_not_there_gets_the_list(citizen: Phone) -> None:
    citizen.texts("ktp")
    for text in ("BELAJAR 9", "BELAJAR 0"):
        assert (citizen.texts(text) or "").startswith("Kursus itu tidak ada. Pilih: 1 Pesan jelas")
    assert (citizen.texts("1") or "").startswith("1/5 ")


def test_a_course_may_be_repeated_and_its_certificate_stays_the_same(citizen: Phone, services: Services) -> None:
    citizen.texts("ktp")
    first = finishes(citizen, letters=WRONG)
    again = finishes(citizen)
    assert "0 dari 5 benar" in first
    assert "5 dari 5 benar" in again
    assert code_of(first) == code_of(again)
    with services.database.read() as session:
        row = session.scalars(select(LessonProgress)).one()
        counted = session.scalars(select(CourseCount)).one()
    assert row.times == 2
    assert (counted.started, counted.finished, counted.region_code) == (1, 1, "")


def test_what_is_practised_is_not_counted(practising: Phone, services: Services) -> None:
    practising.texts("ktp")
    finishes(practising)
    with services.database.read() as session:
        assert list(session.scalars(select(CourseCount))) == []


@pytest.fixture
def practising(services: Services, clock: HeldClock) -> Phone:
    """A phone of the simulator."""
    return Phone(services, clock, practice=True)


def test_who_is_erased_leaves_a_code_and_counts_that_are_nobodys(citizen: Phone, services: Services) -> None:
    citizen.texts("ktp")
    code = code_of(finishes(citizen))
    citizen.texts("HAPUS DATA")
    citizen.texts("ya")
    with services.database.read() as session:
        assert list(session.scalars(select(LessonProgress))) == []
        assert lessons.certificate(session, code) is not None
        assert session.scalars(select(CourseCount)).one().finished == 1


def test_english_speakers_learn_in_english_and_others_in_indonesian(citizen: Phone) -> None:
    citizen.texts("BAHASA inggris")
    citizen.texts("ktp")
    assert (citizen.texts("lesson 1") or "").startswith("1/5 Good news answers")
    assert (citizen.texts("B") or "").startswith("Right! People know")
    citizen.texts("BAHASA ngaju")
    assert (citizen.texts("A") or "").startswith("Benar! ")


def test_the_very_first_text_may_be_a_letter(citizen: Phone) -> None:
    assert "Tidak ada pertanyaan" in (citizen.texts("A") or "")


def test_who_learns_is_not_kept_from_asking_by_the_limit_of_an_hour(strict: Services, clock: HeldClock) -> None:
    phone = Phone(strict, clock)
    phone.texts("ktp")
    for course in ("1", "2", "3"):
        assert "Selesai: " in finishes(phone, course, ["B"] * 5)
    assert phone.texts("kk") is not None


def test_a_lesson_that_does_not_fit_behind_the_answer_comes_by_lanjut(open_services: Open, clock: HeldClock) -> None:
    services = open_services()
    pack = read_pack(PACK)
    course = pack.courses[0]
    # The longest that lint lets through: 133 characters behind `Belum tepat, yang benar B. `, two full segments.
    longest = (
        replace(course.lessons[0].texts["id"], why="y" * 133),
        replace(course.lessons[1].texts["id"], text="x" * 154),
    )
    lessons_of = (
        *(replace(one, texts={**one.texts, "id": text}) for one, text in zip(course.lessons, longest, strict=False)),
        *course.lessons[2:],
    )
    with services.database.write() as session:
        import_pack(session, replace(pack, courses=(replace(course, lessons=lessons_of), *pack.courses[1:])), clock())
    services.snapshots.refresh()
    phone = Phone(services, clock)
    phone.texts("ktp")
    phone.texts("BELAJAR 1")
    said = phone.texts("A") or ""
    assert said.startswith("Belum tepat, yang benar B. yyy")
    assert said.endswith("Balas LANJUT utk pelajaran berikutnya.")
    assert (phone.texts("LANJUT") or "").startswith("2/5 xxx")
    assert (phone.texts("A") or "").startswith("Benar! Yang perlu tahu langsung tahu.\n3/5 ")


def test_a_course_that_was_taken_away_meanwhile_leaves_no_open_question(open_services: Open, clock: HeldClock) -> None:
    services = open_services()
    phone = Phone(services, clock)
    phone.texts("ktp")
    phone.texts("BELAJAR 1")
    for _ in range(2):
        phone.texts("B")
    pack = read_pack(PACK)
    shorter = replace(pack.courses[0], lessons=pack.courses[0].lessons[:1])
    with services.database.write() as session:
        import_pack(session, replace(pack, courses=(shorter, *pack.courses[1:])), clock())
    services.snapshots.refresh()
    assert (phone.texts("A") or "").startswith("Tidak ada pertanyaan yang terbuka.")
    assert (phone.texts("BELAJAR 1") or "").startswith("1/1 ")


def test_progress_is_forgotten_when_nobody_goes_on(citizen: Phone, services: Services, clock: HeldClock) -> None:
    citizen.texts("ktp")
    citizen.texts("BELAJAR 1")
    clock.forward(days=services.settings.lesson_days - 1)
    citizen.texts("BELAJAR 2")
    assert forget_lessons(services) == 0
    clock.forward(days=2)
    assert forget_lessons(services) == 1
    with services.database.read() as session:
        assert [row.course_key for row in session.scalars(select(LessonProgress))] == ["cek-fakta"]
