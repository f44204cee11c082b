"""Notices of a breach of personal data, to be filled in: what UU 27/2022 art. 46 asks for.

That is what was disclosed, when and how, and how it is handled. Have the legal office read them before they leave.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

FIELDS: Final = ("agency", "what", "how", "handling", "contact")
"""What somebody writes into the notices, beside the times and the counts."""
LONGEST: Final = 400
OPEN: Final = "................"

NOTICES: Final[dict[tuple[str, str], str]] = {
    ("agency", "id"): (
        "Kepada: {agency}\nPemberitahuan kegagalan pelindungan data pribadi (UU 27/2022 pasal 46)\n"
        "Diketahui: {found}. Paling lambat diberitahukan: {due}.\nData yang terungkap: {what}\n"
        "Kapan dan bagaimana terungkap: {first} sampai {last}; {how}\nOrang yang mungkin terdampak: {people}\n"
        "Upaya penanganan dan pemulihan: {handling}\nNarahubung: {contact}"
    ),
    ("agency", "en"): (
        "To: {agency}\nNotice of a failure of personal data protection (UU 27/2022 article 46)\n"
        "Discovered: {found}. Notice due by: {due}.\nData disclosed: {what}\n"
        "When and how: {first} to {last}; {how}\nPeople who may be affected: {people}\n"
        "Handling and recovery: {handling}\nContact: {contact}"
    ),
    ("person", "id"): (
        "Pemberitahuan untuk Anda: data pribadi Anda di layanan SMS ini mungkin terungkap.\n"
        "Data: {what}\nKapan dan bagaimana: {first} sampai {last}; {how}\nYang kami lakukan: {handling}\n"
        "Tanya: {contact}. Kami tidak pernah meminta PIN, OTP atau uang."
    ),
    ("person", "en"): (
        "Notice for you: your personal data in this SMS service may have been disclosed.\n"
        "Data: {what}\nWhen and how: {first} to {last}; {how}\nWhat we do: {handling}\n"
        "Questions: {contact}. We never ask for a PIN, a one-time code or money."
    ),
}
"""(to whom, language) -> the notice."""


def notice(to: str, language: str, fields: Mapping[str, str]) -> str:
    """A notice with what is known; dots stand where something still has to be written."""
    names = (*FIELDS, "found", "due", "first", "last", "people")
    return NOTICES[to, language].format(**{name: fields.get(name) or OPEN for name in names})
