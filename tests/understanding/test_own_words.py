"""Commands in people's own words, one line a way of speaking: slips, politeness, anger, reasons, four languages."""

from __future__ import annotations

import pytest

from smsinfo.understanding.phrases import phrase_of, roles_of
from smsinfo.understanding.resolve import Understanding
from smsinfo.understanding.stopping import is_stop, stop_clause

STOPS = {
    "slips of the thumb": ["sotp", "stpo", "tsop", "atop", "unrg", "ureg", "brnti", "brhnti", "bethenti", "hntikan"],
    "in parts": ["un reg", "st op", "s.t.o.p"],
    "by ear": ["setop", "barhanti", "brenti dl ya pak", "stopp lah", "distop ya bu"],
    "polite": [
        "mohon dihentikan ya bu smsnya, terima kasih banyak",
        "mohon izin berhenti pak",
        "izin keluar langganan",
    ],
    "angry": ["stop anjing ganggu aja", "WOI STOP KAMPRET", "hapus nomor gue kampret"],
    "no more": ["jgn kirim2 lg", "gak usah kirim info lagi", "tidak mau langganan lagi", "cukup sudah infonya"],
    "off the list": ["hapus nomor hp ini dari daftar", "keluarkan saya dari daftar", "coret nomor saya", "keluar"],
    "how": ["cara unreg", "cara berhenti langganan gimana", "bagaimana cara berhenti"],
    "with a reason": [
        "berhenti. hp ibu saya penuh terus isinya sms bapak",
        "bapak yg punya hp sudah meninggal, mohon berhenti kirim informasi",
        "stop krn pulsa habis",
        "salah nomor, stop",
        "nomor ini sudah ganti pemilik mohon berhenti mengirim sms",
    ],
    "Ngaju": ["sms jituh tende", "yaku dia maku tinai sms jituh, tende", "ela kirim sms hindai"],
    "Banjar": ["ampih", "ampihi sms nya", "kada usah lagi mangirim", "ulun handak baranti"],
    "English": ["stop it please", "do not send me sms anymore", "take me off this list", "i dont want these messages"],
}
NO_STOPS = [
    "stopkontak rusak",
    "berhenti kerja",
    "bantuan pkh saya berhenti",
    "bantuan saya kok stop",
    "bagaimana cara stop suami yang suka mukul",
    "cara menghentikan sms dari pinjol",
    "sms pinjol tidak berhenti",
    "Stop! jangan bakar lahan",
    "stop buang sampah di sungai",
    "hujan tidak berhenti dari kemarin",
    "saya berhenti jadi guru",
    "jangan kirim uang ke nomor ini",
    "jangan ganggu istri orang ya mas",
    "jangan hubungi mantan lagi",
    "tidak mau sekolah lagi",
    "saya tidak menerima bantuan lagi kenapa",
    "mau keluar dari pkh",
    "grup ini isinya promosi semua, keluar ah",
    "hapus nomor rekening lama",
    "stop langganan nsp",
    "hp saya berhenti",
    "infonya berhenti",
    "jangan berhenti kirim info",
    "stok",
    "step",
    "top",
]
COMMANDS = {
    "more": [
        "lanjutannya mana",
        "selanjutnya",
        "terusannya",
        "lnjt",
        "ljnut",
        "kirim sisanya",
        "belum selesai lanjutkan",
        "oke lanjut",
        "more please",
    ],
    "topics": [
        "topik apa saja",
        "dftr topk apa aja",
        "ada info apa saja",
        "bisa tanya apa saja disini",
        "topics please",
    ],
    "help": [
        "caranya bagaimana pakai ini",
        "ketik apa",
        "harus ketik apa pak",
        "menunya mana",
        "mneu",
        "how to use this",
    ],
    "status": ["status langganan saya", "langganan apa saja saya", "saya langganan daerah mana", "my status", "sttus"],
    "mydata": ["data ku apa saja yg disimpan", "data apa yang kalian simpan", "lihat data saya", "dtaku"],
    "forget": [
        "tolong hapus data saya dari sistem ini",
        "hapus semua data saya",
        "data saya tolong dihapus",
        "hapusdata",
        "delete all my data",
        "lupakan saya",
    ],
    "about": [
        "ini nomor resmi pemerintah atau bohongan",
        "siapa yang kirim ini",
        "kena biaya berapa sms ini",
        "sms ini bayar brp, potong pulsa kah",
        "kok tau nomor saya",
        "layanan apa ini",
        "kamu robot apa manusia",
        "eweh jituh",
        "who are you",
    ],
    "lesson": ["BELAJAR", "belajar 2", "pelajaran", "blajar", "mau ikut belajar", "lesson 1"],
    "verify": ["cek kode 30994 asli kah", "kode 4821 asli gak", "apakah kode 4821 benar"],
    "ask": ["mau nanya dong", "numpang tanya"],
    "language": ["ubah bahasa", "bahasa apa saja yang ada", "change language"],
    "subscribe": ["saya mau langganan", "cara langganan gimana", "aktifkan siaran"],
    "region": ["ubah lokasi saya"],
}
PLACES = [
    ("kapuas daftar", "subscribe", "62.03"),
    ("mohon didaftarkan pak, saya di kuala kapuas", "subscribe", "62.03"),
    ("minta dikirimi siaran katingan", "subscribe", "62.06"),
    ("subscribe me to palangka raya", "subscribe", "62.71"),
    ("daftar palangkaraya kota", "subscribe", "62.71"),
    ("reg kuala pembuang seruyan", "subscribe", "62.07"),
    ("daftar kabupatn gunung mas rt 3", "subscribe", "62.10"),
    ("ganti lokasi saya jadi ampah kota", "region", "62.13.05.1011"),
    ("saya pindah ke sampit", "region", "62.02"),
    ("lokasi sekarang pulpis", "region", "62.11"),
    ("yaku melai kasongan", "region", "62.06"),
    ("stop reg katingan", "stop", "62.06"),
    ("sampit stop", "stop", "62.02"),
    ("batal langganan kapuas", "stop", "62.03"),
]
LANGUAGES = [
    ("english", "en"),
    ("change language to english", "en"),
    ("can you speak english", "en"),
    ("banjar", "bjn"),
    ("jawab pakai basa banjar pang", "bjn"),
    ("bahasa dayak", "nij"),
    ("ngaju aja", "nij"),
    ("indonesia aja", "id"),
]
NO_COMMANDS = [
    "daftar nikah",
    "cek bpjs aktif",
    "hapus data saya di aplikasi pinjol",
    "hapus data di kk",
    "status pencairan pip",
    "lapor 1708 caranya",
    "pindah domisili ke sampit",
    "pindah alamat ke buntok",
    "lanjut sekolah",
    "lagi apa",
    "anak malas belajar",
    "kursus bahasa inggris",
    "soto banjar",
    "suku dayak ngaju",
    "biaya nikah berapa",
    "siapa bupati katingan",
    "data saya di dtks salah",
    "SAPA",
    "nomor penipu",
    "hari apa ya besok",
    "kode pos 74874",
]


