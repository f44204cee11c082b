"""The GSM 7-bit default alphabet: membership, length, and twins for what it lacks.

Source: 3GPP TS 23.038, clause 6.2.1 (default alphabet) and 6.2.1.1 (extension table, each character behind an escape,
so two septets; form feed is its page break). The tables come from the `gsm0338` codec, not from a list of our own.
"""

import re
import unicodedata
from typing import Final

import gsm0338
from anyascii import anyascii

from smsinfo.sms.unseen import CONTROLS, INVISIBLE, SURROGATES

_ESCAPE: Final = 0x1B


def _decoded(*codes: int) -> str:
    """What the codec makes of some septets; an empty text for a code that the table leaves free."""
    text: str = gsm0338.Codec().decode(bytes(codes), "ignore")[0]
    return text


# The codec also encodes a bare ESC, but a phone reads it as the first half of an extension pair and swallows the next
# character, so it is no member here.
BASIC: Final = "".join(_decoded(code) for code in range(128) if code != _ESCAPE)
EXTENSION: Final = "".join(_decoded(_ESCAPE, code) for code in range(128))
"""What costs one septet, and what costs two."""
_ALPHABET: Final = frozenset(BASIC + EXTENSION)

EXTENDED: Final = re.compile(f"[{re.escape(EXTENSION)}]")
"""One character that costs two septets."""

_ODD = re.compile(f"[^{re.escape(BASIC + EXTENSION)}]")
_UNSEEN = re.compile(f"[{INVISIBLE}{CONTROLS}{SURROGATES}]")
# A digit and what must not run into it: 1½ is no 11/2, and 10² no 102.
_FRACTION = re.compile(r"(?<=\d)(?=[\u00bc-\u00be\u2150-\u215e\u2189])")
_POWER = re.compile(r"(?<=\d)(?=[\u00b2\u00b3\u00b9\u2070\u2074-\u2079])")
_GAP: Final = "\0"  # stands where an emoji was, until the spaces are tidied; NUL itself is removed before
_EMOJI_NAME = re.compile(r":\w+:")

# Only where anyascii would be noticed, or would cost an extension character.
_TWINS: Final = {
    "`": "'", "\u00b4": "'", "\u02bb": "'", "\u02cb": "'", "\u2035": "'",
    "\u00ab": '"', "\u00bb": '"', "\u2033": '"', "\u2036": '"',
    **dict.fromkeys("\u2022\u25cf\u25e6\u2023\u25aa\u25ab\u25a0\u2043", "-"),
    "\u00d7": "x", "\u2192": "->", "\u2260": "!=", "\u2030": "/1000",
    "\u00b0": " ",  # nothing for a degree sign would make 2°13' a 213'
    "\t": " ", "\v": "\n", "\u0085": "\n", "\u2028": "\n", "\u2029": "\n",
}  # fmt: skip


def is_gsm7(text: str) -> bool:
    """Whether every character is in the default alphabet or its extension, so that a segment holds 160 septets.

    The empty text is. The backtick and the small c with cedilla are not, though both are often taken for members.
    """
    return _ODD.search(text) is None


def septets(text: str) -> int:
    """Length of a GSM-7 text in septets: 1 a character, 2 for the extension ``\\f ^ { } \\ [ ~ ] | €``.

    Raises ValueError where a character is outside GSM-7: such a text has no septets.
    """
    odd = _ODD.search(text)
    if odd is not None:
        raise ValueError(f"{odd.group()!r} at {odd.start()} is outside GSM-7: apply to_gsm7 first")
    return len(text) + len(EXTENDED.findall(text))


def odd_characters(text: str) -> list[str]:
    """The distinct characters that force UCS-2, in order of appearance; empty for a GSM-7 text."""
    return list(dict.fromkeys(_ODD.findall(text)))


def to_gsm7(text: str) -> str:
    """A GSM-7 text that reads the same: always `is_gsm7`, and the same text where it was so already.

    Typographic signs become their typewriter twins, letters with accents that GSM-7 lacks their base letter, other
    scripts their `anyascii` spelling. Unseen characters and emoji go; the blanks around an emoji become one.
    """
    if _ODD.search(text) is None:
        return text
    text = unicodedata.normalize("NFC", _UNSEEN.sub("", text))
    text = _POWER.sub("^", _FRACTION.sub(" ", text))
    text = _ODD.sub(lambda odd: _twin(odd.group()), text)
    return _tidy(text) if _GAP in text else text


def _twin(char: str) -> str:
    """What stands for one character outside GSM-7: GSM-7 text, or `_GAP` for a pictogram."""
    if char in _TWINS:
        return _TWINS[char]
    base = unicodedata.normalize("NFD", char)[0]
    if char.isalpha() and base in _ALPHABET:
        return base
    spelled = anyascii(char)
    # anyascii spells an emoji as :its_name:, one newer than its table as nothing, a flag as two letters.
    if _EMOJI_NAME.fullmatch(spelled) or "\U0001f1e6" <= char <= "\U0001f1ff":
        return _GAP
    if not spelled and unicodedata.category(char) in ("So", "Sk", "Cn"):
        return _GAP
    return "".join(_TWINS.get(letter, letter) for letter in spelled)


def _tidy(text: str) -> str:
    """Close the gaps: one blank between words; none at the ends, in brackets, before punctuation, at line ends."""
    pieces: list[str] = []
    for piece in filter(None, (piece.strip(" ") for piece in text.split(_GAP))):
        if pieces and pieces[-1][-1] not in "\r\n(" and piece[0] not in "\r\n).,;:!?":
            pieces.append(" ")
        pieces.append(piece)
    return "".join(pieces)
