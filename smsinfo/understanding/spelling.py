"""Words that a slip of the thumb or of the ear makes of a known word, and words written without their vowels.

Candidates come from a delete-1 index (SymSpell's idea: 3.6 us at 5,000 words where a scan takes 220), rapidfuzz
ranks them.
"""

from __future__ import annotations

import re
import zlib
from array import array
from bisect import bisect_left
from collections.abc import Collection, Iterable
from functools import cached_property
from itertools import pairwise

from rapidfuzz.distance import OSA

_ROWS = ("qwertyuiop", "asdfghjkl", "zxcvbnm")
# Letters that sound alike in the mouths of the region, or that people choose by ear.
_SOUNDS = ("fpv", "yji", "uo", "zsc", "kqg", "ei", "ae", "td", "bp", "hx")
_VOWELS = re.compile(r"[aeiou]")
_NUMBER = 24
_NUMBER_MASK = (1 << _NUMBER) - 1
SHORTEST = 4
TWO_SLIPS_FROM = 7


def _neighbours() -> frozenset[str]:
    pairs: set[str] = set()
    for row in _ROWS:
        pairs.update(row[n : n + 2] for n in range(len(row) - 1))
    for above, below in pairwise(_ROWS):
        for n, char in enumerate(below):
            pairs.update(other + char for other in above[n : n + 2])
    return frozenset(pairs | {pair[::-1] for pair in pairs})


_KEYS = _neighbours()
_EARS = frozenset(a + b for group in _SOUNDS for a in group for b in group if a != b)


def skeleton(word: str) -> str:
    """The word without vowels after its first letter: `syarat` -> `syrt`, `akta` -> `akt`."""
    return word[:1] + _VOWELS.sub("", word[1:])


def is_slip(typed: str, meant: str) -> bool:
    """True when one keyboard neighbour, one swap, or one doubled or lost letter turns one into the other."""
    if len(typed) == len(meant):
        if _without_runs(typed) == _without_runs(meant):  # the wrong one of two letters doubled: `ppb` for `pbb`
            return True
        different = [n for n in range(len(meant)) if typed[n] != meant[n]]
        if len(different) == 1:
            return typed[different[0]] + meant[different[0]] in _KEYS
        swapped = len(different) == 2 and different[1] == different[0] + 1
        return swapped and typed[different[0]] == meant[different[1]] and typed[different[1]] == meant[different[0]]
    longer, shorter = (typed, meant) if len(typed) > len(meant) else (meant, typed)
    if len(longer) != len(shorter) + 1:
        return False
    return any(longer[n] == longer[n + 1] and longer[:n] + longer[n + 1 :] == shorter for n in range(len(longer) - 1))


class Speller:
    """Finds known words near a typed one. Three-letter words only where they are `short` (keywords), and only by a
    slip."""

    def __init__(self, known: Iterable[str], short: Collection[str] = ()) -> None:
        self._known = known
        self._short = short

    @cached_property
    def _words(self) -> list[str]:
        """The words that a slip may have been meant for."""
        return [
            word
            for word in self._known
            if word.isalpha() and (len(word) >= SHORTEST or (word in self._short and len(word) == SHORTEST - 1))
        ]

    @cached_property
    def _tables(self) -> tuple[array[int], array[int]]:
        """(checksum of a word less one letter and number of the word, the same of its skeleton), sorted. Made with the
        first strange word, since it takes 0.1 s; a twentieth of what a dictionary would weigh."""
        deletes, skeletons = array("Q"), array("Q")
        for number, word in enumerate(self._words):
            deletes.extend([_key(part) | number for part in {word, *_cut(word)}])
            bones = skeleton(word)
            if 3 <= len(bones) < len(word):
                skeletons.append(_key(bones) | number)
        return array("Q", sorted(deletes)), array("Q", sorted(skeletons))

    def _under(self, table: array[int], part: str) -> list[str]:
        """The words that a table holds under a part, in their order."""
        key = _key(part)
        place = bisect_left(table, key)
        end = place
        while end < len(table) and table[end] >> _NUMBER == key >> _NUMBER:
            end += 1
        return [self._words[entry & _NUMBER_MASK] for entry in table[place:end]]

    def near(self, typed: str) -> list[tuple[str, float]]:
        """Known words within one slip (two from seven letters on), each with how likely it was meant, best first."""
        if not SHORTEST - 1 <= len(typed) <= 24:
            return []
        far = len(typed) >= TWO_SLIPS_FROM
        deletes = self._tables[0]
        found = {word for part in {typed, *_cut(typed)} for word in self._under(deletes, part)}
        rated = [(word, _likeness(typed, word, far)) for word in found if word != typed]
        # By the word itself where two are equally likely: every process must take the same one.
        return sorted((pair for pair in rated if pair[1] > 0), key=lambda pair: (-pair[1], pair[0]))[:4]

    def boned(self, typed: str) -> list[tuple[str, float]]:
        """Known words whose skeleton is the typed word, or the typed word's own skeleton when it has few vowels."""
        if not 3 <= len(typed) <= 16:
            return []
        vowels = len(_VOWELS.findall(typed))
        exact = self._under(self._tables[1], typed) if vowels <= 1 else []
        loose = self._under(self._tables[1], skeleton(typed)) if 0 < vowels <= len(typed) // 3 else []
        usable = [
            (word, 0.8 if word in exact else 0.7)
            for word in dict.fromkeys((*exact, *loose))
            if _keeps_order(typed, word)
        ]
        share = 1.0 if len(usable) <= 1 else 0.9
        return [(word, weight * share) for word, weight in usable[:4]]


def _key(part: str) -> int:
    """A part's checksum, with room for the number of a word. That two parts share one is rare, and does no harm: the
    likeness decides, and a skeleton must keep the order of the letters."""
    return zlib.crc32(part.encode()) << _NUMBER


def _without_runs(word: str) -> str:
    return "".join(char for n, char in enumerate(word) if n == 0 or word[n - 1] != char)


def _cut(word: str) -> list[str]:
    return [word[:n] + word[n + 1 :] for n in range(len(word))]


def _keeps_order(typed: str, word: str) -> bool:
    """True when the typed letters occur in the word in this order: `almt` in `alamat`."""
    rest = iter(word)
    return all(char in rest for char in typed)


def _likeness(typed: str, word: str, far: bool) -> float:
    """0 for no, else 0.45 to 0.95 by distance, length, and the kind of slip."""
    distance = OSA.distance(typed, word, score_cutoff=2)
    size = min(len(typed), len(word))
    if distance == 1 and size < SHORTEST:
        return 0.72 if is_slip(typed, word) else 0.0
    if distance == 1:
        base = 0.9 if size >= 6 else 0.82 if size == 5 else 0.7
        if typed[0] != word[0]:
            base -= 0.12
        return min(0.95, base + 0.05) if is_slip(typed, word) else base if not by_ear(typed, word) else base + 0.03
    if distance == 2 and far and typed[0] == word[0]:
        return 0.72 if size >= 8 else 0.62
    return 0.0


def by_ear(typed: str, word: str) -> bool:
    """True when both sound alike: letter by letter the same, or one that people choose by ear."""
    return len(typed) == len(word) and all(a == b or a + b in _EARS for a, b in zip(typed, word, strict=True))
