"""What stands on a poster, in Indonesian and English, and what may be put on one."""

from __future__ import annotations

from typing import Final

from smsinfo.reports.shape import Words

LANGUAGES: Final = ("id", "en")
INFO: Final = "info"
ALERTS: Final = "siaran"
KINDS: Final[dict[str, Words]] = {
    INFO: Words("Info warga lewat SMS", "Answers by SMS"),
    ALERTS: Words("Siaran resmi lewat SMS", "Official alerts by SMS"),
}
"""Kind -> its headline; a category of topics is a kind, too, with its own name."""

HEADLINE: Final = Words("{name} lewat SMS", "{name} by SMS")
FROM_ANY: Final = Words(
    "Dari HP apa saja, tanpa internet. Jawaban singkat, ada sumbernya.", "From any phone, no data. Short answers."
)
SEND_TO: Final = Words("Kirim SMS ke", "Text to")
FOR: Final = Words("untuk {operators}", "for {operators}")
EXAMPLES: Final = Words("Contoh", "For example")
COST: Final = Words("Tarif SMS biasa.", "The price of a normal SMS.")
ABOUT_COST: Final = Words("Tarif SMS biasa, kira-kira Rp {cost}.", "The price of a normal SMS, about Rp {cost}.")
NEVER: Final = Words(
    "Kami tidak pernah minta uang, OTP, PIN atau NIK.", "We never ask for money, an OTP, a PIN or a NIK."
)
BY_SMS: Final = Words("Pindai: kirim SMS", "Scan: text us")
BY_WEB: Final = Words("Pindai: lihat di web", "Scan: see the web")
EMERGENCY: Final = Words("Darurat: {number}", "Emergency: {number}")
MADE: Final = Words("Dibuat {day} oleh smsinfo", "Made on {day} by smsinfo")
EXAMPLE_ONLY: Final = Words("CONTOH ({mark}): jangan dipasang.", "EXAMPLE ({mark}): do not put up.")
SUBSCRIBE: Final = Words("terima siaran untuk tempat ini", "get the alerts of this place")
CHECK: Final = Words("apakah siaran ini resmi? tulis kodenya", "is this alert ours? write its code")
STOP: Final = Words("tidak mau siaran lagi", "no more alerts")
