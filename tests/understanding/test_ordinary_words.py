"""One word of a topic beside words that are none of its, and everyday words alone, are no question about it."""

from __future__ import annotations

import pytest

from smsinfo.understanding.resolve import Understanding

NONE = {
    "everyday words alone": ["buruk", "hancur", "asli", "aktif", "hijau", "lemari", "musik"],
    "a thing that is sold or auctioned": ["lelang motor dinas", "harga motor bekas", "jual motor", "servis motor"],
    "the price of what is no food": ["harga karet", "harga emas", "harga tbs"],
    "another kind of the same": ["gas alam", "kartu remi", "surat cinta", "minyak rambut"],
}
TOPICS = [
    ("harga beras", "pasar-murah"),
    ("harga minyak sampit", "pasar-murah"),
    ("pajak motor dinas", "pajak-kendaraan"),
    ("gizi buruk", "stunting"),
    # Javanese, as many migrants text.
    ("mbah kakung wes sedo, suratnya gmn", "akta-mati"),
]


@pytest.mark.parametrize("text", [text for texts in NONE.values() for text in texts])
def test_a_text_about_something_else_gets_no_answer(understanding: Understanding, text: str) -> None:
    assert understanding.resolve(text).kind == "none"


@pytest.mark.parametrize(("text", "topic"), TOPICS)
def test_the_same_words_about_a_topic_get_its_answer(understanding: Understanding, text: str, topic: str) -> None:
    found = understanding.resolve(text)
    assert (found.kind, found.topics[:1]) == ("answer", (topic,))
