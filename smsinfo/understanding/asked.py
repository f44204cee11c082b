"""Short texts that are what they are to the letter: STATUS, yes or no with a number; KABAR, ACARA, UMKM or WISATA
alone or with a place."""

from __future__ import annotations

from typing import Final

from smsinfo.domain.understanding import Resolution
from smsinfo.understanding.places import PlaceIndex

NEWS: Final = "kabar"
_STATUS: Final = frozenset({"status", "sts"})
_BETWEEN: Final = frozenset({"no", "nomor", "nomer", "number", "nr"})
_LOCAL: Final = {"kabar": NEWS, "berita": NEWS, "news": NEWS, "acara": "acara", "umkm": "umkm", "wisata": "wisata"}
_OF: Final = frozenset({"desa", "daerah", "kampung", "di", "dari", "from", "saya", "hari", "ini"})
LONGEST_NUMBER: Final = 9
_RATES: Final = {"y": "y", "ya": "y", "yes": "y", "t": "t", "tidak": "t", "tdk": "t", "no": "t"}
LONGEST: Final = 6
"""Words of a text that asks for news of a place."""


def status_of(found: list[str]) -> Resolution | None:
    """`STATUS 123`, `status no 123`: how the thing with this number stands."""
    words = [word for word in found if word not in _BETWEEN]
    if len(words) != 2 or words[0] not in _STATUS:
        return None
    number = words[1]
    if not (number.isascii() and number.isdigit() and len(number) <= LONGEST_NUMBER):
        return None
    return Resolution("command", command="status", argument=number, score=1.0)


def rating_of(found: list[str]) -> Resolution | None:
    """`Y 123`, `123 t`: whether the answer with this number helped."""
    if len(found) != 2:
        return None
    said, number = found if found[1].isdigit() else found[::-1]
    if said not in _RATES or not (number.isascii() and number.isdigit() and len(number) <= LONGEST_NUMBER):
        return None
    return Resolution("command", command="rate_case", argument=f"{_RATES[said]} {number}", score=1.0)


def news_of(found: list[str], places: PlaceIndex) -> Resolution | None:
    """`KABAR`, `KABAR KATINGAN`, `berita desa tumbang samba`."""
    asked = local_of(found, places)
    if asked is None or asked[0] != NEWS:
        return None
    return Resolution("command", command="news", argument=" ".join(found[1:]), places=asked[1], score=1.0)


def local_of(found: list[str], places: PlaceIndex) -> tuple[str, tuple[str, ...]] | None:
    """(`kabar`, `acara`, `umkm` or `wisata`; the codes of the place that is named) of a text that says nothing else."""
    word = _LOCAL.get(found[0]) if found and len(found) <= LONGEST else None
    if word is None:
        return None
    rest = found[1:]
    bare = [one for one in rest if one not in _OF]
    if not bare:
        return word, ()
    named = places.find(rest, slips=False) or places.find(bare, slips=False)
    return (word, named) if named else None
