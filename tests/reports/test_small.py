"""Small counts are hidden, and whoever knows the total and the rest cannot reckon them."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from smsinfo.reports.small import Count, Hidden, hide_small, protect, share


@dataclass(frozen=True, slots=True)
class Line:
    """A row with a count and its money."""

    name: str
    texts: Count
    cost: Count


def possible(shown: list[Count], total: Count, place: int) -> set[int]:
    """What a reader who adds up may take a small count for."""
    if isinstance(total, Hidden):
        return {1, 2, 3, 4}
    rest = total - sum(value for value in shown if isinstance(value, int))
    others = sum(value is Hidden.SMALL for value in shown) - 1
    larger = sum(value is Hidden.BESIDE for value in shown)
    found = set()
    for value, *small in product(range(1, 5), repeat=others + 1):
        left = rest - value - sum(small)
        if left == 0 if not larger else left >= 5 * larger:
            found.add(value)
    assert shown[place] is Hidden.SMALL
    return found


@pytest.mark.parametrize(
    ("values", "shown", "total"),
    [
        ([10, 20, 30], [10, 20, 30], 60),
        ([0, 20, 30], [0, 20, 30], 50),
        ([3, 20, 30], ["<5", "*", 30], 53),
        ([1, 5, 40], ["<5", "*", "*"], 46),  # 1 and 5 are 6 together: the 5 would give the 1 away
        ([3, 40], ["<5", "*"], 43),
        ([2, 0, 0], ["<5", 0, 0], "<5"),
        ([4, 4], ["<5", "<5"], "*"),  # 8 of two small ones can only be 4 and 4
        ([2, 3], ["<5", "<5"], 5),
        ([], [], 0),
    ],
)
def test_as_many_are_hidden_as_it_takes(values: list[int], shown: list[object], total: object) -> None:
    assert protect(values) == (shown, total)


@given(st.lists(st.one_of(st.integers(0, 9), st.integers(0, 60)), max_size=7))
def test_a_small_count_may_still_be_any_small_number(values: list[int]) -> None:
    shown, total = protect(values)
    for place, (value, seen) in enumerate(zip(values, shown, strict=True)):
        assert seen == value or isinstance(seen, Hidden)
        if 0 < value < 5:
            assert possible(shown, total, place) == {1, 2, 3, 4}


def test_money_is_hidden_with_the_messages_that_it_paid_for() -> None:
    rows, totals = hide_small([Line("a", 2, 1000), Line("b", 30, 15000)], "texts", along=("cost",))
    assert [(row.texts, row.cost) for row in rows] == [("<5", "<5"), ("*", "*")]
    assert totals == {"texts": 32, "cost": 16000}


def test_a_share_of_what_is_hidden_is_not_told() -> None:
    assert share(Hidden.SMALL, 40) is None
    assert share(10, Hidden.BESIDE) is None
    assert share(0, 0) is None
    assert share(10, 40) == 0.25
