"""Which texts are answers to a lesson's question: a bare letter, and BELAJAR with one.

A letter is an answer only while a question is open; `abu` is never one, and no command or question is swallowed.
"""

from __future__ import annotations

import re
from functools import cache
from typing import Final

from smsinfo.conversation.turn import Turn
from smsinfo.domain.conversation import State
from smsinfo.domain.lessons import LETTERS
from smsinfo.domain.understanding import Resolution
from smsinfo.locale import command_words

PENDING: Final = "lesson:"
"""How `State.pending` begins while the question of a lesson is open: `lesson:<course>:<number>`."""

UNCLEAR: Final = "?"
"""The argument of an answer that is none: two letters, a letter that stands for nothing, a number."""

_LEAD = r"\W*(?:jawab(?:an|annya)?|pilih|answer)?\W*"
_LETTER = re.compile(rf"{_LEAD}([a-z])\W*", re.IGNORECASE)
_LETTERS = re.compile(rf"{_LEAD}([abc])\W*(?:(?:dan|atau|sama|and|or)\W+)?([abc])\W*", re.IGNORECASE)


def is_learning(state: State, text: str) -> bool:
    """True for a letter while the question of a lesson is open."""
    return (state.pending or "").startswith(PENDING) and _letter(text) is not None


def answer_in(turn: Turn) -> Resolution | None:
    """The command `lesson` with a letter (or UNCLEAR) as its argument, where the text is an answer; else None."""
    told = _after_command(turn.text)
    if told is not None:
        return _lesson(told)
    letter = _letter(turn.text)
    if letter is None or turn.resolution.emergency:
        return None
    if (turn.state.pending or "").startswith(PENDING):
        known = turn.resolution.kind == "none" or letter in LETTERS
        return _lesson(letter if letter in LETTERS else UNCLEAR) if known else None
    # The stored progress knows of a question that the state has forgotten; whoever has none is told so.
    return _lesson(letter) if letter in LETTERS and turn.resolution.kind == "none" else None


def _letter(text: str) -> str | None:
    """The letter that a text is, in capitals; UNCLEAR for two of them."""
    found = _LETTER.fullmatch(text)
    if found is not None:
        return found.group(1).upper()
    both = _LETTERS.fullmatch(text)
    if both is None:
        return None
    return UNCLEAR if both.group(1).lower() != both.group(2).lower() else both.group(1).upper()


def _after_command(text: str) -> str | None:
    """What BELAJAR is followed by, where that is one letter or two."""
    first, _, rest = text.strip().partition(" ")
    letter = _letter(rest) if rest and first.strip(" .:,!").lower() in _words() else None
    if letter is None:
        return None
    return letter if letter in LETTERS else UNCLEAR


@cache
def _words() -> frozenset[str]:
    return frozenset(word for entry in command_words() if entry.command == "lesson" for word in entry.words)


def _lesson(argument: str) -> Resolution:
    return Resolution("command", command="lesson", argument=argument, score=1.0)
