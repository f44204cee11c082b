"""Which words and phrases lead to which topic: built once from a catalogue, then only read.

A *term* is a word as written (`kebakaran`) or, with a tilde, a stem (`~bakar`): the word tells `kebakaran` from
`membakar`, the stem lets `pembakaran` find both. How much a term speaks for a topic is the logarithm of how much more
often it stands in that topic than everywhere else, everyday texts included (complement naive Bayes, Rennie et al.
2003),
damped where it was seen only once or twice.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise

from smsinfo.domain.content import Catalogue, CatalogueTopic
from smsinfo.understanding.affixes import stem
from smsinfo.understanding.lexicon import cries, everyday, function_words
from smsinfo.understanding.normalise import words

KEYWORD, ALIAS, LABEL, RELATED, EXAMPLE, SUMMARY = 6.0, 3.0, 2.0, 1.5, 1.0, 0.25
_SMOOTH = 0.4
_STRONGEST = 7.0
_WEAKEST = 0.35
_MOST_POSTINGS = 256
_RARE_PAIR = 1.9


@dataclass(frozen=True, slots=True)
class Phrase:
    """A keyword or alias of a topic as words, with what it weighs when all of it is there."""

    topic: int
    words: tuple[str, ...]
    keyword: bool


def terms_of(word: str) -> tuple[str, str]:
    """The word itself and its stem as terms."""
    return word, "~" + stem(word)


def pairs_of(content: list[str]) -> list[str]:
    """Neighbouring words as terms, function words between them left out: `kartu hilang`, not `hilang sinyal`."""
    return [f"~{stem(first)} ~{stem(second)}" for first, second in pairwise(content)]


class Index:
    """The searchable form of a catalogue's topics."""

    def __init__(
        self,
        catalogue: Catalogue,
        background: dict[str, float] | None = None,
        dangers: Iterable[tuple[str, str]] | None = None,
    ) -> None:
        self.background: dict[str, float] = everyday() if background is None else background
        self._dangers: dict[str, list[str]] = defaultdict(list)
        for topic, text in cries() if dangers is None else dangers:
            self._dangers[topic].append(text)
        self.topics: tuple[CatalogueTopic, ...] = catalogue.topics
        self.keys: tuple[str, ...] = tuple(topic.key for topic in catalogue.topics)
        self.safety: frozenset[int] = frozenset(n for n, topic in enumerate(catalogue.topics) if topic.safety)
        self.phrases: list[Phrase] = []
        masses = [self._masses(number, topic) for number, topic in enumerate(catalogue.topics)]
        self.postings, self.idf, self.civic = _postings(masses, self.background)
        self.known: frozenset[str] = frozenset(term for term in self.postings if not term.startswith("~"))
        self.keyword_words: frozenset[str] = frozenset(
            word for phrase in self.phrases if phrase.keyword for word in phrase.words
        )
        self.starts = self._starts()
        self.whole: dict[str, int] = {}
        for phrase in self.phrases:
            self.whole.setdefault(" ".join(phrase.words), phrase.topic)

    def _masses(self, number: int, topic: CatalogueTopic) -> defaultdict[str, float]:
        mass: defaultdict[str, float] = defaultdict(float)
        for keyword in topic.keywords:
            self._phrase(number, keyword, mass, KEYWORD, keyword=True)
        for alias in (alias for group in topic.aliases.values() for alias in group):
            self._phrase(number, alias, mass, ALIAS, keyword=False)
        _add(mass, (*topic.titles.values(), *topic.labels.values()), LABEL)
        _add(mass, (hint for group in topic.related.values() for hint in group), RELATED)
        _add(mass, (line for group in topic.examples.values() for line in group), EXAMPLE)
        _add(
            mass, (summary.text + " " + summary.more for summary in topic.summaries if summary.region is None), SUMMARY
        )
        return mass

    def _phrase(self, number: int, text: str, mass: defaultdict[str, float], weight: float, *, keyword: bool) -> None:
        found = tuple(words(text))
        if found:
            self.phrases.append(Phrase(number, found, keyword))
            _add(mass, (text,), weight)

    def _starts(self) -> dict[str, list[int]]:
        """The rarest word of each phrase, as word and as stem -> the phrases: only those need to be looked at."""
        starts: dict[str, list[int]] = defaultdict(list)
        for number, phrase in enumerate(self.phrases):
            rarest = max(phrase.words, key=self.rarity)
            for term in terms_of(rarest):
                starts[term].append(number)
        return dict(starts)

    def rarity(self, word: str) -> float:
        """How telling a word is: 0 for a function word, up to about 7."""
        if word in function_words():
            return 0.3
        return self.idf.get(word, self.idf.get("~" + stem(word), 3.0))


def _add(mass: defaultdict[str, float], texts: Iterable[str], weight: float) -> None:
    for text in texts:
        content = [word for word in words(text) if word not in function_words()]
        for word in set(content):
            surface, stemmed = terms_of(word)
            mass[surface] += weight
            mass[stemmed] += weight
        for pair in set(pairs_of(content)):
            mass[pair] += weight


def _postings(
    masses: list[defaultdict[str, float]], background: dict[str, float]
) -> tuple[dict[str, tuple[tuple[int, float], ...]], dict[str, float], dict[str, float]]:
    """Term -> (topic, weight) strongest first; term -> rarity; term -> how much it belongs to our topics at all."""
    # A word that one topic says ten times is not ten times as much its word: the root tames the long texts.
    # A pair that was said only once says nothing that its words do not say.
    pairs: defaultdict[str, float] = defaultdict(float)
    for said in masses:
        for term, value in said.items():
            if " " in term:
                pairs[term] += value
    damped = [{t: math.sqrt(v) for t, v in mass.items() if " " not in t or pairs[t] >= _RARE_PAIR} for mass in masses]
    totals: defaultdict[str, float] = defaultdict(float)
    spread: defaultdict[str, float] = defaultdict(float)
    for mass in damped:
        for term, value in mass.items():
            totals[term] += value
            spread[term] += 1
    sizes = [sum(mass.values()) or 1.0 for mass in damped]
    size_background = sum(background.values()) or 1.0
    size_topics = sum(sizes) or 1.0
    size_all = size_topics + size_background
    postings: dict[str, list[tuple[int, float]]] = defaultdict(list)
    for number, mass in enumerate(damped):
        for term, value in mass.items():
            inside = (value + _SMOOTH) / (sizes[number] + _SMOOTH * 50)
            outside = (totals[term] - value + background.get(term, 0.0) + _SMOOTH) / (size_all - sizes[number])
            weight = min(_STRONGEST, math.log(inside / outside)) * value / (value + 0.7)
            if weight >= _WEAKEST:
                postings[term].append((number, weight))
    idf = {t: math.log(1 + (len(masses) + 0.5) / (spread[t] + 3 * background.get(t, 0.0) / 10 + 0.5)) for t in totals}
    cut = {t: tuple(sorted(found, key=lambda pair: -pair[1])[:_MOST_POSTINGS]) for t, found in postings.items()}
    civic = {
        term: max(
            -3.0,
            min(
                3.0,
                math.log((totals[term] + 1) / size_topics)
                - math.log((background.get(term, 0.0) + 1) / size_background),
            ),
        )
        for term in totals.keys() | background.keys()
        if " " not in term
    }
    return cut, idf, civic
