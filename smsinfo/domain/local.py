"""What the villages themselves say, beside the published topics: news of members and the cards of
villages. In memory with the catalogue."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date

from smsinfo.domain.cards import CardField, CardValue
from smsinfo.domain.news import Entry, NewsKind
from smsinfo.domain.regions import covers


@dataclass(frozen=True, slots=True)
class Local:
    """All that is published; what has expired is left out by whoever asks on a day."""

    entries: tuple[Entry, ...] = ()
    cards: Mapping[str, tuple[CardValue, ...]] = field(default_factory=dict)

    def card(self, region: str | None, wanted: CardField, today: date) -> str:
        """What a village says of itself on a day; empty where it says nothing, or nothing that holds."""
        lines = self.cards.get(region or "", ())
        return next((one.value for one in lines if one.field is wanted and one.until >= today), "")

    def near(self, region: str | None, kinds: Collection[NewsKind], today: date) -> tuple[Entry, ...]:
        """For somebody who lives there, of a kind: the nearest first (village, district, regency, province), among
        them the newest first. Without a region: all, the newest first."""
        found = [one for one in self.entries if one.kind in kinds and one.expires_on >= today]
        if region is not None:
            found = [one for one in found if _shared(region, one.region_code)]
        return tuple(sorted(found, key=lambda one: (-_shared(region or "", one.region_code), -one.number)))

    def of_place(self, region: str, kinds: Collection[NewsKind], today: date) -> tuple[Entry, ...]:
        """From inside a place that somebody named, or for all that it lies in; the nearest first."""
        near = self.near(region, kinds, today)
        return tuple(one for one in near if covers(region, one.region_code) or covers(one.region_code, region))

    def one(self, number: int, today: date) -> Entry | None:
        """The one with this number, where it still holds."""
        return next((one for one in self.entries if one.number == number and one.expires_on >= today), None)


def _shared(one: str, other: str) -> int:
    """How many levels two regions have in common: 2 for two villages of one regency."""
    levels = 0
    for mine, theirs in zip(one.split("."), other.split("."), strict=False):
        if mine != theirs or not mine:
            break
        levels += 1
    return levels
