"""How reliably relays answer: requests to read out and monthly tests, those confirmed, and how quickly."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Final

from sqlalchemy.orm import Session

from smsinfo.db.queries import daily, relay_figures
from smsinfo.db.queries.relay_figures import Reliability
from smsinfo.reports.regions import DEEPER
from smsinfo.reports.shape import Column, Kind, Query, Report, Table, Words


@dataclass(frozen=True, slots=True)
class Row:
    """One region."""

    code: str
    name: str
    asked: int
    confirmed: int
    share: float
    seconds: int | None
    last: date | None


def make(session: Session, query: Query) -> Table:
    """The regions of the level below the one that was asked for, the least reliable first."""
    length = DEEPER[len(query.region)] if query.region else len("62.06")
    names = daily.places(session, query.region)
    start = datetime.combine(query.first, time(), query.zone)
    end = datetime.combine(query.last + timedelta(days=1), time(), query.zone)
    found = relay_figures.reliability(session.connection(), query.region, length, start, end)
    rows = [_row(one, names.get(one.code, one.code), query) for one in found]
    totals = {name: sum(getattr(row, name) for row in rows) for name in ("asked", "confirmed")}
    return Table(sorted(rows, key=lambda row: (row.share, -row.asked, row.code)), totals)


def _row(one: Reliability, name: str, query: Query) -> Row:
    last = one.last.astimezone(query.zone).date() if one.last is not None else None
    return Row(one.code, name, one.asked, one.confirmed, one.confirmed / one.asked, one.seconds, last)


REPORT: Final = Report(
    name="relays",
    title=Words("Keandalan penyampai", "How reliable relays are"),
    columns=(
        Column("code", Words("Kode", "Code")),
        Column("name", Words("Wilayah", "Region")),
        Column("asked", Words("Diminta", "Asked"), Kind.COUNT),
        Column("confirmed", Words("Dijawab SUDAH", "Confirmed"), Kind.COUNT),
        Column("share", Words("Bagian dijawab", "Share confirmed"), Kind.SHARE),
        Column("seconds", Words("Waktu tengah", "Median time"), Kind.SECONDS),
        Column("last", Words("SUDAH terakhir", "Last SUDAH"), Kind.DAY),
    ),
    notes=(
        Words(
            "Peringatan, latihan dan uji nomor bulanan yang sudah selesai. Yang dihentikan sebelum dijawab tidak "
            "dihitung; jawaban untuk satu desa dari beberapa penyampai dihitung masing-masing.",
            "Alerts, drills and monthly tests of numbers that have ended. What was stopped before an answer does not "
            "count; the answers of several relays of one village count each.",
        ),
        Words(
            "Tidak menunjukkan apakah peringatan sungguh dibacakan dan berapa orang mengerti: hanya bahwa seseorang "
            "membalas SUDAH.",
            "Does not show whether an alert was truly read out and how many understood it: only that somebody answered "
            "SUDAH.",
        ),
    ),
    make=make,
)
