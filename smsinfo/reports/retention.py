"""Proof of retention: what each rule removed, day by day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Final

from sqlalchemy.orm import Session

from smsinfo.db.queries import privacy
from smsinfo.domain.privacy import Rule
from smsinfo.reports.shape import Column, Kind, Query, Report, Table, Words

RULES: Final[dict[str, Words]] = {
    Rule.TEXTS: Words("Isi pesan dikosongkan", "Texts of messages emptied"),
    Rule.MESSAGES: Words("Pesan dihapus", "Messages deleted"),
    Rule.CONVERSATIONS: Words("Percakapan dan menu USSD", "Conversations and USSD dialogues"),
    Rule.RELAYS: Words("Permintaan kepada penyampai", "Requests to relays"),
    Rule.GAPS: Words("Pertanyaan tanpa jawaban", "Questions without an answer"),
    Rule.CASES: Words("Laporan, usulan, pertanyaan", "Reports, proposals, questions"),
    Rule.NEWS: Words("Kiriman warga dikosongkan", "Contributions emptied"),
    Rule.LESSONS: Words("Kemajuan pelajaran", "Progress in courses"),
    Rule.CAP: Words("Dokumen CAP", "CAP documents"),
    Rule.STORES: Words("Teks lama di simpanan kanal", "Old texts in the stores of channels"),
    Rule.REQUESTS: Words("Permintaan data pribadi yang sudah ditutup", "Closed requests about personal data"),
    Rule.ERASURES: Words("Orang dihapus di simpanan kanal", "People erased in the stores of channels"),
}
"""What each rule is called."""


@dataclass(frozen=True, slots=True)
class Row:
    """One rule on one day."""

    day: date
    rule: str
    removed: int
    runs: int
    oldest: date | None


def make(session: Session, query: Query) -> Table:
    """The rules that ran, the newest day first. Counts of rows point to nobody, so small ones are shown."""
    found = privacy.runs(session.connection(), query.first, query.last)
    rows = [
        Row(
            one.day,
            RULES[one.rule].say(query.language) if one.rule in RULES else one.rule,
            one.removed,
            one.runs,
            one.oldest_at.astimezone(query.zone).date() if one.oldest_at is not None else None,
        )
        for one in found
    ]
    return Table(rows, {"removed": sum(row.removed for row in rows)})


REPORT: Final = Report(
    name="retention",
    title=Words("Bukti penghapusan berkala", "Proof of retention"),
    columns=(
        Column("day", Words("Hari (UTC)", "Day (UTC)"), Kind.DAY),
        Column("rule", Words("Aturan", "Rule")),
        Column("removed", Words("Dihapus", "Removed"), Kind.COUNT),
        Column("runs", Words("Langkah", "Steps"), Kind.COUNT),
        Column("oldest", Words("Tertua yang tersisa", "Oldest left"), Kind.DAY),
    ),
    notes=(
        Words(
            "Setiap aturan mencatat langkahnya, juga jika tidak ada yang dihapus. Hari tanpa baris: aturan itu tidak "
            "berjalan.",
            "Each rule writes its steps down, also where nothing had to go. A day without a row: the rule did not run.",
        ),
        Words(
            "Yang tertua hanya dilihat untuk pesan. Tidak menunjukkan apa yang disimpan telepon, penyedia atau "
            "cadangan di luar.",
            "The oldest is looked at for messages only. Does not show what phones, providers or backups keep outside.",
        ),
    ),
    make=make,
    takes_region=False,
)
