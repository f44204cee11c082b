"""Places that a CAP document names in words, as Indonesian agencies write them.

    Kab. Katingan: Kec. Tewang Sanggalang Garing, Kec. Katingan Hilir dan sekitarnya; Kota Palangka Raya
    ... di sebagian wilayah Kalimantan Tengah, khususnya di KATINGAN HILIR, TASIK PAYAWAN.

Only what stands between two commas, whole, is taken for a name. Agencies spell long names in their own ways
(`Tewang Sanggalang Garing`): such a name may be near one of ours, where that is a district.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Final

from smsinfo.domain.regions import Gazetteer, Level, Place, covers, level_of
from smsinfo.understanding.normalise import words
from smsinfo.understanding.places import PlaceIndex

_SHORT: Final = re.compile(r"\b(kab|kec|kel|ds|prov|kotamadya)\.\s*", re.IGNORECASE)
_CUT: Final = re.compile(r"[,;.)\n/]|\bdan\b|\bserta\b|\band\b|(?<=:)", re.IGNORECASE)
_BEFORE: Final = re.compile(
    r"^.*\b(?:di|ke|wilayah|meliputi|khususnya|especially|yaitu|antara lain|daerah|in|to|of|over)\b", re.IGNORECASE
)
_AFTER: Final = re.compile(r"\b(?:dan\s+)?(?:sekitarnya|surrounding areas?|bagian \w+)\s*$", re.IGNORECASE)
MOST_PIECES: Final = 3_000
LONG: Final = 12
"""Letters of a name that no slip makes another one."""
_SMALL: Final = (Level.VILLAGE, Level.URBAN_VILLAGE)
_VILLAGE_WORDS: Final = frozenset(("desa", "ds", "kel", "kelurahan", "village"))


@dataclass(frozen=True, slots=True)
class Named:
    """What the words of one text name: the codes by the words that name them, and names of several places."""

    codes: dict[str, str]
    namesakes: tuple[str, ...] = ()


class Names:
    """Looks for the places of a gazetteer in texts of documents."""

    def __init__(self, gazetteer: Gazetteer) -> None:
        # `Sampit` on a map of rain is the town, not the regency whose capital it is.
        kept = tuple(place if _is_city(place) else replace(place, aliases=()) for place in gazetteer.places)
        self._index = PlaceIndex(replace(gazetteer, places=kept))

    def find(self, text: str) -> Named:
        """The places that the text names. A regency followed by a colon only says where the next names lie."""
        codes: dict[str, str] = {}
        heads: dict[str, str] = {}
        namesakes: list[str] = []
        within = ""
        for piece, is_head in _pieces(text):
            found = self._of(piece, within)
            if len(found) > 1:
                namesakes.append(piece)
            elif is_head:
                within = found[0] if found else ""
                heads |= dict.fromkeys(found, piece)
            elif found:
                codes.setdefault(found[0], piece)
        # A regency whose list names nothing that we know is all that there is.
        codes |= {code: name for code, name in heads.items() if not any(covers(code, one) for one in codes)}
        return Named(codes, tuple(dict.fromkeys(namesakes)))

    def _of(self, piece: str, within: str) -> tuple[str, ...]:
        spoken = words(piece)
        found = self._index.find(spoken, slips=False)
        if not found and sum(map(len, spoken)) >= LONG:
            near = self._index.find(spoken)
            found = near if len(near) == 1 and level_of(near[0]) is Level.DISTRICT else ()
        inside = tuple(code for code in found if within and covers(within, code))
        if inside:
            return inside
        if _VILLAGE_WORDS.isdisjoint(spoken):
            # Two villages in three share their name with a thing or another place; a district is named once.
            found = tuple(code for code in found if level_of(code) not in _SMALL)
        return found


def _pieces(text: str) -> Iterator[tuple[str, bool]]:
    """Each piece that may be a name, and whether a colon follows it."""
    plain = _SHORT.sub(r"\1 ", text).replace("(", ": ")
    for raw in _CUT.split(plain)[:MOST_PIECES]:
        piece = raw.strip()
        is_head = piece.endswith(":")
        piece = _AFTER.sub("", _BEFORE.sub("", piece.rstrip(":"))).strip()
        if piece and len(piece) <= 80:
            yield piece, is_head


def _is_city(place: Place) -> bool:
    return place.level in (Level.CITY, Level.PROVINCE)
