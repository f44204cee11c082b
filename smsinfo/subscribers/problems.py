"""What can be wrong with a file of subscribers, villages or groups: a reason, its values, the words for the terminal.

The pages have words of their own for the same reasons (smsinfo.web.words_subscribers); a guard compares both.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

from smsinfo.errors import BadSheet

WHOLE: Final[dict[str, str]] = {
    "empty": "the file is empty; choose the one with the rows",
    "no_rows": "the file has a head and no rows; nothing to import",
    "too_large": "the file is larger than %(most)s MB; divide it",
    "too_many_rows": "the file has more than %(most)s rows; divide it",
    "unpacks": "the workbook unpacks to more than %(most)s MB; divide it, or save it as CSV",
    "no_workbook": "the workbook can't be read; save it anew as XLSX without a password, or as CSV",
    "nul": "the file holds characters of no text; save it as CSV UTF-8",
    "encoding": "line %(line)s is not UTF-8; save the file as CSV UTF-8",
    "no_csv": "line %(line)s is no CSV: a quotation mark is missing or one too many; save the file anew as CSV",
    "head_twice": "the head %(head)s stands there twice; keep one",
    "head_unknown": "the head %(head)s is unknown; known are %(known)s",
    "head_personal": "the column %(head)s is of no use: we keep no names, addresses or NIK; delete the column",
    "no_channel": "no channel can send the welcome to people of %(operator)s; declare one (docs/gateways.md)",
    "no_number": "no channel declares a number to which people can text BERHENTI; set number in [channels.<name>]",
    "head_missing": "the first row lacks %(heads)s; add the column",
}
"""Why a file is refused as a whole."""

ROWS: Final[dict[str, str]] = {
    "letters": "write digits only, one number; look for the letter O in the place of a zero",
    "too_short": "digits are missing: a mobile number looks like 0812 3456 7890",
    "too_long": "there are too many digits: write one number only",
    "premium": "this is a premium number, which no citizen has",
    "not_mobile": "this is no mobile number: landlines get no SMS",
    "spreadsheet": "a spreadsheet made a decimal of the number: format the column as text and type the number again",
    "empty": "there is no number",
    "short_code": "this is a short code, not the number of a person",
    "name": "this is a name, not a number",
    "cells": "this row has more cells than the first; quote a cell that has a comma in it",
    "newline": "a cell holds a line end; write it in one line",
    "formula": "the cell %(head)s is a formula; paste its value as text",
    "no_region": "there is no region; write its name or code, as in 62.06.01",
    "region_unknown": "we know no place %(place)s; write its name as on a map, or its code",
    "region_which": "several places are called %(place)s; write the code of one: %(codes)s",
    "not_yours": "this place lies outside your own jurisdiction",
    "language": "the language %(language)s is unknown; known are %(known)s",
    "category": "the category %(category)s is unknown; known are %(known)s",
    "no_evidence": "the proof of consent lacks %(heads)s; without it nobody is brought in",
    "evidence_kind": "the kind of consent %(kind)s is unknown; known are %(known)s",
    "evidence_date": "%(date)s is no day of the past; write it as 2026-11-24",
    "evidence_long": "%(head)s is longer than %(most)s characters; shorten it",
    "evidence_personal": "the reference holds a number of a person; write the number of the document",
    "duplicate": "the same as in row %(first)s; counted once",
    "opted_out": "this person said STOP or had the data erased; only they themselves can come back, by a text",
    "left": "this person left this place by a text; only they themselves can come back",
    "set_aside": "the networks say that there is no such phone; it comes back with its next text",
    "already": "is subscribed to this already",
    "code_unknown": "there is no region %(code)s; write the code of a village, as in 62.06.01.2001",
    "member_role": "the role %(role)s is unknown; known are %(known)s",
    "head_group": "a village head is of no group; leave group, decree, area and address of this row empty",
    "head_seat": "this village lies outside the seat in the same row; leave the seat empty, or correct one of them",
    "head_double": "row %(first)s names a head of this village already; a village has one, keep the right row",
    "people": "%(value)s is no number of people; write digits only",
    "signal": "%(value)s says nothing of a signal; write tanpa sinyal or ada",
}
"""Why a row is left out."""

QUIET: Final = frozenset({"duplicate", "already"})
"""Of these nothing is wrong."""


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong with one row: its line in the file, its number masked, and why."""

    line: int
    number: str
    reason: str
    values: dict[str, object] = field(default_factory=dict)

    def english(self) -> str:
        """For the terminal."""
        return ROWS[self.reason] % self.values


class RowRefused(Exception):
    """Raised while a row is looked at, with the reason and its values."""

    def __init__(self, reason: str, **values: object) -> None:
        super().__init__(reason)
        self.reason = reason
        self.values = values


def refuse(reason: str, **values: object) -> BadSheet:
    """The error for a whole file."""
    return BadSheet(reason, WHOLE[reason] % values, **values)
