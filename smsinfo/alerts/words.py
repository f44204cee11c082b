"""The word lists of the checks, and how they are found in a text. They stand in `data/words.toml`."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from pathlib import Path
from typing import Final

DATA: Final = Path(__file__).parent / "data" / "words.toml"


@cache
def word_list(name: str) -> tuple[str, ...]:
    """One list, all languages together: a text in one language borrows from the others."""
    found = tomllib.loads(DATA.read_text(encoding="utf-8"))[name]
    return tuple(dict.fromkeys(word for words in found.values() for word in words))


@cache
def _pattern(words: tuple[str, ...]) -> re.Pattern[str]:
    longest_first = sorted(words, key=len, reverse=True)
    return re.compile(rf"(?<![\w'])(?:{'|'.join(map(re.escape, longest_first))})(?![\w'])")


def named(words: tuple[str, ...], text: str) -> list[str]:
    """Those of the words (small letters, phrases too) that stand whole in the text, in its order, each once."""
    return list(dict.fromkeys(_pattern(words).findall(plain(text)))) if words else []


def plain(text: str) -> str:
    """A text as words are looked for in it: small letters, single blanks."""
    return " ".join(text.casefold().split())


@cache
def patterns(name: str) -> tuple[re.Pattern[str], ...]:
    """A list of regular expressions."""
    return tuple(re.compile(text) for text in word_list(name))
