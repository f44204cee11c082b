"""What a look at a source's address may come to."""

from __future__ import annotations

from enum import StrEnum


class Link(StrEnum):
    """`BROKEN` only where the other side says that the page is gone. `AWAY` and `UNSURE` say nothing of the page:

    we could not ask, or were not let in. `NO_LINK` is a source without an address (a book, a letter), or one that we
    may not ask (of this machine or network).
    """

    OK = "ok"
    MOVED = "moved"
    BROKEN = "broken"
    UNSURE = "unsure"
    AWAY = "away"
    NO_LINK = "no_link"
