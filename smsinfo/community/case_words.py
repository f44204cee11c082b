"""What the words of a case tell of it: danger to life, violence that nobody else may hear of, abuse."""

from __future__ import annotations

import re
from typing import Final

from smsinfo.understanding.dangers import groups_of, nothing_but_danger
from smsinfo.understanding.normalise import words
from smsinfo.understanding.resolve import Understanding

_THREATS: Final = frozenset({"fire", "drowning", "trapped", "suicide", "weapon"})
_VIOLENCE: Final = frozenset({"violence", "suicide"})
_THINGS: Final = frozenset("api apui geni fire".split())
"""Fire as a thing, and in names of places: what burns is said otherwise."""
# `pukul` is both a blow and the hour.
_HOUR: Final = re.compile(r"(?i)\b(?:pukul|pkl)\s*(?=\d|berapa|brp)")
_INTIMATE: Final = frozenset(
    "kdrt perkosa diperkosa memperkosa pemerkosaan perkosaan pelecehan dilecehkan melecehkan cabul dicabuli pencabulan "
    "mencabuli hamili dihamili".split()
)
_ABUSE: Final = frozenset("anjing bangsat bajingan keparat goblok tolol kontol memek ngentot jancok asu".split())
_MOST_OF_IT: Final = 4
"""Swearwords in a text of so few words leave nothing that could be meant; in a longer one a dog may bite."""


def is_urgent(understanding: Understanding, text: str, language: str, region: str | None) -> bool:
    """True where a life may be in danger: by the understanding of cries, or by what the words name."""
    found = words(_HOUR.sub(" ", text))
    if nothing_but_danger(found) or any(groups_of(word) & _THREATS for word in found if word not in _THINGS):
        return True
    return understanding.resolve(text, language, region).emergency


def is_private(text: str) -> bool:
    """True for violence against a person: such a text goes to nobody but the office, and is never quoted."""
    found = words(_HOUR.sub(" ", text))
    return any(word in _INTIMATE or groups_of(word) & _VIOLENCE for word in found)


def is_abuse(text: str) -> bool:
    """True for a text that says little more than swearwords."""
    found = words(text)
    return len(found) <= _MOST_OF_IT and any(word in _ABUSE for word in found)
