"""How near a text comes to single texts that we know: examples of our topics, and texts that are no question to us.

Words one by one say that `sim` and `kartu` are ours; only whole texts say that `kartu sim hangus` is not. The measure
is the cosine of tf-idf vectors over stems and neighbouring stems (Salton and Buckley 1988), and the evidence is the
nearest text and the mean of the five nearest on either side.
"""

from __future__ import annotations

import math
from array import array
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from heapq import nlargest
from itertools import groupby, pairwise

from smsinfo.understanding.affixes import stem
from smsinfo.understanding.lexicon import texting
from smsinfo.understanding.normalise import words

_PAIR = 0.7
_COMMONEST = 200
_FEW = 5
_ENOUGH = 300
"""Texts that are compared. More are only counted on where they share a rare term."""
# A pair is two stems of 20 bits; 24 bits more say in which text it stands: a million stems, 16 million texts.
_SHIFT = 20
_TEXT = 24
_TEXT_MASK = (1 << _TEXT) - 1
_NOBODY = (1 << _SHIFT) - 1
_NO_TEXTS: array[int] = array("I")


@dataclass(frozen=True, slots=True)
class Nearness:
    """Cosines between 0 and 1: the nearest of our examples, the mean of the five nearest, and the same elsewhere."""

    ours: float = 0.0
    ours_mean: float = 0.0
    elsewhere: float = 0.0
    elsewhere_mean: float = 0.0


NOWHERE = Nearness()


def stems_of(found: Sequence[str]) -> list[str]:
    """The stems of words, abbreviations written out."""
    return ["~" + stem(texting().get(word, (word,))[0].split(" ")[0]) for word in found]


def terms_of_text(found: Sequence[str]) -> dict[str, float]:
    """Stems (`~bakar`) and neighbouring stems (`~rumah ~bakar`) with their weights."""
    stems = stems_of(found)
    terms = dict.fromkeys(stems, 1.0)
    for first, second in pairwise(stems):
        terms[f"{first} {second}"] = _PAIR
    return terms


class Nearest:
    """Known texts by their terms. A term that stands in more than 200 of them tells nothing, nor does one seen once."""

    def __init__(self, ours: Iterable[str], elsewhere: Iterable[str]) -> None:
        read = _Texts()
        for text in ours:
            read.add(text)
        self._ours = len(read.ends) - 1
        for text in elsewhere:
            read.add(text)
        self._count = len(read.ends) - 1
        self._singles = len(read.numbers)
        self._pairs, self._starts, self._texts = _inverted(read)
        often = _often(read)
        self._numbers = {term: number for term, number in read.numbers.items() if often[number] > 1}
        self._size = self._sizes()

    def _sizes(self) -> array[float]:
        """The length of each text's vector."""
        squares = array("d", bytes(8 * self._count))
        for place in range(len(self._starts) - 1):
            texts = self._texts[self._starts[place] : self._starts[place + 1]]
            if texts:
                value = self._value(len(texts), 1.0 if place < self._singles else _PAIR)
                for number in texts:
                    squares[number] += value
        return array("f", (math.sqrt(square) or 1.0 for square in squares))

    def _value(self, times: int, weight: float) -> float:
        """The square of a term's weight, by the number of texts in which it stands."""
        return (weight * (1 + math.log(self._count / times))) ** 2

    def _having(self, term: str) -> array[int]:
        """The texts that a term stands in; none for one that tells nothing."""
        place = self._place(term)
        return self._texts[self._starts[place] : self._starts[place + 1]] if place >= 0 else _NO_TEXTS

    def _place(self, term: str) -> int:
        """Where a term stands in the arrays; -1 for a stranger."""
        first, _, second = term.partition(" ")
        one = self._numbers.get(first, -1)
        if not second or one < 0:
            return one
        pair = one << _SHIFT | self._numbers.get(second, _NOBODY)
        place = bisect_left(self._pairs, pair)
        return self._singles + place if place < len(self._pairs) and self._pairs[place] == pair else -1

    def near(self, found: Sequence[str]) -> Nearness:
        """How near these words come to what we know. Bounded: at most 60 words, each in at most 200 texts."""
        known = [
            (texts, weight, term) for term, weight in terms_of_text(found).items() if (texts := self._having(term))
        ]
        known.sort(key=lambda entry: len(entry[0]))
        shared: dict[int, float] = {}
        own, singles = 0.0, 0
        for texts, weight, term in known:
            value = self._value(len(texts), weight)
            own += value
            singles += " " not in term
            # Rare terms first: a text that shares only common ones with ours is among the nearest of neither side.
            if len(shared) < _ENOUGH:
                for number in texts:
                    shared[number] = shared.get(number, 0.0) + value
            else:
                for number in filter(shared.__contains__, texts):
                    shared[number] += value
        if not shared:
            return NOWHERE
        size, border = self._size, self._ours
        # Terms that nobody knows make the text longer too: a text of strange words is near to nothing.
        length = math.sqrt(own + 4.0 * (len(set(found)) - singles))
        ours, other = list[float](), list[float]()
        for number, value in shared.items():
            (ours if number < border else other).append(value / size[number])
        ours, other = nlargest(_FEW, ours), nlargest(_FEW, other)
        return Nearness(
            *(value / length for part in (ours, other) for value in (max(part, default=0.0), sum(part) / _FEW))
        )


class _Texts:
    """Texts as numbers of stems, one after the other."""

    def __init__(self) -> None:
        self.numbers: dict[str, int] = {}
        self.stems = array("I")
        self.ends = array("I", (0,))

    def add(self, text: str) -> None:
        """Read one text."""
        numbers = self.numbers
        self.stems.extend([numbers.setdefault(term, len(numbers)) for term in stems_of(words(text))])
        self.ends.append(len(self.stems))

    def each(self) -> Iterator[tuple[int, array[int]]]:
        """Each text's number and stems."""
        return ((n, self.stems[start:end]) for n, (start, end) in enumerate(pairwise(self.ends)))


def _often(read: _Texts) -> array[int]:
    """How often each stem was read."""
    often = array("I", bytes(4 * len(read.numbers)))
    for number in read.stems:
        often[number] += 1
    return often


def _inverted(read: _Texts) -> tuple[array[int], array[int], array[int]]:
    """(pairs that tell something, start of each term, texts): terms one after the other, first stems, then pairs."""
    singles: defaultdict[int, array[int]] = defaultdict(lambda: array("I"))
    entries = array("Q")  # pair and text in one integer each: sorting brings together what belongs together
    for number, stems in read.each():
        for stemmed in dict.fromkeys(stems):
            singles[stemmed].append(number)
        entries.extend([pair << _TEXT | number for pair in {a << _SHIFT | b for a, b in pairwise(stems)}])
    pairs, starts, texts = array("Q"), array("I", (0,)), array("I")
    for place in range(len(read.numbers)):
        if 1 < len(singles[place]) <= _COMMONEST:
            texts.extend(singles[place])
        starts.append(len(texts))
    for pair, group in groupby(sorted(entries), key=lambda entry: entry >> _TEXT):
        having = array("I", (entry & _TEXT_MASK for entry in group))
        if 1 < len(having) <= _COMMONEST:
            pairs.append(pair)
            texts.extend(having)
            starts.append(len(texts))
    return pairs, starts, texts
