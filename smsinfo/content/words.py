"""The closed lists of content, and when two ways to name a topic are the same."""

from __future__ import annotations

import re
import unicodedata
from typing import Final

CATEGORIES: Final = (
    "kependudukan",
    "kesehatan",
    "bansos",
    "pertanian",
    "bencana",
    "pendidikan",
    "usaha",
    "tanah-pajak",
    "desa",
    "perlindungan",
    "budaya",
    "sehari-hari",
)
"""Under what a topic is listed; `locale` holds the names (`category.<name>`)."""

VERDICTS: Final = ("hoax", "scam", "false", "outdated_true")
"""What we say of a claim."""

MOST_CHARS: Final = 200
"""The width of the database's column: some signs become many letters."""

_GAPS = re.compile(r"[\W_]+")


def normal_form(text: str) -> str:
    """The text as keywords are compared: no capitals, accents or punctuation; words one blank apart. May be empty."""
    plain = "".join(char for char in unicodedata.normalize("NFKD", text) if not unicodedata.combining(char))
    return _GAPS.sub(" ", plain.casefold()).strip()[:MOST_CHARS]