@pytest.mark.parametrize("text", [text for texts in STOPS.values() for text in texts])
def test_stop_is_understood_however_it_is_said(understanding: Understanding, text: str) -> None:
    assert understanding.resolve(text).command == "stop"


@pytest.mark.parametrize("text", NO_STOPS)
def test_what_somebody_else_stops_is_no_stop(understanding: Understanding, text: str) -> None:
    assert understanding.resolve(text).command != "stop"


@pytest.mark.parametrize(("command", "text"), [(name, text) for name, texts in COMMANDS.items() for text in texts])
def test_a_command_needs_no_command_word(understanding: Understanding, command: str, text: str) -> None:
    assert understanding.resolve(text).command == command


@pytest.mark.parametrize(("text", "command", "place"), PLACES)
def test_a_place_is_found_between_the_words_of_a_command(
    understanding: Understanding, text: str, command: str, place: str
) -> None:
    found = understanding.resolve(text)
    assert (found.command, found.places) == (command, (place,))


@pytest.mark.parametrize(("text", "code"), LANGUAGES)
def test_a_language_is_asked_for_by_its_name(understanding: Understanding, text: str, code: str) -> None:
    found = understanding.resolve(text)
    assert (found.command, found.argument) == ("language", code)


@pytest.mark.parametrize("text", NO_COMMANDS)
def test_a_question_about_a_topic_is_no_command(understanding: Understanding, text: str) -> None:
    assert understanding.resolve(text).kind != "command"


@pytest.mark.parametrize(
    ("text", "argument"), [("belajar 2", "2"), ("kode 4821 asli gak", "4821"), ("HAPUS DATA YA", "ya")]
)
def test_a_command_in_other_words_keeps_its_argument(understanding: Understanding, text: str, argument: str) -> None:
    assert understanding.resolve(text).argument == argument


def test_one_word_that_plays_no_role_breaks_a_phrase() -> None:
    assert phrase_of("hapus data saya".split()) == "forget"
    assert phrase_of("hapus data pinjol saya".split()) is None
    assert phrase_of([]) is None


def test_an_order_in_phrases_is_kept() -> None:
    assert phrase_of("bayar gak".split()) == "about"
    assert phrase_of("gak bayar".split()) is None


def test_a_slip_plays_the_role_of_its_word_and_a_lookalike_plays_none() -> None:
    assert roles_of("langgannan") == roles_of("langganan")
    assert roles_of("infonya") == roles_of("info")
    assert roles_of("stok") == frozenset()


def test_a_clause_that_asks_to_stop_counts_more_when_it_says_what() -> None:
    assert stop_clause("saya pindah ke jawa, tolong berhenti kirim info") == 1.0
    assert stop_clause("berhenti. hp ibu saya penuh") == 0.5
    assert stop_clause("Stop! jangan buang sampah") == 0.0
    assert stop_clause("berhenti") == 0.0


def test_a_stop_with_a_place_behind_it_is_one_only_in_front() -> None:
    assert is_stop(["stop", "katingan"], is_place=True)
    assert not is_stop(["wisata", "katingan"], is_place=True)
    assert not is_stop([], is_place=False)
