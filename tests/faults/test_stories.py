"""Each fault once, on each engine that can have it: nothing lost, at most two copies, none that no fault excuses."""

from __future__ import annotations

from typing import Any

import pytest

from .conftest import FULL, Told
from .score import Row
from .stories import PLANTED, SQLITE, Story


@pytest.mark.parametrize(
    ("story", "engine"),
    [pytest.param(*one, marks=[pytest.mark.postgresql] if one[1] != SQLITE else []) for one in FULL],
    ids=lambda part: part.name if isinstance(part, Story) else part,
)
def test_nothing_is_lost_and_nothing_comes_too_often(told: Told, story: Story, engine: str) -> None:
    assert told.row(story, engine).problems == []


@pytest.mark.parametrize("story", PLANTED, ids=lambda story: story.name)
def test_a_planted_bug_is_found(told: Told, story: Story) -> None:
    assert told.row(story, story.engines[0]).problems


def test_without_a_fault_nobody_gets_a_second_copy(told: Told) -> None:
    calm, engine = FULL[0]
    assert (told.row(calm, engine).extra, told.row(calm, engine).most) == (0, 1)


@pytest.mark.parametrize(
    ("counts", "problem"),
    [
        ({"lost": 1}, "1 lost"),
        ({"extra": 3, "may_repeat": 2}, "3 extra copies, 2 are excused"),
        ({"most": 3}, "3 copies to one person"),
        ({"late": 1}, "1 sent after their expiry"),
    ],
    ids=["lost", "extra", "most", "late"],
)
def test_each_rule_can_be_broken(counts: dict[str, int], problem: str) -> None:
    good: dict[str, Any] = {"faults": 1, "people": 9, "lost": 0, "extra": 0, "may_repeat": 0, "most": 1, "late": 0}
    assert Row("kill", SQLITE, 1, **good).problems == []
    assert Row("kill", SQLITE, 1, **good | counts).problems == [problem]
