"""In which languages people are answered."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from sqlalchemy.orm import Session

from smsinfo.db.queries import daily
from smsinfo.locale import language_names
from smsinfo.reports.days import RECEIVED
from smsinfo.reports.shape import Chart, Column, Kind, Query, Report, Table, Words
from smsinfo.reports.small import Count, hide_small, share


@dataclass(frozen=True, slots=True)
class Row:
    """One language."""

    language: str
    texts: Count
    part: float | None = None


def make(session: Session, query: Query) -> Table:
    """The languages in which texts were answered, the commonest first."""
    names = _names()
    found = daily.counts(session, query.span, ("language",), RECEIVED)
    found.sort(key=lambda one: (-one.messages, one.keys[0]))
    hidden, totals = hide_small([Row(names.get(one.keys[0], one.keys[0]), one.messages) for one in found], "texts")
    return Table([Row(row.language, row.texts, share(row.texts, totals["texts"])) for row in hidden], totals)


def _names() -> dict[str, str]:
    """Code -> the first name in its list that is no abbreviation."""
    names: dict[str, str] = {}
    for name, code in language_names().items():
        if len(name) > len(code) + 1:
            names.setdefault(code, name.capitalize())
    return names


REPORT: Final = Report(
    name="languages",
    title=Words("Bahasa", "Languages"),
    columns=(
        Column("language", Words("Bahasa balasan", "Language of the reply")),
        Column("texts", Words("SMS", "Texts"), Kind.COUNT),
        Column("part", Words("Bagian", "Share"), Kind.SHARE),
    ),
    notes=(
        Words(
            "Bahasa yang dipilih orang untuk balasan (BAHASA ...), bukan bahasa yang mereka ketik; siapa tidak memilih "
            "mendapat bahasa bawaan.",
            "The language that people chose for replies (BAHASA ...), not the one in which they write; who chose none "
            "has the usual one.",
        ),
    ),
    make=make,
    chart=Chart("language", ("texts",)),
)
