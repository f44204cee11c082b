"""KABAR, TAMBAH and STATUS: what members send in, and what is said to them."""

from __future__ import annotations

import re

import pytest

from smsinfo.db.queries import news as rows
from smsinfo.domain.community import MemberRole, MemberState
from smsinfo.domain.news import Contribution, Flag, NewsKind, NewsState
from tests.community.village import CITIZEN, VILLAGE, Village

TEXT = "Gotong royong membersihkan parit di RT 2 Minggu pagi"
RECEIVED = re.compile(r"Kabar no (\d+) diterima")


def number_in(reply: str | None) -> int:
    found = RECEIVED.search(reply or "")
    assert found is not None, reply
    return int(found[1])


def stored(village: Village, number: int) -> Contribution:
    with village.services.database.read() as session:
        found = rows.get(session, number)
    assert found is not None
    return found


def test_a_contribution_is_stored_and_its_number_tells_how_it_stands(village: Village) -> None:
    number = number_in(village.member.texts(f"KABAR {TEXT}"))
    found = stored(village, number)
    assert (found.text, found.kind, found.state) == (TEXT, NewsKind.NEWS, NewsState.WAITING)
    assert (found.region_code, found.group, found.author, found.flags) == (VILLAGE, "KIM Samba", "Rina", frozenset())
    assert "menunggu diperiksa" in (village.member.texts(f"STATUS {number}") or "")
    other = village.phone(CITIZEN).texts(f"STATUS {number}")
    assert (
        other
        == village.head.texts(f"STATUS {number}")
        == f"Tidak ada nomor {number} dari Anda. " + ("Periksa nomornya, lalu kirim: STATUS <nomor>")
    )


@pytest.mark.parametrize(
    ("typed", "kind", "text"),
    [
        ("KABAR ACARA: lomba dayung di dermaga Sabtu jam 8", NewsKind.EVENT, "lomba dayung di dermaga Sabtu jam 8"),
        ("kabar umkm anyaman rotan Bu Siti di RT 3", NewsKind.UMKM, "anyaman rotan Bu Siti di RT 3"),
        ("Kabar wisata riam di hulu sudah bisa dilewati", NewsKind.WISATA, "riam di hulu sudah bisa dilewati"),
        ("KBR air sungai surut sejak pagi", NewsKind.NEWS, "air sungai surut sejak pagi"),
    ],
)
def test_the_first_word_says_what_kind_it_is(village: Village, typed: str, kind: NewsKind, text: str) -> None:
    found = stored(village, number_in(village.head.texts(typed)))
    assert (found.kind, found.text, found.group, found.role) == (kind, text, "", "head")


def test_more_is_added_within_ten_minutes_or_by_number(village: Village) -> None:
    number = number_in(village.member.texts(f"KABAR {TEXT}"))
    village.clock.forward(minutes=9)
    assert "sudah ditambah" in (village.member.texts("TAMBAH bawa cangkul sendiri") or "")
    assert stored(village, number).text == f"{TEXT} bawa cangkul sendiri"
    village.clock.forward(minutes=9)
    assert "Tidak ada kabar" in (village.member.texts("TAMBAH dan sabit") or "")
    assert "sudah ditambah" in (village.member.texts(f"TAMBAH {number} dan sabit") or "")
    assert stored(village, number).text.endswith("cangkul sendiri dan sabit")
    assert "Tidak ada kabar" in (village.head.texts(f"TAMBAH {number} punya orang lain") or "")
    assert "punya orang lain" not in stored(village, number).text


def test_a_number_that_is_none_of_theirs_is_part_of_the_text(village: Village) -> None:
    number = number_in(village.member.texts(f"KABAR {TEXT}"))
    village.member.texts("TAMBAH 40 orang sudah mendaftar")
    assert stored(village, number).text == f"{TEXT} 40 orang sudah mendaftar"


@pytest.mark.parametrize(
    ("text", "flag", "kept", "told"),
    [
        ("warga 6206010101900001 belum dapat KTP", Flag.NUMBER, "[nomor disamarkan]", "NIK"),
        ("rotan murah hubungi 081255501234 Bu Siti", Flag.PHONE, "[nomor disamarkan]", "Nomor HP"),
        ("anak kelas 2 bernama Budi Santoso hilang di pasar", Flag.CHILD, "bernama [nama disamarkan] hilang", "anak"),
        ("daftar lomba di https://bit.ly/lomba17 ya", Flag.LINK, "https://bit.ly/lomba17", "tautan"),
        ("daftar bantuan di bansos-kita.xyz/daftar", Flag.LINK, "bansos-kita.xyz", "tautan"),
        ("kades kita goblok tidak pernah kerja", Flag.ABUSE, "goblok", "sopan"),
    ],
)
def test_what_a_contribution_may_not_carry_is_masked_and_held(
    village: Village, text: str, flag: Flag, kept: str, told: str
) -> None:
    reply = village.member.texts(f"KABAR {text}")
    found = stored(village, number_in(reply))
    assert found.flags == {flag}
    assert found.held
    assert kept in found.text
    assert told in (reply or "")


def test_harmless_words_hold_nothing(village: Village) -> None:
    for text in ("harga karet Rp 12.500 per kg, rapat jam 19.30.Semua hadir", "vaksin anjing gratis Senin 08.00"):
        assert stored(village, number_in(village.head.texts(f"KABAR {text}"))).flags == frozenset()


def test_the_same_words_again_are_known_and_a_flood_ends_for_today(village: Village) -> None:
    number = number_in(village.member.texts(f"KABAR {TEXT}"))
    assert f"no {number}" in (village.member.texts(f"KABAR  {TEXT}") or "")
    for n in (2, 3):
        number_in(village.member.texts(f"KABAR {TEXT} ke {n}"))
    assert "Lanjut besok" in (village.member.texts(f"KABAR {TEXT} ke 4") or "")
    number_in(village.head.texts(f"KABAR {TEXT} ke 5"))
    village.clock.forward(hours=24)
    number_in(village.member.texts(f"KABAR {TEXT} ke 6"))


@pytest.mark.parametrize(("text", "told"), [("ya", "terlalu pendek"), ("a " * 250, "paling banyak 480 huruf")])
def test_too_short_and_too_long_are_refused_and_change_nothing(village: Village, text: str, told: str) -> None:
    assert told in (village.member.texts(f"KABAR {text}") or "")
    with village.services.database.read() as session:
        assert rows.listed(session, [NewsState.WAITING], None, 10) == []


def test_who_is_no_member_is_told_how_to_join(village: Village) -> None:
    relay = village.joins("+628125550031", MemberRole.RELAY, VILLAGE, "Relawan")
    left = village.joins("+628125550032", MemberRole.CONTRIBUTOR, VILLAGE, "Dulu", MemberState.LEFT)
    for phone in (village.phone(CITIZEN), relay, left):
        assert "anggota KIM dan kepala desa" in (phone.texts("KABAR pemuda menang lomba voli antar dusun") or "")
        assert "anggota KIM" not in (phone.texts("TAMBAH bola voli baru") or "")
    with village.services.database.read() as session:
        assert rows.listed(session, list(NewsState), None, 10) == []


def test_a_cry_for_help_in_a_contribution_gets_help_too(village: Village) -> None:
    reply = village.member.texts("KABAR tolong rumah kebakaran di RT 2 ada orang di dalam") or ""
    assert "113" in reply or "112" in reply or "110" in reply
    assert stored(village, number_in(reply)).state is NewsState.WAITING
