"""Reads an official's command: which it is, its parts, and where its one-time code stands, which is kept nowhere. Pure.

A text has the shape of a command whoever sends it. Whether it is one is decided by the number that it comes from.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from smsinfo.locale import official_words

HIDDEN: Final = "[kode]"
"""What stands for a one-time code wherever a text is kept."""

_OPENING = re.compile(r"\W*([^\W\d_]+)[\s:,.-]*(.*)", re.DOTALL)
# The letters of a sheet's code (alerts/proof.py), with or without the number on the sheet and the dash.
_SHEET: Final = r"(?:\d{1,2}[-.])?[A-HJKMNP-Z2-9]{4}-?[A-HJKMNP-Z2-9]{4}"
_PROOF: Final = rf"(?:\d{{6}}|\d{{3}}[ -]\d{{3}}|{_SHEET})"
_FIRST_PROOF = re.compile(rf"({_PROOF})(?![\w-])([\s,.:]*)(.*)", re.DOTALL | re.IGNORECASE)
_ANYWHERE = re.compile(rf"(?<![\w-]){_PROOF}(?![\w-])", re.IGNORECASE)
_ALERT = re.compile(r"(?:no\.?|kode)?\s*(\d{4,5})(?!\d)[\s,.:]*(.*)", re.DOTALL | re.IGNORECASE)
_COUNT = re.compile(r"(\d{1,3}(?:[.,]\d{3})+|\d{1,7})(?![\w-])[\s,.]*(.*)", re.DOTALL)
_NUMBER = re.compile(r"\D*(\d{6})\D*")
_OF_TEXT: Final = frozenset({"alert", "update", "all_clear", "correct"})
"""Commands that carry the words of an alert: those may hold any number."""


@dataclass(frozen=True, slots=True)
class Call:
    """One command. `alert` is the short code that it names, `count` the recipients, `proof` the one-time code ("" and
    None where they are missing), `rest` what follows."""

    command: str
    alert: str = ""
    count: int | None = None
    proof: str = ""
    rest: str = ""


def read(text: str) -> Call | None:
    """The command that a text has the shape of; None for anything else, a bare `batal` among it."""
    command, rest = _opened(text)
    if command is None:
        return None
    if command == "alert":
        proof, rest = _proven(rest)
        return Call(command, proof=proof, rest=rest)
    if command == "duty":
        return Call(command) if not re.search(r"\w", rest) else None
    if command == "register":
        code = _NUMBER.fullmatch(rest)
        return Call(command, proof=code.group(1)) if code else None
    named = _ALERT.match(rest)
    return _about(command, named.group(1), named.group(2)) if named else None


def hide(text: str) -> str:
    """The text as it may be kept: without what may be a one-time code, whoever has sent it."""
    command, _ = _opened(text)
    if command is None:
        return text
    call = read(text)
    proof = call.proof if call is not None else ""
    head, colon, rest = text.partition(":") if command in _OF_TEXT else (text, "", "")
    kept = _ANYWHERE.sub(lambda found: _shown(found.group(), proof), head) + colon + rest
    return kept.replace(proof, HIDDEN) if proof else kept


def _opened(text: str) -> tuple[str | None, str]:
    found = _OPENING.match(text)
    if found is None:
        return None, ""
    return official_words().commands.get(found.group(1).lower()), found.group(2).strip()


def _about(command: str, alert: str, rest: str) -> Call:
    """A command that names an alert. Of SETUJU's two numbers the first is the count."""
    if command == "reject":
        return Call(command, alert, rest=rest)
    if command != "approve":
        proof, rest = _proven(rest)
        return Call(command, alert, proof=proof, rest=rest)
    counted = _COUNT.match(rest)
    if counted is None or (not counted.group(2) and len(counted.group(1)) == 6):
        return Call(command, alert, proof=_proven(rest)[0])
    count = int(re.sub(r"\D", "", counted.group(1)))
    return Call(command, alert, count, _proven(counted.group(2))[0])


def _proven(rest: str) -> tuple[str, str]:
    found = _FIRST_PROOF.match(rest)
    # `SIAR pahandut: ...` has forgotten the code; it must not count as a wrong one.
    if found is None or (found.group(1).isalpha() and ":" in found.group(2)):
        return "", rest
    return found.group(1), found.group(3)


def _shown(word: str, proof: str) -> str:
    """A word of letters alone is hidden only where the code is expected: it may be the name of a place."""
    return word if word.isalpha() and word != proof else HIDDEN
