"""Commands in people's own words: a text is one when every word of it plays a role that the phrase knows."""

from __future__ import annotations

import re
import tomllib
from collections import defaultdict
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any

from smsinfo.understanding.lexicon import DATA, everyday, function_words, texting
from smsinfo.understanding.spelling import Speller

MOST_WORDS = 18
FILL = "fill"
DIGITS = "digits"
_CODE = re.compile(r"\d{1,6}")
# From this likeness on a strange word is a slip of a word with a role; below it lie words that merely look alike
# (`stok`, `step`, `shop` for `stop`).
_SLIP = 0.75
_SHORTEST = 4
# `infonya`, `langganannya`, `stoplah`; `cekk`
_ENDED = re.compile(r"(?<=....)(?:nya|ny|lah|kah|ku|mu)$")
_DOUBLE = re.compile(r"([a-z])\1")
_NO_ROLE: frozenset[str] = frozenset()
_FUNCTION = frozenset((FILL, "function"))


@dataclass(frozen=True, slots=True)
class Phrase:
    """One way to say a command. `needs`: one of each set of roles must be there; `roles`: all that may be.

    `strict`: no function word but those that `fill` lists.
    """

    command: str
    needs: tuple[frozenset[str], ...]
    roles: frozenset[str]
    ordered: bool
    strict: bool

    def fits(self, played: list[frozenset[str]]) -> bool:
        """True when each word's roles are known to the phrase and none that it needs is missing."""
        if not all(roles & self.roles for roles in played) or (self.strict and _FUNCTION in played):
            return False
        if not self.ordered:
            return all(any(roles & need for roles in played) for need in self.needs)
        rest = iter(played)
        return all(any(roles & need for roles in rest) for need in self.needs)


def phrase_of(found: list[str], *, stop: bool = False) -> str | None:
    """The command that the words as a whole say; with `stop` only whether they say STOP, without it any other."""
    if not found or len(found) > MOST_WORDS:
        return None
    played = [roles_of(word) for word in found]
    if not all(played):
        return None
    return next((p.command for p in _phrases() if (p.command == "stop") == stop and p.fits(played)), None)


def plays(word: str, *roles: str) -> bool:
    """True when the word may play one of the roles."""
    return not roles_of(word).isdisjoint(roles)


@lru_cache(maxsize=8192)
def roles_of(word: str) -> frozenset[str]:
    """The roles of a word as typed, else of what texting people mean by it, else of the word of which it is a slip.

    A function word without a role only fills.
    """
    if _CODE.fullmatch(word):
        return frozenset((DIGITS,))
    known = _roles()
    for other in (word, *texting().get(word, ()), _ENDED.sub("", word), _DOUBLE.sub(r"\1", word)):
        if other in known:
            return known[other]
    if word in function_words():
        return _FUNCTION
    if len(word) < _SHORTEST or word in everyday():
        return _NO_ROLE
    near = next((other for other, likeness in _speller().near(word) if likeness >= _SLIP), None)
    return known[near] if near else _NO_ROLE


@cache
def _table() -> dict[str, Any]:
    return tomllib.loads((DATA / "phrases.toml").read_text(encoding="utf-8"))


@cache
def _roles() -> dict[str, frozenset[str]]:
    roles: defaultdict[str, set[str]] = defaultdict(set)
    for role, line in _table()["roles"].items():
        for word in line.split():
            roles[word].add(role)
    return {word: frozenset(played) for word, played in roles.items()}


@cache
def _speller() -> Speller:
    return Speller(_roles())


@cache
def _phrases() -> tuple[Phrase, ...]:
    made = []
    groups: dict[str, str] = _table()["groups"]
    for row in _table()["phrase"]:
        needs = tuple(frozenset(need.split("|")) for need in row["needs"])
        also = [role for name in ("us", *row.get("also", ())) for role in groups.get(name, name).split()]
        roles = frozenset().union(*needs, also, (FILL,))
        made.append(Phrase(str(row["command"]), needs, roles, bool(row.get("ordered")), bool(row.get("strict"))))
    return tuple(made)
