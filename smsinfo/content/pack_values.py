"""The values of a pack's fields: what a line, a name, a key, a code and a day may look like.

The limits are those of the database's columns. What is wrong with a value is said by `shape`.
"""

from __future__ import annotations

import re
from datetime import date
from typing import Annotated, Final

from pydantic import AfterValidator, ConfigDict, Strict, StringConstraints, with_config

from smsinfo.sms.unseen import CONTROLS, INVISIBLE, SURROGATES

KEY_PATTERN: Final = r"^[a-z0-9]+(-[a-z0-9]+)*$"
"""A key is also a file name: nothing in it can leave the folder."""

CODE_PATTERN: Final = r"^[0-9]{2}(\.[0-9]{2}(\.[0-9]{2}(\.[0-9]{4})?)?)?$"
NOTICE_PATTERN: Final = r"^LICENSE(-[A-Za-z0-9]+)*\.txt$"

_UNSEEN = re.compile(f"[{INVISIBLE}{CONTROLS}{SURROGATES}]")


class Odd(ValueError):
    """What is wrong with a value, in English, and the kind by which `shape` finds the words that pages translate."""

    def __init__(self, kind: str, said: str, **values: str) -> None:
        super().__init__(said)
        self.kind, self.values = kind, values


def _body(value: str) -> str:
    found = _UNSEEN.search(value)
    if found is not None:
        char = f"U+{ord(found.group()):04X}"
        raise Odd("unseen", f"has a character that nobody sees ({char}); type the words again", char=char)
    if value != value.strip():
        raise Odd("blanks", "has blanks around it; take them away")
    return value


def _line(value: str) -> str:
    if len(value.splitlines()) > 1 or "\t" in value:
        raise Odd("one_line", "must be one line without tabs")
    return _body(value)


_LINE = AfterValidator(_line)
Body = Annotated[str, StringConstraints(max_length=2000), AfterValidator(_body)]
Word = Annotated[str, StringConstraints(min_length=1, max_length=24), _LINE]
Name = Annotated[str, StringConstraints(min_length=1, max_length=80), _LINE]
Title = Annotated[str, StringConstraints(min_length=1, max_length=120), _LINE]
Line = Annotated[str, StringConstraints(min_length=1, max_length=200), _LINE]
Address = Annotated[str, StringConstraints(min_length=1, max_length=300), _LINE]
Note = Annotated[str, StringConstraints(max_length=120), _LINE]
Mark = Annotated[str, StringConstraints(max_length=8), _LINE]
FieldName = Annotated[str, StringConstraints(pattern="^[a-z][a-z_]*$", max_length=40)]
Key = Annotated[str, StringConstraints(pattern=KEY_PATTERN, max_length=40)]
ClaimKey = Annotated[str, StringConstraints(pattern=KEY_PATTERN, max_length=60)]
Code = Annotated[str, StringConstraints(pattern=CODE_PATTERN)]
Language = Annotated[str, StringConstraints(pattern="^[a-z]{2,3}$")]
Day = Annotated[date, Strict()]
Flag = Annotated[bool, Strict()]

closed = with_config(ConfigDict(extra="forbid"))
"""A file with a field that we do not know is refused: its writer thinks that it counts."""
