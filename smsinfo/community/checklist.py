"""What a reviewer looks at before a contribution is published: facts, harmony (no SARA), privacy, use.

The courses teach the same list (`packs/kalteng/lessons`), so members are judged by what they were taught. SARA is the
Indonesian word for suku, agama, ras, antargolongan: ethnicity, religion, race and other groups.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from smsinfo.locale import FALLBACK


class Concern(StrEnum):
    """What a point of the list is about, in the order in which it is looked at."""

    FACTS = "facts"
    HARMONY = "harmony"
    PRIVACY = "privacy"
    USE = "use"


@dataclass(frozen=True, slots=True)
class Check:
    """One question to the text; yes is good. `key` names it for ever (in reasons for declining, in the audit)."""

    key: str
    concern: Concern
    texts: dict[str, str]

    def text(self, language: str) -> str:
        """The question in the language, else in Indonesian."""
        return self.texts.get(language) or self.texts[FALLBACK]


CHECKLIST: Final[tuple[Check, ...]] = (
    Check(
        "facts.five",
        Concern.FACTS,
        {
            "id": "Jelas apa, di mana, kapan, dan siapa penyelenggaranya?",
            "en": "Does it say what, where, when, and who is behind it?",
        },
    ),
    Check(
        "facts.seen",
        Concern.FACTS,
        {
            "id": "Dilihat sendiri oleh pengirim, atau ada sumber yang bisa ditanya?",
            "en": "Has the sender seen it, or is there a source that can be asked?",
        },
    ),
    Check(
        "facts.figures",
        Concern.FACTS,
        {
            "id": "Angka, tanggal, harga dan nomor telepon sudah dicek lagi?",
            "en": "Have figures, dates, prices and phone numbers been checked again?",
        },
    ),
    Check(
        "facts.hoax",
        Concern.FACTS,
        {
            "id": "Bukan pesan berantai, dan bukan kabar yang sudah dinyatakan hoaks?",
            "en": "Is it no chain message, and nothing that has been found to be a hoax?",
        },
    ),
    Check(
        "harmony.groups",
        Concern.HARMONY,
        {
            "id": "Tidak menghina, menyalahkan atau mengadu suku, agama, ras atau golongan (SARA)?",
            "en": "Does it insult, blame or set apart no ethnic group, religion, race or other group (SARA)?",
        },
    ),
    Check(
        "harmony.mention",
        Concern.HARMONY,
        {
            "id": "Suku atau agama orang tidak disebut bila tidak perlu untuk kabarnya?",
            "en": "Is a person's ethnic group or religion left out where the news does not need it?",
        },
    ),
    Check(
        "harmony.conflict",
        Concern.HARMONY,
        {
            "id": "Tidak memanaskan perselisihan, menuduh orang, atau memihak dalam pemilihan?",
            "en": "Does it stir no quarrel, accuse nobody and take no side in an election?",
        },
    ),
    Check(
        "privacy.numbers",
        Concern.PRIVACY,
        {
            "id": "Tanpa NIK, nomor KK, nomor kartu, alamat rumah atau nomor HP orang tanpa izin?",
            "en": "Is it free of NIK, KK and card numbers, and of addresses and phone numbers without consent?",
        },
    ),
    Check(
        "privacy.people",
        Concern.PRIVACY,
        {
            "id": "Anak, korban dan orang sakit tidak bisa dikenali; yang dipuji sudah setuju disebut?",
            "en": "Can no child, victim or sick person be recognised, and did whoever is praised agree?",
        },
    ),
    Check(
        "use.village",
        Concern.USE,
        {
            "id": "Berguna untuk warga desa itu, dan masih berlaku saat dibaca?",
            "en": "Is it of use to that village, and still true when it is read?",
        },
    ),
    Check(
        "use.polite",
        Concern.USE,
        {
            "id": "Bahasanya sopan dan mudah dimengerti, tanpa tautan yang tidak dikenal?",
            "en": "Is it polite and easy to understand, with no unknown link?",
        },
    ),
)
