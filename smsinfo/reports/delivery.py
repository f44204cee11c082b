"""What channels and operators share: messages of one carrier by what became of them, each line protected in itself."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from smsinfo.db.queries.daily import Sum
from smsinfo.domain.messages import MtStatus
from smsinfo.reports.shape import Column, Kind, Words
from smsinfo.reports.small import Count, protect, share

OUTCOMES: Final = (MtStatus.DELIVERED, MtStatus.SENT, MtStatus.FAILED, MtStatus.UNKNOWN, MtStatus.EXPIRED)
"""Ends of a message, in the order of the columns. What waits or was cancelled has had none."""


@dataclass(frozen=True, slots=True)
class Row:
    """One channel or operator; `part` is the share that is known to have reached the phone."""

    carrier: str
    messages: Count
    delivered: Count
    sent: Count
    failed: Count
    unknown: Count
    expired: Count
    part: float | None


def rows_of(found: Iterable[Sum], nameless: str = "") -> list[Row]:
    """Sums by (carrier, status) as rows. Each row's counts are protected against its own total."""
    told: defaultdict[str, dict[str, int]] = defaultdict(dict)
    for one in found:
        told[one.keys[0] or nameless][one.keys[1]] = one.messages
    rows = []
    for carrier in sorted(told):
        counts, whole = protect([told[carrier].get(status.value, 0) for status in OUTCOMES])
        if whole != 0:
            delivered, sent, failed, unknown, expired = counts
            part = share(delivered, whole)
            rows.append(Row(carrier, whole, delivered, sent, failed, unknown, expired, part))
    return rows


def columns_of(carrier: Words) -> tuple[Column, ...]:
    """The columns, the first with its own heading."""
    return (
        Column("carrier", carrier),
        Column("messages", Words("Pesan", "Messages"), Kind.COUNT),
        Column("delivered", Words("Sampai", "Delivered"), Kind.COUNT),
        Column("sent", Words("Terkirim, tanpa bukti", "Sent, no receipt"), Kind.COUNT),
        Column("failed", Words("Gagal", "Failed"), Kind.COUNT),
        Column("unknown", Words("Tidak jelas", "Unknown"), Kind.COUNT),
        Column("expired", Words("Kedaluwarsa", "Expired"), Kind.COUNT),
        Column("part", Words("Bagian sampai", "Share delivered"), Kind.SHARE),
    )


NOTES: Final = (
    Words(
        "Sampai hanya terhitung bila operator mengirim bukti; saluran tanpa bukti menunjukkan semuanya sebagai "
        "terkirim. Pesan yang masih antre atau dibatalkan tidak dihitung.",
        "Delivered counts only where the operator sends receipts; a channel without them shows everything as sent. "
        "Messages that still wait or were cancelled are not counted.",
    ),
    Words(
        "Tidak menunjukkan apakah pesan dibaca, dan tidak menurut wilayah.",
        "Does not show whether a message was read, nor where.",
    ),
)
