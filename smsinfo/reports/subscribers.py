"""How many subscribers there are by place, who came and who left: the regencies and cities, or what lies in one."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy.orm import Session

from smsinfo.db.queries import daily
from smsinfo.db.queries import village_coverage as coverage
from smsinfo.domain.contacts import ContactStatus
from smsinfo.reports.regions import DEEPER, ELSEWHERE
from smsinfo.reports.shape import Chart, Column, Kind, Query, Report, Table, Words
from smsinfo.reports.small import Count, hide_small
from smsinfo.reports.write import HIDING

WHOLE = Words("(seluruh provinsi)", "(the whole province)")


@dataclass(frozen=True, slots=True)
class Row:
    """One region; `aside` are subscribers of whose number the networks say that it is no phone."""

    code: str
    name: str
    subscribers: Count
    aside: Count


def make(session: Session, query: Query) -> Table:
    """All regions of the level below the one that was asked for, those without subscribers too."""
    length = DEEPER[len(query.region)] if query.region else len("62.06")
    names = daily.places(session, query.region)
    other = (ELSEWHERE if query.region else WHOLE).say(query.language)
    counts = []
    for status in (ContactStatus.ACTIVE, ContactStatus.SET_ASIDE):
        found = dict.fromkeys([*names, ""], 0)
        for code, number in coverage.subscribers(session, query.region, length, status).items():
            found[code if code in names else ""] += number
        counts.append(found)
    active, aside = counts
    rows, totals = hide_small(
        [Row(c, names.get(c, other), active[c], aside[c]) for c in active], "subscribers", "aside"
    )
    return Table(rows, totals)


REPORT = Report(
    name="subscribers",
    title=Words("Pelanggan per wilayah", "Subscribers by region"),
    columns=(
        Column("code", Words("Kode", "Code")),
        Column("name", Words("Wilayah", "Region")),
        Column("subscribers", Words("Pelanggan", "Subscribers"), Kind.COUNT),
        Column("aside", Words("Nomor mati", "Dead numbers"), Kind.COUNT),
    ),
    notes=(
        Words(
            "Menurut wilayah yang mereka langgani. Satu nomor yang berlangganan dua wilayah terhitung di keduanya, "
            "dan dua kali dalam jumlah.",
            "By the region that they subscribed to. One number with two regions counts in both, and twice in the "
            "total.",
        ),
        Words(
            "Nomor mati: menurut jaringan bukan telepon lagi; tidak dikirimi dan tidak terhitung sebagai pelanggan "
            "sampai mengirim SMS lagi. Tidak menunjukkan berapa orang membaca di satu ponsel.",
            "Dead numbers: no phone any more, say the networks; they get nothing and do not count as subscribers until "
            "they text again. Does not show how many people read on one phone.",
        ),
        HIDING,
    ),
    make=make,
    takes_days=False,
    chart=Chart("name", ("subscribers",), most=20),
)
