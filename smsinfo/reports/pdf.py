"""A report as a PDF: A4, by the fonts that every reader has, so that a page weighs some kilobytes on a 2G line."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Final

from anyascii import anyascii
from fpdf import FPDF
from fpdf.enums import XPos, YPos
from fpdf.fonts import FontFace

from smsinfo.errors import BadInput
from smsinfo.reports.ask import Told
from smsinfo.reports.shape import Column, Kind, Words
from smsinfo.reports.write import cells, heading, notes, total_cells

FONT: Final = "helvetica"
MOST_ROWS: Final = 2000
"""Some sixty pages; whoever needs more wants the CSV."""

_WIDE: Final = 6
_MADE: Final = Words("Dibuat {day} oleh smsinfo", "Made on {day} by smsinfo")
_SIGN: Final = Words(
    "Diperiksa oleh: ____________________   Tanggal: ____________",
    "Checked by: ____________________   Date: ____________",
)
_LONGEST_WORD: Final = 45.0
_LONGEST_LINE: Final = 90.0
_AROUND: Final = 3.0
"""Millimetres: a longer word is broken, a longer line asks for no more room, and what a cell has around its text."""
_GREY: Final = (235, 235, 235)


def as_pdf(told: Told) -> bytes:
    """The file. Raises BadInput for a report too long for paper."""
    language, columns = told.query.language, told.report.columns
    rows: list[list[str]] = []
    for row in told.table.rows:
        if len(rows) == MOST_ROWS:
            raise BadInput(f"the report has more than {MOST_ROWS} rows; ask for the CSV instead")
        rows.append(cells(row, columns, language))
    pdf = FPDF(orientation="landscape" if len(columns) > _WIDE else "portrait", format="A4")
    pdf.set_creation_date(datetime.combine(told.query.today, datetime.min.time(), UTC))
    pdf.set_title(_plain(told.report.title.say(language)))
    pdf.set_lang(language)
    pdf.set_auto_page_break(True, margin=15)
    pdf.add_page()
    _line(pdf, told.report.title.say(language), 16, bold=True)
    _line(pdf, heading(told.report, told.query, told.place), 11)
    pdf.ln(3)
    _table(pdf, columns, [*rows, *filter(None, [total_cells(told.table, columns, language)])], language)
    pdf.ln(4)
    for note in notes(told.report, language):
        _line(pdf, note, 8)
    pdf.ln(4)
    _line(pdf, _MADE.say(language).format(day=told.query.today), 8)
    _line(pdf, _SIGN.say(language), 9)
    return bytes(pdf.output())


def _table(pdf: FPDF, columns: tuple[Column, ...], rows: list[list[str]], language: str) -> None:
    size = 8 if len(columns) > _WIDE else 9
    align = tuple("LEFT" if column.kind in (Kind.TEXT, Kind.DAY) else "RIGHT" for column in columns)
    lines = [[_plain(cell) for cell in row] for row in ([column.head.say(language) for column in columns], *rows)]
    pdf.set_font(FONT, style="B", size=size)  # the heads are the widest
    widths = _widths(pdf, lines)
    pdf.set_font(FONT, size=size)
    heads = FontFace(emphasis="BOLD", fill_color=_GREY)
    close = pdf.font_size * 1.4
    with pdf.table(text_align=align, headings_style=heads, col_widths=widths, line_height=close) as table:
        for line in lines:
            table.row(line)


def _widths(pdf: FPDF, lines: list[list[str]]) -> tuple[float, ...]:
    """The page's width in millimetres by columns: each as wide as its longest word, the rest by what stands in it."""
    needed, wanted = [], []
    for cell in zip(*lines, strict=True):
        word = max((pdf.get_string_width(word) for text in cell for word in text.split()), default=0.0)
        whole = max(pdf.get_string_width(line) for text in cell for line in (text.splitlines() or [""]))
        needed.append(min(word, _LONGEST_WORD) + _AROUND)
        wanted.append(max(min(whole, _LONGEST_LINE) - needed[-1] + _AROUND, 0.1))
    left = max(pdf.epw - sum(needed), 0.0)
    return tuple(need + left * want / sum(wanted) for need, want in zip(needed, wanted, strict=True))


def _line(pdf: FPDF, text: str, size: int, *, bold: bool = False) -> None:
    pdf.set_font(FONT, style="B" if bold else "", size=size)
    pdf.multi_cell(0, size * 0.5, _plain(text), new_x=XPos.LMARGIN, new_y=YPos.NEXT)


def _plain(text: str) -> str:
    """What the built-in fonts can show (Latin-1): a near spelling for other letters."""
    return "".join(char if ord(char) < 256 else anyascii(char) for char in text)
