"""Terms and the topics that they speak for, as flat arrays: a tenth of what dictionaries of tuples weigh.

A single term has a number. A pair (`~kartu ~hilang`) is the two numbers of its stems in one integer, found by bisection
in a sorted array, so that hundreds of thousands of pairs need no string each.
"""

from __future__ import annotations

import math
from array import array
from bisect import bisect_left
from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import accumulate, groupby, pairwise

_SMOOTH = 0.4
_STRONGEST = 7.0
_WEAKEST = 0.35
_MOST_POSTINGS = 64
_RARE_PAIR = 1.9
_PAIR = 32
"""A pair is (number of the first + 1) << 32 | number of the second."""


class Counts:
    """How often terms stand in each topic, while topics are read one by one."""

    def __init__(self) -> None:
        self.numbers: dict[str, int] = {}
        self.keys = array("Q")
        self.values = array("d")
        self.ends = array("I", (0,))

    def single(self, term: str) -> int:
        """The key of a word or stem."""
        return self.numbers.setdefault(term, len(self.numbers))

    def pair(self, first: str, second: str) -> int:
        """The key of two stems together."""
        return (self.single(first) + 1) << _PAIR | self.single(second)

    def add(self, mass: Mapping[int, float]) -> None:
        """One topic, by keys."""
        self.keys.extend(mass)
        self.values.extend(mass.values())
        self.ends.append(len(self.keys))

    def said(self) -> dict[str, float]:
        """All topics together, of single terms."""
        sums = array("d", bytes(8 * len(self.numbers)))
        for key, value in zip(self.keys, self.values, strict=True):
            if not key >> _PAIR:
                sums[key] += value
        return {term: sums[number] for term, number in self.numbers.items()}


@dataclass(slots=True)
class _Read:
    """Places and values of terms, topic after topic, and where each topic ends."""

    places: array[int] = field(default_factory=lambda: array("I"))
    values: array[float] = field(default_factory=lambda: array("d"))
    ends: array[int] = field(default_factory=lambda: array("I", (0,)))


class Postings:
    """Term -> topics with weights, strongest first; and how often our topics say each term at all."""

    def __init__(self, counts: Counts, background: Mapping[str, float]) -> None:
        self._numbers = counts.numbers
        self._background = background
        self._pairs = _frequent_pairs(counts)
        self._begins = _beginnings(self._pairs, len(self._numbers))
        read = _damped(counts, self._pairs)
        self._totals = array("d", bytes(8 * (len(self._numbers) + len(self._pairs))))
        self._spread = array("I", bytes(4 * len(self._totals)))
        for place, value in zip(read.places, read.values, strict=True):
            self._totals[place] += value
            self._spread[place] += 1
        sizes = [sum(read.values[start:end]) or 1.0 for start, end in pairwise(read.ends)]
        self._topics_size = sum(sizes) or 1.0
        self._background_size = sum(background.values()) or 1.0
        self._count = len(sizes)
        self._starts, self._topics, self._weights = self._weighed(read, sizes)

    def __contains__(self, term: object) -> bool:
        """True for a term that speaks for some topic."""
        place = self._place(str(term))
        return place >= 0 and self._starts[place] < self._starts[place + 1]

    def of(self, term: str) -> tuple[array[int], array[float]]:
        """The topics of a term and its weights for them."""
        place = self._place(term)
        if place < 0:
            return _NO_TOPICS, _NO_WEIGHTS
        start, end = self._starts[place], self._starts[place + 1]
        return self._topics[start:end], self._weights[start:end]

    def weight(self, term: str, topic: int) -> float:
        """How much a term speaks for one topic; 0 when it does not."""
        topics, weights = self.of(term)
        return weights[topics.index(topic)] if topic in topics else 0.0

    def has_pair(self, first: str, second: str) -> bool:
        """True for two stems that together speak for some topic."""
        place = self._pair(self._numbers.get(first, -1), second)
        return place >= 0 and self._starts[place] < self._starts[place + 1]

    def rarity(self, term: str) -> float | None:
        """How telling a word or stem is; None when no topic says it."""
        place = self._numbers.get(term)
        if place is None:
            return None
        return math.log(
            1 + (self._count + 0.5) / (self._spread[place] + 3 * self._background.get(term, 0.0) / 10 + 0.5)
        )

    def civic(self, term: str) -> float | None:
        """How much more a term belongs to our topics than to everyday texts, -3 to 3; None when nobody says it."""
        place, outside = self._place(term), self._background.get(term)
        if place < 0 and outside is None:
            return None
        inside = self._totals[place] if place >= 0 else 0.0
        ratio = math.log((inside + 1) / self._topics_size) - math.log(((outside or 0.0) + 1) / self._background_size)
        return max(-3.0, min(3.0, ratio))

    def _place(self, term: str) -> int:
        """Where a term stands in the arrays; -1 for a stranger."""
        first, _, second = term.partition(" ")
        one = self._numbers.get(first, -1)
        return self._pair(one, second) if second and one >= 0 else one

    def _pair(self, one: int, second: str) -> int:
        """Where the pair of a numbered stem and a second one stands; -1 for none."""
        other = self._numbers.get(second, -1)
        if one < 0 or other < 0:
            return -1
        key = (one + 1) << _PAIR | other
        # Pairs are sorted by their first stem, and most stems begin few of them.
        place = bisect_left(self._pairs, key, self._begins[one], self._begins[one + 1])
        return len(self._numbers) + place if place < self._begins[one + 1] and self._pairs[place] == key else -1

    def _weighed(self, read: _Read, sizes: list[float]) -> tuple[array[int], array[int], array[float]]:
        """(start of each term, topics, weights): terms one after the other, each term's topics strongest first."""
        outside = array("d", self._totals)
        for term, value in self._background.items():
            place = self._place(term)
            if place >= 0:
                outside[place] += value
        weights, size_all = array("d"), self._topics_size + self._background_size
        for number, (start, end) in enumerate(pairwise(read.ends)):
            size, rest = sizes[number] + _SMOOTH * 50, size_all - sizes[number]
            for place, value in zip(read.places[start:end], read.values[start:end], strict=True):
                inside = (value + _SMOOTH) / size
                weight = min(_STRONGEST, math.log(inside * rest / (outside[place] - value + _SMOOTH)))
                weights.append(weight * value / (value + 0.7))
        return _by_term(read, weights, self._spread)


