"""One thing that is wrong with a pack."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True)
class Problem:
    """`where` is the file (and the text in it), `message` says what is wrong and what to do."""

    where: str
    severity: Literal["error", "warning"]
    message: str


def error(where: str, message: str) -> Problem:
    """A problem that keeps the pack out."""
    return Problem(where, "error", message)


def warning(where: str, message: str) -> Problem:
    """A problem that an editor should look at."""
    return Problem(where, "warning", message)
