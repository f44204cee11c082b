"""What a screen holds: tables of views and what a phone shows of them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from smsinfo.content.snapshot import Snapshot
from smsinfo.conversation.ussd.layout import page, shorten
from smsinfo.conversation.ussd.visit import Option, View
from smsinfo.locale import languages
from smsinfo.sms.gsm7 import septets
from smsinfo.sms.ussd import screen_fits

from .crawl import visit_of

LONG = "Bawa KK dan surat dari desa. " * 12


def options(*labels: str) -> tuple[Option, ...]:
    """Options that lead nowhere."""
    return tuple(Option(label, "home") for label in labels)


def screens(snapshot: Snapshot, view: View, *, limit: int = 160, notice: str = "", depth: int = 3) -> list[str]:
    """All screens of a view, one after the other."""
    visit, at, found = visit_of(snapshot, limit=limit), 0, []
    while True:
        shown = page(visit, view, at, notice, depth)
        found.append(shown.text)
        if shown.next_at is None:
            return found
        assert shown.next_at > at
        at = shown.next_at


@pytest.mark.parametrize(
    ("view", "depth", "wanted"),
    [
        (View("Halo."), 1, ["Halo.\n0 keluar"]),
        (View("Halo."), 2, ["Halo.\n0 kembali"]),
        (View("Halo."), 3, ["Halo.\n0 kembali 00 menu"]),
        (View("Selesai."), 0, ["Selesai."]),
        (View("Mana?", options("KTP", "KK")), 2, ["Mana?\n1 KTP\n2 KK\n0 kembali"]),
        (View("Isi.", copy="copied:ktp"), 2, ["Isi.\n9 via SMS 0 kembali"]),
        (View("“Kutip” – é\u2026"), 2, ['"Kutip" - é...\n0 kembali']),
    ],
)
def test_a_view_becomes_one_screen(snapshot: Snapshot, view: View, depth: int, wanted: list[str]) -> None:
    assert screens(snapshot, view, depth=depth) == wanted


def test_a_long_list_goes_on_with_its_numbers_and_whole_lines(snapshot: Snapshot) -> None:
    labels = [f"Pilihan nomor {n}" for n in range(1, 20)]
    found = screens(snapshot, View("Pilih:", options(*labels)))
    lines = [line for screen in found for line in screen.split("\n") if line[0].isdigit() and "kembali" not in line]
    assert lines == [f"{n} {label}" for n, label in enumerate(labels, 1)]
    assert all("# lanjut" in screen for screen in found[:-1])
    assert "#" not in found[-1]


def test_a_long_text_loses_no_word(snapshot: Snapshot) -> None:
    found = screens(snapshot, View(LONG))
    words = " ".join(screen.rpartition("\n")[0] for screen in found).split()
    assert words == LONG.split()
    assert all(screen_fits(screen) for screen in found)


def test_a_question_and_its_answers_stay_together(snapshot: Snapshot) -> None:
    view = View("Bawa KK. " * 15, options("Ya, daftar sekarang", "Pilih di dalamnya"))
    assert "1 Ya, daftar sekarang\n2 Pilih di dalamnya" in screens(snapshot, view)[-1]


def test_a_notice_takes_room_and_nothing_is_skipped(snapshot: Snapshot) -> None:
    labels = [f"Pilihan nomor {n}" for n in range(1, 20)]
    visit, view = visit_of(snapshot), View("Pilih:", options(*labels))
    noticed = page(visit, view, 0, "Pilih angka di layar.", 2)
    following = page(visit, view, noticed.next_at or 0, "", 2)
    shown = noticed.text + following.text
    assert all(f"{n} Pilihan" in shown for n in range(1, 14))


def test_numbers_and_dates_are_not_cut(snapshot: Snapshot) -> None:
    for filling in range(60, 130):
        text = "x" * 30 + " " + "y" * (filling - 31) + " telp 0812 5550 0012 tgl 24 November 2026"
        found = screens(snapshot, View(text))
        for whole in ("0812 5550 0012", "24 November 2026"):
            assert any(whole in screen for screen in found), filling


@pytest.mark.parametrize(
    ("text", "room", "wanted"),
    [
        ("Banjir di Katingan", 30, "Banjir di Katingan"),
        ("Petugas Dukcapil menelepon untuk aktivasi", 20, "Petugas Dukcapil.."),
        ("Sepanjangkatayangtidakadahabisnya", 10, "Sepanjan.."),
        ("dua\nbaris  satu", 30, "dua baris satu"),
    ],
)
def test_a_label_is_shortened_at_a_word(text: str, room: int, wanted: str) -> None:
    assert shorten(text, room) == wanted
    assert septets(shorten(text, room)) <= room


@pytest.mark.parametrize("language", languages())
def test_the_first_screen_is_whole_under_every_notice(snapshot: Snapshot, language: str) -> None:
    visit = visit_of(snapshot, language)
    keys = ("ussd.search", "ussd.topics", "ussd.alerts", "ussd.join", "ussd.mine", "ussd.hoaxes", "ussd.languages")
    view = View(visit.say("ussd.title"), options(*(visit.say(key) for key in (*keys, "ussd.help"))))
    for notice in ("ussd.wrong", "ussd.unclear"):
        assert page(visit, view, 0, visit.say(notice), 1).next_at is None


@given(
    text=st.text(max_size=500),
    labels=st.lists(st.text(max_size=60), max_size=12),
    limit=st.integers(100, 182),
    notice=st.sampled_from(["", "Pilih angka di layar."]),
    depth=st.integers(0, 4),
)
def test_whatever_a_view_says_every_screen_fits(
    text: str, labels: list[str], limit: int, notice: str, depth: int, snapshot: Snapshot
) -> None:
    for screen in screens(snapshot, View(text, options(*labels)), limit=limit, notice=notice, depth=depth):
        assert screen_fits(screen, limit)
