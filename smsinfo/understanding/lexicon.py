"""What texting people write for ordinary words, and Ngaju, Banjar and Javanese words: each an alternative, never a
replacement."""

from __future__ import annotations

import csv
import tomllib
from collections.abc import Iterable
from functools import cache
from itertools import pairwise
from pathlib import Path

from smsinfo.understanding.affixes import stem
from smsinfo.understanding.normalise import words

DATA = Path(__file__).parent / "data"
LOOKALIKE = 0.3


def _rows(name: str) -> list[dict[str, str]]:
    with (DATA / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))


@cache
def texting() -> dict[str, tuple[str, ...]]:
    """Abbreviation -> the words it may stand for. A `|` in the note lists other meanings (`bkn`: bukan or bikin)."""
    found: dict[str, list[str]] = {}
    for row in _rows("lexicon_sms.tsv"):
        meanings = (
            [row["formal"], *row["note"].removeprefix("ambiguous:").split("|")]
            if "|" in row["note"]
            else [row["formal"]]
        )
        for meaning in meanings:
            plain = " ".join(words(meaning.partition("(")[0]))
            if plain:
                found.setdefault(row["informal"], []).append(plain)
    return {informal: tuple(dict.fromkeys(formal)) for informal, formal in found.items()}


@cache
def local() -> dict[str, tuple[str, ...]]:
    """Ngaju, Banjar or Javanese word -> Indonesian words. Traps (`dia` = no) are in here too: they are only one reading
    of many."""
    found: dict[str, list[str]] = {}
    for row in _rows("lexicon_local.tsv"):
        for meaning in row["indonesian"].split("/"):
            found.setdefault(row["word"], []).append(" ".join(words(meaning)))
    return {word: tuple(dict.fromkeys(meanings)) for word, meanings in found.items()}


def _word_file(name: str) -> frozenset[str]:
    lines = (DATA / name).read_text(encoding="utf-8").splitlines()
    return frozenset(word for line in lines if not line.startswith("#") for word in line.split())


@cache
def function_words() -> frozenset[str]:
    """Words that say nothing about the subject: they neither count for a topic nor against being understood."""
    return _word_file("function_words.txt")


@cache
def question_words() -> frozenset[str]:
    """Words by which people ask an office something: how, where, how much, papers, may I."""
    return _word_file("question_words.txt")


@cache
def elsewhere() -> frozenset[str]:
    """Well-known places that we do not serve."""
    return _word_file("elsewhere.txt")


@cache
def everyday_texts() -> tuple[str, ...]:
    """Everyday texts that are no question to us."""
    return tuple((DATA / "everyday.txt").read_text(encoding="utf-8").splitlines())


@cache
def lookalikes() -> tuple[str, ...]:
    """Texts with words of our topics in another sense (`kartu sim hangus`). Rarer in life than here."""
    return tuple((DATA / "lookalikes.txt").read_text(encoding="utf-8").splitlines())


@cache
def unserved() -> tuple[str, ...]:
    """Questions to offices and firms about what no topic serves. Only the wording model learns from them: an editor
    may serve them tomorrow."""
    return tuple((DATA / "unserved.txt").read_text(encoding="utf-8").splitlines())


def pairs_of(content: list[str]) -> list[str]:
    """Neighbouring words as terms, function words between them left out: `kartu hilang`, not `hilang sinyal`."""
    return [f"~{stem(first)} ~{stem(second)}" for first, second in pairwise(content)]


def background_of(everyday_lines: Iterable[str], lookalike_lines: Iterable[str]) -> dict[str, float]:
    """How often words and stems stand in texts that are no question to us, damped by the root."""
    counts: dict[str, float] = {}
    for lines, weight in ((everyday_lines, 1.0), (lookalike_lines, LOOKALIKE)):
        for line in lines:
            found = words(line)
            terms = {term for word in found for term in (word, "~" + stem(word))}
            for term in terms | set(pairs_of([word for word in found if word not in function_words()])):
                counts[term] = counts.get(term, 0.0) + weight
    return {term: count**0.5 for term, count in counts.items()}


@cache
def everyday() -> dict[str, float]:
    """The background of all indexes."""
    return background_of(everyday_texts(), lookalikes())


@cache
def cries() -> tuple[tuple[str, str], ...]:
    """(topic, text) of cries for help; topic `-` where the same words are no emergency."""
    with (DATA / "cries.tsv").open(encoding="utf-8", newline="") as file:
        return tuple((row[0], row[1]) for row in csv.reader(file, delimiter="\t", quoting=csv.QUOTE_NONE))


@cache
def _lists() -> dict[str, str | list[str]]:
    found: dict[str, str | list[str]] = tomllib.loads((DATA / "words.toml").read_text(encoding="utf-8"))
    return found


def word_list(name: str) -> frozenset[str]:
    """One list of `data/words.toml`."""
    return frozenset(str(_lists()[name]).split())


def patterns(name: str) -> list[str]:
    """One list of regular expressions of `data/words.toml`."""
    return list(_lists()[name])
