"""The parts of long texts: cut for SMSD's outbox, and joined from its inbox.

Source: 3GPP TS 23.040, 9.2.3.24.1 and 9.2.3.24.8 (the header of concatenated messages with a reference of one and of
two octets); gammu-smsd-tables(7), "Injecting long message using SQL", tried against gammu-smsd-inject by
tests/interop/test_gammu.py. Text is hexadecimal UTF-16. SMSD from 1.40 writes the whole of a received long text into
TextDecoded of its first row and nothing into that of the others, so only Text is read.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Final

from smsinfo.sms.segments import Split

PATIENCE: Final = 600
"""Seconds after which a long text is read without its missing parts; SMSD itself waits as long (MultipartTimeout)."""

GAP: Final = " ... "
"""What stands for missing parts."""

_CONCATENATED: Final = {0x00: 1, 0x08: 2}
"""Information element -> octets of its reference."""


@dataclass(frozen=True, slots=True)
class OutPart:
    """One part as its row wants it."""

    coding: str
    text: str
    shown: str
    udh: str


def cut(split: Split, reference: int) -> tuple[OutPart, ...]:
    """The rows of one MT; those of a long one share `reference`, of which one octet is used."""
    coding = "Default_No_Compression" if split.encoding == "gsm7" else "Unicode_No_Compression"
    count = split.count
    return tuple(
        OutPart(
            coding,
            part.encode("utf-16-be", "replace").hex().upper(),
            part.encode("utf-8", "replace").decode(),
            f"050003{reference & 0xFF:02X}{count:02X}{number:02X}" if count > 1 else "",
        )
        for number, part in enumerate(split.parts, 1)
    )


@dataclass(frozen=True, slots=True)
class InRow:
    """One row of the inbox; `received` is the message centre's time as SMSD wrote it, `age` in seconds."""

    id: int
    sender: str
    text: str
    shown: str
    udh: str
    received: str
    age: int


@dataclass(slots=True)
class Whole:
    """One received text: its parts by their number from 1, and rows that repeat one of them."""

    total: int
    parts: dict[int, InRow] = field(default_factory=dict)
    repeats: list[InRow] = field(default_factory=list)

    @property
    def first(self) -> InRow:
        """The row of the first part that is there."""
        return self.parts[min(self.parts)]

    @property
    def ids(self) -> tuple[int, ...]:
        """All its rows."""
        return tuple(row.id for row in [*self.parts.values(), *self.repeats])

    @property
    def ready(self) -> bool:
        """All parts are there, or the first has waited for too long."""
        return len(self.parts) == self.total or max(row.age for row in self.parts.values()) > PATIENCE

    @property
    def text(self) -> str:
        """The joined text, with GAP for what is missing."""
        pieces: list[str] = []
        run = bytearray()
        # A character of two units may be cut in two by a part's end: bytes are joined, then read.
        for number in range(1, self.total + 1):
            if number in self.parts:
                run += _units(self.parts[number])
            elif run or not pieces:
                pieces.append(run.decode("utf-16-be", "replace"))
                run = bytearray()
        pieces.append(run.decode("utf-16-be", "replace"))
        return GAP.join(pieces)

    @property
    def external_id(self) -> str:
        """The same for the same text of the same sender at the same second of the message centre.

        SMSD stores a text again, under a new row id, when it could not delete it in the phone; and row ids begin anew
        when the table is made anew. So the row's id counts only where there is no time.
        """
        row = self.first
        digits = "".join(filter(str.isdigit, row.received))
        time = digits if digits.strip("0") else f"row{row.id}"
        return f"{time}-{hashlib.sha256(chr(0).join((time, row.sender, self.text)).encode()).hexdigest()[:32]}"

    def takes(self, number: int, row: InRow) -> bool:
        """Add a part or a repeat of one; False where it belongs to another text."""
        known = self.parts.get(number)
        if known is None:
            self.parts[number] = row
        elif (known.text, known.received) == (row.text, row.received):
            self.repeats.append(row)
        else:
            return False
        return True


def join(rows: Iterable[InRow]) -> list[Whole]:
    """The texts of unread rows, in the order of their first rows; those that are not `ready` wait for more."""
    texts: list[Whole] = []
    longs: dict[tuple[str, str, int], list[Whole]] = {}
    for row in rows:
        place = _place(row.udh)
        if place is None:
            texts.append(Whole(1, {1: row}))
            continue
        reference, total, number = place
        same = longs.setdefault((row.sender, reference, total), [])
        if not any(long.takes(number, row) for long in same):
            same.append(Whole(total, {number: row}))
            texts.append(same[-1])
    return texts


def _place(udh: str) -> tuple[str, int, int] | None:
    """Reference, number of parts and number of this part; None where the header says nothing (sensible) of them."""
    try:
        elements = bytes.fromhex(udh)[1:]
    except ValueError:
        return None
    while len(elements) >= 2:
        kind, size = elements[0], elements[1]
        data, elements = elements[2 : 2 + size], elements[2 + size :]
        octets = _CONCATENATED.get(kind)
        if octets is not None and len(data) == octets + 2 and 1 <= data[-1] <= data[-2] > 1:
            return f"{kind}:{data[:octets].hex()}", data[-2], data[-1]
    return None


def _units(row: InRow) -> bytes:
    try:
        return bytes.fromhex(row.text) or row.shown.encode("utf-16-be", "replace")
    except ValueError:
        return row.shown.encode("utf-16-be", "replace")
