"""How a value of a report is written for people, and how a table is for programs."""

from __future__ import annotations

from datetime import date
from typing import Any, Final

from smsinfo.outbox.alarms import rupiah
from smsinfo.reports.shape import Column, Kind, Query, Report, Table, Words
from smsinfo.reports.small import Hidden

NOTHING: Final = "-"
_LONGER = Words("lebih dari 4 jam", "more than 4 hours")
_UP_TO = Words("s.d. {seconds} detik", "up to {seconds} s")
_TOTAL = Words("Jumlah", "Total")
_PERIOD = Words("{first} s.d. {last}", "{first} to {last}")
_AS_OF = Words("per {today}", "as of {today}")
_WHERE = Words("wilayah {place}", "region {place}")
HIDING = Words(
    "<5: angka kecil disembunyikan agar tidak menunjuk orang; *: ikut disembunyikan agar yang kecil tidak terhitung.",
    "<5: a small count is hidden, so that it points to nobody; *: hidden too, so that no small one can be reckoned.",
)


def shown(value: Any, kind: Kind, language: str) -> str:
    """A value as people read it: `1.250`, `Rp 500`, `12,5 %`, `s.d. 3 detik`."""
    if value is None:
        return NOTHING
    if isinstance(value, Hidden):
        return value.value
    if kind is Kind.MONEY:
        return f"Rp {rupiah(value)}"
    if kind is Kind.COUNT:
        return grouped(value, language)
    if kind is Kind.SHARE:
        percent = f"{100 * value:.1f} %"
        return percent if language == "en" else percent.replace(".", ",")
    if kind is Kind.SECONDS:
        return _UP_TO.say(language).format(seconds=value) if value else _LONGER.say(language)
    return str(value)


def grouped(number: float, language: str) -> str:
    """`12,500` in English, `12.500` in Indonesian."""
    return f"{number:,.0f}" if language == "en" else rupiah(number)


def cells(row: Any, columns: tuple[Column, ...], language: str) -> list[str]:
    """One row as people read it."""
    return [shown(getattr(row, column.field), column.kind, language) for column in columns]


def total_cells(table: Table, columns: tuple[Column, ...], language: str) -> list[str]:
    """The last line; empty where no column has a total."""
    if not table.totals:
        return []
    filled = [
        shown(table.totals[column.field], column.kind, language) if column.field in table.totals else ""
        for column in columns
    ]
    return [filled[0] or _TOTAL.say(language), *filled[1:]]


def heading(report: Report, query: Query, place: str | None) -> str:
    """What the report tells of: the days, and the region where it is one."""
    words = _PERIOD if report.takes_days else _AS_OF
    told = words.say(query.language).format(first=query.first, last=query.last, today=query.today)
    return f"{told}, {_WHERE.say(query.language).format(place=place)}" if place else told


def notes(report: Report, language: str) -> list[str]:
    """How it is reckoned, and what it does not show."""
    counted = any(column.kind is Kind.COUNT for column in report.columns) and report.takes_days
    return [note.say(language) for note in (*report.notes, *([HIDING] if counted else []))]


def as_data(report: Report, query: Query, table: Table) -> dict[str, Any]:
    """The report for programs: days as ISO, hidden counts as they are shown, everything else as it is."""
    rows = [{column.field: _plain(getattr(row, column.field)) for column in report.columns} for row in table.rows]
    return {
        "report": report.name,
        "title": report.title.say(query.language),
        "from": query.first.isoformat(),
        "to": query.last.isoformat(),
        "region": query.region,
        "columns": {column.field: column.head.say(query.language) for column in report.columns},
        "rows": rows,
        "totals": {name: _plain(value) for name, value in table.totals.items()},
        "notes": notes(report, query.language),
    }


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value
