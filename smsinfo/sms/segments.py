"""Billed parts of a message.

Source: 3GPP TS 23.040, clauses 9.2.3.16 (user data: 140 octets, that is, 160 septets or 70 UCS-2 units) and 9.2.3.24.1
(concatenation: its header of 6 octets leaves 134 octets in each part, that is, 153 septets or 67 units).
"""

import re
from dataclasses import dataclass
from typing import Final, Literal

from smsinfo.sms.gsm7 import EXTENDED, is_gsm7
from smsinfo.sms.wrap import wrap

Encoding = Literal["gsm7", "ucs2"]

_LIMITS: Final[dict[Encoding, tuple[int, int]]] = {"gsm7": (160, 153), "ucs2": (70, 67)}
"""Units of a message in one part, and of each part of a longer one."""

# Outside the basic plane a character is a surrogate pair in UTF-16, which is what phones and gateways send as "UCS-2".
_ASTRAL = re.compile("[\U00010000-\U0010ffff]")
_DOUBLE: Final[dict[Encoding, re.Pattern[str]]] = {"gsm7": EXTENDED, "ucs2": _ASTRAL}


@dataclass(frozen=True, slots=True)
class Split:
    """A text as it will be billed: its encoding and its parts, which joined give the text again."""

    encoding: Encoding
    parts: tuple[str, ...]

    @property
    def count(self) -> int:
        """Number of billed segments, at least 1."""
        return len(self.parts)


def split(text: str) -> Split:
    """Cut a text into its segments as a phone or gateway does: full parts, an escape or surrogate pair never torn.

    The empty text is one empty segment. Any text is taken; a lone surrogate, which `clean` removes, counts one unit.
    """
    encoding: Encoding = "gsm7" if is_gsm7(text) else "ucs2"
    single, multi = _LIMITS[encoding]
    double = _DOUBLE[encoding].findall(text)
    if len(text) + len(double) <= single:
        return Split(encoding, (text,))
    return Split(encoding, tuple(_parts(text, multi, frozenset(double))))


def count(text: str) -> int:
    """Number of billed segments, at least 1: ``split(text).count``, without cutting where that can be told."""
    encoding: Encoding = "gsm7" if is_gsm7(text) else "ucs2"
    single, multi = _LIMITS[encoding]
    double = _DOUBLE[encoding].findall(text)
    if len(text) + len(double) <= single:
        return 1
    if not double:
        return -(-len(text) // multi)
    return len(_parts(text, multi, frozenset(double)))


def units(text: str) -> int:
    """Length in the units of the encoding that the text will have: septets, or UTF-16 code units."""
    return len(text) + len(_DOUBLE["gsm7" if is_gsm7(text) else "ucs2"].findall(text))


def _parts(text: str, limit: int, double: frozenset[str]) -> list[str]:
    """Greedy parts of at most `limit` units, where the characters in `double` cost two."""
    if not double:
        return [text[start : start + limit] for start in range(0, len(text), limit)]
    parts: list[str] = []
    start = used = 0
    for position, char in enumerate(text):
        cost = 2 if char in double else 1
        if used + cost > limit:
            parts.append(text[start:position])
            start, used = position, 0
        used += cost
    parts.append(text[start:])
    return parts


def pages(text: str, max_segments: int = 3, tail: str = "") -> tuple[str, ...]:
    """Cut a long text into messages of at most `max_segments` segments, each but the last ending in `tail`.

    Each message is measured in its own encoding. Cuts lie at the last sentence or line end in the second half of the
    room, else between words (see `wrap`). Blanks at a cut and around a text that must be cut are dropped. A text that
    fits is returned as it is, without tail. Raises ValueError where `max_segments` is below 1 or `tail` leaves no room.
    """
    if max_segments < 1:
        raise ValueError(f"max_segments is {max_segments}: a message has at least one segment")
    single, multi = _LIMITS["gsm7"]
    room = single if max_segments == 1 else multi * max_segments
    return wrap(text, lambda page: count(page) <= max_segments, room, tail)
