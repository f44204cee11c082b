"""Texts for property tests: arbitrary ones are nearly always UCS-2 and short, so most are mixed from few characters."""

from hypothesis import strategies as st

GSM7_PLAIN = "abc XYZ 0123456789.,!?\n\r@£$¥èéùìòÇØøÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ¤¡ÄÖÑÜ§¿äöñüà"
GSM7_EXTENSION = "\f^{}\\[~]|€"
OUTSIDE = "çá`“–字ж😀👨🏽\u200d\u202e\u00a0\u0301"

gsm7_texts = st.text(alphabet=GSM7_PLAIN + GSM7_EXTENSION, max_size=700)
mixed_texts = st.text(alphabet=GSM7_PLAIN + GSM7_EXTENSION + OUTSIDE, max_size=400)
# Cs: a lone surrogate is no text, and `clean` removes it.
any_texts = st.one_of(gsm7_texts, mixed_texts, st.text(st.characters(exclude_categories=["Cs"])))
"""Any text without lone surrogates, often longer than one segment."""

WORDS = (
    *("ya", "tidak", "Kantor", "buka.", "Biaya", "50.000", "Jl.", "Nomor", "KTP,", "gratis!"),
    *("0812", "3456", "7890", "17", "Agustus", "2026", "€", "—", "字\n"),
)
prose = st.lists(st.sampled_from(WORDS), min_size=1, max_size=250).map(" ".join)
"""Words, numbers and sentence ends in any order, up to about 1,500 characters."""
