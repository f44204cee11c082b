"""What a text was taken to mean, and why."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Kind = Literal["answer", "menu", "command", "none"]


@dataclass(frozen=True, slots=True)
class Evidence:
    """One reason for a topic: which words of the text met which words of the topic, how, and what it weighed."""

    topic: str
    source: str
    matched: str
    reading: str
    weight: float


@dataclass(frozen=True, slots=True)
class Resolution:
    """The decision on one text.

    answer: `topics[0]` is answered, the rest are named as alternatives. menu: 2-4 topics. command: `command` with
    `argument` (rest of the text as typed) and, for places, `places` (region codes, best first; one = certain).
    `emergency` marks a cry for help. `score` is between 0 and 1.
    """

    kind: Kind
    topics: tuple[str, ...] = ()
    command: str | None = None
    argument: str = ""
    places: tuple[str, ...] = ()
    emergency: bool = False
    score: float = 0.0
    evidence: tuple[Evidence, ...] = ()
