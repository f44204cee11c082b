"""Brings texts of one meaning together: each goes to the nearest cluster, or begins one. Pure, and bounded.

The measure is the cosine between a text's vector and the sum of a cluster's (leader clustering: Hartigan 1975, chapter
3). Only clusters that share a telling word are looked at.
"""

from __future__ import annotations

import json
import math
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Final

from smsinfo.content.gap_texts import Read

NEAR: Final = 0.33
"""From this cosine on a text belongs to a cluster. Found by trial on 38 texts in six orders: from 0.4 on
groups fall apart, below 0.3 strangers meet. The order in which texts come decides some cases."""

MOST_TERMS: Final = 40
"""Terms that a cluster keeps; the faintest go."""
MOST_WORDS: Final = 4
"""Words of a title."""
_LOOKED_UP: Final = 0.2
"""A term of a text that weighs less leads to no cluster by itself."""


@dataclass(slots=True)
class Cluster:
    """Texts of one meaning: the sum of their vectors, how each stem was spelled, and how many texts they are.

    `id` is None for a new one.
    """

    asked: int = 0
    id: int | None = None
    terms: dict[str, float] = field(default_factory=dict)
    spelled: dict[str, Counter[str]] = field(default_factory=dict)
    changed: bool = False
    _length: float = 0.0

    def near(self, vector: dict[str, float]) -> float:
        """The cosine to a text's vector."""
        if not self._length:
            self._length = math.sqrt(sum(weight * weight for weight in self.terms.values())) or 1.0
        return sum(weight * self.terms.get(term, 0.0) for term, weight in vector.items()) / self._length

    def add(self, read: Read) -> None:
        """One more text."""
        for term, weight in read.vector.items():
            self.terms[term] = self.terms.get(term, 0.0) + weight
        for word, stem in read.words:
            self.spelled.setdefault(stem, Counter())[word] += 1
        if len(self.terms) > 2 * MOST_TERMS:
            self._forget_the_faintest()
        self.asked, self.changed, self._length = self.asked + 1, True, 0.0

    @property
    def title(self) -> str:
        """The strongest stems as they are mostly spelled. What only one of several texts says names no cluster."""
        least = 2 if self.asked > 1 else 1
        strong = [stem for stem in _strongest(self.terms) if sum(self.spelled.get(stem, Counter()).values()) >= least]
        return " ".join(_commonest(self.spelled[stem]) for stem in strong[:MOST_WORDS])[:120]

    def dump(self) -> str:
        """As `load` reads it."""
        self._forget_the_faintest()
        terms = {term: round(weight, 4) for term, weight in self.terms.items()}
        return json.dumps({"terms": terms, "spelled": self.spelled}, ensure_ascii=False)

    @classmethod
    def load(cls, number: int, text: str, asked: int) -> Cluster:
        """A cluster out of the database."""
        kept = json.loads(text)
        spelled = {stem: Counter(words) for stem, words in kept.get("spelled", {}).items()}
        return cls(asked, number, dict(kept.get("terms", {})), spelled)

    def _forget_the_faintest(self) -> None:
        self.terms = {term: self.terms[term] for term in _strongest(self.terms)}
        self.spelled = {stem: words for stem, words in self.spelled.items() if stem in self.terms}


class Clusters:
    """The clusters that are known, found by their words."""

    def __init__(self, known: Iterable[Cluster]) -> None:
        self.all: list[Cluster] = list(known)
        self._having: defaultdict[str, set[int]] = defaultdict(set)
        for place, cluster in enumerate(self.all):
            self._file(place, cluster.terms)

    def put(self, read: Read) -> Cluster:
        """The cluster of a text, with the text in it."""
        place = self._nearest(read.vector)
        if place is None:
            place = len(self.all)
            self.all.append(Cluster())
        self.all[place].add(read)
        self._file(place, read.vector)
        return self.all[place]

    def _nearest(self, vector: dict[str, float]) -> int | None:
        strong = [term for term, weight in vector.items() if weight >= _LOOKED_UP]
        candidates = sorted({place for term in strong for place in self._having.get(term, ())})
        rated = [(self.all[place].near(vector), -place) for place in candidates]
        best = max(rated, default=(0.0, 0))
        return -best[1] if best[0] >= NEAR else None

    def _file(self, place: int, terms: dict[str, float]) -> None:
        for term in terms:
            self._having[term].add(place)


def _strongest(terms: dict[str, float]) -> list[str]:
    """The terms that say most, best first."""
    return sorted(terms, key=lambda term: (-terms[term], term))[:MOST_TERMS]


def _commonest(words: Counter[str]) -> str:
    """By the letters where two are equally common: every process names a cluster alike."""
    return min(words, key=lambda word: (-words[word], word))
