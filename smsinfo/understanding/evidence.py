"""What the words of a text say, gathered: one by one (`Bag`), and as whole keywords and aliases (`Match`)."""

from __future__ import annotations

from array import array
from collections.abc import Container, Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise

from smsinfo.understanding.affixes import stem
from smsinfo.understanding.names import Names, Phrase
from smsinfo.understanding.postings import Postings
from smsinfo.understanding.readings import Reading

_NEIGHBOUR_GAP = 2
_FULL = 2.0
"""The weight from which on a word is fully explained by a topic."""
_GENERAL = 40
_SLIPS = frozenset(("slip", "vowels", "split"))


@dataclass(slots=True)
class TopicScore:
    """All evidence for one topic. Weights are logarithms; qualities lie between 0 and 1. `wording` is how far the topic
    lies behind the one that the text's wording speaks for, 0 or less. `covered` is how many of the telling words speak
    for the topic, each as one at most."""

    topic: int
    bag: float = 0.0
    hits: int = 0
    best_hit: float = 0.0
    mended: float = 0.0
    covered: float = 0.0
    phrase: float = 0.0
    phrase_quality: float = 0.0
    phrase_words: int = 0
    keyword: float = 0.0
    whole: float = 0.0
    matched: Phrase | None = None
    wording: float = 0.0


@dataclass(frozen=True, slots=True)
class Spoken:
    """What one word says: topic -> what its best reading is worth, and the how manieth that is; of each reading the
    stem, and whether it mends a slip."""

    values: dict[int, float]
    ways: dict[int, int]
    stems: tuple[str, ...]
    slips: tuple[bool, ...]


def spoken(readings: tuple[Reading, ...], postings: Postings) -> Spoken:
    """What a word with these readings says."""
    values: dict[int, float] = {}
    ways: dict[int, int] = {}
    for way, reading in enumerate(readings):
        quality = reading.quality
        for topic, weight in zip(*postings.of(reading.term), strict=True):
            value = weight * quality
            if topic not in values or value > values[topic]:
                values[topic] = value
                ways[topic] = way
    stems = tuple(_stemmed(reading.term) for reading in readings)
    return Spoken(values, ways, stems, tuple(reading.way in _SLIPS for reading in readings))


class Bag:
    """The words of a text one by one. A word counts once for each topic, with its best reading."""

    def __init__(self) -> None:
        self.sums: dict[int, float] = {}
        self._seen: dict[str, list[Spoken]] = {}
        self._spots: list[tuple[dict[int, float], Spoken]] = []
        self._telling: list[dict[int, float]] = []

    def add(self, spots: Iterable[Spoken], telling: Container[int] = ()) -> float:
        """Words or pairs of words; `telling` are the places of words that a topic should cover. How many of them spoke
        for anything."""
        explained = 0.0
        for place, said in enumerate(spots):
            if said.values:
                self._count(said)
                explained += min(1.0, max(said.values.values()) / _FULL)
                if place in telling:
                    self._telling.append(said.values)
        return explained

    def tell(self, score: TopicScore) -> TopicScore:
        """Write what the words say of a topic into its score. Only for the few that lead: the sums decide which."""
        topic = score.topic
        score.bag = self.sums.get(topic, 0.0)
        for fresh, said in self._spots:
            if topic in fresh:
                score.hits += 1
                score.mended += fresh[topic] if said.slips[said.ways[topic]] else 0.0
                score.best_hit = max(score.best_hit, said.values[topic])
        score.covered = sum([min(1.0, values[topic] / _FULL) for values in self._telling if topic in values])
        return score

    def _count(self, said: Spoken) -> None:
        """A stem that came before counts only for what it says more than before."""
        seen, sums = self._seen, self.sums
        fresh = said.values if seen.keys().isdisjoint(said.stems) else dict(self._more(said))
        for topic, value in fresh.items():
            sums[topic] = sums.get(topic, 0.0) + value
        for stemmed in dict.fromkeys(said.stems):
            seen.setdefault(stemmed, []).append(said)
        self._spots.append((fresh, said))

    def _more(self, said: Spoken) -> Iterator[tuple[int, float]]:
        for topic, value in said.values.items():
            stemmed = said.stems[said.ways[topic]]
            before = [
                other.values[topic]
                for other in self._seen.get(stemmed, ())
                if topic in other.values and other.stems[other.ways[topic]] == stemmed
            ]
            more = value - max(before, default=0.0)
            if more > 0:
                yield topic, more


class Match:
    """Keywords and aliases against one text: term -> (quality, place), and the places of words that tell something."""

    def __init__(self, names: Names, quality: dict[str, tuple[float, int]], content: set[int]) -> None:
        self.scores: dict[int, TopicScore] = {}
        self.numbers: dict[int, int] = {}
        self._names = names
        self._quality = quality
        self._content = content
        self._read: dict[int, tuple[float, int]] = {}

    def worth(self, topic: int) -> float:
        """The value of the most telling keyword or alias of a topic; 0 without one."""
        return self.scores[topic].phrase if topic in self.scores else 0.0

    def score(self, topic: int) -> TopicScore:
        """What keywords and aliases say of a topic."""
        score = self.scores.get(topic) or TopicScore(topic)
        if topic in self.numbers:
            score.matched = self._names.phrase(self.numbers[topic])
        return score

    def try_phrase(self, number: int) -> None:
        """Count a keyword or alias when all its words are there."""
        found = []
        parts = self._names.parts(number)
        for part in parts:
            read = self._read.get(part)
            if read is None:
                read = self._read[part] = self._reading(part)
            if read[0] == 0.0:
                return
            found.append(read)
        self._count(number, parts, found)

    def _count(self, number: int, parts: array[int], found: list[tuple[float, int]]) -> None:
        places = [place for _, place in found]
        worst = min(q for q, _ in found)
        order = all(b > a for a, b in pairwise(places))
        close = max(places) - min(places) <= len(places) - 1 + _NEIGHBOUR_GAP
        size = sum(self._names.rarities[part] for part in parts)
        value = size * worst * (1.0 if order and close else 0.85 if close else 0.6)
        topic, content = self._names.topic(number), self._content
        score = self.scores.setdefault(topic, TopicScore(topic))
        whole = len(set(places) & content) / len(content) if content else float(not set(places) - set(range(_GENERAL)))
        score.whole = max(score.whole, whole * sum(q for q, _ in found) / len(found))
        if self._names.is_keyword(number):
            score.keyword = max(score.keyword, worst)
        if value > score.phrase:
            score.phrase, score.phrase_quality, score.phrase_words = value, worst, len(parts)
            self.numbers[topic] = number

    def _reading(self, part: int) -> tuple[float, int]:
        typed = self._quality.get(self._names.words[part], (0.0, 0))
        if typed[0] >= 0.9:
            return typed
        return max(typed, self._quality.get(self._names.stems[part], (0.0, 0)))


def _stemmed(term: str) -> str:
    return term if term.startswith("~") else "~" + stem(term)
