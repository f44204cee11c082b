"""What a file of subscribers, villages or groups is told on the pages, by the reasons of subscribers.problems."""

from __future__ import annotations

from typing import Final

from flask_babel import LazyString
from flask_babel import lazy_gettext as _

from smsinfo.domain.contacts import Evidence
from smsinfo.errors import BadSheet
from smsinfo.subscribers.problems import Problem

EVIDENCE: Final[dict[Evidence, LazyString]] = {
    Evidence.PAPER: _("on paper"),
    Evidence.SMS: _("by SMS"),
    Evidence.WEB: _("on a web page"),
    Evidence.SPOKEN: _("aloud, before a witness"),
}

WHOLE: Final[dict[str, LazyString]] = {
    "empty": _("The file is empty. Choose the one with the rows."),
    "no_rows": _("The file has a head and no rows: there is nothing to bring in."),
    "too_large": _("The file is larger than %(most)s MB. Divide it."),
    "too_many_rows": _("The file has more than %(most)s rows. Divide it."),
    "unpacks": _("The workbook unpacks to more than %(most)s MB. Divide it, or save it as CSV."),
    "no_workbook": _("The workbook can't be read. Save it anew as XLSX without a password, or as CSV."),
    "nul": _("The file holds characters that are no text. Save it as CSV UTF-8."),
    "encoding": _("Line %(line)s is not UTF-8. Save the file as CSV UTF-8."),
    "no_csv": _("Line %(line)s is no CSV: a quotation mark is missing or one too many. Save the file anew as CSV."),
    "head_twice": _("The column %(head)s stands there twice. Keep one."),
    "head_unknown": _("The column %(head)s is unknown. Known are %(known)s."),
    "head_personal": _("The column %(head)s is of no use here: we keep no names, addresses or NIK. Delete the column."),
    "head_missing": _("The first row lacks %(heads)s. Add the column."),
    "no_channel": _("No channel can send the welcome to people of %(operator)s. Tell who looks after the channels."),
    "no_number": _("No channel has a number to which people can text BERHENTI. Tell who looks after the channels."),
}

ROWS: Final[dict[str, LazyString]] = {
    "letters": _("Write digits only, one number. Look for the letter O in the place of a zero."),
    "too_short": _("Digits are missing. A mobile number looks like 0812 3456 7890."),
    "too_long": _("There are too many digits. Write one number only."),
    "premium": _("This is a premium number, which no citizen has."),
    "not_mobile": _("This is no mobile number. Landlines get no SMS."),
    "spreadsheet": _(
        "A spreadsheet has made a decimal of the number. Format the column as text and type the number again."
    ),
    "empty": _("There is no number."),
    "short_code": _("This is a short code, not the number of a person."),
    "name": _("This is a name, not a number."),
    "cells": _("This row has more cells than the first. Quote a cell that has a comma in it."),
    "newline": _("A cell holds a line end. Write it in one line."),
    "formula": _("The cell %(head)s is a formula. Paste its value as text."),
    "no_region": _("There is no region. Write its name or code, as in 62.06.01."),
    "region_unknown": _("We know no place “%(place)s”. Write its name as on a map, or its code."),
    "region_which": _("Several places are called “%(place)s”. Write the code of one: %(codes)s"),
    "not_yours": _("This place lies outside your own jurisdiction."),
    "language": _("The language %(language)s is unknown. Known are %(known)s."),
    "category": _("The category %(category)s is unknown. Known are %(known)s."),
    "no_evidence": _("The proof of consent lacks %(heads)s. Without it nobody is brought in."),
    "evidence_kind": _("The kind of consent %(kind)s is unknown. Known are %(known)s."),
    "evidence_date": _("%(date)s is no day of the past. Write it as 2026-11-24."),
    "evidence_long": _("%(head)s is longer than %(most)s characters. Shorten it."),
    "evidence_personal": _("The reference holds a number of a person. Write the number of the document."),
    "duplicate": _("The same as in row %(first)s; it counts once."),
    "opted_out": _("This person said STOP or had the data erased. Only they themselves can come back, by a text."),
    "left": _("This person left this place by a text. Only they themselves can come back."),
    "set_aside": _("The networks say that there is no such phone. It comes back with its next text."),
    "already": _("Is subscribed to this already."),
    "code_unknown": _("There is no village %(code)s. Write its code, as in 62.06.01.2001."),
    "member_role": _("The role %(role)s is unknown. Known are %(known)s."),
    "head_group": _(
        "A village head is of no group. Leave the cells of group, decree, area and address in this row empty."
    ),
    "head_seat": _("This village lies outside the seat in the same row. Leave the seat empty, or correct one of them."),
    "head_double": _("Row %(first)s names a head of this village already. A village has one: keep the right row."),
    "people": _("%(value)s is no number of people. Write digits only."),
    "signal": _("%(value)s says nothing of a signal. Write tanpa sinyal or ada."),
}


def refusal(wrong: BadSheet) -> str:
    """Why a file is refused, in the language of the page."""
    return str(WHOLE[wrong.reason]) % wrong.values


def problem(one: Problem) -> str:
    """What is wrong with a row, in the language of the page."""
    return str(ROWS[one.reason]) % one.values
