"""How topics stand in a workbook: four sheets, their columns, and what a cell holds."""

from __future__ import annotations

from typing import Final

TEXTS: Final = "texts"
TOPICS: Final = "topics"
OVERRIDES: Final = "overrides"
SOURCES: Final = "sources"

COLUMNS: Final[dict[str, tuple[str, ...]]] = {
    TEXTS: (
        "key",
        "language",
        "title",
        "label",
        "text",
        "more",
        "aliases",
        "related",
        "examples",
        "needs_native",
        "checked_on",
    ),
    TOPICS: ("key", "category", "owner", "tag", "safety", "review_by", "keywords"),
    OVERRIDES: ("key", "language", "region", "text", "more", "needs_native", "checked_on"),
    SOURCES: ("key", "title", "address", "checked_on"),
}
"""Sheet -> heads. In `texts` a topic has one row a language: what it says everywhere, and how it is found."""

LISTS: Final = frozenset(("aliases", "related", "examples", "keywords"))
"""Cells with one item a line."""
DAYS: Final = frozenset(("checked_on", "review_by"))
FLAGS: Final = frozenset(("needs_native", "safety"))

YES: Final = "ya"
TRUE_WORDS: Final = frozenset((YES, "yes", "y", "true", "benar", "1", "x"))
FALSE_WORDS: Final = frozenset(("", "tidak", "no", "n", "false", "salah", "0", "-"))

MOST_BYTES: Final = 10 * 1024 * 1024
MOST_ROWS: Final = 20_000
MOST_COLUMNS: Final = 40
MOST_CELL: Final = 32_767
"""Characters that a cell holds (Excel's own limit)."""
