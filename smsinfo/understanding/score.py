"""The evidence of a text for each topic: words one by one, and whole keywords and aliases."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

from smsinfo.understanding.affixes import stem
from smsinfo.understanding.evidence import Bag, Match, Spoken, TopicScore, spoken
from smsinfo.understanding.index import Index
from smsinfo.understanding.lexicon import function_words, pairs_of, question_words
from smsinfo.understanding.nearest import NOWHERE, Nearness
from smsinfo.understanding.readings import Reader, Reading
from smsinfo.understanding.wording import Opinion, Wording

_MOST_STEMS = 3
_MOST_SCORES = 12
_MOST_LEADING = 4
_MOST_CACHED = 8192
_MOST_VALUES = 40_000
"""What all kept words together may say of topics: about five megabytes."""
_SILENT = Spoken({}, {}, (), ())


@dataclass(frozen=True, slots=True)
class Hit:
    """One word of the text that spoke for a topic."""

    word: str
    reading: Reading
    weight: float


@dataclass(frozen=True, slots=True)
class Picture:
    """A text as the decision sees it: its scored topics, best bag first, and what the words as a whole say."""

    words: tuple[str, ...]
    content: int
    explained: float
    unknown: int
    questions: int
    everyday: float
    civic: float
    civic_pairs: float
    near: Nearness
    opinion: Opinion | None
    scores: tuple[TopicScore, ...]


NOTHING = Picture((), 0, 0.0, 0, 0, 0.0, 0.0, 0.0, NOWHERE, None, ())
"""Of a text that nobody looks at as a whole."""


class Scorer:
    """Scores texts against one index."""

    def __init__(self, index: Index, reader: Reader, names: frozenset[str], wording: Wording | None = None) -> None:
        """`wording`: the shipped one unless given."""
        self._index = index
        self._reader = reader
        self._names = names
        self._given = wording
        self._civics: dict[str, float] = {}
        self._said: dict[str, Spoken] = {}
        self._room = _MOST_VALUES

    @cached_property
    def _wording(self) -> Wording:
        """Read with the first text that is more than a keyword, since it takes some hundredths of a second."""
        return self._given or Wording(self._index.keys)

    def picture(self, found: list[str]) -> Picture:
        """The evidence of these words. Bounded: at most 60 words come in."""
        spots = self._spots(found)
        bag = Bag()
        telling = self._telling(found)
        content = [found[place] for place in telling]
        explained = bag.add(self._spoken(found, spots), telling)
        opinion = self._wording.opinion(found, [self._reader.meant(word) for word in found])
        scores = self._scored(found, spots, bag, opinion)
        return Picture(
            words=tuple(found),
            content=len(content),
            explained=explained / len(content) if content else 0.0,
            unknown=sum(1 for w in content if not self._reader.is_known(w) and not self._reader.read(w)),
            questions=sum(1 for w in found if w in question_words()),
            everyday=sum(1.0 for w in content if w in self._index.background) / len(content) if content else 0.0,
            civic=sum(self._civic(w) for w in content) / len(content) if content else 0.0,
            civic_pairs=sum(self._index.postings.civic(p) or 0.0 for p in pairs_of(content)) / max(1, len(content)),
            near=self._index.nearest.near(found),
            opinion=opinion,
            scores=scores,
        )

    def scores(self, found: list[str]) -> tuple[TopicScore, ...]:
        """The topics of a keyword or alias by its words alone: a third of the work."""
        spots = self._spots(found)
        bag = Bag()
        bag.add(self._spoken(found, spots))
        return self._scored(found, spots, bag, None)

    def _scored(
        self, found: list[str], spots: list[tuple[Reading, ...]], bag: Bag, opinion: Opinion | None
    ) -> tuple[TopicScore, ...]:
        bag.add(spoken(readings, self._index.postings) for readings in self._pairs(found, spots) if readings)
        match = self._match(found, spots)
        best = sorted(
            dict.fromkeys((*bag.sums, *match.scores)),
            key=lambda topic: -(bag.sums.get(topic, 0.0) + match.worth(topic)),
        )[:_MOST_SCORES]
        if opinion is not None:
            best = list(dict.fromkeys((*best, *opinion.leading(_MOST_LEADING))))
        return tuple(bag.tell(_worded(match.score(topic), opinion)) for topic in best)

    def hits(self, found: list[str], topic: int) -> list[Hit]:
        """Which words spoke for a topic, strongest first: for people who ask why."""
        out = []
        for word, readings in zip(found, self._spots(found), strict=True):
            rated = [(r, r.quality * w) for r in readings if (w := self._index.postings.weight(r.term, topic))]
            if rated:
                reading, weight = max(rated, key=lambda pair: pair[1])
                out.append(Hit(word, reading, weight))
        return sorted(out, key=lambda hit: -hit.weight)

    def _civic(self, word: str) -> float:
        """How much more at home a word is in our topics than in everyday texts, by its best reading."""
        found = self._civics.get(word)
        if found is None:
            if len(self._civics) >= _MOST_CACHED:
                self._civics.clear()
            found = self._civics[word] = self._civic_of(word)
        return found

    def _civic_of(self, word: str) -> float:
        civic = self._index.postings.civic
        known = [value * r.quality for r in self._reader.read(word) if (value := civic(r.term)) is not None]
        own = civic(word)
        if own is None:
            own = civic("~" + stem(word))
        return max((*known, own)) if own is not None else max(known, default=-0.5)

    def _spots(self, found: list[str]) -> list[tuple[Reading, ...]]:
        """The readings at each place of the text, those that join a word with the next one included."""
        spots = [self._reader.read(word) if self._speaks(word) else () for word in found]
        for n in range(len(found) - 1):
            joined = self._reader.pair(found[n], found[n + 1])
            if joined:
                spots[n] = (*spots[n], *joined)
        return spots

    def _pairs(self, found: list[str], spots: list[tuple[Reading, ...]]) -> list[tuple[Reading, ...]]:
        """The readings of neighbouring words together, function words between them left out."""
        content = [
            _stems(readings)
            for word, readings in zip(found, spots, strict=True)
            if readings and word not in function_words()
        ]
        return [tuple(self._together(first, second)) for first, second in pairwise(content)]

    def _together(self, first: list[Reading], second: list[Reading]) -> Iterator[Reading]:
        postings = self._index.postings
        for left in first:
            for right in second:
                if postings.has_pair(left.term, right.term):
                    yield Reading(f"{left.term} {right.term}", left.quality * right.quality, left.way)

    def _spoken(self, found: list[str], spots: list[tuple[Reading, ...]]) -> Iterator[Spoken]:
        """What each word says. Kept for words by themselves, since people use the same few thousand."""
        for word, readings in zip(found, spots, strict=True):
            if readings is not self._reader.read(word):
                yield spoken(readings, self._index.postings) if readings else _SILENT
                continue
            said = self._said.get(word)
            if said is None:
                said = spoken(readings, self._index.postings)
                self._room -= len(said.values) + 1
                if self._room < 0:
                    self._said.clear()
                    self._room = _MOST_VALUES
                self._said[word] = said
            yield said

    def _telling(self, found: list[str]) -> list[int]:
        """The places of words that tell something: neither function words nor names of regions."""
        return [n for n, word in enumerate(found) if word not in function_words() and word not in self._names]

    def _speaks(self, word: str) -> bool:
        """A place name or a single letter (`paket c`, `sim c`) says something inside a keyword only."""
        return len(word) > 1 and (word not in self._names or word in self._index.postings)

    def _match(self, found: list[str], spots: list[tuple[Reading, ...]]) -> Match:
        """Keywords and aliases whose words are all there. The most telling one of each topic counts."""
        quality: dict[str, tuple[float, int]] = {}
        for place, readings in enumerate(spots):
            for reading in readings:
                if reading.quality > quality.get(reading.term, (0.0, 0))[0]:
                    quality[reading.term] = (reading.quality, place)
        for place, word in enumerate(found):
            quality.setdefault(word, (1.0, place))
        names = self._index.names
        match = Match(names, quality, set(self._telling(found)))
        for number in sorted({number for term in quality for number in names.starting(term)}):
            match.try_phrase(number)
        return match


def _worded(score: TopicScore, opinion: Opinion | None) -> TopicScore:
    score.wording = opinion.of(score.topic) if opinion is not None else 0.0
    return score


def _stems(readings: tuple[Reading, ...]) -> list[Reading]:
    """The likeliest stems of a word."""
    return sorted((r for r in readings if r.term.startswith("~")), key=lambda r: -r.quality)[:_MOST_STEMS]
