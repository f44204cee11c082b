"""Command words written short, with slips, or run into what follows: the argument tells that they are meant."""

from __future__ import annotations

import pytest

from smsinfo.understanding.resolve import Understanding

KAPUAS, KATINGAN, SAMPIT, PALANGKA_RAYA = "62.03", "62.06", "62.02", "62.71"
PLACES = {
    "a slip in a short word": [("rge kapuas", "subscribe", KAPUAS), ("reh sampit", "subscribe", SAMPIT)],
    "two slips in a long word": [
        ("dfatr kapuas", "subscribe", KAPUAS),
        ("langgann kapuas", "subscribe", KAPUAS),
        ("loaksi katingan", "region", KATINGAN),
    ],
    "a lost blank": [
        ("regkapuas", "subscribe", KAPUAS),
        ("daftarkatingan", "subscribe", KATINGAN),
        ("lokasisampit", "region", SAMPIT),
        ("stopkapuas", "stop", KAPUAS),
    ],
    "other signs between": [("REG#KAPUAS", "subscribe", KAPUAS), ("daftar_katingan", "subscribe", KATINGAN)],
    "texting": [("dftr kapuas", "subscribe", KAPUAS)],
    "again": [("daftar ulang kapuas", "subscribe", KAPUAS)],
    "a wish without DAFTAR": [
        ("saya ingin terima peringatan banjir untuk kasongan", "subscribe", KATINGAN),
        ("masukin nomorku ke palangka raya dong", "subscribe", PALANGKA_RAYA),
        ("pasang langganan sampit", "subscribe", SAMPIT),
        ("lokasi baru: kasongan", "region", KATINGAN),
    ],
}
ARGUMENTS = [
    ("cel 4821", "verify", "4821"),
    ("cke 4821", "verify", "4821"),
    ("cek4821", "verify", "4821"),
    ("4821 asli?", "verify", "4821"),
    ("bahasangaju", "language", "nij"),
    ("bahasa banjarr", "language", "bjn"),
    ("ingris", "language", "en"),
    ("lpr jalan amblas di depan sekolah", "report", "jalan amblas di depan sekolah"),
    ("malapor jalan bulungkang", "report", "jalan bulungkang"),
]
ALONE = {
    "help": ["Help", "HELP!", "bantu", "format sms", "contoh sms nya gimana", "gimana caranya ini", "aku bingung"],
    "more": ["lg", "masih ada lagi?", "terus apa lagi", "lanjut bacanya"],
    "topics": ["inpo", "menu lain", "daftra info"],
    "status": ["saya sudah terdaftar belum", "nomor saya terdaftar di mana", "apakah nomor ini sudah terdaftar"],
    "mydata": ["data qu", "cek data saya"],
    "region": ["lokasi saya"],
    "about": ["iki sopo", "ini spam ya", "gratis kan ini"],
    "stop": ["cukup sekian jangan kirim lagi", "saya sudah tidak di kapuas lagi, stop"],
}
# They begin like a command word, and what follows is no argument of it.
NO_COMMANDS = [
    "cekrek foto dulu",
    "regu pramuka juara",
    "cek cok sama mertua",
    "reg paket nelpon",
    "lokasi syuting film",
    "bahasa inggrisnya kucing",
    "kode voucher game",
    "banjir",
]


@pytest.mark.parametrize(("text", "command", "place"), [row for rows in PLACES.values() for row in rows])
def test_a_command_before_a_place_may_be_written_badly(
    understanding: Understanding, text: str, command: str, place: str
) -> None:
    found = understanding.resolve(text)
    assert (found.command, found.places[:1]) == (command, (place,))


@pytest.mark.parametrize(("text", "command", "argument"), ARGUMENTS)
def test_a_command_before_another_argument_may_be_written_badly(
    understanding: Understanding, text: str, command: str, argument: str
) -> None:
    found = understanding.resolve(text)
    assert (found.command, found.argument) == (command, argument)


@pytest.mark.parametrize(("command", "text"), [(name, text) for name, texts in ALONE.items() for text in texts])
def test_a_command_that_is_the_whole_text_is_found(understanding: Understanding, command: str, text: str) -> None:
    assert understanding.resolve(text).command == command


@pytest.mark.parametrize("text", NO_COMMANDS)
def test_a_word_that_begins_like_a_command_is_none(understanding: Understanding, text: str) -> None:
    assert understanding.resolve(text).kind != "command"
