"""Regions by Kemendagri code: 62 province, 62.06 regency, 62.06.01 district, 62.06.01.2001 village."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from enum import StrEnum


class Level(StrEnum):
    """The level of a region, as Kemendagri names it."""

    PROVINCE = "provinsi"
    REGENCY = "kabupaten"
    CITY = "kota"
    DISTRICT = "kecamatan"
    URBAN_VILLAGE = "kelurahan"
    VILLAGE = "desa"


def level_of(code: str) -> Level:
    """The level that follows from the code alone.

    The regency part >= 71 is a city; the fourth part 1xxx is a kelurahan, 2xxx a desa (Kepmendagri 300.2.2-2138/2025).
    """
    parts = code.split(".")
    if len(parts) == 1:
        return Level.PROVINCE
    if len(parts) == 2:
        return Level.CITY if int(parts[1]) >= 71 else Level.REGENCY
    if len(parts) == 3:
        return Level.DISTRICT
    return Level.URBAN_VILLAGE if parts[3].startswith("1") else Level.VILLAGE


def ancestors(code: str) -> tuple[str, ...]:
    """The code itself and what covers it, nearest first: 62.06.01 -> (62.06.01, 62.06, 62)."""
    parts = code.split(".")
    return tuple(".".join(parts[:n]) for n in range(len(parts), 0, -1))


def covers(outer: str, inner: str) -> bool:
    """True when `inner` is `outer` or lies in it."""
    return inner == outer or inner.startswith(outer + ".")


def is_village(code: str) -> bool:
    """Whether the code is of a desa or kelurahan."""
    return code.count(".") == 3


def folded(inside: Collection[str], known: Iterable[str]) -> set[str]:
    """A district all of whose villages are inside stands for them, and a regency for its districts.

    `known` are all regions: what lies in each of them.
    """
    found = set(inside)
    below: defaultdict[str, set[str]] = defaultdict(set)
    for code in known:
        below[code.rpartition(".")[0]].add(code)
    for level in (3, 2):
        outer = {".".join(code.split(".")[:level]) for code in found if code.count(".") == level}
        for code in outer:
            if code in below[code.rpartition(".")[0]] and below[code] and found.issuperset(below[code]):
                found = found.difference(below[code]) | {code}
    return found


@dataclass(frozen=True, slots=True)
class Place:
    """One region as people may name it."""

    code: str
    name: str
    aliases: tuple[str, ...] = ()

    @property
    def short(self) -> str:
        """The name without the level that the register puts in front of regencies and cities; the district Kota Besi
        keeps its Kota."""
        return self.name.removeprefix("Kabupaten ").removeprefix("Kota ") if self.code.count(".") == 1 else self.name

    @property
    def level(self) -> Level:
        """Province, regency, city, district, kelurahan or desa."""
        return level_of(self.code)


@dataclass(frozen=True, slots=True)
class Gazetteer:
    """All regions, and the fields that belong to them (`kab`, `darurat`, `bidan`, ...), inherited downward."""

    places: tuple[Place, ...]
    fields: dict[str, dict[str, str]]

    def fields_for(self, code: str | None) -> dict[str, str]:
        """The values that hold in a region: the nearest wins. Unknown region: those of the whole country ('')."""
        values = dict(self.fields.get("", {}))
        for part in reversed(ancestors(code) if code else ()):
            values.update(self.fields.get(part, {}))
        return values
