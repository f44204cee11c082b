"""The wording model: what it knows of, what it must not stand in the way of, and its file."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from smsinfo.content.catalogue import catalogue_of
from smsinfo.content.pack_files import read_pack
from smsinfo.domain.content import Catalogue, CatalogueTopic, SummaryText
from smsinfo.locale import command_words, language_names
from smsinfo.understanding.resolve import Understanding
from smsinfo.understanding.wording import CRY, Table, Wording, shipped
from tests.support import PACK

PASSPORT = CatalogueTopic(
    key="paspor",
    category="kependudukan",
    owner="Imigrasi",
    tag="Imigrasi",
    safety=False,
    review_by=date(2027, 5, 24),
    titles={"id": "Paspor"},
    labels={"id": "Paspor"},
    keywords=("PASPOR",),
    aliases={"id": ("bikin paspor", "perpanjang paspor", "imigrasi")},
    related={"id": ("visa",)},
    summaries=(SummaryText("id", None, "Paspor dibuat di kantor imigrasi.", "", date(2026, 11, 1)),),
)
# No worse off than the topics that the model knows: each kind of text about a topic of which it has never heard.
ABOUT_PASSPORTS = ["PASPOR", "paspro", "cara bikin paspor", "syarat perpanjang paspor apa saja", "gmn cr bkin paspor"]


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    return catalogue_of(read_pack(PACK))


@pytest.fixture(scope="module")
def grown(catalogue: Catalogue) -> Understanding:
    """The demo pack, and a topic that an editor added after the model was fitted."""
    more = replace(catalogue, topics=(*catalogue.topics, PASSPORT))
    return Understanding(more, command_words(), language_names())


@pytest.mark.parametrize("text", ABOUT_PASSPORTS)
def test_a_topic_that_the_model_does_not_know_is_answered(grown: Understanding, text: str) -> None:
    assert grown.resolve(text).topics[:1] == ("paspor",)


def test_a_new_topic_takes_no_answer_from_the_others(grown: Understanding) -> None:
    assert grown.resolve("syarat bikin ktp apa saja").topics[:1] == ("ktp",)


def test_a_catalogue_of_which_the_model_knows_nothing_is_understood_without_it(catalogue: Catalogue) -> None:
    alone = Understanding(replace(catalogue, topics=(PASSPORT,), menus=()), command_words(), language_names())
    assert alone.resolve("cara bikin paspor").topics == ("paspor",)
    assert alone.resolve("besok kita mabar ya").kind == "none"
    assert Wording(["paspor"]).opinion(["bikin", "paspor"], ["bikin", "paspor"]) is None


def test_a_topic_that_was_withdrawn_counts_as_none_of_ours() -> None:
    keys = [key for key in shipped().keys if key != CRY]
    said = ["syarat", "bikin", "ktp"]
    before = Wording(keys).opinion(said, said)
    after = Wording([key for key in keys if key != "ktp"]).opinion(said, said)
    assert before is not None
    assert after is not None
    assert before.ours > before.other
    assert after.other > before.other


def test_the_model_knows_only_topics_of_the_pack(catalogue: Catalogue) -> None:
    assert set(shipped().keys) - {topic.key for topic in catalogue.topics} == {CRY}


def test_a_table_comes_out_of_its_file_as_it_went_in() -> None:
    table = shipped()
    assert Table.unpacked(table.packed()) == table
