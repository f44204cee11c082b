"""Texts that got no answer, as an editor may see them and as they are compared.

Stored texts have lost NIK, KK and card numbers already. Here phone numbers go too, and the name after `nama saya`:
what a gap is about never depends on who asked.
"""

from __future__ import annotations

import math
import re
from collections.abc import Collection
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from typing import Final

from rapidfuzz.distance import OSA

from smsinfo.sms.masking import MARKER, mask_log
from smsinfo.understanding.lexicon import everyday, everyday_texts, function_words, local, question_words
from smsinfo.understanding.nearest import stems_of
from smsinfo.understanding.normalise import words

NAME: Final = "[nama disamarkan]"
"""What stands for a name."""

# Up to three words: Indonesian names have seldom more, and what follows them is the question. After `nama` or `an`
# alone a common word is no name: `apa nama kantornya`.
_WHO: Final = r"saya|sy|sya|ku|aku|ulun|yaku|lengkap|anak|istri|suami|ibu|bapak"
_NAMES = re.compile(
    rf"(?i)(?<!\[)\b(?:(?P<sure>(?:nama|aran)\s*(?:{_WHO})(?:\s+(?:saya|sy|ku))?|saya\s+bernama|perkenalkan(?:\s+saya)?"
    r"|my\s+name\s+is|atas\s+nama|a\.\s?n\.?|an\.|nama(?=\s*[:=]))|(?P<maybe>nama|an))"
    r"(?P<between>\s*[:=]?\s+|\s*[:=]\s*)(?P<name>(?:[^\W\d_][\w'.-]*)(?:\s+[^\W\d_][\w'.-]*){0,2})"
)
_MARKS = re.compile(re.escape(MARKER) + "|" + re.escape(NAME))

_FAINT: Final = 0.25
"""The weight of a place or a question word: what is asked for, not where or in what manner, makes a gap."""
_PAIR: Final = 0.25
_SHARP: Final = 1.5
_SLIP_FROM: Final = 5
_COMMON: Final = 2.0
"""Four everyday texts say such a word (the background is a root): names come less often."""


def masked(text: str) -> str:
    """The text without phone numbers, long numbers, and names that introduce themselves."""
    return _NAMES.sub(_without_name, mask_log(text))


def _without_name(found: re.Match[str]) -> str:
    """Words of everyday speech end a name: `nama saya budi mau bikin ktp` keeps its question."""
    kept = found["name"].split()
    taken = 0
    for word in kept:
        plain = word.strip(".'-").lower()
        common = everyday().get(plain, 0.0) >= _COMMON
        if plain in _nameless() or ((taken or found["maybe"]) and common):
            break
        taken += 1
    if not taken:
        return found[0]
    head = f"{found['sure'] or found['maybe']}{found['between']}"
    return head + " ".join([NAME, *kept[taken:]])


@cache
def _nameless() -> frozenset[str]:
    """Words that no name begins with."""
    return function_words() | question_words()


@dataclass(frozen=True, slots=True)
class Read:
    """A text as it is compared: its vector, and each telling word with its stem."""

    vector: dict[str, float]
    words: tuple[tuple[str, str], ...]


class Comparer:
    """Makes vectors of texts: stems and neighbouring stems by how much they tell, of length 1.

    Abbreviations are written out and local words translated, as the understanding does. A slip is mended when a word
    that was seen before is one letter away.
    """

    def __init__(self, places: Collection[str] = ()) -> None:
        self._places = frozenset(places)
        self._seen: dict[str, str] = {}

    def learn(self, term: str) -> None:
        """Take a stem (`~lelang`) for known: strange words near it are slips of it."""
        if " " not in term and len(term) > _SLIP_FROM and term not in self._seen:
            for part in (term, *_cut(term)):
                self._seen.setdefault(part, term)

    def read(self, text: str) -> Read:
        """Compare by this. At most 60 words are read; a text that says nothing has an empty vector."""
        found = [word for word in words(_MARKS.sub(" ", masked(text))) if not word.isdecimal()]
        telling = [word for word in found if word not in function_words()]
        stems = [self._mended(stem) for stem in _stems(telling)]
        pairs = [(word, stem) for word, stem in zip(telling, stems, strict=True) if len(stem) > len("~a")]
        weights = {stem: self._weight(word, stem) for word, stem in pairs}
        for first, second in pairwise(stems):
            if first in weights and second in weights and first != second:
                weights[f"{first} {second}"] = _PAIR * min(weights[first], weights[second])
        return Read(_unit(weights), tuple(pairs))

    def _mended(self, stem: str) -> str:
        if stem in everyday() or len(stem) <= _SLIP_FROM:
            return stem
        near = (self._seen[part] for part in (stem, *_cut(stem)) if part in self._seen)
        return next((known for known in near if OSA.distance(stem, known) <= 1), stem)

    def _weight(self, word: str, stem: str) -> float:
        if word in question_words() or word in self._places:
            return _FAINT
        seen = everyday().get(stem, 0.0) ** 2
        rarity = max(0.0, 1 - math.log1p(seen) / math.log(len(everyday_texts())))
        return max(_FAINT, math.pow(rarity, _SHARP))


def _unit(weights: dict[str, float]) -> dict[str, float]:
    """The same direction, length 1."""
    length = math.sqrt(sum(weight * weight for weight in weights.values()))
    return {term: weight / length for term, weight in weights.items()} if length else {}


def _stems(telling: list[str]) -> list[str]:
    """One stem a word: local words by their first Indonesian meaning, abbreviations written out."""
    return stems_of([local()[word][0].split(" ")[0] if word in local() and local()[word] else word for word in telling])


def _cut(stem: str) -> list[str]:
    """All that is left when one letter goes, the mark of the stem never."""
    return [stem[:place] + stem[place + 1 :] for place in range(1, len(stem))]
