"""For which of our regions a CAP document is: a proposal with its reasons, that a person looks at.

Codes first, then names, then shapes: the first that gives anything is taken, so that a rough polygon does not add to a
list of districts. No region means nobody, never everybody; a whole province is proposed only where the document names
nothing smaller, and is marked.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Final

from smsinfo.alerts.cap.naming import Named, Names
from smsinfo.alerts.cap.shapes import Inside, crosses_itself
from smsinfo.domain.cap_document import CapAlert, CapArea, CapInfo, Point, Remark, remark
from smsinfo.domain.regions import Gazetteer, Level, ancestors, covers, folded, level_of

KEMENDAGRI: Final = "Kemendagri"
"""The kind of geocode that we write."""

_DOTTED: Final = re.compile(r"\d\d(\.\d\d){0,2}(\.\d{4})?")
_PLAIN: Final = re.compile(r"\d{2}|\d{4}|\d{6}|\d{10}")
# BPS numbers the same regions in another way: 6209 is Katingan there, and Lamandau here.
_OURS: Final = re.compile(r"kemendagri|mendagri|wilayah|adm[1-4]", re.IGNORECASE)
_FOREIGN: Final = re.compile(r"bps", re.IGNORECASE)


class Reason(StrEnum):
    """Why a region is proposed."""

    GEOCODE = "geocode"
    NAME = "name"
    SHAPE = "shape"


@dataclass(frozen=True, slots=True)
class Proposal:
    """One region: by what it was found, the code or words that say so, and whether it is a whole province."""

    code: str
    reason: Reason
    said: str
    wide: bool = False


@dataclass(frozen=True, slots=True)
class Proposed:
    """The regions of a document, by code, and what a person should know of how they were found."""

    regions: tuple[Proposal, ...]
    remarks: tuple[Remark, ...] = ()


class Proposer:
    """Knows the regions, their names, and where villages lie."""

    def __init__(self, gazetteer: Gazetteer, points: Mapping[str, Point]) -> None:
        self._known = frozenset(place.code for place in gazetteer.places)
        self._names = Names(gazetteer)
        self._points = points
        self._inside = Inside(points)

    def propose(self, alert: CapAlert) -> Proposed:
        """The regions of a document, all its languages together."""
        areas = [area for info in alert.infos for area in info.areas]
        remarks: list[Remark] = []
        found = self._by_code(areas, remarks)
        if not _narrow(found):
            found += self._by_name(alert.infos, remarks)
        chosen = _narrow(found) or self._by_shape(areas, remarks)
        if not chosen and found:
            chosen = [replace(one, wide=True) for one in found]
            remarks.append(remark("names a whole province and nothing in it; choose the districts that are meant"))
        return Proposed(tuple(_outermost(chosen)), tuple(dict.fromkeys(remarks)))

    def _by_code(self, areas: list[CapArea], remarks: list[Remark]) -> list[Proposal]:
        found: dict[str, str] = {}
        for kind, value in (code for area in areas for code in area.geocodes):
            code = as_code(kind, value)
            if code in self._known:
                found.setdefault(code, value)
            elif any(outer in self._known for outer in ancestors(code)):
                remarks.append(remark("the code {code} is of no region that we know", code=value))
        return [Proposal(code, Reason.GEOCODE, value) for code, value in found.items()]

    def _by_name(self, infos: tuple[CapInfo, ...], remarks: list[Remark]) -> list[Proposal]:
        """Names of areas; names in the description only inside a province or regency that the document names."""
        named = self._all(area.description for info in infos for area in info.areas)
        told = self._all(text for info in infos for text in (info.headline, info.description))
        anchors = [c for c in (*named.codes, *told.codes) if level_of(c) in (Level.PROVINCE, Level.REGENCY, Level.CITY)]
        found = dict(named.codes)
        if not any(level_of(code) is not Level.PROVINCE for code in found):
            found |= {c: s for c, s in told.codes.items() if c not in found and any(covers(a, c) for a in anchors)}
        for name in (*named.namesakes, *told.namesakes):
            remarks.append(remark("{name} names several regions; choose the one that is meant", name=name))
        # `Kec. Katingan Hilir, Kab. Katingan` is the district: the larger name says where it lies.
        inner = [code for code in found if not any(code != one and covers(code, one) for one in found)]
        return [Proposal(code, Reason.NAME, found[code]) for code in inner]

    def _all(self, texts: Iterable[str]) -> Named:
        codes: dict[str, str] = {}
        namesakes: list[str] = []
        for text in dict.fromkeys(texts):
            found = self._names.find(text)
            codes = found.codes | codes
            namesakes += found.namesakes
        return Named(codes, tuple(dict.fromkeys(namesakes)))

    def _by_shape(self, areas: list[CapArea], remarks: list[Remark]) -> list[Proposal]:
        polygons = dict.fromkeys(polygon for area in areas for polygon in area.polygons)
        circles = dict.fromkeys(circle for area in areas for circle in area.circles)
        if not polygons and not circles:
            return []
        if not self._points:
            remarks.append(
                remark("has an area on the map, but our villages have no coordinates: smsinfo regions points")
            )
            return []
        if any(crosses_itself(polygon) for polygon in polygons):
            remarks.append(remark("a polygon crosses itself; look at the villages that it gave"))
        inside: set[str] = set().union(*map(self._inside.polygon, polygons), *map(self._inside.circle, circles))
        if not inside:
            remarks.append(remark("no village of ours lies in the area on the map"))
        return [Proposal(code, Reason.SHAPE, code) for code in folded(inside & self._known, self._known)]


def as_code(kind: str, value: str) -> str:
    """The Kemendagri code that a geocode means: `62.06.01`, or `620601` where its kind says that it is one; else ''."""
    if _FOREIGN.search(kind):
        return ""
    if _DOTTED.fullmatch(value):
        return value if "." in value or _OURS.search(kind) else ""
    if not _PLAIN.fullmatch(value) or not _OURS.search(kind):
        return ""
    return ".".join(part for part in (value[:2], value[2:4], value[4:6], value[6:]) if part)


def _narrow(found: list[Proposal]) -> list[Proposal]:
    return [one for one in found if level_of(one.code) is not Level.PROVINCE]


def _outermost(found: list[Proposal]) -> list[Proposal]:
    """By code, without what lies in another one."""
    first = {one.code: one for one in reversed(found)}
    return [first[code] for code in sorted(first) if not first.keys() & set(ancestors(code)[1:])]
