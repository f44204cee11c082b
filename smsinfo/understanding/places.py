"""Names of regions as people text them: aliases, level words, qualifiers, spelling slips, and namesakes."""

from __future__ import annotations

from collections import defaultdict

from smsinfo.domain.regions import Gazetteer, Level, covers, level_of
from smsinfo.understanding.lexicon import word_list
from smsinfo.understanding.normalise import words
from smsinfo.understanding.spelling import Speller

_LEVELS: dict[str, tuple[Level, ...]] = {
    **dict.fromkeys(
        ("kec", "kecamatan", "kcmtn", "kcmatan", "kecmatan", "kecamtan", "kcm", "district"), (Level.DISTRICT,)
    ),
    **dict.fromkeys(("desa", "ds", "dsa", "desaku", "village", "lewu"), (Level.VILLAGE, Level.URBAN_VILLAGE)),
    **dict.fromkeys(("kel", "kelurahan", "klurahan", "kelurhan", "lurah"), (Level.URBAN_VILLAGE,)),
    **dict.fromkeys(
        ("kab", "kabupaten", "kabupatn", "kabupten", "kabpaten", "kbpt", "kbupaten", "kabup", "regency"),
        (Level.REGENCY,),
    ),
    **dict.fromkeys(("kota", "kotamadya", "city"), (Level.CITY,)),
    **dict.fromkeys(("prov", "provinsi", "propinsi"), (Level.PROVINCE,)),
}
_FILLING = word_list("place_filling")
# Neighbourhoods below the village: we know none of them, and they don't change which village is meant.
_NEIGHBOURHOODS = frozenset(("rt", "rw", "rtrw"))
LONGEST = 6


class PlaceIndex:
    """Finds regions by what people call them."""

    def __init__(self, gazetteer: Gazetteer) -> None:
        found: dict[str, set[str]] = defaultdict(set)
        for place in gazetteer.places:
            for name in (place.short, *place.aliases):
                for form in _forms(name):
                    found[form].add(place.code)
        self._codes = {form: tuple(sorted(codes, key=lambda code: (len(code), code))) for form, codes in found.items()}
        self.names: frozenset[str] = frozenset(word for form in self._codes for word in form.split() if len(word) >= 4)
        self._speller = Speller([form.replace(" ", "") for form in self._codes])
        self._joined = {form.replace(" ", ""): form for form in self._codes}

    def find(self, found: list[str], *, slips: bool = True) -> tuple[str, ...]:
        """The regions that these words name, and nothing but them; several for namesakes, () for no place."""
        if not found or len(found) > 3 * LONGEST:
            return ()
        found = _without_neighbourhood(found)
        kept = [word for word in found if word not in _FILLING]
        # As typed first: `mas` is a polite word, and half of Gunung Mas.
        for these in (found, kept) if kept != found else (found,):
            codes = self._named(these, slips=slips) or self._qualified(these, slips=slips)
            if codes:
                return codes
        return ()

    def _named(self, kept: list[str], *, slips: bool) -> tuple[str, ...]:
        if not kept:
            return ()
        codes = self._lookup(" ".join(kept), slips=slips)
        if codes:
            return _settled(codes)
        levels = _LEVELS.get(kept[0])
        if levels and len(kept) > 1:
            inner = self._lookup(" ".join(kept[1:]), slips=slips)
            return tuple(code for code in inner if level_of(code) in levels) or _settled(inner)
        # `palangka raya kota`, `katingan kab`
        return self._named([kept[-1], *kept[:-1]], slips=slips) if kept[-1] in _LEVELS and len(kept) > 1 else ()

    def _qualified(self, kept: list[str], *, slips: bool) -> tuple[str, ...]:
        """`bukit batu katingan`, `desa hampalit kec katingan hilir`: the first name inside the second."""
        for cut in range(len(kept) - 1, 0, -1):
            outer = self._all(kept[cut:], slips=slips)
            if not outer:
                continue
            inner = self._all(kept[:cut], slips=slips)
            inside = tuple(code for code in inner if any(code != big and covers(big, code) for big in outer))
            # `kuala pembuang seruyan`: people call a regency by its capital too.
            twice = tuple(code for code in inner if code in outer)
            if inside or twice:
                return inside or twice
        return ()

    def _all(self, kept: list[str], *, slips: bool) -> tuple[str, ...]:
        levels = _LEVELS.get(kept[0])
        if levels and len(kept) > 1:
            inner = self._lookup(" ".join(kept[1:]), slips=slips)
            fitting = tuple(code for code in inner if level_of(code) in levels)
            if fitting:
                return fitting
        return self._lookup(" ".join(kept), slips=slips)

    def _lookup(self, name: str, *, slips: bool) -> tuple[str, ...]:
        if name in self._codes:
            return self._codes[name]
        joined = name.replace(" ", "")
        if joined in self._joined:
            return self._codes[self._joined[joined]]
        if not slips or len(joined) < 5:
            return ()
        near = self._speller.near(joined) or self._speller.boned(joined)
        best = [word for word, likeness in near if likeness >= near[0][1] - 0.02]
        return tuple(
            sorted({code for word in best for code in self._codes[self._joined[word]]}, key=lambda c: (len(c), c))
        )


def _without_neighbourhood(found: list[str]) -> list[str]:
    """`desa bawan rt 3` -> `desa bawan`"""
    if _NEIGHBOURHOODS.isdisjoint(found):
        return found
    return [
        word
        for n, word in enumerate(found)
        if word not in _NEIGHBOURHOODS and not (word.isdigit() and n and found[n - 1] in (*_NEIGHBOURHOODS, "no"))
    ]


def _forms(name: str) -> set[str]:
    plain = " ".join(words(name))
    return {plain} if plain else set()


def _settled(codes: tuple[str, ...]) -> tuple[str, ...]:
    """A regency, city or province wins over the villages that share its name; namesakes below stay several."""
    large = [code for code in codes if code.count(".") <= 1]
    return (large[0],) if large else codes
