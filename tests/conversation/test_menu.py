"""What counts as a digit, a yes or a no."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from smsinfo.conversation.menu import chosen_digit, numbered, says_no, says_yes


@pytest.mark.parametrize(
    ("text", "digit"),
    [
        ("2", 2),
        (" 2. ", 2),
        ("no 2", 2),
        ("No. 2", 2),
        ("nomor 3", 3),
        ("pilih 1", 1),
        ("yg 4", 4),
        ("(12)", 12),
        ("0", 0),
        ("112", None),
        ("1708", None),
        ("2 ktp", None),
        ("ktp 2", None),
        ("1 2", None),
        ("", None),
        ("-", None),
    ],
)
def test_a_digit_is_a_digit_only_when_the_text_is_nothing_else(text: str, digit: int | None) -> None:
    assert chosen_digit(text) == digit


@pytest.mark.parametrize("text", ["ya", "YA!", "iya pak", "ya mau", "y", "mau dong", "Yes", "inggih", "yoh"])
def test_people_agree_in_many_words(text: str) -> None:
    assert says_yes(text)
    assert not says_no(text)


@pytest.mark.parametrize("text", ["tidak", "gak jadi", "BATAL", "jangan pak", "kada", "no"])
def test_people_decline_in_many_words(text: str) -> None:
    assert says_no(text)
    assert not says_yes(text)


@pytest.mark.parametrize("text", ["", "!!", "pak", "ya tidak", "ya ktp", "tidak ada bidan", "oke", "1", "yaya"])
def test_what_is_neither_is_neither(text: str) -> None:
    assert not says_yes(text)
    assert not says_no(text)


@given(st.text(max_size=30))
def test_no_text_is_both_or_breaks_them(text: str) -> None:
    assert not (says_yes(text) and says_no(text))
    assert chosen_digit(text) is None or 0 <= (chosen_digit(text) or 0) <= 99


def test_options_are_numbered_from_where_one_says() -> None:
    assert numbered(["KTP", "KIA"]) == "1 KTP 2 KIA"
    assert numbered(["KIA"], start=2) == "2 KIA"
