"""Personal numbers in free text, hidden before a text is listed, exported, counted or logged.

A NIK has 16 digits and begins with the Kemendagri code of a province, 11 to 97 (PP 37/2007, article 37), a KK number
likewise, so neither begins with 0; a phone number at home begins with 0 or 62. Payment cards have 13 to 19 digits with
a Luhn check digit (ISO/IEC 7812-1). Apply `clean` first: an unseen character between two digits would hide them.
"""

import re
from typing import Final

MARKER: Final = "[nomor disamarkan]"
"""What stands for a hidden number; it tells neither its kind nor its length."""

_SEPARATORS: Final = r"[ .\-\t\u00a0\u2010-\u2015]{0,3}"
# Digits and separators exclude each other, so no pattern here can backtrack beyond a bounded stretch.
_RUN = re.compile(rf"\+?\d(?:{_SEPARATORS}\d){{12,}}")
_GROUP = re.compile(r"\+?\d+")
# A phone number in groups shows by its beginning, so that dates and times beside each other are no phone number.
_PHONE = re.compile(
    rf"\+\d(?:[()]?{_SEPARATORS}[()]?\d){{5,}}"
    rf"|(?<!\d)\(?(?:0\d|62[ .\-]?8|8\d)\d(?:[()]?{_SEPARATORS}[()]?\d){{7,}}"
    r"|\d{10,}"
)
_DOUBLED: Final = (0, 2, 4, 6, 8, 1, 3, 5, 7, 9)
_NIK_DIGITS: Final = 16
_CARD_DIGITS: Final = (13, 19)


def mask_text(text: str) -> str:
    """`text` with `MARKER` for each NIK, KK and card number, also with blanks, dots or dashes between their groups.

    Any unbroken number of 16 digits or more goes too: it may be a mistyped or doubled NIK. Phone numbers stay.
    Where groups may belong together in several ways the whole run goes. Linear in the text; never an error.
    """
    return _RUN.sub(_mask_run, text)


def mask_log(text: str) -> str:
    """`text` for logs: as `mask_text`, and `MARKER` for each phone number and each unbroken 10 digits or more."""
    return _PHONE.sub(MARKER, _RUN.sub(_mask_run, text))


def has_personal_number(text: str) -> bool:
    """Whether a NIK, KK or card number is inside: when the citizen should be told not to send it.

    Stricter than `mask_text`: a longer row of digits is hidden, but nobody is told off for it. Whatever is found here
    is masked there.
    """
    return any(_is_personal_run(run) for run in _RUN.finditer(text))


def _is_personal_run(run: re.Match[str]) -> bool:
    groups = _GROUP.findall(run.group())
    return any(_is_personal(group) for group in groups) or _is_split_number(groups)


def _mask_run(run: re.Match[str]) -> str:
    """A run with its unbroken personal numbers hidden, or hidden as a whole where one is spread over groups."""
    groups = _GROUP.findall(run.group())
    if _is_split_number(groups):
        return MARKER
    return _GROUP.sub(lambda group: MARKER if _is_hidden(group.group()) else group.group(), run.group())


def _is_hidden(group: str) -> bool:
    return _is_long(group) or _is_personal(group)


def _is_long(group: str) -> bool:
    return len(group.lstrip("+")) >= _NIK_DIGITS


def _is_split_number(groups: list[str]) -> bool:
    """Whether neighbouring groups are one personal number together.

    An unbroken NIK stands for itself. A card of 13 to 15 digits does not: one in ten beginnings of a NIK looks so.
    """
    for first, group in enumerate(groups):
        digits = group
        if _is_long(group):
            continue
        for following in groups[first + 1 : first + _CARD_DIGITS[1]]:
            if len(digits) + len(following) > _CARD_DIGITS[1] or _is_long(following):
                break
            digits += following
            if _is_personal(digits):
                return True
    return False


def _is_personal(digits: str) -> bool:
    """Whether digits without separators are a NIK, KK or card number; with a plus or zero they are a phone number."""
    least, most = _CARD_DIGITS
    if not least <= len(digits) <= most or digits[0] == "+" or int(digits[0]) == 0:
        return False
    if len(digits) == _NIK_DIGITS:
        return True
    # Shorter and with our country code it is a phone number; no card of fewer than 16 digits begins with 62.
    return not (len(digits) < _NIK_DIGITS and digits.startswith("62")) and _passes_luhn(digits)


def _passes_luhn(digits: str) -> bool:
    """The check of ISO/IEC 7812-1, annex B: every second digit from the right doubled, its own digits added."""
    values = [int(digit) for digit in reversed(digits)]
    return (sum(values[::2]) + sum(_DOUBLED[value] for value in values[1::2])) % 10 == 0