_NO_TOPICS: array[int] = array("I")
_NO_WEIGHTS: array[float] = array("d")


def _frequent_pairs(counts: Counts) -> array[int]:
    """The pairs that were said more than once: what was said once says nothing that its words do not say."""
    found = array("Q", (key for key, _ in groupby(sorted(key for key in counts.keys if key >> _PAIR))))
    said = array("d", bytes(8 * len(found)))
    for key, value in zip(counts.keys, counts.values, strict=True):
        if key >> _PAIR:
            said[bisect_left(found, key)] += value
    return array("Q", (key for key, value in zip(found, said, strict=True) if value >= _RARE_PAIR))


def _beginnings(pairs: array[int], singles: int) -> array[int]:
    """Where the pairs of each first stem begin, and after them their number."""
    begins = array("I", bytes(4 * (singles + 1)))
    for key in pairs:
        begins[key >> _PAIR] += 1
    return array("I", accumulate(begins))


def _damped(counts: Counts, pairs: array[int]) -> _Read:
    """All topics by place. A word that one says ten times is not ten times as much its word: the root tames that."""
    read, singles = _Read(), len(counts.numbers)
    for start, end in pairwise(counts.ends):
        for key, value in zip(counts.keys[start:end], counts.values[start:end], strict=True):
            place = key
            if key >> _PAIR:
                place = bisect_left(pairs, key)
                if place == len(pairs) or pairs[place] != key:
                    continue
                place += singles
            read.places.append(place)
            read.values.append(math.sqrt(value))
        read.ends.append(len(read.places))
    return read


def _by_term(read: _Read, weights: array[float], spread: array[int]) -> tuple[array[int], array[int], array[float]]:
    """What stands topic by topic, term by term: first where each term's topics begin, then each into its place."""
    begins = array("I", accumulate(spread, initial=0))
    free = array("I", begins)
    entries = array("I", bytes(4 * len(weights)))
    owners = array("I", bytes(4 * len(weights)))
    for number, (start, end) in enumerate(pairwise(read.ends)):
        for entry in range(start, end):
            place = read.places[entry]
            entries[free[place]], owners[free[place]] = entry, number
            free[place] += 1
    starts, topics, kept = array("I", (0,)), array("I"), array("d")
    for start, end in pairwise(begins):
        found = [(owners[n], weights[entries[n]]) for n in range(start, end) if weights[entries[n]] >= _WEAKEST]
        found = sorted(found, key=lambda pair: -pair[1])[:_MOST_POSTINGS]
        topics.extend([number for number, _ in found])
        kept.extend([weight for _, weight in found])
        starts.append(len(topics))
    return starts, topics, kept
