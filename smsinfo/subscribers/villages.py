"""What is known of villages, out of a file: how many people live there, and whether a phone has signal."""

from __future__ import annotations

import re
from collections.abc import Collection
from datetime import date
from typing import Final

from sqlalchemy.orm import Session

from smsinfo.db.queries.village_coverage import Fact, put_facts
from smsinfo.errors import BadInput
from smsinfo.subscribers.problems import Problem, RowRefused
from smsinfo.subscribers.sheet import Line, Sheet, read_sheet

HEADS: Final[dict[str, tuple[str, ...]]] = {
    "code": ("kode", "kode wilayah", "region code"),
    "population": ("penduduk", "jumlah penduduk", "people"),
    "signal": ("sinyal",),
    "village": ("desa", "kelurahan", "nama", "name", "nama desa"),
}
"""`village` is for who reads the file; the code alone counts."""
NONE: Final = frozenset({"tanpa sinyal", "tidak ada", "tidak", "no", "none", "0"})
THERE: Final = frozenset({"ada", "ya", "yes", "ada sinyal", "1"})
LONGEST_SOURCE: Final = 200
_GROUPED: Final = re.compile(r"\d{1,3}(?:[.,\u00a0 ]\d{3})+|\d{1,7}", re.ASCII)


def read_villages(body: bytes, known: Collection[str]) -> tuple[list[Fact], list[Problem]]:
    """The facts by village, and what is wrong with rows. Raises BadSheet."""
    sheet = read_sheet(body, HEADS, needed=("code",))
    facts: dict[str, Fact] = {}
    first: dict[str, int] = {}
    problems: list[Problem] = []
    for line in sheet.lines:
        try:
            fact = _fact(sheet, line, known)
            if first.setdefault(fact.code, line.number) != line.number:
                raise RowRefused("duplicate", first=first[fact.code])
            facts[fact.code] = fact
        except RowRefused as refusal:
            problems.append(Problem(line.number, "", refusal.reason, refusal.values))
    return list(facts.values()), problems


def bring_villages(session: Session, facts: list[Fact], source: str, checked_on: date) -> None:
    """Write them, with where they come from and of which day. Raises BadInput without a source."""
    if not source.strip() or len(source) > LONGEST_SOURCE:
        raise BadInput(f"say where the figures come from, in up to {LONGEST_SOURCE} characters, as in 'BPS 2025'")
    put_facts(session, facts, source.strip(), checked_on)


def _fact(sheet: Sheet, line: Line, known: Collection[str]) -> Fact:
    code, people, signal = (sheet.value(line, name) for name in ("code", "population", "signal"))
    if code not in known or code.count(".") != 3:
        raise RowRefused("code_unknown", code=code[:20])
    return Fact(code, _people(people), _no_signal(signal))


def _people(typed: str) -> int | None:
    """`1.234` and `1,234` are figures of a spreadsheet, grouped by thousands."""
    if not typed:
        return None
    if not _GROUPED.fullmatch(typed):
        raise RowRefused("people", value=typed[:20])
    return int(re.sub(r"\D", "", typed))


def _no_signal(typed: str) -> bool | None:
    said = " ".join(typed.lower().split())
    if said in NONE:
        return True
    if said and said not in THERE:
        raise RowRefused("signal", value=typed[:20])
    return False if said else None
