"""Keywords and aliases as words, in flat arrays: which of them a text may hold, without looking at all of them."""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import accumulate, chain

from smsinfo.understanding.affixes import stem

_MOST_STARTS = 128
"""Keywords and aliases looked at for one word. Only catalogues of thousands of topics have words with more."""


@dataclass(frozen=True, slots=True)
class Phrase:
    """A keyword or alias of a topic as words, with what it weighs when all of it is there."""

    topic: int
    words: tuple[str, ...]
    keyword: bool


class Names:
    """All keywords and aliases by number, in the order in which they were added."""

    def __init__(self) -> None:
        self.words: list[str] = []
        self.stems: list[str] = []
        self.rarities = array("d")
        self._numbers: dict[str, int] = {}
        self._parts = array("I")
        self._ends = array("I", (0,))
        self._topics = array("I")
        self._keywords = bytearray()
        self._starts: dict[str, int] = {}
        self._begins = array("I")
        self._phrases = array("I")
        self._whole: tuple[array[int], array[int]] = (array("q"), array("I"))

    def add(self, topic: int, found: tuple[str, ...], *, keyword: bool) -> None:
        """One more."""
        for word in found:
            if word not in self._numbers:
                self._numbers[word] = len(self.words)
                self.words.append(word)
                self.stems.append("~" + stem(word))
            self._parts.append(self._numbers[word])
        self._ends.append(len(self._parts))
        self._topics.append(topic)
        self._keywords.append(keyword)

    def finish(self, rarity: Callable[[str], float]) -> None:
        """Make what looks them up: by the rarest word, as word and as stem, and by all words."""
        self.rarities = array("d", (rarity(word) for word in self.words))
        starts: defaultdict[str, array[int]] = defaultdict(lambda: array("I"))
        for number in range(len(self._topics)):
            rarest = max(self.parts(number), key=self.rarities.__getitem__)
            for term in (self.words[rarest], self.stems[rarest]):
                if len(starts[term]) < _MOST_STARTS:
                    starts[term].append(number)
        self._starts = {term: place for place, term in enumerate(starts)}
        self._begins = array("I", accumulate((len(numbers) for numbers in starts.values()), initial=0))
        self._phrases = array("I", chain.from_iterable(starts.values()))
        order = sorted((hash(self.phrase(number).words), number) for number in range(len(self._topics)))
        self._whole = array("q", (key for key, _ in order)), array("I", (number for _, number in order))

    def parts(self, number: int) -> array[int]:
        """The numbers of a phrase's words."""
        return self._parts[self._ends[number] : self._ends[number + 1]]

    def phrase(self, number: int) -> Phrase:
        """A keyword or alias written out."""
        words = tuple(self.words[part] for part in self.parts(number))
        return Phrase(self._topics[number], words, bool(self._keywords[number]))

    def topic(self, number: int) -> int:
        """Whose it is."""
        return self._topics[number]

    def is_keyword(self, number: int) -> bool:
        """True for a keyword, False for an alias."""
        return bool(self._keywords[number])

    def starting(self, term: str) -> array[int]:
        """The phrases whose rarest word this is."""
        place = self._starts.get(term)
        return _NONE if place is None else self._phrases[self._begins[place] : self._begins[place + 1]]

    def get(self, text: str) -> int | None:
        """The topic of which these words with single blanks are a keyword or alias: of several the first."""
        words = tuple(text.split(" "))
        wanted = hash(words)
        keys, numbers = self._whole
        place = bisect_left(keys, wanted)
        while place < len(keys) and keys[place] == wanted:
            if self.phrase(numbers[place]).words == words:
                return self._topics[numbers[place]]
            place += 1
        return None

    def keyword_words(self) -> Iterator[str]:
        """The words of keywords."""
        return (
            self.words[part] for number, keyword in enumerate(self._keywords) if keyword for part in self.parts(number)
        )


_NONE: array[int] = array("I")
