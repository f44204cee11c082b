"""Thanks and greetings, and `who is this`: whole texts made of such words only."""

from __future__ import annotations

import re

from smsinfo.understanding.lexicon import patterns, word_list

_GREETING = word_list("greeting")
_THANKS = word_list("thanks")
_FILLING = word_list("manners_filling")
# What people ask when a text of ours surprises them. Cost and identity questions are short; longer ones are questions.
_POLITE = r"(?:maaf |pak |bu |halo |permisi |mas |mbak )*"
_ONE = "(?:" + "|".join(patterns("about")) + ")"
_ABOUT = re.compile(f"{_POLITE}{_ONE}(?: {_ONE})?")


def is_manners(found: list[str]) -> bool:
    """True for thanks, greetings and OKs with nothing else in them."""
    if len(found) > 14:
        return False
    meant = [word for word in found if word in _GREETING or word in _THANKS]
    return bool(meant) and all(word in _GREETING or word in _THANKS or word in _FILLING for word in found)


def is_about(found: list[str]) -> bool:
    """True for `ini siapa`, `ini penipuan ya`, `bayar berapa` and their like."""
    return len(found) <= 10 and _ABOUT.fullmatch(" ".join(found)) is not None
