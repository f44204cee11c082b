"""A received text made safe to store, show and match: linear in its length, and never an error."""

import re
import unicodedata
from typing import Final

from smsinfo.sms.unseen import CONTROLS, INVISIBLE, SURROGATES

_MARKS: Final = 2
"""Combining marks kept in a row: Vietnamese, the neediest Latin script, uses two; "zalgo" uses hundreds."""

# A plain ASCII text without any of these is clean already, as most messages are.
_DIRT = re.compile(r"[^\n -~]|  | \n|\n |\n\n\n|\A\s|\s\Z")
_LINE_END = re.compile("\r\n|[\r\x85\u2028\u2029]")
_UNSEEN = re.compile(f"[{INVISIBLE}{CONTROLS}{SURROGATES}]+")
_BLANKS = re.compile(r"[^\S\n]+")
_AROUND_LINE_END = re.compile(" ?\n ?")
_LINES = re.compile("\n{3,}")


def clean(text: str, limit: int = 1600) -> str:
    """`text` in NFC, at most `limit` characters, without what nobody sees; cleaning twice changes nothing more.

    Goes: NUL and other controls, zero-width characters, bidi controls, lone surrogates, combining marks after the
    second in a row, blanks around the text and its lines. Every line end becomes ``\\n``, a run of blanks one space,
    more than one empty line one. Raises nothing. 1600 characters is the longest body that Twilio takes.
    """
    if text.isascii() and len(text) <= limit and _DIRT.search(text) is None:
        return text
    text = _UNSEEN.sub("", _LINE_END.sub("\n", text))
    if not text.isascii():
        # Again after the cap: a mark that was blocked by a dropped one may now join its letter.
        text = unicodedata.normalize("NFC", _cap_marks(unicodedata.normalize("NFC", text)))
    text = _AROUND_LINE_END.sub("\n", _BLANKS.sub(" ", text))
    return _LINES.sub("\n\n", text).strip()[:limit].rstrip()


def _cap_marks(text: str) -> str:
    """`text` without the combining marks that follow `_MARKS` others: they would climb over the rows of the inbox."""
    kept: list[str] = []
    run = 0
    for char in text:
        run = run + 1 if unicodedata.category(char) in ("Mn", "Me") else 0
        if run <= _MARKS:
            kept.append(char)
    return "".join(kept)
