"""Two versions of a part beside each other, word by word."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from smsinfo.content.parts import Fields, Part, value_of
from smsinfo.db.queries.changes import PartRow

_TOKENS: Final = re.compile(r"\s+|[\w'-]+|.", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Piece:
    """Some words, and whether they stand on one side only."""

    text: str
    only: bool


@dataclass(frozen=True, slots=True)
class Row:
    """One field of a part: old on the left, new on the right."""

    field: str
    old: tuple[Piece, ...]
    new: tuple[Piece, ...]


def rows(old: Fields | None, new: Fields | None) -> list[Row]:
    """The fields that differ, in the order in which a form has them."""
    before, after = old or {}, new or {}
    names = sorted({*before, *after}, key=lambda name: (name.partition(".")[0] not in ("text", "more"), name))
    changed = (name for name in names if plain(before.get(name)) != plain(after.get(name)))
    return [Row(name, *sides(plain(before.get(name)), plain(after.get(name)))) for name in changed]


def beside(parts: Mapping[Part, PartRow]) -> list[tuple[Part, list[Row], bool]]:
    """Each part of a change with the fields that differ, and whether it is taken away."""
    ordered = sorted(parts.items(), key=lambda item: item[0].order)
    return [(part, rows(value_of(row.before), value_of(row.after)), row.after == "") for part, row in ordered]


def sides(old: str, new: str) -> tuple[tuple[Piece, ...], tuple[Piece, ...]]:
    """Both texts in pieces."""
    left, right = _TOKENS.findall(old), _TOKENS.findall(new)
    codes = difflib.SequenceMatcher(None, left, right, autojunk=False).get_opcodes()
    return (
        tuple(_pieces((left[a:b], tag != "equal") for tag, a, b, _, _ in codes)),
        tuple(_pieces((right[a:b], tag != "equal") for tag, _, _, a, b in codes)),
    )


def plain(value: object) -> str:
    """A value of a field as lines of words."""
    if value is None or value is False:
        return ""
    if value is True:
        return "✓"
    if isinstance(value, list):
        return "\n".join(" · ".join(one) if isinstance(one, list) else str(one) for one in value)
    return str(value)


def _pieces(found: Iterator[tuple[list[str], bool]]) -> Iterator[Piece]:
    for tokens, only in found:
        if tokens:
            yield Piece("".join(tokens), only)
