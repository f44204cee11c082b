"""Texts with holes: what an editor typed becomes what a citizen reads.

`{field}` is a value of the citizen's region (`kab`, `darurat`, ...). `[clause]` is dropped when a field in it has no
value; `[a|b]` takes the first alternative whose fields all have one. These signs stand for nothing else.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date

from smsinfo.domain.content import CatalogueTopic, SummaryText

_CLAUSE = re.compile(r"\[([^\[\]]*)\]")
_FIELD = re.compile(r"\{([a-z][a-z_]*)\}")
_SIGNS = re.compile(r"[\[\]{}|]")


def render(text: str, fields: Mapping[str, str]) -> str:
    """The text with the region's values put in; a field without a value is left out. Takes any text."""
    if _SIGNS.search(text) is None:
        return text
    chosen = _CLAUSE.sub(lambda clause: _alternative(clause[1], fields), text)
    return _FIELD.sub(lambda field: fields.get(field[1], ""), chosen)


def _alternative(clause: str, fields: Mapping[str, str]) -> str:
    """The first alternative of a clause that can be said in full, or nothing."""
    for words in clause.split("|"):
        if all(fields.get(name) for name in _FIELD.findall(words)):
            return words
    return ""


def fields_in(text: str) -> frozenset[str]:
    """The names of all fields that a text asks for."""
    return frozenset(_FIELD.findall(text))


def bare_fields(text: str) -> frozenset[str]:
    """The fields outside of any clause: where they have no value, a hole is read."""
    return fields_in(_CLAUSE.sub("", text))


def stray_signs(text: str) -> list[str]:
    """The brackets, braces and bars that are part of no clause and no field; empty for a well-formed text."""
    outside = _SIGNS.findall(_FIELD.sub("", _CLAUSE.sub("", text)))
    inside = _SIGNS.findall(_FIELD.sub("", "".join(_CLAUSE.findall(text))))
    return outside + [sign for sign in inside if sign != "|"]


def stamp(tag: str, checked_on: date, mark: str) -> str:
    """The last words of an answer, with the blank before: ` (TAG MM/YY MARK)`, source and month of verification."""
    return f" ({tag} {checked_on:%m/%y}{' ' + mark if mark else ''})"


def compose(
    topic: CatalogueTopic, summary: SummaryText, fields: Mapping[str, str], mark: str, hint: str = "", stale: str = ""
) -> str:
    """The answer as it is sent: the text, its stamp, then `stale` (it may be out of date) and `hint` (how to get more).

    `hint` and `stale` bring their own blank in front.
    """
    return render(summary.text, fields) + stamp(topic.tag, summary.checked_on, mark) + stale + hint
