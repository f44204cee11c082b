"""Short texts that are what they are to the letter: STATUS with a number, yes or no with a number."""

from __future__ import annotations

from typing import Final

from smsinfo.domain.understanding import Resolution

_STATUS: Final = frozenset({"status", "sts"})
_BETWEEN: Final = frozenset({"no", "nomor", "nomer", "number", "nr"})
LONGEST_NUMBER: Final = 9
_RATES: Final = {"y": "y", "ya": "y", "yes": "y", "t": "t", "tidak": "t", "tdk": "t", "no": "t"}


def status_of(found: list[str]) -> Resolution | None:
    """`STATUS 123`, `status no 123`: how the thing with this number stands."""
    words = [word for word in found if word not in _BETWEEN]
    if len(words) != 2 or words[0] not in _STATUS:
        return None
    number = words[1]
    if not (number.isascii() and number.isdigit() and len(number) <= LONGEST_NUMBER):
        return None
    return Resolution("command", command="status", argument=number, score=1.0)


def rating_of(found: list[str]) -> Resolution | None:
    """`Y 123`, `123 t`: whether the answer with this number helped."""
    if len(found) != 2:
        return None
    said, number = found if found[1].isdigit() else found[::-1]
    if said not in _RATES or not (number.isascii() and number.isdigit() and len(number) <= LONGEST_NUMBER):
        return None
    return Resolution("command", command="rate_case", argument=f"{_RATES[said]} {number}", score=1.0)
