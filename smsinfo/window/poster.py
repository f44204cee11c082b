"""A poster for the village board: A4, black on white, the number to text, three examples, QR codes, whom to call.

By the fonts that every reader has, as the reports (`reports.pdf`), so that a file weighs some kilobytes on a 2G line.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Final

from anyascii import anyascii
from fpdf import FPDF
from qrcode import QRCode
from qrcode.constants import ERROR_CORRECT_M

from smsinfo.window import poster_words as words
from smsinfo.window.numbers import Number

FONT: Final = "helvetica"
SIDE: Final = 15.0
WIDE: Final = 210.0 - 2 * SIDE
ROOM: Final = 0.8
"""Of the width; Helvetica is not in the file, and what stands in for it on a computer may be a quarter wider."""
QR_SIDE: Final = 46.0
"""Millimetres: read from a step away, where a board hangs."""
QUIET: Final = 4
"""Modules of white around a code (ISO/IEC 18004)."""
MOST_NUMBERS: Final = 3
_GREY: Final = 235


@dataclass(frozen=True, slots=True)
class Poster:
    """What a poster says. `examples` are (what to type, what it brings); `address` is that of the window."""

    headline: str
    place: str
    numbers: tuple[Number, ...]
    examples: tuple[tuple[str, str], ...]
    emergency: str
    address: str
    language: str
    today: date
    cost: str = ""
    mark: str = ""


def as_pdf(poster: Poster) -> bytes:
    """The file."""
    pdf = FPDF(orientation="portrait", format="A4")
    pdf.set_creation_date(datetime.combine(poster.today, datetime.min.time(), UTC))
    pdf.set_title(_plain(f"{poster.headline} - {poster.place}"))
    pdf.set_lang(poster.language)
    pdf.set_auto_page_break(False)
    pdf.set_margin(SIDE)
    pdf.add_page()
    _head(pdf, poster)
    _numbers(pdf, poster)
    _examples(pdf, poster)
    _foot(pdf, poster)
    return bytes(pdf.output())


def _head(pdf: FPDF, poster: Poster) -> None:
    pdf.set_y(12)
    _fitted(pdf, poster.headline, 40, 16)
    _fitted(pdf, poster.place, 26, 12)
    pdf.set_fill_color(0)
    pdf.rect(SIDE, 44, WIDE, 1.6, style="F")  # a line and no band: an office prints with its own ink
    pdf.set_y(50)
    _fitted(pdf, words.FROM_ANY.say(poster.language), 15, 8, bold=False)


def _numbers(pdf: FPDF, poster: Poster) -> None:
    say = poster.language
    pdf.set_y(64)
    _fitted(pdf, words.SEND_TO.say(say), 20, 10)
    shown = poster.numbers[-MOST_NUMBERS:]
    size = 76 if len(shown) == 1 else 34
    for one in shown:
        _fitted(pdf, one.number, size, size * 0.42)
        if one.operators:
            _fitted(pdf, words.FOR.say(say).format(operators=", ".join(one.operators)), 12, 6, bold=False)


def _examples(pdf: FPDF, poster: Poster) -> None:
    pdf.set_y(126)
    _fitted(pdf, words.EXAMPLES.say(poster.language), 18, 10)
    for typed, brings in poster.examples:
        top = pdf.get_y()
        pdf.set_fill_color(_GREY)
        pdf.rect(SIDE, top, WIDE, 20, style="F", round_corners=True, corner_radius=3)
        pdf.set_y(top + 1.5)
        _fitted(pdf, typed, 26, 10.5)
        _fitted(pdf, brings, 14, 7, bold=False)
        pdf.set_y(top + 23)


def _foot(pdf: FPDF, poster: Poster) -> None:
    say, top = poster.language, 212.0
    codes = [(words.BY_WEB, poster.address, poster.address)]
    if poster.numbers:
        number = poster.numbers[-1].number
        codes.insert(0, (words.BY_SMS, f"sms:{number}", number))
    for place, (title, payload, caption) in enumerate(codes):
        left = SIDE if place == 0 else 210 - SIDE - QR_SIDE
        _code(pdf, payload, left, top)
        for line, text in enumerate((title.say(say), caption)):
            pdf.set_xy(left - 8, top + QR_SIDE + 1 + 5 * line)
            _fitted(pdf, text, 11, 5, wide=QR_SIDE + 16, bold=line == 0)
    middle, wide = SIDE + QR_SIDE + 9, WIDE - 2 * QR_SIDE - 18
    cost = words.ABOUT_COST.say(say).format(cost=poster.cost) if poster.cost else words.COST.say(say)
    pdf.set_xy(middle, top + 4)
    _fitted(pdf, words.EMERGENCY.say(say).format(number=poster.emergency), 20, 12, wide=wide)
    for text in (cost, words.NEVER.say(say)):
        pdf.set_font(FONT, size=11)
        pdf.set_x(middle)
        pdf.multi_cell(wide, 5.5, _plain(text), align="C")
        pdf.set_y(pdf.get_y() + 1)
    pdf.set_y(279)
    made = words.MADE.say(say).format(day=poster.today)
    if poster.mark:
        made = f"{words.EXAMPLE_ONLY.say(say).format(mark=poster.mark)} {made}"
    _fitted(pdf, made, 9, 5, bold=bool(poster.mark))


def _code(pdf: FPDF, payload: str, left: float, top: float) -> None:
    """A QR code by its black runs: a page of rectangles weighs less than a picture, and prints sharp."""
    made = QRCode(error_correction=ERROR_CORRECT_M, border=QUIET)
    made.add_data(payload)
    made.make(fit=True)
    matrix = made.get_matrix()
    module = QR_SIDE / len(matrix)
    pdf.set_fill_color(0)
    for row, line in enumerate(matrix):
        start = 0
        while start < len(line):
            end = start
            while end < len(line) and line[end]:
                end += 1
            if end > start:
                pdf.rect(left + start * module, top + row * module, (end - start) * module, module, style="F")
            start = end + 1


def _fitted(pdf: FPDF, text: str, size: float, high: float, *, wide: float = WIDE, bold: bool = True) -> None:
    """A centred line, as large as asked for or as fits; the next line begins below."""
    plain = _plain(text)
    pdf.set_font(FONT, style="B" if bold else "", size=size)
    needed, room = pdf.get_string_width(plain), wide * ROOM
    if needed > room:
        pdf.set_font(FONT, style="B" if bold else "", size=size * room / needed)
    left = pdf.get_x()
    pdf.cell(wide, high, plain, align="C")
    pdf.set_xy(left, pdf.get_y() + high)


def _plain(text: str) -> str:
    """What the built-in fonts can show (Latin-1): a near spelling for other letters."""
    return "".join(char if ord(char) < 256 else anyascii(char) for char in text)
