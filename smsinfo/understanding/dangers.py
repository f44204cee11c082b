"""Groups of words of which cries for help are made: what happens, to whom, where, how people call.

A model of single words has to see `kayu rabah` before it knows it; groups tell it that something falls, whatever the
language: what was learned from `pohon tumbang menimpa rumah` holds for `kayu rabah mahantap dapur`.
"""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from functools import cache, lru_cache

from smsinfo.understanding.affixes import stem
from smsinfo.understanding.lexicon import DATA, local, texting

_STRIKES = frozenset("fire water drowning falling violence collapse current crash trapped robbery".split())
_STRUCK = frozenset("person us body place animal".split())
_THINGS = frozenset("api apui geni fire tumbang".split())
"""Things, not what happens: fire, and the mouth of a river, by which hundreds of villages are called."""
_MOST_WORDS = 6


def nothing_but_danger(found: Sequence[str]) -> bool:
    """True for a short text of which each word names a danger or whom it strikes, and both are there: `dipatuk ular`,
    `umah kobong`. A kitchen knife, a wound at the foot, a lost motorbike or a tongue of fire are made of such words
    too, and half the names of villages: they don't count."""
    groups = [groups_of(word) - (_STRIKES if word in _THINGS else set()) for word in found[: _MOST_WORDS + 1]]
    if not 2 <= len(groups) <= _MOST_WORDS or not all(g & (_STRIKES | _STRUCK | {"bite", "hurry"}) for g in groups):
        return False
    return _meet(groups, _STRIKES, _STRUCK) or _meet(groups, frozenset({"bite"}), frozenset({"animal"}))


def _meet(groups: list[frozenset[str]], one: frozenset[str], other: frozenset[str]) -> bool:
    """Whether a word of the one kind stands beside another word of the other."""
    ones = {n for n, g in enumerate(groups) if g & one}
    others = {n for n, g in enumerate(groups) if g & other}
    return bool(ones and others) and len(ones | others) > 1


@lru_cache(maxsize=8192)
def groups_of(word: str) -> frozenset[str]:
    """The groups of a word: as typed, by its stem, and by what the lexicons say it means."""
    found = _members(word)
    for meaning in meanings_of(word):
        for part in meaning.split(" "):
            found |= _members(part)
    return found


def meanings_of(word: str) -> tuple[str, ...]:
    """What a texting form or a local word may mean in Indonesian; empty for any other word."""
    return (*texting().get(word, ()), *local().get(word, ()))


def _members(word: str) -> frozenset[str]:
    known = _groups()
    return known.get(word) or known.get("~" + stem(word)) or frozenset()


@cache
def _groups() -> dict[str, frozenset[str]]:
    """Words and stems -> the groups that name them."""
    found: dict[str, set[str]] = {}
    for group, line in tomllib.loads((DATA / "dangers.toml").read_text(encoding="utf-8")).items():
        for word in str(line).split():
            for term in (word, "~" + stem(word)):
                found.setdefault(term, set()).add(group)
    return {term: frozenset(groups) for term, groups in found.items()}
