"""Thanks and greetings: whole texts made of such words only."""

from __future__ import annotations

from smsinfo.understanding.lexicon import word_list

_GREETING = word_list("greeting")
_THANKS = word_list("thanks")
_FILLING = word_list("manners_filling")


def is_manners(found: list[str]) -> bool:
    """True for thanks, greetings and OKs with nothing else in them."""
    if len(found) > 14:
        return False
    meant = [word for word in found if word in _GREETING or word in _THANKS]
    return bool(meant) and all(word in _GREETING or word in _THANKS or word in _FILLING for word in found)
