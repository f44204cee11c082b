"""The word files of the understanding: what an edit or a merge can silently spoil."""

from __future__ import annotations

import csv
import math
import tomllib
from collections import Counter

import pytest

from smsinfo.content.pack_files import read_pack
from smsinfo.understanding.decide import NAMES, WORDED, weights
from smsinfo.understanding.lexicon import DATA, texting
from tests.support import PACK

COLUMNS = {
    "lexicon_sms.tsv": ["informal", "formal", "note"],
    "lexicon_local.tsv": ["lang", "word", "indonesian", "note"],
}
TEXTS = ("everyday.txt", "lookalikes.txt")
WORDS = ("function_words.txt", "question_words.txt", "elsewhere.txt")


def rows(name: str) -> list[list[str]]:
    """All lines of a table."""
    with (DATA / name).open(encoding="utf-8", newline="") as file:
        return list(csv.reader(file, delimiter="\t", quoting=csv.QUOTE_NONE))


def twice(found: list[str]) -> list[str]:
    """What stands there more than once."""
    return [item for item, times in Counter(found).items() if times > 1]


@pytest.mark.parametrize("name", COLUMNS)
def test_a_lexicon_has_its_columns_in_each_line(name: str) -> None:
    head, *lines = rows(name)
    assert head == COLUMNS[name]
    assert [line for line in lines if len(line) != len(head)] == []
    # A particle that means nothing (`dong`, `sih`) has no meaning to stand there, and says so in the note.
    assert [line for line in lines if not all(line[:-1]) and line[-1] != "drop"] == []


@pytest.mark.parametrize("name", COLUMNS)
def test_a_lexicon_says_nothing_twice(name: str) -> None:
    assert twice(["\t".join(line[:-1]) for line in rows(name)]) == []


def test_an_abbreviation_is_lower_case_and_stands_for_something() -> None:
    assert [short for short in texting() if short != short.lower().strip()] == []
    assert [short for short, meanings in texting().items() if not all(meanings)] == []


@pytest.mark.parametrize("name", TEXTS)
def test_a_file_of_everyday_texts_has_one_text_a_line_and_none_twice(name: str) -> None:
    lines = (DATA / name).read_text(encoding="utf-8").splitlines()
    assert [line for line in lines if not line.strip() or line != line.strip()] == []
    assert twice(lines) == []


def test_what_is_an_everyday_text_is_not_a_look_alike_as_well() -> None:
    everyday, alike = ((DATA / name).read_text(encoding="utf-8").splitlines() for name in TEXTS)
    assert set(everyday) & set(alike) == set()


@pytest.mark.parametrize("name", WORDS)
def test_a_word_list_is_lower_case_and_no_line_names_a_word_twice(name: str) -> None:
    # In two lines a word may stand: a line is a language or a kind of word, and languages share words.
    lines = [line for line in (DATA / name).read_text(encoding="utf-8").splitlines() if not line.startswith("#")]
    assert [line for line in lines if line != line.lower()] == []
    assert [found for found in (twice(line.split()) for line in lines) if found] == []


def test_a_cry_points_to_a_topic_of_the_pack_or_to_none() -> None:
    known = {topic.key for topic in read_pack(PACK).topics} | {"-"}
    lines = rows("cries.tsv")
    assert [line for line in lines if len(line) != 2 or line[0] not in known or not line[1].strip()] == []
    assert twice([text for _, text in lines]) == []


def test_the_weights_of_cries_are_numbers_of_one_feature_each() -> None:
    lines = rows("cry_weights.tsv")
    assert twice([feature for feature, _ in lines]) == []
    assert all(math.isfinite(float(weight)) for _, weight in lines)


def test_each_feature_has_a_weight_and_each_threshold_is_a_probability() -> None:
    found = tomllib.loads((DATA / "weights.toml").read_text(encoding="utf-8"))
    assert set(found["plain"]) == set(NAMES)
    assert set(found["worded"]) == {*NAMES, *WORDED}
    levels = weights()
    assert all(0 < level < 1 for level in (levels.answer, levels.safety, levels.others, levels.whole_text))
    # For what can hurt people more has to speak.
    assert levels.safety > levels.answer
