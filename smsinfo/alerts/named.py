"""Phone numbers and links that a text names, in the directory's spelling, however they were typed."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from smsinfo.alerts.words import word_list
from smsinfo.errors import BadNumber
from smsinfo.sms.msisdn import national, parse

_LONG: Final = re.compile(r"(?<![\w.,/:-])\(?\+?\d(?:[ ().-]{0,2}\d){6,14}(?![\w])")
_SHORT: Final = re.compile(r"(?<![\w.,/:-])\d{3}(?![\w]|[.,:/-]\d)")
# `24-11-2026 12.00`, `12.00-14.00`, `1.000.000`.
_NO_PHONE: Final = re.compile(
    r"\d{1,2}[./-]\d{1,2}[./-]\d{2,4}(?:\s\d{1,2}[.:]\d{2})?|\d{1,2}\.\d{2} ?- ?\d{1,2}\.\d{2}|[1-9]\d{0,2}(?:\.\d{3})+"
)
# A name with a known ending is a link though nobody typed the scheme: phones make one of it.
_LINK: Final = re.compile(
    r"(?:https?://|www\.)[^\s<>]+"
    r"|(?<![@\w.-])(?:[a-z0-9-]+\.)+(?:id|com|net|org|info|me|co|ly|gl|link|site|xyz|gg|io|app)(?![\w])(?:/[^\s<>]*)?",
    re.IGNORECASE,
)


def phones(text: str) -> Iterator[str]:
    """Each phone number of a text: mobile numbers as `0812...`, others as their digits; emergency numbers too.

    A date, a time or an amount is none.
    """
    for match in _LONG.finditer(text):
        if not _NO_PHONE.fullmatch(match.group()):
            yield phone(match.group())
    for match in _SHORT.finditer(text):
        if match.group() in word_list("emergency"):
            yield match.group()


def phone(typed: str) -> str:
    """One number in the directory's spelling."""
    try:
        return national(parse(typed))
    except BadNumber:
        digits = re.sub(r"\D", "", typed)
        return f"0{digits[2:]}" if digits.startswith("62") and len(digits) > 8 else digits


def links(text: str) -> Iterator[str]:
    """Each link of a text, in the directory's spelling."""
    for match in _LINK.finditer(text):
        yield link(match.group())


def link(typed: str) -> str:
    """A link in small letters, without scheme, `www.` and what clings to its end."""
    plain = re.sub(r"^https?://", "", typed.strip().casefold()).removeprefix("www.")
    return plain.rstrip("/.,;:!?)")
