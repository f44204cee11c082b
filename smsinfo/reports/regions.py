"""Where texts come from: the regencies and cities, or what lies in one of them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from sqlalchemy.orm import Session

from smsinfo.db.queries import daily
from smsinfo.domain.messages import ReplyKind
from smsinfo.reports.days import RECEIVED
from smsinfo.reports.shape import Chart, Column, Kind, Query, Report, Table, Words
from smsinfo.reports.small import Count, hide_small, share

DEEPER: Final = {2: 5, 5: 8, 8: 13, 13: 13}
"""The length of a region's code -> that of the regions directly in it."""

UNKNOWN: Final = Words("(belum memberi tahu)", "(have not said)")
ELSEWHERE: Final = Words("(wilayah ini saja)", "(this region itself)")


@dataclass(frozen=True, slots=True)
class Row:
    """One region. `code` is empty for people who did not say where they live."""

    code: str
    name: str
    texts: Count
    answered: Count
    part: float | None = None


def make(session: Session, query: Query) -> Table:
    """All regions of the level below the one that was asked for, those without texts too."""
    names = daily.places(session, query.region)
    other = (ELSEWHERE if query.region else UNKNOWN).say(query.language)
    texts, answered = dict.fromkeys([*names, ""], 0), dict.fromkeys([*names, ""], 0)
    for one in daily.counts_by_region(session, query.span, list(names), ("kind",)) if names else ():
        code, kind = one.keys
        _add(texts, answered, code, kind, one.messages)
    # What lies in none of them is what is left of the whole.
    inner = sum(texts.values()), sum(answered.values())
    for one in daily.counts(session, query.span, ("kind",)):
        _add(texts, answered, "", one.keys[0], one.messages)
    texts[""], answered[""] = texts[""] - inner[0], answered[""] - inner[1]
    rows = [Row(code, names.get(code, other), texts[code], answered[code]) for code in texts]
    hidden, totals = hide_small(rows, "texts", "answered")
    whole = totals["texts"]
    return Table([Row(r.code, r.name, r.texts, r.answered, share(r.texts, whole)) for r in hidden], totals)


def _add(texts: dict[str, int], answered: dict[str, int], code: str, kind: str, messages: int) -> None:
    texts[code] += messages if kind in RECEIVED else 0
    answered[code] += messages if kind == ReplyKind.ANSWER else 0


REPORT: Final = Report(
    name="regions",
    title=Words("Wilayah", "Regions"),
    columns=(
        Column("code", Words("Kode", "Code")),
        Column("name", Words("Wilayah", "Region")),
        Column("texts", Words("SMS", "Texts"), Kind.COUNT),
        Column("answered", Words("Dijawab", "Answered"), Kind.COUNT),
        Column("part", Words("Bagian", "Share"), Kind.SHARE),
    ),
    notes=(
        Words(
            "Wilayah yang disebut orang sendiri (LOKASI, DAFTAR), bukan tempat ponselnya. Tidak menunjukkan wilayah "
            "orang yang belum memberi tahu.",
            "The region that people named themselves (LOKASI, DAFTAR), not where their phone is. Does not show where "
            "those live who have not said.",
        ),
    ),
    make=make,
    chart=Chart("name", ("texts", "answered"), most=20),
)
