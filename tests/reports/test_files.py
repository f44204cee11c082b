"""CSV and PDF: no spreadsheet runs a cell, no row is kept in memory, and a page can be read everywhere."""

from __future__ import annotations

import csv
import io
import json
import re
import tracemalloc
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pytest

from smsinfo.errors import BadInput
from smsinfo.reports.ask import Told
from smsinfo.reports.csv_text import lines, safe
from smsinfo.reports.pdf import as_pdf
from smsinfo.reports.period import before, month_of
from smsinfo.reports.shape import Column, Kind, Query, Report, Table, Words
from smsinfo.reports.small import Hidden
from tests.reports.conftest import TODAY, WIB

CORPUS = Path(__file__).parents[1] / "data" / "badinputs.jsonl"
MEGABYTE = 1024 * 1024
QUERY = Query(date(2026, 11, 1), TODAY, TODAY, WIB)
REPORT = Report(
    name="sample",
    title=Words("Contoh – “uji”", "Sample"),
    columns=(
        Column("name", Words("Nama", "Name")),
        Column("texts", Words("SMS", "Texts"), Kind.COUNT),
        Column("part", Words("Bagian", "Share"), Kind.SHARE),
    ),
    notes=(Words("Tidak menunjukkan apa-apa.", "Shows nothing."),),
    make=lambda _session, _query: Table(()),
)


@dataclass(frozen=True, slots=True)
class Line:
    """A row."""

    name: str
    texts: object = 12
    part: float | None = 0.125


def parsed(*rows: Line, language: str = "id") -> list[list[str]]:
    """The file as a spreadsheet splits it."""
    query = Query(date(2026, 11, 1), TODAY, TODAY, WIB, language=language)
    text = "".join(lines(REPORT, query, Table(rows)))
    assert text.startswith("\ufeff")
    return list(csv.reader(io.StringIO(text.removeprefix("\ufeff"), newline=""), delimiter=";"))


@pytest.mark.parametrize(
    "cell", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", " =1+1", "\u00a0=1+1", "\u200b=1", "＝1+1", "a\n=1+1"]
)
def test_no_spreadsheet_runs_a_cell(cell: str) -> None:
    [_, [shown, *_]] = parsed(Line(cell))
    for part in re.split(r"[\r\n]", shown):
        assert not re.match(r"[\s\u200b]*[=+\-@＝]|\t", part)


def test_the_export_rows_of_the_corpus() -> None:
    rows = [json.loads(line) for line in CORPUS.read_text(encoding="utf-8").splitlines()]
    assert sum(row["where"] == "csv.export" for row in rows) == 4
    assert safe(" =1+1") == "' =1+1"
    assert safe("a\n=1+1") == "a\n'=1+1"
    assert safe("+628123456789") == "'+628123456789"
    assert parsed(Line("a\n=1+1"))[1][0] == "a\n'=1+1"


@pytest.mark.parametrize("text", ["KTP hilang", "umur 17-20", "a = b", "62.06", "", "don't"])
def test_what_is_no_formula_stays_as_it_is(text: str) -> None:
    assert safe(text) == text


def test_numbers_stay_numbers_and_hidden_ones_are_no_number() -> None:
    assert parsed(Line("a"), Line("b", Hidden.SMALL, None))[1:] == [["a", "12", "0,1250"], ["b", "<5", ""]]
    assert parsed(Line("a"), language="en")[1] == ["a", "12", "0.1250"]


def test_a_long_file_is_written_without_keeping_it() -> None:
    def rows() -> Iterator[Line]:
        return (Line(f"baris {n}", n) for n in range(100_000))

    tracemalloc.start()
    written = sum(len(line) for line in lines(REPORT, QUERY, Table(rows())))
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert written > 2 * MEGABYTE
    assert peak < MEGABYTE


def text_of(pdf: bytes) -> str:
    """What stands in the streams of a PDF, letter by letter."""
    found = re.findall(rb"stream\r?\n(.*?)\r?\nendstream", pdf, re.DOTALL)
    return "".join(zlib.decompress(part).decode("latin-1") for part in found if part[:1] == b"x")


def test_a_pdf_holds_the_table_and_its_notes_and_is_the_same_each_time() -> None:
    told = Told(REPORT, QUERY, Table([Line("Kapuas"), Line("Seruyan", Hidden.SMALL)], {"texts": 15}), "Katingan")
    made = as_pdf(told)
    shown = text_of(made)
    for words in ("Kapuas", "12,5 %", "<5", "Jumlah", "Tidak menunjukkan apa-apa", "wilayah Katingan"):
        assert words in shown
    assert made == as_pdf(told)
    assert len(made) < 20_000


def test_a_report_too_long_for_paper_says_so() -> None:
    with pytest.raises(BadInput, match="ask for the CSV"):
        as_pdf(Told(REPORT, QUERY, Table([Line("a")] * 2001)))


@pytest.mark.parametrize(
    ("first", "last", "wanted"),
    [
        ((2026, 3, 1), (2026, 3, 31), ((2026, 2, 1), (2026, 2, 28))),
        ((2026, 1, 1), (2026, 12, 31), ((2025, 1, 1), (2025, 12, 31))),
        ((2026, 11, 10), (2026, 11, 12), ((2026, 11, 7), (2026, 11, 9))),
        ((2026, 1, 1), (2026, 1, 31), ((2025, 12, 1), (2025, 12, 31))),
    ],
)
def test_a_span_is_compared_with_the_one_before(
    first: tuple[int, int, int], last: tuple[int, int, int], wanted: tuple[tuple[int, int, int], tuple[int, int, int]]
) -> None:
    assert before(date(*first), date(*last)) == (date(*wanted[0]), date(*wanted[1]))


def test_a_month_or_a_year_is_written_in_one_word() -> None:
    assert month_of("2028-02") == (date(2028, 2, 1), date(2028, 2, 29))
    assert month_of("2026") == (date(2026, 1, 1), date(2026, 12, 31))
    for wrong in ("2026-13", "november", "2026-11-01"):
        with pytest.raises(ValueError, match=r"month|literal|unpack|int"):
            month_of(wrong)
