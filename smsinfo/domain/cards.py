"""The village card: what a village says of itself, confirmed by its own people, put below answers of its citizens."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Final

FRESH: Final = timedelta(days=90)
"""So long a confirmed value stands in answers."""
REMIND: Final = timedelta(days=75)
"""After so long the people of the village are asked to confirm."""


class CardField(StrEnum):
    """One line of the card, by the word that is typed behind ISI."""

    KANTOR = "kantor"
    BIDAN = "bidan"
    POSYANDU = "posyandu"
    PUPUK = "pupuk"
    PPL = "ppl"
    LPG = "lpg"
    EVAKUASI = "evakuasi"

    @property
    def label(self) -> str:
        """As it is typed and shown."""
        return self.value.upper()


TOPICS: Final[dict[str, CardField]] = {
    "surat-desa": CardField.KANTOR,
    "hamil": CardField.BIDAN,
    "imunisasi": CardField.POSYANDU,
    "posyandu": CardField.POSYANDU,
    "pupuk": CardField.PUPUK,
    "penyuluh": CardField.PPL,
    "lpg": CardField.LPG,
    "banjir": CardField.EVAKUASI,
}
"""Topic -> the line of the card that is said below its answer."""


@dataclass(frozen=True, slots=True)
class CardValue:
    """What may be said of a village, until its last day."""

    field: CardField
    value: str
    until: date


@dataclass(frozen=True, slots=True)
class CardLine:
    """One line with what is accepted (`value`) and what waits for an editor (`proposed`); both may be empty.

    `day` is the day that the value speaks of (the next posyandu). `contact_id` is who proposed.
    """

    id: int
    region_code: str
    field: CardField
    value: str
    day: date | None
    confirmed_at: datetime | None
    proposed: str
    proposed_day: date | None
    proposed_at: datetime | None
    contact_id: int | None

    def holds(self, now: datetime, today: date) -> bool:
        """True while the value may be said."""
        fresh = self.confirmed_at is not None and now - self.confirmed_at < FRESH
        return bool(self.value) and fresh and (self.day is None or self.day >= today)
