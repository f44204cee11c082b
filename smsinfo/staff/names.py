"""Names of accounts and people: nothing that can be taken for another name."""

from __future__ import annotations

import re
import unicodedata
from typing import Final

from smsinfo.errors import StaffRefused

_NAME: Final = re.compile(r"[a-z][a-z0-9]*(?:[._-][a-z0-9]+)*")
SHORTEST: Final = 3
LONGEST: Final = 32
LONGEST_FULL: Final = 80
_MAIL: Final = re.compile(r"[^@\s,;<>\"'()\\]{1,64}@(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,24}")


def account_name(typed: str) -> str:
    """The name to log in with: plain small letters, so that no two look alike. Raises StaffRefused."""
    name = typed.strip().lower()
    if not SHORTEST <= len(name) <= LONGEST or _NAME.fullmatch(name) is None:
        raise StaffRefused(
            "name_form", "a name has 3 to 32 letters a-z, digits, and . _ - between them, such as siti.aminah"
        )
    return name


def full_name(typed: str) -> str:
    """The person's name as it is shown: Latin letters only, one blank between words. Raises StaffRefused."""
    name = " ".join(unicodedata.normalize("NFC", typed).split())
    if not name or len(name) > LONGEST_FULL or not all(map(_is_shown, name)):
        raise StaffRefused("full_name_form", "write the person's name in Latin letters (up to 80): Siti Aminah, S.Kom.")
    return name


def mail(typed: str) -> str | None:
    """A mail address, or None for nothing. Raises StaffRefused."""
    address = typed.strip()
    if not address:
        return None
    if len(address) > 254 or _MAIL.fullmatch(address.lower()) is None:
        raise StaffRefused("mail_form", "this is no mail address, such as siti@kalteng.go.id; it may stay empty")
    return address


def _is_shown(letter: str) -> bool:
    if letter in " .,'-()/" or letter in "0123456789":
        return True
    return letter.isalpha() and unicodedata.name(letter, "").startswith("LATIN")
