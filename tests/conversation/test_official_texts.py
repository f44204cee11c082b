"""How a text of an official is read, and what of it may be kept."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from smsinfo.conversation.officials.drafting import headline, issuer, moment, written
from smsinfo.conversation.officials.reading import Call, hide, read
from smsinfo.domain.cap import Severity
from smsinfo.locale import command_words, official_words

ZONE = ZoneInfo("Asia/Pontianak")
NIGHT = datetime(2026, 12, 31, 19, 0, tzinfo=UTC)
"""2 o'clock at night on New Year's Day."""

READ = [
    ("SIAR 123456 Katingan Hilir: Banjir", Call("alert", proof="123456", rest="Katingan Hilir: Banjir")),
    ("siar 07-K7MQX2PD berat katingan: x", Call("alert", proof="07-K7MQX2PD", rest="berat katingan: x")),
    ("Siar 123 456 katingan: x", Call("alert", proof="123 456", rest="katingan: x")),
    ("SIAR pahandut: banjir", Call("alert", rest="pahandut: banjir")),
    ("SIAR", Call("alert")),
    ("SETUJU 4821 1250 123456", Call("approve", "4821", 1250, "123456")),
    ("setuju, 4821 1.250 K7MQ-X2PD", Call("approve", "4821", 1250, "K7MQ-X2PD")),
    ("APPROVE 48213 7 123456", Call("approve", "48213", 7, "123456")),
    ("SETUJU 4821 123456", Call("approve", "4821", None, "123456")),
    ("SETUJU 4821", Call("approve", "4821")),
    ("TOLAK 4821 kabar bohong", Call("reject", "4821", rest="kabar bohong")),
    ("BATAL 4821 123456 salah tempat", Call("cancel", "4821", proof="123456", rest="salah tempat")),
    ("RALAT 4821 123456: Yang benar", Call("correct", "4821", proof="123456", rest="Yang benar")),
    ("ralat 4821: 123456 Yang benar", Call("correct", "4821", proof="123456", rest="Yang benar")),
    ("AMAN 4821 123456: Air surut", Call("all_clear", "4821", proof="123456", rest="Air surut")),
    ("JAGA", Call("duty")),
    ("PETUGAS 483920", Call("register", proof="483920")),
    ("batal", None),
    ("batal langganan", None),
    ("setuju pak", None),
    ("aman saja", None),
    ("jaga jarak", None),
    ("petugas kelurahan", None),
    ("banjir", None),
    ("123456", None),
    ("", None),
]


@pytest.mark.parametrize(("text", "call"), READ, ids=[text or "nothing" for text, _ in READ])
def test_a_text_has_the_shape_of_a_command_or_none(text: str, call: Call | None) -> None:
    assert read(text) == call


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("SIAR 123456 Katingan Hilir: Hubungi 0536 654321", "SIAR [kode] Katingan Hilir: Hubungi 0536 654321"),
        ("SIAR 07-K7MQX2PD Pahandut: x", "SIAR [kode] Pahandut: x"),
        ("SIAR XYZWABCD Pahandut: x", "SIAR [kode] Pahandut: x"),
        ("SETUJU 4821 7 k7mq-x2pd", "SETUJU 4821 7 [kode]"),
        ("SETUJU 4821 7 123 456", "SETUJU 4821 7 [kode]"),
        ("BATAL 123456", "BATAL [kode]"),
        ("BATAL 4821: 123456", "BATAL 4821: [kode]"),
        ("ralat 4821: 123456 Yang benar", "ralat 4821: [kode] Yang benar"),
        ("PETUGAS 483920", "PETUGAS [kode]"),
        ("setuju saja", "setuju saja"),
        ("ktp hilang 123456", "ktp hilang 123456"),
    ],
)
def test_a_one_time_code_is_not_kept(text: str, kept: str) -> None:
    assert hide(text) == kept


def test_words_of_officials_that_citizens_use_mean_to_them_what_they_meant() -> None:
    citizens = {word: entry.command for entry in command_words() for word in entry.words}
    shared = {word for word in official_words().commands if word in citizens}
    assert {citizens[word] for word in shared} <= {"stop"}


@pytest.mark.parametrize(
    ("rest", "severity", "places", "text"),
    [
        ("Katingan Hilir: Banjir", Severity.SEVERE, ("Katingan Hilir",), "Banjir"),
        ("EKSTREM Katingan Hilir, Kasongan Lama: Awas", Severity.EXTREME, ("Katingan Hilir", "Kasongan Lama"), "Awas"),
        ("sedang; katingan: Sedang banjir: awas", Severity.MODERATE, ("katingan",), "Sedang banjir: awas"),
        ("katingan", Severity.SEVERE, ("katingan",), ""),
        ("", Severity.SEVERE, (), ""),
    ],
)
def test_what_stands_before_the_colon(rest: str, severity: Severity, places: tuple[str, ...], text: str) -> None:
    found = written(rest)
    assert (found.severity, found.places, found.text) == (severity, places, text)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Banjir 1/1 pukul 02.30 WIB", "2027-01-01 02:30"),
        ("Banjir 31/12 pukul 23:15 WIB", "2026-12-31 23:15"),
        ("Banjir pukul 1.05 WIB", "2027-01-01 01:05"),
        ("Banjir 2-1-2027 jam 06.00", "2027-01-02 06:00"),
        ("Banjir 2/1/27 jam 24.00", "2027-01-03 00:00"),
        ("Banjir 31/2 pukul 02.30 WIB", None),
        ("Banjir besok", None),
        ("Rp 1.250.000", None),
    ],
)
def test_the_moment_that_a_text_names(text: str, said: str | None) -> None:
    found = moment(text, NIGHT, ZONE)
    assert (found and f"{found.astimezone(ZONE):%Y-%m-%d %H:%M}") == said


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("Banjir. Naik. BPBD Katingan. Info: 0811", "BPBD Katingan"),
        ("banjir, naik, bpbd katingan hilir info 0811", "bpbd katingan hilir"),
        ("Dinas Kesehatan Kabupaten Katingan: rebus air", "Dinas Kesehatan Kabupaten Katingan"),
        ("rebus air kata bmkg", "bmkg"),
        ("Banjir di Katingan", ""),
    ],
)
def test_who_speaks(text: str, named: str) -> None:
    assert issuer(text, ("Kabupaten Katingan", "Katingan Hilir")) == named


def test_the_headline_is_the_first_sentence_or_what_of_it_fits() -> None:
    assert headline("Banjir 24/11 pukul 12.00 WIB. Naik") == "Banjir 24/11 pukul 12.00 WIB"
    assert len(headline("banjir " * 30)) <= 80
