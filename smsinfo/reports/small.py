"""Small counts are hidden, so that nobody is found in a report, and cannot be reckoned from the rest either.

Who knows the total and all but one of the counts knows that one too. So, besides the counts from 1 to 4, as many of the
next larger ones are hidden as it takes until each small one may still be any of 1, 2, 3, 4 (complementary suppression,
as statistical offices do it: Hundepool and others 2012, "Statistical Disclosure Control", chapter 4).
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace
from enum import StrEnum
from typing import Any, Final, TypeAlias, TypeVar

LEAST: Final = 5
"""The smallest count that is shown, besides none at all."""

_MOST_SMALL: Final = LEAST - 1


class Hidden(StrEnum):
    """What stands in the place of a count: it is small, or it would give a small one away."""

    SMALL = "<5"
    BESIDE = "*"


Count: TypeAlias = int | Hidden
R = TypeVar("R")


def small(value: int) -> Count:
    """One count by itself."""
    return Hidden.SMALL if 0 < value < LEAST else value


def protect(values: Sequence[int], hidden: Collection[int] = ()) -> tuple[list[Count], Count]:
    """The counts, none below zero, with the small ones hidden; and their total, or what hides it.

    `hidden` are places whose counts another table hides: here they are not shown either, and not to be reckoned.
    """
    few = {place for place, value in enumerate(values) if 0 < value < LEAST}
    beside = {place for place in hidden if values[place] >= LEAST}
    larger = sorted(
        (p for p, value in enumerate(values) if value >= LEAST and p not in beside), key=lambda p: values[p]
    )
    while (few or beside) and larger and not _safe([values[place] for place in few | beside], len(few), len(beside)):
        beside.add(larger.pop(0))
    shown: list[Count] = [
        Hidden.SMALL if place in few else Hidden.BESIDE if place in beside else value
        for place, value in enumerate(values)
    ]
    total = sum(values)
    if 0 < total < LEAST:
        return shown, Hidden.SMALL
    safe = not (few or beside) or _safe([values[place] for place in few | beside], len(few), len(beside))
    return shown, total if safe else Hidden.BESIDE


def hide_small(rows: Sequence[R], *names: str, along: Sequence[str] = ()) -> tuple[list[R], dict[str, Count]]:
    """The rows with each named column protected, and the totals. Columns `along` are hidden where the first one is:

    a sum of money tells how many messages it paid for.
    """
    totals: dict[str, Count] = {}
    changes: list[dict[str, Any]] = [{} for _ in rows]
    for name in names:
        shown, totals[name] = protect([getattr(row, name) for row in rows])
        for change, value in zip(changes, shown, strict=True):
            change[name] = value
    for name in along:
        first, whole = names[0], sum(getattr(row, name) for row in rows)
        totals[name] = whole if isinstance(totals[first], int) else totals[first]
        for change in changes:
            if isinstance(change[first], Hidden):
                change[name] = change[first]
    return [_changed(row, change) for row, change in zip(rows, changes, strict=True)], totals


def _changed(row: Any, change: dict[str, Any]) -> Any:
    """The row itself where nothing of it is hidden: of five thousand rows few are."""
    return replace(row, **change) if any(isinstance(value, Hidden) for value in change.values()) else row


def share(part: Count, whole: Count) -> float | None:
    """A share of 1; None where one of them is hidden or there is nothing to share."""
    if isinstance(part, Hidden) or isinstance(whole, Hidden) or not whole:
        return None
    return part / whole


def _safe(hidden: Sequence[int], few: int, beside: int) -> bool:
    """True when the sum of what is hidden leaves each small count open from 1 to 4, and no count is hidden alone.

    Whoever reads knows the sum, that a small one lies between 1 and 4, and that another hidden one is at least 5.
    """
    if few + beside == 1:
        return False
    if not few:
        return True
    whole = sum(hidden)
    may_be_four = whole - _MOST_SMALL >= (few - 1) + LEAST * beside
    may_be_one = beside > 0 or whole - 1 <= _MOST_SMALL * (few - 1)
    return may_be_four and may_be_one
