"""People in danger get the fitting safety topic at once, marked as an emergency; everybody else does not."""

from __future__ import annotations

import pytest

from smsinfo.understanding.resolve import Understanding

CRIES = [
    ("tolong rumah saya terbakar", {"darurat", "bpbd", "lapor-api"}),
    ("orang hanyut di sungai tolong", {"darurat", "banjir"}),
    ("kami di atap rumah air naik terus", {"banjir", "darurat"}),
    ("TOLONG PERAHU TERBALIK", {"darurat"}),
    ("tulung abah ulun kada sadar", {"ambulans", "darurat"}),
    ("istri saya pendarahan hebat tolong", {"ambulans", "hamil", "darurat"}),
    ("112", {"darurat"}),
    ("rumah kebakaran", {"darurat", "bpbd", "lapor-api"}),
    ("umah kobong", {"darurat", "bpbd", "lapor-api"}),
    ("dipatuk ular", {"ambulans"}),
    ("digigit anjing gila", {"rabies"}),
    ("kakak kesetrum", {"ambulans", "darurat"}),
]
CALM = [
    "tolong kirim pulsa 20 ribu",
    "tolong info jadwal posyandu",
    "banjir diskon di mall",
    "aku tenggelam dalam cintamu",
    "harga api unggun",
    "anjing tetangga lucu sekali",
    "lidah api",
    "pisau dapur",
    "motor hilang",
    "luka kaki",
    "bakar lahan",
    "bantuan korban banjir",
]


@pytest.mark.parametrize(("text", "topics"), CRIES)
def test_a_cry_for_help_is_answered_at_once(understanding: Understanding, text: str, topics: set[str]) -> None:
    found = understanding.resolve(text)
    assert found.kind == "answer"
    assert found.emergency
    assert found.topics[0] in topics


@pytest.mark.parametrize("text", CALM)
def test_the_same_words_in_peace_are_no_emergency(understanding: Understanding, text: str) -> None:
    assert not understanding.resolve(text).emergency
