"""Menus: a few numbered options, and what a digit then means."""

from __future__ import annotations

import re
from dataclasses import replace

from smsinfo.conversation.turn import Turn
from smsinfo.domain.conversation import State

# Indonesian, English, Banjar (inggih, iih, kada), Ngaju (yoh, dia).
_YES = frozenset(("ya", "iya", "iyo", "y", "yes", "mau", "inggih", "iih", "yoh"))
_NO = frozenset(("tidak", "tdk", "nggak", "gak", "ga", "batal", "jangan", "no", "kada", "dia"))
_HELPED = frozenset(("y", "ya", "iya", "iyo", "yes", "inggih", "iih", "yoh"))
_HELPED_NOT = frozenset(("t", "n", "tidak", "tdk", "nggak", "gak", "ga", "no", "kada", "dia"))
_POLITE = frozenset(("pak", "bu", "mas", "mbak", "bang", "dong", "lah", "jadi"))
_DIGIT = re.compile(r"\W*(?:no|nomor|nmr|pilih|yang|yg|angka)?\W*(\d{1,2})\W*", re.IGNORECASE)


def chosen_digit(text: str) -> int | None:
    """The number that a text is, when it is nothing else: `2`, `no 2`, `2.`, `pilih 2`."""
    found = _DIGIT.fullmatch(text)
    return int(found.group(1)) if found else None


def says_yes(text: str) -> bool:
    """True for a text that only agrees: `YA`, `iya pak`, `ya mau`."""
    return _made_of(text, _YES)


def says_no(text: str) -> bool:
    """True for a text that only declines: `tidak`, `batal`, `jangan pak`."""
    return _made_of(text, _NO)


def rated(text: str) -> bool | None:
    """True for a text that only says that an answer helped (`Y`, `ya pak`), False for `T` or `tidak`; else None."""
    if _made_of(text, _HELPED):
        return True
    return False if _made_of(text, _HELPED_NOT) else None


def _made_of(text: str, core: frozenset[str]) -> bool:
    found = [word for word in re.findall(r"\w+", text.lower()) if word not in _POLITE]
    return bool(found) and all(word in core for word in found)


def numbered(labels: list[str], start: int = 1) -> str:
    """`1 KTP baru 2 KTP hilang`"""
    return " ".join(f"{n} {label}" for n, label in enumerate(labels, start))


def with_options(state: State, options: tuple[str, ...]) -> State:
    """The state in which the digits 1.. stand for these options; the rest of an earlier answer is dropped."""
    return replace(state, options=options, pages=(), pending=None, topic=None)


def label_of(turn: Turn, key: str) -> str:
    """A topic's short name in the person's language."""
    topic = turn.snapshot.topics.get(key)
    return topic.label(turn.language) if topic else key
