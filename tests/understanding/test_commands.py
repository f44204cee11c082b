"""Command words are commands in command position with a fitting argument; else the text is a question."""

from __future__ import annotations

import pytest

from smsinfo.understanding.resolve import Understanding

COMMANDS = [
    ("BANTUAN", "help", ()),
    ("?", "help", ()),
    ("lanjt", "more", ()),
    ("STATUS", "status", ()),
    ("INFO", "topics", ()),
    ("dataku", "mydata", ()),
    ("hapus data", "forget", ()),
    ("ini siapa", "about", ()),
    ("ini penipuan ya", "about", ()),
    ("bayar berapa", "about", ()),
    ("makasih banyak pak", "thanks", ()),
    ("selamat pagi", "thanks", ()),
    ("LAPRO puskesmas tutup", "report", ()),
    ("TANYA jadwal posyandu", "ask", ()),
    ("HOAKS sim gratis", "hoax", ()),
    ("CEK 4821", "verify", ()),
    ("cek kode b3r9", "verify", ()),
    ("DAFTAT gunung mas", "subscribe", ("62.10",)),
    ("daftar p raya", "subscribe", ("62.71",)),
    ("REG kec kota besi", "subscribe", ("62.02.01",)),
    ("saya mau langganan info kapuas", "subscribe", ("62.03",)),
    ("lokasi sampit", "region", ("62.02",)),
    ("katingan", "region", ("62.06",)),
    ("DAFTAR jakarta", "subscribe", ()),
]
LANGUAGES = [("BAHASA NGAJU", "nij"), ("bahasa banjar", "bjn"), ("BAHASA: inggris", "en"), ("bahasa", "")]
QUESTIONS = [
    ("daftar nikah", "nikah"),
    ("cek bpjs aktif", "bpjs-mati"),
    ("cara lapor pungli", "sp4n"),
    ("bantuan pupuk", "pupuk"),
    ("daftar bpjs", "bpjs"),
    ("lapor meninggal", "akta-mati"),
]
STOPS = [
    "STOP", "stopp", "s t o p", "STOP STOP STOP", "berhenti sms", "brhenti", "UNREG", "OFF",
    "tolong berhenti kirim sms",
    "jangan sms saya lagi", "berhenti langganan", "stop semua",
    "saya mau berhenti berlangganan pak", "UNREG KAPUAS", "END", "cancel",
]  # fmt: skip
NO_STOPS = [
    "stopkontak rusak",
    "berhenti kerja",
    "nonstop hujan di katingan",
    "listrik off terus",
    "stop buang sampah",
    "cara stop asi",
    "stop kontak",
]


@pytest.mark.parametrize(("text", "command", "places"), COMMANDS)
def test_a_command_is_found_with_its_place(
    understanding: Understanding, text: str, command: str, places: tuple[str, ...]
) -> None:
    found = understanding.resolve(text)
    assert (found.command, found.places) == (command, places), found


@pytest.mark.parametrize(("text", "code"), LANGUAGES)
def test_a_language_is_switched_by_its_name(understanding: Understanding, text: str, code: str) -> None:
    found = understanding.resolve(text)
    assert (found.command, found.argument) == ("language", code)


@pytest.mark.parametrize(("text", "topic"), QUESTIONS)
def test_a_command_word_in_front_of_a_question_stays_a_question(
    understanding: Understanding, text: str, topic: str
) -> None:
    found = understanding.resolve(text)
    assert found.topics[:1] == (topic,), found


@pytest.mark.parametrize("text", STOPS)
def test_stop_is_understood_in_every_form(understanding: Understanding, text: str) -> None:
    assert understanding.resolve(text).command == "stop"


@pytest.mark.parametrize("text", NO_STOPS)
def test_stop_is_never_found_inside_another_text(understanding: Understanding, text: str) -> None:
    assert understanding.resolve(text).command != "stop"


def test_namesakes_are_all_offered_and_a_qualifier_settles_them(understanding: Understanding) -> None:
    assert len(understanding.resolve("DAFTAR Bukit Batu").places) == 3
    assert understanding.resolve("DAFTAR kec bukit batu").places == ("62.71.02",)
    assert understanding.resolve("DAFTAR bukit batu kapuas").places[0].startswith("62.03")
    assert set(understanding.resolve("tumbang samba").places) == {
        "62.06.05.1009",
        "62.06.05.2005",
        "62.06.05.2006",
        "62.06.05.2007",
    }
