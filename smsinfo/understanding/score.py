"""The evidence of a text for each topic: words one by one, and whole keywords and aliases."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from smsinfo.understanding.affixes import stem
from smsinfo.understanding.index import Index, Phrase
from smsinfo.understanding.lexicon import function_words, question_words
from smsinfo.understanding.readings import Reader, Reading

_NEIGHBOUR_GAP = 2
_GENERAL = 40
_MOST_STEMS = 3
_NO_HIT = (0.0, "", False)


@dataclass(frozen=True, slots=True)
class Hit:
    """One word of the text that spoke for a topic."""

    word: str
    reading: Reading
    weight: float


@dataclass(slots=True)
class TopicScore:
    """All evidence for one topic. Weights are logarithms; qualities lie between 0 and 1."""

    topic: int
    bag: float = 0.0
    hits: int = 0
    best_hit: float = 0.0
    mended: float = 0.0
    phrase: float = 0.0
    phrase_quality: float = 0.0
    phrase_words: int = 0
    keyword: float = 0.0
    whole: float = 0.0
    matched: Phrase | None = None


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
    scores: tuple[TopicScore, ...]


class Scorer:
    """Scores texts against one index."""

    def __init__(self, index: Index, reader: Reader, names: frozenset[str]) -> None:
        self._index = index
        self._reader = reader
        self._names = names

    def picture(self, found: list[str]) -> Picture:
        """The evidence of these words. Bounded: at most 60 words come in."""
        spots = self._spots(found)
        scores: dict[int, TopicScore] = {}
        explained = self._bag(spots, scores)
        self._bag(self._pairs(found, spots), scores)
        self._phrases(found, spots, scores)
        content = [w for w in found if w not in function_words() and w not in self._names]
        return Picture(
            words=tuple(found),
            content=len(content),
            explained=explained / len(content) if content else 0.0,
            unknown=sum(1 for w in content if not self._reader.is_known(w) and not self._reader.read(w)),
            questions=sum(1 for w in found if w in question_words()),
            everyday=sum(1.0 for w in content if w in self._index.background) / len(content) if content else 0.0,
            civic=sum(self._civic(w) for w in content) / len(content) if content else 0.0,
            scores=tuple(sorted(scores.values(), key=lambda s: -(s.bag + s.phrase))[:12]),
        )

    def hits(self, found: list[str], topic: int) -> list[Hit]:
        """Which words spoke for a topic, strongest first: for people who ask why."""
        out = []
        for word, readings in zip(found, self._spots(found), strict=True):
            rated = [
                (r, r.quality * w)
                for r in readings
                for number, w in self._index.postings.get(r.term, ())
                if number == topic
            ]
            if rated:
                reading, weight = max(rated, key=lambda pair: pair[1])
                out.append(Hit(word, reading, weight))
        return sorted(out, key=lambda hit: -hit.weight)

    def _civic(self, word: str) -> float:
        """How much more at home a word is in our topics than in everyday texts, by its best reading."""
        known = [self._index.civic[r.term] * r.quality for r in self._reader.read(word) if r.term in self._index.civic]
        own = self._index.civic.get(word, self._index.civic.get("~" + stem(word)))
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
            readings for word, readings in zip(found, spots, strict=True) if readings and word not in function_words()
        ]
        return [tuple(self._together(first, second)) for first, second in pairwise(content)]

    def _together(self, first: tuple[Reading, ...], second: tuple[Reading, ...]) -> Iterator[Reading]:
        for left in _stems(first):
            for right in _stems(second):
                term = f"{left.term} {right.term}"
                if term in self._index.postings:
                    yield Reading(term, left.quality * right.quality, left.way)

    def _speaks(self, word: str) -> bool:
        """A place name or a single letter (`paket c`, `sim c`) says something inside a keyword only."""
        return len(word) > 1 and (word not in self._names or word in self._index.known)

    def _bag(self, spots: list[tuple[Reading, ...]], scores: dict[int, TopicScore]) -> float:
        """Each word counts once for each topic, with its best reading. How many words spoke for anything."""
        explained = 0.0
        seen: dict[tuple[int, str], float] = {}
        slips = ("slip", "vowels", "split")
        for readings in spots:
            here: dict[int, tuple[float, str, bool]] = {}
            for reading in readings:
                for number, weight in self._index.postings.get(reading.term, ()):
                    value = weight * reading.quality
                    if value > here.get(number, _NO_HIT)[0]:
                        here[number] = (value, reading.term, reading.way in slips)
            for number, (value, term, mended) in here.items():
                stemmed = term if term.startswith("~") else "~" + stem(term)
                fresh = value - seen.get((number, stemmed), 0.0)
                if fresh <= 0:
                    continue
                seen[(number, stemmed)] = value
                score = scores.setdefault(number, TopicScore(number))
                score.bag += fresh
                score.hits += 1
                score.mended += fresh if mended else 0.0
                score.best_hit = max(score.best_hit, value)
            if here:
                explained += min(1.0, max(hit[0] for hit in here.values()) / 2)
        return explained

    def _phrases(self, found: list[str], spots: list[tuple[Reading, ...]], scores: dict[int, TopicScore]) -> None:
        """Keywords and aliases whose words are all there. The most telling one of each topic counts."""
        quality: dict[str, tuple[float, int]] = {}
        for place, readings in enumerate(spots):
            for reading in readings:
                if reading.quality > quality.get(reading.term, (0.0, 0))[0]:
                    quality[reading.term] = (reading.quality, place)
        for place, word in enumerate(found):
            quality.setdefault(word, (1.0, place))
        numbers = {number for term in quality for number in self._index.starts.get(term, ())}
        content = {
            place for place, word in enumerate(found) if word not in function_words() and word not in self._names
        }
        for number in numbers:
            self._match(self._index.phrases[number], quality, content, scores)

    def _match(
        self, phrase: Phrase, quality: dict[str, tuple[float, int]], content: set[int], scores: dict[int, TopicScore]
    ) -> None:
        found = [_best(word, quality) for word in phrase.words]
        if any(q == 0.0 for q, _ in found):
            return
        places = [place for _, place in found]
        worst = min(q for q, _ in found)
        order = all(b > a for a, b in pairwise(places))
        close = max(places) - min(places) <= len(places) - 1 + _NEIGHBOUR_GAP
        size = sum(self._index.rarity(word) for word in phrase.words)
        value = size * worst * (1.0 if order and close else 0.85 if close else 0.6)
        score = scores.setdefault(phrase.topic, TopicScore(phrase.topic))
        whole = len(set(places) & content) / len(content) if content else float(not set(places) - set(range(_GENERAL)))
        score.whole = max(score.whole, whole * worst)
        if phrase.keyword:
            score.keyword = max(score.keyword, worst)
        if value > score.phrase:
            score.phrase, score.phrase_quality, score.phrase_words, score.matched = (
                value,
                worst,
                len(phrase.words),
                phrase,
            )


def _stems(readings: tuple[Reading, ...]) -> list[Reading]:
    """The likeliest stems of a word."""
    return sorted((r for r in readings if r.term.startswith("~")), key=lambda r: -r.quality)[:_MOST_STEMS]


def _best(word: str, quality: dict[str, tuple[float, int]]) -> tuple[float, int]:
    typed = quality.get(word, (0.0, 0))
    if typed[0] >= 0.9:
        return typed
    by_stem = quality.get("~" + stem(word), (0.0, 0))
    return max(typed, by_stem)
