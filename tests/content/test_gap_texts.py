"""What an editor sees of a text that got no answer, and which texts are of one meaning."""

from __future__ import annotations

import random

import pytest

from smsinfo.content.gap_clusters import Cluster, Clusters
from smsinfo.content.gap_texts import NAME, Comparer, masked
from smsinfo.sms.masking import MARKER

GROUPS = (
    ("pdam air mati sudah 3 hari", "air pdam ga ngalir", "kapan air pdam hidup lagi", "pasang pdam baru brp biayanya"),
    ("kapan lelang motor dinas", "ikut lelang kendaraan dinas", "lelang motor plat merah", "jadwal lelang mobil dinas"),
    ("harga tbs sawit hari ini", "brp harga sawit skrg", "harga sawit minggu ini"),
    ("lowongan cpns kapan buka", "pendaftaran cpns syarat", "cpns 2027 kapan"),
    ("jadwal imsak hari ini",),
    ("pasang wifi desa",),
)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("nama saya Budi Santoso mau bikin ktp", f"nama saya {NAME} mau bikin ktp"),
        ("nama: siti aminah", f"nama: {NAME}"),
        ("ktp an. Ahmad Yani hilang", f"ktp an. {NAME} hilang"),
        ("Namaku Udin, petani sawit", f"Namaku {NAME}, petani sawit"),
        ("perkenalkan saya Joko dari sampit", f"perkenalkan saya {NAME} dari sampit"),
        ("saya bernama Maria Goreti", f"saya bernama {NAME}"),
        ("nama saya siapa", "nama saya siapa"),
        ("apa nama kantor yang urus ktp", "apa nama kantor yang urus ktp"),
        ("ganti nama di kk", "ganti nama di kk"),
        ("hubungi saya 0812 5555 1234", f"hubungi saya {MARKER}"),
        ("nik 6206010101900001 salah", f"nik {MARKER} salah"),
    ],
)
def test_names_and_numbers_are_masked_and_the_question_stays(text: str, shown: str) -> None:
    assert masked(text) == shown
    assert masked(shown) == shown


def grouped(texts: list[str]) -> set[frozenset[str]]:
    """Texts by the cluster that they come into, in this order."""
    comparer, clusters = Comparer(), Clusters(())
    of: dict[int, set[str]] = {}
    for text in texts:
        read = comparer.read(text)
        cluster = clusters.put(read)
        for term in read.vector:
            comparer.learn(term)
        of.setdefault(id(cluster), set()).add(text)
    return {frozenset(group) for group in of.values()}


@pytest.mark.parametrize("seed", range(8))
def test_texts_of_one_meaning_come_together_and_no_strangers_meet(seed: int) -> None:
    texts = [text for group in GROUPS for text in group]
    random.Random(seed).shuffle(texts)
    found = grouped(texts)
    assert all(any(cluster <= set(group) for group in GROUPS) for cluster in found)
    # Whoever comes first makes the cluster, so an order may split a group; it must not scatter it.
    assert len(GROUPS) <= len(found) <= len(GROUPS) + 1


def test_a_slip_and_an_abbreviation_make_no_cluster_of_their_own() -> None:
    assert len(grouped(["kapan lelang motor dinas", "kpn lelanng motor dinas", "lelanq motor dinas kapan"])) == 1


def test_a_cluster_survives_its_way_into_the_database_and_back() -> None:
    comparer, cluster = Comparer(), Cluster()
    for text in GROUPS[1]:
        cluster.add(comparer.read(text))
    again = Cluster.load(7, cluster.dump(), cluster.asked)
    assert (again.title, again.asked, again.id) == (cluster.title, 4, 7)
    assert again.near(comparer.read("lelang motor").vector) == pytest.approx(
        cluster.near(comparer.read("lelang motor").vector), abs=1e-3
    )


def test_a_title_has_no_word_that_only_one_of_several_texts_says() -> None:
    comparer, cluster = Comparer(), Cluster()
    for text in ("lelang motor dinas sudirman", "lelang motor dinas", "ikut lelang dinas"):
        cluster.add(comparer.read(text))
    assert set(cluster.title.split()) == {"lelang", "motor", "dinas"}


@pytest.mark.parametrize("text", ["", "?", "12345", "ya", "[nomor disamarkan]", "\u200b"])
def test_a_text_that_says_nothing_has_no_vector(text: str) -> None:
    assert Comparer().read(text).vector == {}


def test_a_cluster_keeps_a_bounded_number_of_terms() -> None:
    comparer, cluster = Comparer(), Cluster()
    for n in range(300):
        cluster.add(comparer.read(f"lelang kata{n}x sesuatu{n}y"))
    assert len(cluster.terms) <= 80
    assert len(Cluster.load(1, cluster.dump(), 1).terms) == 40
