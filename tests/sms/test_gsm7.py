"""The GSM 7-bit alphabet: membership, length, twins."""

import sys

import gsm0338
import pytest
from hypothesis import given
from hypothesis import strategies as st

from smsinfo.sms.gsm7 import is_gsm7, odd_characters, septets, to_gsm7

from .strategies import GSM7_EXTENSION, GSM7_PLAIN, any_texts, gsm7_texts

CODEC = gsm0338.Codec()


def test_membership_of_every_character_is_what_the_codec_can_encode_and_decode_again() -> None:
    def survives(char: str) -> bool:
        encoded, _ = CODEC.encode(char, "ignore")
        return bool(encoded) and CODEC.decode(encoded)[0] == char

    members = [chr(code) for code in range(sys.maxunicode + 1) if is_gsm7(chr(code))]
    assert len(members) == 127 + 10
    assert all(survives(char) for char in members)
    assert [chr(code) for code in range(0x3000) if survives(chr(code))] == members


@pytest.mark.parametrize("char", ["`", "ç", "\x1b", "\t", "á", "ê", "’", "–", "\u00a0", "😀", "\x00", "\ud800"])
def test_these_force_ucs2(char: str) -> None:
    assert not is_gsm7(char)
    assert odd_characters(f"a{char}b{char}") == [char]


@pytest.mark.parametrize("char", list(GSM7_PLAIN))
def test_a_plain_character_costs_one_septet(char: str) -> None:
    assert septets(char) == 1


@pytest.mark.parametrize("char", list(GSM7_EXTENSION))
def test_an_extension_character_costs_two_septets(char: str) -> None:
    assert septets(char) == 2
    assert septets(f"a{char}b{char}") == 6


@given(gsm7_texts)
def test_septets_are_the_bytes_of_the_codec(text: str) -> None:
    assert septets(text) == len(CODEC.encode(text)[0])


def test_septets_of_a_text_outside_gsm7_are_refused_naming_the_character() -> None:
    with pytest.raises(ValueError, match="'ç' at 2 is outside GSM-7"):
        septets("aaç")


def test_the_empty_text_is_gsm7_and_has_no_length() -> None:
    assert is_gsm7("")
    assert septets("") == 0
    assert to_gsm7("") == ""
    assert odd_characters("") == []


def test_odd_characters_come_once_each_in_order_of_appearance() -> None:
    assert odd_characters("“KTP” – “SIM” é") == ["“", "”", "–"]


@pytest.mark.parametrize(
    ("text", "twin"),
    [
        ("“KTP” ‘hilang’… «ya»", '"KTP" \'hilang\'... "ya"'),
        ("Senin – Jumat — libur‑nasional −5", "Senin - Jumat - libur-nasional -5"),
        ("Rp\u00a050.000\u2009ya\tatau\u3000tidak", "Rp 50.000 ya atau tidak"),
        ("• satu\n● dua\n▪ tiga · empat", "- satu\n- dua\n- tiga - empat"),
        ("á â ê í ó ú ç Č ş ñ é ü", "a a e i o u c C s ñ é ü"),
        ("a\u0301 e\u0301 ñ", "a é ñ"),
        ("Manta’a `kata´ Qurʼan ʻAbd", "Manta'a 'kata' Qur'an 'Abd"),
        ("nol\u200b lebar\u200d ta\u00adnda\ufeff", "nol lebar tanda"),
        ("\u202eP\u202cTK \u2066x\u2069", "PTK x"),
        ("x\x00y\x1bz\x7f", "xyz"),
        ("satu\u2028dua\u2029tiga", "satu\ndua\ntiga"),
        ("5 × 3 → 15 ≥ 10 ≠ 9", "5 x 3 -> 15 >= 10 != 9"),
        ("34°C di 2°13′", "34 C di 2 13'"),
        ("1½ jam, ½ hari", "1 1/2 jam, 1/2 hari"),
        ("10² = 100 m²", "10^2 = 100 m2"),
        ("٠٨١٢", "0812"),
        ("Ж字", "ZhZi"),
        ("\ud83d", ""),
        ("\ue000", ""),
    ],
)
def test_a_twin_reads_the_same(text: str, twin: str) -> None:
    assert to_gsm7(text) == twin


@pytest.mark.parametrize(
    ("text", "twin"),
    [
        ("Halo 😀 dunia", "Halo dunia"),
        ("Halo 😀.", "Halo."),
        ("KTP 😀", "KTP"),
        ("😀 KTP", "KTP"),
        ("KTP😀SIM", "KTP SIM"),
        ("(😀 ok 😀)", "(ok)"),
        ("baris 😀\nlagi", "baris\nlagi"),
        ("satu\n😀 dua", "satu\ndua"),
        ("👨\u200d👩\u200d👧 keluarga", "keluarga"),
        ("👍🏽 siap", "siap"),
        ("1\ufe0f\u20e3 KTP 2\ufe0f\u20e3 KK", "1 KTP 2 KK"),
        ("Indonesia 🇮🇩 raya", "Indonesia raya"),
        ("❤\ufe0f 😀💩", ""),
        ("dua  spasi 😀 tetap", "dua  spasi tetap"),
    ],
)
def test_emoji_go_and_leave_tidy_spaces(text: str, twin: str) -> None:
    assert to_gsm7(text) == twin


@given(any_texts)
def test_a_twin_is_always_gsm7_and_has_no_other_twin(text: str) -> None:
    twin = to_gsm7(text)
    assert is_gsm7(twin)
    assert to_gsm7(twin) == twin


@given(gsm7_texts)
def test_a_gsm7_text_is_its_own_twin(text: str) -> None:
    assert to_gsm7(text) == text


@given(gsm7_texts, st.sampled_from("çáêŠ“–•…"))
def test_gsm7_characters_beside_an_odd_one_are_kept(text: str, odd: str) -> None:
    twin = to_gsm7(text + odd)
    assert twin.startswith(text)
    assert len(twin) > len(text)


def test_every_character_of_unicode_has_a_twin_in_gsm7() -> None:
    whole = "".join(map(chr, range(sys.maxunicode + 1)))
    assert is_gsm7(to_gsm7(whole))
