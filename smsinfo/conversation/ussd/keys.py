"""What a person pressed or typed, read as a key."""

from __future__ import annotations

import re
import unicodedata
from typing import Final

BACK: Final = "0"
HOME: Final = "00"
MORE: Final = "#"

_DIALLED = re.compile(r"\*\d{1,6}(?:\*\d{1,6})*#")
_STEPS = re.compile(r"\d{1,2}(?:\*\d{1,2})+#?")
# What people put around a key: `0.`, `(00)`, `##`.
_AROUND = " .,;:()[]<>\"'"


def ascii_digits(text: str) -> str:
    """The text with the digits of other scripts as ours: a phone that is set to Arabic sends U+0661 for 1."""
    if text.isascii():
        return text
    return "".join(str(unicodedata.decimal(char)) if char.isdecimal() else char for char in text)


def is_dialled(text: str) -> bool:
    """True for a service code, as `*123#`: some networks hand it over as the first input."""
    return _DIALLED.fullmatch(text) is not None


def steps_of(text: str) -> list[str]:
    """Several keys in one input (`1*2*3`), else the input as it is: a star inside a text separates nothing."""
    return text.rstrip("#").split("*") if _STEPS.fullmatch(text) else [text]


def move_of(text: str) -> str:
    """`0`, `00` or `#` for a key that moves, however it was written (`98` is `#`, MENU is `00`). Else an empty text."""
    bare = text.strip(_AROUND)
    if bare in ("00", "000") or bare.lower() == "menu":
        return HOME
    if bare == "0":
        return BACK
    return MORE if bare in ("98", "#", "##") else ""
