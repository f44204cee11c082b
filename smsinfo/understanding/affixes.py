"""Stems: formal affixes by Snowball's Indonesian stemmer, colloquial, Banjar and Ngaju ones by the tables here.

Snowball (snowballstem.org/algorithms/indonesian) knows `pembuatan` and `mendaftarkan`, not `ngurusin`, `dicairakan` or
`maurus`. Those are stripped here, and a base counts only when the vocabulary knows it: `dukun` never becomes `duku`.
"""

from __future__ import annotations

from collections.abc import Container
from functools import lru_cache

import Stemmer

_SNOWBALL = Stemmer.Stemmer("indonesian", 2000)

# (prefix, what the nasal may have swallowed). Jakarta colloquial, formal in short spelling, Banjar, Ngaju.
_PREFIXES: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("menge", ("",)),
    ("meny", ("s",)),
    ("meng", ("", "k")),
    ("mem", ("", "p")),
    ("men", ("", "t")),
    ("peny", ("s",)),
    ("peng", ("", "k")),
    ("pem", ("", "p")),
    ("pen", ("", "t")),
    ("nge", ("",)),
    ("ny", ("s", "c")),
    ("ng", ("", "k")),
    ("mang", ("", "k")),
    ("many", ("s",)),
    ("mam", ("", "p")),
    ("man", ("", "t")),
    ("ma", ("",)),
    ("me", ("",)),
    ("pe", ("",)),
    ("ber", ("",)),
    ("be", ("",)),
    ("ba", ("",)),
    ("ter", ("",)),
    ("ta", ("",)),
    ("di", ("",)),
    ("ke", ("",)),
    ("ka", ("",)),
    ("se", ("",)),
    ("sa", ("",)),
    ("n", ("t",)),
    ("m", ("p",)),
    ("", ("",)),
)
_SUFFIXES = (
    "innya",
    "annya",
    "akannya",
    "akan",
    "kannya",
    "kan",
    "nya",
    "ny",
    "an",
    "in",
    "lah",
    "kah",
    "ku",
    "mu",
    "x",
    "i",
    "",
)


@lru_cache(maxsize=8192)
def stem(word: str) -> str:
    """Snowball's stem."""
    return str(_SNOWBALL.stemWord(word))


def bases(word: str, known: Container[str]) -> list[str]:
    """What is left of a word without colloquial affixes, longest first, each of at least three letters and known."""
    found: list[str] = []
    if len(word) < 5:
        return found
    for prefix, swallowed in _PREFIXES:
        if not word.startswith(prefix):
            continue
        for suffix in _SUFFIXES:
            if not word.endswith(suffix) or (not prefix and not suffix):
                continue
            middle = word[len(prefix) : len(word) - len(suffix)]
            found.extend(lost + middle for lost in swallowed if len(lost + middle) >= 3 and lost + middle in known)
    return sorted(dict.fromkeys(found), key=len, reverse=True)[:3]
