"""What people agreed to, version by version: `consent_event.text_version` names one of these.

Append only: who changes `subscribe.done` or `ussd.join.ask` adds a version here and moves `CONSENT_VERSION`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class Wording:
    """One version: (key of the text, language) -> its words as they were sent, `{place}` open."""

    version: str
    texts: dict[tuple[str, str], str]


WORDINGS: Final[tuple[Wording, ...]] = (
    Wording(
        "2026-11",
        {
            (
                "subscribe.done",
                "id",
            ): "Terdaftar: siaran {place}. Gratis kecuali tarif SMS Anda saat mengirim. Data: nomor dan daerah Anda "
            "saja. Berhenti: STOP. Lihat: STATUS.",
            (
                "subscribe.done",
                "en",
            ): "Subscribed: alerts of {place}. Free; you pay only for what you text. We keep your number and place "
            "only. End: STOP. See: STATUS.",
            ("ussd.join.ask", "id"): "Daftar siaran {place}? Gratis. Disimpan: nomor dan daerah Anda saja.",
            ("ussd.join.ask", "en"): "Get alerts of {place}? Free. We keep your number and place only.",
        },
    ),
)
"""The newest last."""
