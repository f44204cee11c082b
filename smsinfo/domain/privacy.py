"""By which rules data go."""

from __future__ import annotations

from enum import StrEnum


class Rule(StrEnum):
    """The rules of retention, each of which leaves proof of its runs; the last two are of the stores of channels."""

    TEXTS = "texts"
    MESSAGES = "messages"
    CONVERSATIONS = "conversations"
    RELAYS = "relays"
    GAPS = "gaps"
    CASES = "cases"
    NEWS = "news"
    LESSONS = "lessons"
    CAP = "cap"
    STORES = "stores"
    ERASURES = "erasures"
