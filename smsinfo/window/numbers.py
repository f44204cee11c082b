"""Which number everybody is told to text, by their operator."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from smsinfo.outbox.numbers import PLACE, Numbers, textable

LONGEST_LETTERS: Final = 3
"""An operator's name of so few letters is an abbreviation."""


@dataclass(frozen=True, slots=True)
class Number:
    """A number that people text; `operators` are those whose people should, empty for all (others)."""

    number: str
    operators: tuple[str, ...] = ()


def told(channels: Numbers) -> list[Number]:
    """The numbers, that of all others last; none where no channel declares one."""
    by_number: dict[str, list[str]] = {}
    for operator in channels.texts(PLACE) if channels.channel("") is not None else ():
        plan = channels.channel(operator)
        assert plan is not None  # noqa: S101  (there is one for everybody)
        by_number.setdefault(textable(plan.number), []).append(operator)
    found = [Number(number, tuple(_spelt(name) for name in names if name)) for number, names in by_number.items()]
    return sorted(found, key=lambda one: (not one.operators, one.number))


def _spelt(operator: str) -> str:
    """`telkomsel` as people write it: Telkomsel; XL."""
    return operator.upper() if len(operator) <= LONGEST_LETTERS else operator.capitalize()
