"""A poster says what to text, where to, and whom to call; what there is not is refused."""

from __future__ import annotations

import re
import zlib
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner

from smsinfo.cli.main import main
from smsinfo.content.catalogue import catalogue_of
from smsinfo.content.pack_files import read_pack
from smsinfo.errors import BadInput
from smsinfo.rehearsal import DEMO_PACK
from smsinfo.window import posters
from smsinfo.window.numbers import Number
from smsinfo.window.poster import as_pdf
from smsinfo.window.posters import House

CATALOGUE = catalogue_of(read_pack(DEMO_PACK))
HOUSE = House(CATALOGUE, (Number("08110000123"),), "https://sms.kalteng.go.id", 350, date(2026, 11, 24))
MOST_BYTES = 40_000


def words_of(pdf: bytes) -> str:
    """What is written in a PDF."""
    parts = re.findall(rb"stream\r?\n(.*?)\r?\nendstream", pdf, re.DOTALL)
    text = "".join(zlib.decompress(part).decode("latin-1") for part in parts if part[:1] == b"x")
    return " ".join(re.sub(r"\\([()\\])", r"\1", one) for one in re.findall(r"\((.*?)(?<!\\)\) Tj", text))


def test_a_poster_of_a_village_says_what_to_text_where_to_and_whom_to_call() -> None:
    made = as_pdf(posters.poster(HOUSE, "62.06.02.2001", "info", "id"))
    text = words_of(made)
    for said in (
        "Info warga lewat SMS",
        "Desa ",
        "08110000123",
        "KTP",
        "KTP-el (buat baru)",
        "Darurat: 110/119",
        "Rp 350",
    ):
        assert said in text, said
    assert "https://sms.kalteng.go.id" in text
    assert "CONTOH (DEMO): jangan dipasang." in text
    assert len(made) < MOST_BYTES
    assert made == as_pdf(posters.poster(HOUSE, "62.06.02.2001", "info", "id"))


def test_it_speaks_english_and_names_the_emergency_number_of_the_place() -> None:
    text = words_of(as_pdf(posters.poster(HOUSE, "62.71", "siaran", "en")))
    assert "Official alerts by SMS" in text
    assert "Emergency: 112" in text
    assert "DAFTAR PALANGKARAYA" in text
    assert "get the alerts of this place" in text


def test_content_that_is_checked_has_no_mark_and_an_unknown_price_is_not_told() -> None:
    house = replace(HOUSE, catalogue=replace(CATALOGUE, mark=""), text_idr=0)
    text = words_of(as_pdf(posters.poster(house, "62.06", "kesehatan", "id")))
    assert "CONTOH" not in text
    assert "Rp" not in text
    assert "Tarif SMS biasa." in text
    assert "Kesehatan lewat SMS" in text


@pytest.mark.parametrize("kind", posters.kinds(CATALOGUE))
@pytest.mark.parametrize("language", ["id", "en"])
def test_every_kind_has_three_examples_and_one_page(kind: str, language: str) -> None:
    made = posters.poster(HOUSE, "62.06", kind, language)
    assert len(made.examples) == 3
    assert all(typed and brings for typed, brings in made.examples)
    assert as_pdf(made).count(b"/Type /Page\n") == 1


def test_names_and_numbers_of_any_length_stay_on_the_page() -> None:
    made = posters.poster(HOUSE, "62.06", "siaran", "id")
    numbers = (Number("8888", ("Telkomsel", "Indosat", "XL", "Smartfren") * 3), Number("089912345678901", ("Axis",)))
    long = replace(
        made, place="Desa " + "Tumbang Panjang Sekali " * 6, numbers=(*numbers, *HOUSE.numbers), headline="Ł" * 80
    )
    text = words_of(as_pdf(long))
    assert "8888" in text
    assert "untuk Axis" in text
    assert "Tumbang Panjang Sekali" in text


@pytest.mark.parametrize(
    ("region", "kind", "language", "said"),
    [
        ("99", "info", "id", "not a known region"),
        ("", "info", "id", "not a known region"),
        ("62.06", "gratis", "id", "no kind of poster"),
        ("62.06", "info", "xx", "no poster in 'xx'"),
    ],
)
def test_what_there_is_not_is_refused(region: str, kind: str, language: str, said: str) -> None:
    with pytest.raises(BadInput, match=said):
        posters.poster(HOUSE, region, kind, language)


def test_without_a_number_to_text_there_is_no_poster() -> None:
    with pytest.raises(BadInput, match="no channel declares a number"):
        posters.poster(replace(HOUSE, numbers=()), "62.06", "info", "id")


@pytest.fixture
def nowhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with one channel and no database."""
    config = tmp_path / "smsinfo.toml"
    config.write_text('[channels.phone]\nkind = "simulator"\nsender = "+628110000123"\n', encoding="utf-8")
    monkeypatch.setenv("SMSINFO_CONFIG", str(config))
    monkeypatch.setenv("SMSINFO_DATABASE_URL", f"sqlite:///{tmp_path}/none.db")
    monkeypatch.setenv("SMSINFO_PUBLIC_URL", "http://127.0.0.1:8000")
    return tmp_path


def test_the_terminal_writes_one_too(nowhere: Path) -> None:
    file = nowhere / "papan.pdf"
    done = CliRunner().invoke(main, ["poster", "62.06", str(file), "--kind", "siaran"])
    assert done.exit_code == 0, done.output
    assert "08110000123" in words_of(file.read_bytes())


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["poster", "99.99", "x.pdf"], "62.06 is Katingan"),
        (["poster", "62.06", "/nowhere/x.pdf"], "choose another place"),
        (["poster", "62.06", "x.pdf", "--kind", "lain"], "choose one of info, siaran"),
    ],
)
def test_the_terminal_refuses_in_words(nowhere: Path, words: list[str], said: str) -> None:
    done = CliRunner().invoke(main, words)
    assert done.exit_code != 0
    assert said in done.output
