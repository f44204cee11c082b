"""Texts with holes, and what stands around an answer."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from smsinfo.content.catalogue import catalogue_of
from smsinfo.content.render import bare_fields, compose, fields_in, render, stray_signs

from .samples import a_pack

KAB = {"kab": "Katingan"}


@pytest.mark.parametrize(
    ("text", "fields", "read"),
    [
        ("Tanpa lubang.", {}, "Tanpa lubang."),
        ("Disdukcapil[ {kab}].", KAB, "Disdukcapil Katingan."),
        ("Disdukcapil[ {kab}].", {}, "Disdukcapil."),
        ("Disdukcapil[ {kab}].", {"kab": ""}, "Disdukcapil."),
        ("Telepon [{darurat}|110].", {"darurat": "112"}, "Telepon 112."),
        ("Telepon [{darurat}|110].", {}, "Telepon 110."),
        ("[{kab} {darurat}|{kab}|di sini]", KAB, "Katingan"),
        ("[{kab} {darurat}|{kab}|di sini]", {}, "di sini"),
        ("[selalu]", {}, "selalu"),
        ("{kab}", {}, ""),
        ("Kantor {kab}", KAB, "Kantor Katingan"),
        ("[{kab}]", {"kab": "[{kab}]"}, "[{kab}]"),
    ],
)
def test_a_clause_is_said_only_where_all_of_it_can_be_said(text: str, fields: dict[str, str], read: str) -> None:
    assert render(text, fields) == read


@pytest.mark.parametrize(
    ("text", "fields", "bare", "stray"),
    [
        ("Disdukcapil[ {kab}] buka.", {"kab"}, set(), []),
        ("[{a}|{b}] dan {c}", {"a", "b", "c"}, {"c"}, []),
        ("Kantor {kab", set(), set(), ["{"]),
        ("Kantor [{kab}", {"kab"}, {"kab"}, ["["]),
        ("a|b", set(), set(), ["|"]),
        ("[a {Kab}]", set(), set(), ["{", "}"]),
        ("[[a]]", set(), set(), ["[", "]"]),
    ],
)
def test_what_a_text_asks_for_and_what_is_badly_written(
    text: str, fields: set[str], bare: set[str], stray: list[str]
) -> None:
    assert set(fields_in(text)) == fields
    assert set(bare_fields(text)) == bare
    assert stray_signs(text) == stray


@given(
    st.text(alphabet="ab {}[]|k", max_size=40),
    st.dictionaries(st.sampled_from(["a", "b", "k"]), st.text(max_size=3)),
)
def test_any_text_renders_and_a_text_without_signs_stays(text: str, fields: dict[str, str]) -> None:
    shown = render(text, fields)
    assert isinstance(shown, str)
    assert set("{}[]|") & set(text) or shown == text


def test_an_answer_ends_with_its_source_the_month_and_the_mark() -> None:
    catalogue = catalogue_of(a_pack())
    topic = catalogue.topics[0]
    summary = topic.summary("id", None)
    assert summary.checked_on == date(2026, 11, 1)
    assert compose(topic, summary, KAB, "DEMO") == "Urus ktp di kantor Katingan. (Dukcapil 11/26 DEMO)"
    assert compose(topic, summary, {}, "") == "Urus ktp di kantor. (Dukcapil 11/26)"
    assert compose(topic, summary, {}, "", hint=" Rinci: LANJUT", stale=" Mungkin usang.") == (
        "Urus ktp di kantor. (Dukcapil 11/26) Mungkin usang. Rinci: LANJUT"
    )
