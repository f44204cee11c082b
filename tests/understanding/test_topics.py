"""One table a class of texts: what a citizen types, and the topic that has to be answered."""

from __future__ import annotations

import pytest

from smsinfo.understanding.resolve import Understanding

AS_PRINTED = [
    ("KTP", "ktp"),
    ("ktp hilang", "ktp-hilang"),
    ("BPJS MATI", "bpjs-mati"),
    ("kartu keluarga", "kk"),
    ("UMKM", "umkm"),
    ("hoaks", "hoaks"),
    ("KIM", "kim"),
    ("wisata", "wisata"),
]
CASE_AND_SIGNS = [
    ("K T P", "ktp"),
    ("b.p.j.s", "bpjs"),
    ("kTp HiLaNg!!", "ktp-hilang"),
    ("INFO<spasi>KTP", "ktp"),
    ("ketik INFO (spasi) PUPUK", "pupuk"),
    ('"SKCK"', "skck"),
    ("#posyandu", "posyandu"),
]
ABBREVIATED = [
    ("gmn cr bkin ktp", "ktp"),
    ("syrat bkin skck ap aj", "skck"),
    ("hrg ppk subsdi brp", "pupuk"),
    ("sy mw pndah dmsli", "pindah"),
]
SLIPPED = [
    ("ktp hilnag", "ktp-hilang"),
    ("posiandu", "posyandu"),
    ("bpjss", "bpjs"),
    ("imunisai bayi", "imunisasi"),
    ("pupk urea", "pupuk"),
    ("aktalahir", "akta-lahir"),
]
AFFIXED = [
    ("pembuatan ktp", "ktp"),
    ("mengurus kehilangan ktp", "ktp-hilang"),
    ("ngurusin akta kelahiran", "akta-lahir"),
    ("perpanjangan sim", "sim"),
]
LOCAL = [
    ("bpjs abah kada aktif lagi kayapa", "bpjs-mati"),
    ("ktp hikang", "ktp-hilang"),
    ("ktp ku nihau kilen", "ktp-hilang"),
    ("handak maulah akta lahir anak ulun", "akta-lahir"),
]
POLITE = [
    ("Assalamualaikum pak, mau tanya syarat bikin kartu keluarga apa saja ya, terima kasih", "kk"),
    ("Selamat pagi bu maaf mengganggu, jadwal imunisasi bayi 9 bulan kapan ya", "imunisasi"),
]


@pytest.mark.parametrize(
    ("text", "topic"), [*AS_PRINTED, *CASE_AND_SIGNS, *ABBREVIATED, *SLIPPED, *AFFIXED, *LOCAL, *POLITE]
)
def test_a_question_gets_its_topic(understanding: Understanding, text: str, topic: str) -> None:
    found = understanding.resolve(text)
    assert (found.kind, found.topics[:1]) == ("answer", (topic,)), found


@pytest.mark.parametrize("text", ["BANSOS", "akta", "KIP", "pajak", "surat", "mau lapor", "sekolah"])
def test_a_word_that_is_open_on_purpose_gets_a_menu(understanding: Understanding, text: str) -> None:
    found = understanding.resolve(text)
    assert found.kind == "menu"
    assert 2 <= len(found.topics) <= 4


@pytest.mark.parametrize("text", ["akta anak n kia", "sim dan skck", "posyandu sama imunisasi"])
def test_two_topics_in_a_text_are_both_offered(understanding: Understanding, text: str) -> None:
    found = understanding.resolve(text)
    assert found.kind in ("answer", "menu")
    assert len(found.topics) >= 2


@pytest.mark.parametrize(
    "text",
    [
        "siap",
        "hai min",
        "xyzzy",
        "kamu lagi apa",
        "jual hp bekas murah",
        "siapa juara piala dunia",
        "wkwkwk",
        "9",
        "besok kita mabar ya",
    ],
)
def test_a_text_that_is_no_question_to_us_is_not_answered(understanding: Understanding, text: str) -> None:
    assert understanding.resolve(text).kind in ("none", "command")


def test_the_answer_names_the_words_that_led_to_it(understanding: Understanding) -> None:
    found = understanding.resolve("bpjs matii")
    assert found.topics[0] == "bpjs-mati"
    assert {(e.matched, e.source) for e in found.evidence} >= {("bpjs", "typed"), ("matii", "slip")}
