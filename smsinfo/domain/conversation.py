"""The state between two texts of one person: kept small, stored with the exchange, expiring."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Recent:
    """One text that we saw lately from this person: when, a short hash of it, and whether we answered."""

    at: datetime
    digest: str
    answered: bool


@dataclass(frozen=True, slots=True)
class State:
    """What a digit, LANJUT or a bare place would mean now.

    `options` are what the digits 1.. of the last menu stand for: "topic:<key>", "place:<code>", "command:<name>".
    `pages` is the rest of a long answer. `recent` feeds the loop guards. `pending` is the command that waits for a
    place ("subscribe", "region"). `version` guards against two turns at once. `spent` is a local day (its ordinal) and
    how many segments of replies this person got in it.
    `asked` is the local day (its ordinal) on which we last asked whether an answer helped; 0: never.
    """

    options: tuple[str, ...] = ()
    pages: tuple[str, ...] = ()
    pending: str | None = None
    topic: str | None = None
    recent: tuple[Recent, ...] = ()
    version: int = 0
    spent: tuple[int, int] = (0, 0)
    asked: int = 0
