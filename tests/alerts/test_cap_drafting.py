"""The short words that a document becomes, for a person to edit."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from smsinfo.alerts.cap.drafting import LONGEST_NUMBER, Setting, by_language, cut, draft_texts
from smsinfo.alerts.cap.reading import read_cap
from smsinfo.sms.gsm7 import is_gsm7
from smsinfo.sms.segments import count

from .documents import document

SETTING = Setting(
    "4821",
    ("Kec Katingan Hilir", "Kec Tasik Payawan"),
    datetime(2026, 11, 24, 6, tzinfo=UTC),
    ZoneInfo("Asia/Pontianak"),
    "WIB",
)


def texts(raw: bytes, setting: Setting = SETTING, first: str = "") -> dict[str, str]:
    """The texts of a document."""
    return draft_texts(read_cap(raw), setting, {"id": first, "en": first})


def test_a_draft_says_who_what_where_until_when_what_to_do_and_is_marked() -> None:
    assert texts(document()) == {
        "id": (
            "Badan Meteorologi Klimatologi dan Geofisika: Hujan Lebat disertai Petir di Kalimantan Tengah. "
            "Kec Katingan Hilir, Kec Tasik Payawan. Berlaku s.d. 24-11 13.00 WIB. Jauhi pohon besar dan baliho. "
            "Cek kebenarannya: CEK 4821 ke {nomor} {SUNTING}"
        )
    }


def test_a_document_in_two_languages_becomes_two_texts() -> None:
    info = "<info><language>{}</language><event>x</event><headline>{}</headline></info>"
    found = texts(document(infos=info.format("id-ID", "Hujan") + info.format("en-GB", "Rain") + info.format("ar", "x")))
    assert set(found) == {"id", "en"}
    assert "Rain" in found["en"]
    assert found["en"].endswith("{EDIT}")


def test_a_document_in_english_alone_still_gets_a_text_to_translate() -> None:
    found = texts(document(language="en", headline="Heavy rain"))
    assert set(found) == {"id", "en"}
    assert "Heavy rain" in found["id"]
    assert found["id"].endswith("{SUNTING}")
    assert set(texts(document(language="he", headline="x"))) == {"id"}


def test_a_correction_begins_with_its_word() -> None:
    assert texts(document(), first="PERBARUI")["id"].startswith("PERBARUI Badan")


def test_long_documents_lose_whole_sentences_and_places_never_half_a_number() -> None:
    instruction = "Naik ke tempat 15 m lebih tinggi. " * 60
    many = Setting("4821", tuple(f"Kec Nomor {n}" for n in range(40)), SETTING.until, SETTING.zone, "WIB")
    found = texts(document(instruction=instruction), many)["id"]
    assert count(found.replace("{nomor}", LONGEST_NUMBER)) <= 3
    assert "Kec Nomor 0, Kec Nomor 1, Kec Nomor 2, Kec Nomor 3 dan 36 wilayah lain" in found
    assert not re.search(r"15(?! m lebih tinggi\.)", found)


@pytest.mark.parametrize(
    ("words", "most", "kept"),
    [
        ("air naik 115 cm di hulu", 12, "air naik"),
        ("air naik 115 cm di hulu", 15, "air naik"),
        ("tinggi muka air 4.821 m", 20, "tinggi muka air"),
        ("hujan lebat", 11, "hujan lebat"),
        ("hujan lebat", 8, "hujan"),
        ("panjangsekali", 5, ""),
    ],
)
def test_no_number_is_cut_or_parted_from_its_unit(words: str, most: int, kept: str) -> None:
    assert cut(words, most) == kept


@given(
    headline=st.text(alphabet=st.characters(codec="utf-8", exclude_categories=("Cs", "Cc")), max_size=400),
    instruction=st.text(alphabet="ab .{}[]€~12", max_size=2000),
)
def test_every_draft_is_gsm7_in_three_segments_and_has_only_our_holes(headline: str, instruction: str) -> None:
    alert = read_cap(document())
    info = replace(alert.infos[0], headline=headline, instruction=instruction)
    made = replace(alert, infos=(info,))
    (text,) = draft_texts(made, SETTING, {}).values()
    assert is_gsm7(text)
    assert count(text.replace("{nomor}", LONGEST_NUMBER)) <= 3
    assert re.findall(r"\{[^{}]*\}", text) == ["{nomor}", "{SUNTING}"]


def test_the_languages_of_a_document_are_ours() -> None:
    assert list(by_language(read_cap(document(language="in")).infos)) == ["id"]
    assert by_language(()) == {}
