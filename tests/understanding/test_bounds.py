"""Whatever somebody types, `resolve` answers, and in bounded time."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from smsinfo.understanding.normalise import LONGEST_WORD, MOST_WORDS, words
from smsinfo.understanding.resolve import Understanding

HUGE = [
    "a" * 10_000,
    "ktp " * 2_500,
    "(" * 5_000,
    "tolong " * 1_000,
    "1" * 10_000,
    "bpjs mati aktif lagi " * 500,
    "é" * 10_000,
    "\u0301" * 500,
]


@given(text=st.text(max_size=300))
@settings(max_examples=200, deadline=None)
def test_any_text_is_resolved(understanding: Understanding, text: str) -> None:
    found = understanding.resolve(text)
    assert found.kind in ("answer", "menu", "command", "none")
    assert found.kind != "menu" or 2 <= len(found.topics) <= 4


@pytest.mark.parametrize("text", HUGE)
def test_huge_texts_are_cut_before_they_cost_anything(understanding: Understanding, text: str) -> None:
    found = words(text)
    assert len(found) <= MOST_WORDS
    assert all(len(word) <= LONGEST_WORD for word in found)
    assert understanding.resolve(text).kind in ("answer", "menu", "command", "none")


@given(
    found=st.lists(
        st.sampled_from(
            ["ktp", "hilang", "bpjs", "mati", "tolong", "stop", "daftar", "katingan", "zzz", "112", "banjir"]
        ),
        max_size=12,
    )
)
@settings(max_examples=200, deadline=None)
def test_words_of_ours_in_any_order_are_resolved_the_same_twice(understanding: Understanding, found: list[str]) -> None:
    text = " ".join(found)
    assert understanding.resolve(text) == understanding.resolve(text)
