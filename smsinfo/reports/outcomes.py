"""What became of the texts: answered, a menu, a command, nothing that fits, or no reply at all."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from sqlalchemy.orm import Session

from smsinfo.db.queries import daily
from smsinfo.domain.messages import ReplyKind
from smsinfo.reports.days import RECEIVED
from smsinfo.reports.shape import Chart, Column, Kind, Query, Report, Table, Words
from smsinfo.reports.small import Count, hide_small, share

NAMES: Final = {
    ReplyKind.ANSWER: Words("Dijawab", "Answered"),
    ReplyKind.MENU: Words("Menu (diminta memilih)", "Menu (asked to choose)"),
    ReplyKind.NONE: Words("Tidak dipahami", "Not understood"),
    ReplyKind.COMMAND: Words("Perintah (DAFTAR, STOP, ...)", "Command (DAFTAR, STOP, ...)"),
    ReplyKind.SILENT: Words("Tanpa balasan", "No reply"),
}


@dataclass(frozen=True, slots=True)
class Row:
    """One kind of outcome."""

    outcome: str
    texts: Count
    part: float | None = None


def make(session: Session, query: Query) -> Table:
    """All kinds, those that did not happen too."""
    found = {one.keys[0]: one.messages for one in daily.counts(session, query.span, ("kind",), RECEIVED)}
    rows = [Row(words.say(query.language), found.get(kind.value, 0)) for kind, words in NAMES.items()]
    hidden, totals = hide_small(rows, "texts")
    return Table([Row(row.outcome, row.texts, share(row.texts, totals["texts"])) for row in hidden], totals)


REPORT: Final = Report(
    name="outcomes",
    title=Words("Dijawab, menu, tidak dipahami", "Answered, menu, not understood"),
    columns=(
        Column("outcome", Words("Hasil", "Outcome")),
        Column("texts", Words("SMS", "Texts"), Kind.COUNT),
        Column("part", Words("Bagian", "Share"), Kind.SHARE),
    ),
    notes=(
        Words(
            "Dijawab berarti sistem memberi jawaban, bukan bahwa jawabannya tepat. Yang tidak dipahami ada di daftar "
            "celah: smsinfo gaps list.",
            "Answered means that the system gave an answer, not that it was the right one. What was not understood "
            "stands in the gap list: smsinfo gaps list.",
        ),
        Words(
            "Tanpa balasan: pengirim bukan nomor ponsel, SMS berulang, SMS basi, atau batas biaya.",
            "No reply: the sender is no mobile number, a repeated or stale text, or a limit of money.",
        ),
    ),
    make=make,
    chart=Chart("outcome", ("texts",)),
)
