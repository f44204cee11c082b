"""One thing that is wrong with a pack or a topic, said in English here and in other languages by the pages."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from smsinfo.errors import BadPack


@dataclass(frozen=True, slots=True)
class Problem:
    """`where` is the file (and the text in it), `template` says what is wrong and what to do, with `values` to fill in.

    The pages translate the template, so it never holds a value itself.
    """

    where: str
    severity: Literal["error", "warning"]
    template: str
    values: dict[str, object] = field(default_factory=dict)

    @property
    def message(self) -> str:
        """What is wrong and what to do, in English."""
        return self.template.format(**self.values)


def refused(refusal: BadPack) -> Problem:
    """Why a file can't be read or published, as a problem."""
    where = f"{refusal.where}:{refusal.line}" if refusal.line else refusal.where
    return Problem(where, "error", refusal.template, refusal.values)


def error(where: str, template: str, /, **values: object) -> Problem:
    """A problem that keeps the pack out."""
    return Problem(where, "error", template, values)


def warning(where: str, template: str, /, **values: object) -> Problem:
    """A problem that an editor should look at."""
    return Problem(where, "warning", template, values)
