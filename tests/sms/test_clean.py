"""Received texts, cleaned."""

import time
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from smsinfo.sms.clean import clean


@pytest.mark.parametrize(
    ("text", "cleaned"),
    [
        ("ktp hilang", "ktp hilang"),
        ("", ""),
        (" \t\r\n \u00a0\u200b", ""),
        ("  ktp   hilang  ", "ktp hilang"),
        ("a\tb\u00a0c\u3000d\u2009\u2009e", "a b c d e"),
        ("a\r\nb\rc\u2028d\x85e", "a\nb\nc\nd\ne"),
        ("a \n b", "a\nb"),
        ("a\n\n\n\n\nb", "a\n\nb"),
        ("a\n \n \nb", "a\n\nb"),
        ("x\x00y\x1bz\x7f\x9f", "xyz"),
        ("\u202eP\u202cTK \u2066x\u2069\u200e", "PTK x"),
        ("K\u200bT\u200dP\ufeff \u00adKK", "KTP KK"),
        ("KTP\U000e0041\U000e0042", "KTP"),
        ("1\ufe0f\u20e3", "1"),
        ("\ud83dktp\udc00", "ktp"),
        ("e\u0301", "é"),
        ("a" + "\u0301" * 500, "á\u0301\u0301"),
        ("\u0301" * 500, "\u0301\u0301"),
        ("Manta’a 😀", "Manta’a 😀"),
        ("\f\v", ""),
    ],
)
def test_what_nobody_sees_goes_and_the_rest_stays(text: str, cleaned: str) -> None:
    assert clean(text) == cleaned


def test_a_long_text_is_cut_at_the_limit_without_a_blank_at_its_end() -> None:
    assert clean("A" * 200_000) == "A" * 1600
    assert clean("abc def", 4) == "abc"
    assert clean("abc é", 4) == "abc"


@given(st.text(st.characters()), st.integers(1, 50))
def test_cleaning_holds_its_promises_for_any_text(text: str, limit: int) -> None:
    cleaned = clean(text, limit)
    assert len(cleaned) <= limit
    assert cleaned == cleaned.strip()
    assert not any(unicodedata.category(char) in ("Cc", "Cs") for char in cleaned.replace("\n", ""))
    assert "  " not in cleaned
    assert clean(cleaned, limit) == cleaned
    assert unicodedata.is_normalized("NFC", cleaned)


@given(st.text(st.characters(max_codepoint=0x7F)))
def test_the_short_way_for_plain_ascii_gives_what_the_long_way_gives(text: str) -> None:
    assert clean(text) == clean(text + " \u200b")


@pytest.mark.parametrize("piece", ["A", " ", "\u0301", "(", " \n", "a\u200b", "\u00a0 "])
def test_a_huge_text_takes_no_huge_time(piece: str) -> None:
    started = time.perf_counter()
    clean(piece * 200_000)
    assert time.perf_counter() - started < 2  # linear takes 0.1 s, quadratic hours
