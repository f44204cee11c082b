"""Billed segments, with `smsutil` as oracle."""

import pytest
import smsutil
from hypothesis import example, given
from hypothesis import strategies as st

from smsinfo.sms.segments import Split, count, split, units

from .strategies import any_texts

TABLE = [
    ("", "gsm7", 1),
    ("a" * 160, "gsm7", 1),
    ("a" * 161, "gsm7", 2),
    ("a" * 306, "gsm7", 2),
    ("a" * 307, "gsm7", 3),
    ("€" * 80, "gsm7", 1),
    ("€" * 81, "gsm7", 2),
    ("€" * 152, "gsm7", 2),
    ("€" * 153, "gsm7", 3),
    ("a" * 158 + "€", "gsm7", 1),
    ("a" * 159 + "€", "gsm7", 2),
    ("a" * 152 + "€" + "a" * 152, "gsm7", 3),
    ("字" * 70, "ucs2", 1),
    ("字" * 71, "ucs2", 2),
    ("a" * 69 + "ç", "ucs2", 1),
    ("a" * 70 + "`", "ucs2", 2),
    ("字" * 66 + "😀" + "字" * 10, "ucs2", 2),
    ("😀" * 35, "ucs2", 1),
    ("😀" * 36, "ucs2", 2),
    ("😀" * 66, "ucs2", 2),
    ("😀" * 67, "ucs2", 3),
]


@pytest.mark.parametrize(("text", "encoding", "segments"), TABLE)
def test_a_text_is_billed_as_this_many_segments(text: str, encoding: str, segments: int) -> None:
    result = split(text)
    assert (result.encoding, result.count) == (encoding, segments)
    assert count(text) == segments


def test_the_empty_text_is_one_empty_segment() -> None:
    assert split("") == Split("gsm7", ("",))


# smsutil is wrong in two points, left out here: it takes a bare ESC (U+001B) as GSM-7, though a phone reads it as half
# of an extension pair, and it calls the empty text UTF-16.
@given(any_texts.filter(lambda text: text != "" and "\x1b" not in text))
@example("€" * 400)
@example("a" * 152 + "€" * 3 + "a" * 160)
@example("😀字" * 80)
def test_encoding_count_and_parts_agree_with_smsutil(text: str) -> None:
    oracle = smsutil.split(text)
    result = split(text)
    assert result.encoding == {"gsm0338": "gsm7", "utf_16_be": "ucs2"}[oracle.encoding]
    assert result.parts == tuple(part.content for part in oracle.parts)
    assert count(text) == len(oracle.parts)


def on_the_air(text: str, encoding: str) -> int:
    """Length in septets or in UTF-16 code units, counted in another way than the code under test does."""
    return len(text.encode("gsm03.38")) if encoding == "gsm7" else len(text.encode("utf-16-be")) // 2


@given(any_texts)
def test_units_are_the_length_on_the_air(text: str) -> None:
    assert units(text) == on_the_air(text, split(text).encoding)


@given(any_texts)
def test_parts_joined_are_the_text_and_each_keeps_the_limit(text: str) -> None:
    result = split(text)
    assert "".join(result.parts) == text
    limit = {"gsm7": (160, 153), "ucs2": (70, 67)}[result.encoding][result.count > 1]
    assert all(on_the_air(part, result.encoding) <= limit for part in result.parts)


@given(any_texts, st.text(max_size=5))
def test_a_longer_text_never_costs_less(text: str, more: str) -> None:
    assert count(text + more) >= count(text)


def test_a_split_cannot_be_changed() -> None:
    with pytest.raises(AttributeError):
        split("a").parts = ()  # type: ignore[misc]
