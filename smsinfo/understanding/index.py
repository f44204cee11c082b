"""Which words and phrases lead to which topic: built once from a catalogue, then only read.

A *term* is a word as written (`kebakaran`) or, with a tilde, a stem (`~bakar`): the word tells `kebakaran` from
`membakar`, the stem lets `pembakaran` find both. How much a term speaks for a topic is the logarithm of how much more
often it stands in that topic than everywhere else, everyday texts included (complement naive Bayes, Rennie et al.
2003),
damped where it was seen only once or twice.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from functools import cached_property
from itertools import pairwise

from smsinfo.domain.content import Catalogue, CatalogueTopic
from smsinfo.understanding.affixes import stem
from smsinfo.understanding.lexicon import (
    background_of,
    cries,
    everyday,
    everyday_texts,
    function_words,
    lookalikes,
)
from smsinfo.understanding.names import Names
from smsinfo.understanding.nearest import Nearest
from smsinfo.understanding.normalise import words
from smsinfo.understanding.postings import Counts, Postings

KEYWORD, ALIAS, LABEL, RELATED, EXAMPLE, SUMMARY = 6.0, 3.0, 2.0, 1.5, 1.0, 0.25
_OFTEN = 2.9


def terms_of(word: str) -> tuple[str, str]:
    """The word itself and its stem as terms."""
    return word, "~" + stem(word)


class Index:
    """The searchable form of a catalogue's topics."""

    def __init__(
        self,
        catalogue: Catalogue,
        elsewhere: tuple[Iterable[str], Iterable[str]] | None = None,
        dangers: Iterable[tuple[str, str]] | None = None,
    ) -> None:
        """`elsewhere` are everyday and look-alike texts, `dangers` cries: those of the lexicon unless given."""
        self._elsewhere = (tuple(elsewhere[0]), tuple(elsewhere[1])) if elsewhere else (everyday_texts(), lookalikes())
        self.background: dict[str, float] = background_of(*self._elsewhere) if elsewhere else everyday()
        self._dangers: dict[str, list[str]] = defaultdict(list)
        for topic, text in cries() if dangers is None else dangers:
            self._dangers[topic].append(text)
        self.topics: tuple[CatalogueTopic, ...] = catalogue.topics
        self.keys: tuple[str, ...] = tuple(topic.key for topic in catalogue.topics)
        self.safety: frozenset[int] = frozenset(n for n, topic in enumerate(catalogue.topics) if topic.safety)
        self.names = Names()
        counts = Counts()
        for number, entry in enumerate(catalogue.topics):
            counts.add(self._masses(number, entry, counts))
        self.trusted: frozenset[str] = frozenset(self._written(catalogue) | self._said_often(counts))
        self.postings = Postings(counts, self.background)
        self.keyword_words: frozenset[str] = frozenset(self.names.keyword_words())
        self.names.finish(self.rarity)
        self.whole = self.names

    @cached_property
    def nearest(self) -> Nearest:
        """Single texts, ours and others'. Made with the first text, since it takes some tenths of a second."""
        ours = (line for topic in self.topics for group in topic.examples.values() for line in group)
        return Nearest(ours, (*self._elsewhere[0], *self._elsewhere[1]))

    @staticmethod
    def _written(catalogue: Catalogue) -> set[str]:
        """Words that an editor wrote with care: of keywords, aliases, titles, labels and hints."""
        texts: list[str] = []
        for topic in catalogue.topics:
            texts.extend((*topic.keywords, *topic.titles.values(), *topic.labels.values()))
            texts.extend(
                text for groups in (topic.aliases, topic.related) for group in groups.values() for text in group
            )
        return {word for text in texts for word in words(text)}

    def _said_often(self, counts: Counts) -> set[str]:
        """Words of three texts or more. A word of one text may be a slip (`sckc`), and must not pass for a word."""
        said = counts.said()
        for term, value in self.background.items():
            said[term] = said.get(term, 0.0) + value * value
        return {term for term, value in said.items() if value >= _OFTEN and term[0] != "~"}

    def _masses(self, number: int, topic: CatalogueTopic, counts: Counts) -> defaultdict[int, float]:
        mass: defaultdict[int, float] = defaultdict(float)
        for keyword in topic.keywords:
            self._name(number, keyword, keyword=True)
        aliases = [alias for group in topic.aliases.values() for alias in group]
        for alias in aliases:
            self._name(number, alias, keyword=False)
        general = (summary.text + " " + summary.more for summary in topic.summaries if summary.region is None)
        _add(mass, counts, topic.keywords, KEYWORD)
        _add(mass, counts, aliases, ALIAS)
        _add(mass, counts, (*topic.titles.values(), *topic.labels.values()), LABEL)
        _add(mass, counts, (hint for group in topic.related.values() for hint in group), RELATED)
        _add(mass, counts, (line for group in topic.examples.values() for line in group), EXAMPLE)
        _add(mass, counts, general, SUMMARY)
        return mass

    def _name(self, number: int, text: str, *, keyword: bool) -> None:
        found = tuple(words(text))
        if found:
            self.names.add(number, found, keyword=keyword)

    def rarity(self, word: str) -> float:
        """How telling a word is: 0 for a function word, up to about 7."""
        if word in function_words():
            return 0.3
        for term in (word, "~" + stem(word)):
            found = self.postings.rarity(term)
            if found is not None:
                return found
        return 3.0


def _add(mass: defaultdict[int, float], counts: Counts, texts: Iterable[str], weight: float) -> None:
    for text in texts:
        terms = [terms_of(word) for word in words(text) if word not in function_words()]
        for surface, stemmed in dict.fromkeys(terms):
            mass[counts.single(surface)] += weight
            mass[counts.single(stemmed)] += weight
        for first, second in dict.fromkeys((one[1], other[1]) for one, other in pairwise(terms)):
            mass[counts.pair(first, second)] += weight
