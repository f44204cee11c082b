"""Regions as people write them down: codes or names, one a line, and the rows of a table.

A name that several regions have is narrowed by what stands beside it in its line (`Telaga, Kamipang`); what is left
open is asked, never guessed: an alert to the wrong village is worse than one more look.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from sqlalchemy.orm import Session

from smsinfo.db.queries import regions as rows
from smsinfo.domain.regions import ancestors

MOST_LINES: Final = 2500
MOST_CHARS: Final = 100_000
_CODE: Final = re.compile(r"\d{2}(?:\.\d{2}(?:\.\d{2}(?:\.\d{4})?)?)?", re.ASCII)
_RUN: Final = re.compile(r"\d{2}(?:\d{2}(?:\d{2}(?:\d{4})?)?)?", re.ASCII)
"""A code without its dots, as spreadsheets keep it."""
_KIND: Final = re.compile(r"^(?:provinsi|prov|kabupaten|kab|kota|kecamatan|kec|kelurahan|kel|desa|ds)\b\.?\s*")
_CELLS: Final = re.compile(r"[,;\t|]")
_HEADS: Final = frozenset({"kode", "code", "nama", "name", "desa", "kecamatan", "kabupaten", "wilayah", "region", "no"})


@dataclass(frozen=True, slots=True)
class Named:
    """What a list came to: the regions, the lines of which several are meant (line -> codes), the lines of none."""

    regions: tuple[str, ...]
    open: tuple[tuple[str, tuple[str, ...]], ...] = ()
    unknown: tuple[str, ...] = ()


class Gazette:
    """The regions by code and by name. `places` is code -> names, the region's own name first."""

    def __init__(self, places: Mapping[str, Sequence[str]]) -> None:
        self.places = places
        self._by_name: defaultdict[str, list[str]] = defaultdict(list)
        for code, called in places.items():
            for name in dict.fromkeys(map(plain, called)):
                self._by_name[name].append(code)

    def read(self, text: str) -> Named:
        """Each line of a list or table; empty lines and a heading are passed over."""
        found: dict[str, None] = {}
        unsure: list[tuple[str, tuple[str, ...]]] = []
        unknown: list[str] = []
        lines = [line.strip() for line in text[:MOST_CHARS].splitlines()[:MOST_LINES]]
        for number, line in enumerate(line for line in lines if line):
            cells = [cell.strip().strip('"').strip() for cell in _CELLS.split(line)]
            codes = self._meant([cell for cell in cells if cell])
            if len(codes) == 1:
                found[codes[0]] = None
            elif codes:
                unsure.append((line, codes))
            elif not (number == 0 and _HEADS & {plain(cell) for cell in cells}):
                unknown.append(line)
        return Named(tuple(found), tuple(unsure), tuple(unknown))

    def search(self, words: str, within: Iterable[str] = ()) -> list[str]:
        """Codes of regions with a name in which each word begins a word, or with such a code; the largest first."""
        wanted, inside = plain(words).split(), tuple(within)
        if not wanted:
            return []
        found = [
            code
            for code, called in self.places.items()
            if (code.startswith(words.strip()) or any(_begins(wanted, plain(name)) for name in called))
            and (not inside or any(code == one or code.startswith(f"{one}.") for one in inside))
        ]
        return sorted(found, key=lambda code: (len(code), self.places[code][0]))

    def children(self, code: str) -> list[str]:
        """What lies directly in a region."""
        dots = code.count(".") + 1
        return sorted(one for one in self.places if one.startswith(f"{code}.") and one.count(".") == dots)

    def name(self, code: str) -> str:
        """Its own name; the code of a region that is gone."""
        return self.places[code][0] if code in self.places else code

    def path(self, code: str) -> str:
        """Where it lies, without the province: `Kamipang, Katingan`."""
        outer = [one for one in ancestors(code)[1:] if "." in one]
        return ", ".join(self.name(one) for one in outer)

    def _meant(self, cells: Sequence[str]) -> tuple[str, ...]:
        for cell in cells:
            code = _dotted(cell)
            if code in self.places:
                return (code,)
        named = [list(codes) for codes in (self._by_name.get(plain(cell)) for cell in cells) if codes]
        # The others of a line say where the meant one lies: each of them has to hold it, or the line says nothing.
        found = (
            code
            for cell in named
            for code in cell
            if all(any(outer in ancestors(code)[1:] for outer in other) for other in named if other is not cell)
        )
        return tuple(dict.fromkeys(found))


def gazette(session: Session) -> Gazette:
    """All regions that we know."""
    places: dict[str, list[str]] = {row["code"]: [row["name"]] for row in rows.all_regions(session)}
    for alias in rows.all_aliases(session):
        places[alias["region_code"]].append(alias["alias"])
    return Gazette(places)


def plain(text: str) -> str:
    """A name as it is compared: small letters, without `Kec.` and the like, single blanks."""
    return _KIND.sub("", " ".join(text.casefold().replace(".", ". ").split())).replace(". ", " ").strip(" .")


def _dotted(cell: str) -> str:
    if _CODE.fullmatch(cell):
        return cell
    if not _RUN.fullmatch(cell):
        return ""
    return ".".join(part for part in (cell[:2], cell[2:4], cell[4:6], cell[6:]) if part)


def _begins(wanted: Sequence[str], name: str) -> bool:
    parts = name.split()
    return all(any(part.startswith(word) for part in parts) for word in wanted)
