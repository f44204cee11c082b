"""What is found in a text before a person reads it: numbers, names of children, links, abuse. Held, never refused."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

from smsinfo.domain.news import Flag
from smsinfo.sms.masking import MARKER, mask_log, mask_text

_DATA: Final = Path(__file__).parent / "data"
_NAME: Final = "[nama disamarkan]"
"""What stands for the name of a child."""
_ENDINGS: Final = "com|net|org|id|xyz|link|site|info|click|top|ly|me|io|co|web|my|online|shop|live|app|gl|vip"
_LINK = re.compile(rf"https?:/|\bwww\.|\b[a-z0-9][a-z0-9-]{{1,62}}\.(?:{_ENDINGS})\b(?:/|\W|$)", re.IGNORECASE)
# Who is called a child, at most four words on the word for a name, then the name: up to three words.
_CHILD = re.compile(
    r"((?i:\b(?:anak|bayi|balita|bocah|siswa|siswi|murid|pelajar|santri)(?:nya)?\b(?:\W+\w+){0,4}?\W+"
    r"(?:bernama|namanya|nama|atas nama|a\.n\.?))\W+)((?:[^\W\d_]+)(?:\s+[A-Z][^\W\d_]*){0,2})"
)
_WORD = re.compile(r"[^\W\d_]+")


@dataclass(frozen=True, slots=True)
class Screened:
    """The text as it may be stored, and what a reviewer has to look at."""

    text: str
    flags: frozenset[Flag]


def screen(text: str) -> Screened:
    """Mask what no contribution may carry, and say what was found. Linear in the text; never an error."""
    found: set[Flag] = set()
    numbers = mask_text(text)
    if numbers.count(MARKER) > text.count(MARKER):
        found.add(Flag.NUMBER)
    phones = mask_log(numbers)
    if phones != numbers:
        found.add(Flag.PHONE)
    children = _CHILD.sub(lambda name: name[1] + _NAME, phones)
    if children != phones:
        found.add(Flag.CHILD)
    if _LINK.search(text):
        found.add(Flag.LINK)
    if any(word.lower() in _abusive() for word in _WORD.findall(text)):
        found.add(Flag.ABUSE)
    return Screened(children, frozenset(found))


@cache
def _abusive() -> frozenset[str]:
    lines = (_DATA / "abuse.txt").read_text(encoding="utf-8").splitlines()
    return frozenset(line.strip() for line in lines if line.strip() and not line.startswith("#"))
