"""Words that are open on purpose get a menu, whatever politeness, slips and people stand around them."""

from __future__ import annotations

import pytest

from smsinfo.understanding.resolve import Understanding

OPEN = [
    # alone, with politeness, with who wants it
    ("berobat", "bpjs"),
    ("bansos dong kak", "pkh"),
    ("pajak ya pak", "pajak-kendaraan"),
    ("mau urus akta min", "akta-lahir"),
    ("bantuan buat eyang saya", "pkh"),
    # complaints and impatience say nothing of which one
    ("pajak kok naik lagi sih", "pajak-kendaraan"),
    ("mana bantuannya untuk rakyat kecil", "pkh"),
    # short, local, with a slip
    ("info skolah", "spmb"),
    ("handak maulah surat", "surat-desa"),
    ("petanii", "pupuk"),
    # of two open words the last one says more
    ("dokumen capil", "ktp"),
]
# Most of the text is a keyword or an alias, with a slip: that is no open word, though each word alone may be one.
NAMED = [
    ("akta kematain", "akta-mati"),
    ("pajak mtoor", "pajak-kendaraan"),
    ("modal ushaa dong", "kur"),
    ("kekerasan terhadap anak", "kdrt"),
]


@pytest.mark.parametrize(("text", "among"), OPEN)
def test_an_open_word_gets_a_menu(understanding: Understanding, text: str, among: str) -> None:
    found = understanding.resolve(text)
    assert found.kind == "menu"
    assert among in found.topics
    assert 2 <= len(found.topics) <= 4


@pytest.mark.parametrize(("text", "topic"), NAMED)
def test_a_named_topic_gets_its_answer(understanding: Understanding, text: str, topic: str) -> None:
    found = understanding.resolve(text)
    assert (found.kind, found.topics[:1]) == ("answer", (topic,))
