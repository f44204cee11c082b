"""What each word of a text may stand for: all readings side by side, none in the place of another."""

from __future__ import annotations

from dataclasses import dataclass

from smsinfo.understanding.affixes import bases, stem
from smsinfo.understanding.index import Index
from smsinfo.understanding.lexicon import function_words, local, texting
from smsinfo.understanding.spelling import Speller

_STEM = 0.92
_LEXICON = 0.95
_LOCAL = 0.9
_AFFIX = 0.88
_JOINED = 0.95
_SPLIT = 0.9
_SURE = 0.7
_MOST_CACHED = 20_000


@dataclass(frozen=True, slots=True)
class Reading:
    """One term that a word may stand for, how likely (0-1), and by which way we came there."""

    term: str
    quality: float
    way: str


class Reader:
    """Reads words against one index. Results are kept, because people use the same few thousand words."""

    def __init__(self, index: Index, names: frozenset[str]) -> None:
        self._index = index
        self._names = names
        # In order, so that of several equally near words every process takes the same.
        self._speller = Speller(sorted(index.trusted | names), index.keyword_words)
        self._cache: dict[str, tuple[Reading, ...]] = {}

    def read(self, word: str) -> tuple[Reading, ...]:
        """All readings of one word, each term once with its best quality."""
        found = self._cache.get(word)
        if found is None:
            if len(self._cache) >= _MOST_CACHED:
                self._cache.clear()
            found = self._cache[word] = self._read(word)
        return found

    def is_known(self, word: str) -> bool:
        """True for what needs no mending: a word of a topic, a place, a lexicon, of everyday speech, or a number."""
        return (
            word in self._index.trusted
            or word in function_words()
            or word in self._names
            or word in texting()
            or word in local()
            or word.isdigit()
        )

    def meant(self, word: str) -> str:
        """The likeliest words behind one: an abbreviation or a local word written out, a slip mended, else itself."""
        for table in (texting(), local()):
            if word in table:
                return table[word][0]
        if self.is_known(word):
            return word
        mended = [r for r in self.read(word) if r.way == "slip" and r.quality >= _SURE and r.term[0] != "~"]
        return max(mended, key=lambda reading: reading.quality).term if mended else word

    def pair(self, first: str, second: str) -> tuple[Reading, ...]:
        """Two words that people also write as one (`pos yandu`), when the one is known."""
        joined = first + second
        if (
            len(joined) < 4
            or joined not in self._index.postings
            or (self.is_known(first) and self.is_known(second) and len(joined) < 6)
        ):
            return ()
        return _both(joined, _JOINED, "joined")

    def _read(self, word: str) -> tuple[Reading, ...]:
        readings = [*_both(word, 1.0, "typed")]
        for way, meanings, quality in (
            ("lexicon", texting().get(word, ()), _LEXICON),
            ("local", local().get(word, ()), _LOCAL),
        ):
            for meaning in meanings:
                for part in meaning.split():
                    readings.extend(_both(part, quality, way))
        if word not in self._index.keyword_words:
            for base in bases(word, self._index.postings):
                readings.extend(_both(base, _AFFIX, "affix"))
        if not self.is_known(word):
            readings.extend(self._mended(word))
        best: dict[str, Reading] = {}
        for reading in readings:
            if reading.term in self._index.postings and reading.quality > best.get(reading.term, _NOTHING).quality:
                best[reading.term] = reading
        return tuple(best.values())

    def _mended(self, word: str) -> list[Reading]:
        found: list[Reading] = []
        for way, candidates in (
            ("slip", self._speller.near(word)),
            ("vowels", self._speller.boned(word)),
            ("split", self._split(word)),
        ):
            for other, quality in candidates:
                found.extend(_both(other, quality, way))
                for meaning in (*texting().get(other, ()), *local().get(other, ())):
                    for part in meaning.split():
                        found.extend(_both(part, quality * 0.9, way))
        return found

    def _split(self, word: str) -> list[tuple[str, float]]:
        """`ktphilang` -> `ktp`, `hilang`; `bikinsim` -> `sim`; `umur17` -> `umur`."""
        for cut in range(3, len(word) - 1):
            parts = word[:cut], word[cut:]
            if all(self._is_part(part) for part in parts) and any(part in self._index.trusted for part in parts):
                return [(part, _SPLIT) for part in parts if part in self._index.postings]
        return []

    def _is_part(self, part: str) -> bool:
        """A word that may stand alone: three letters, or a number of two digits."""
        if len(part) < 3:
            return len(part) == 2 and part.isdigit()
        return part.isdigit() or part in self._index.trusted or part in function_words() or part in texting()


_NOTHING = Reading("", 0.0, "")


def _both(word: str, quality: float, way: str) -> tuple[Reading, Reading]:
    return Reading(word, quality, way), Reading("~" + stem(word), quality * _STEM, way)
