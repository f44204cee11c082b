"""An area drawn on a map, turned into villages: those whose middle lies in it.

Taken are a polygon as CAP writes it (`lat,lon lat,lon ...`), and GeoJSON (RFC 7946: longitude first), a Polygon or
MultiPolygon, bare or in a Feature or FeatureCollection. Unlike with a document of another agency, a person is there who
can mend it: what is odd is refused, not read leniently.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from smsinfo.alerts.cap.shapes import Inside
from smsinfo.domain.cap_document import Point
from smsinfo.domain.regions import folded, is_village
from smsinfo.errors import AlertRefused

MOST_CORNERS: Final = 5_000
"""Of all rings together. A regency as administrations publish it has fewer once it was simplified."""
MOST_CHARS: Final = 300_000
Ring = tuple[Point, ...]
Shape = tuple[Ring, ...]
"""A polygon: its border, then its holes."""


@dataclass(frozen=True, slots=True)
class Drawn:
    """What lies in an area: the regions that stand for its villages, how many villages, how many of them outside the
    writer's regions, and how many villages of ours have no middle, so that no area ever holds them."""

    regions: tuple[str, ...]
    villages: int
    foreign: int
    unplaced: int


def read_shapes(text: str) -> tuple[Shape, ...]:
    """The polygons of a text. Raises AlertRefused."""
    if len(text) > MOST_CHARS:
        raise _too_many()
    text = text.strip()
    shapes = _geojson(text) if text.startswith("{") else (_cap(text),)
    if sum(len(ring) for shape in shapes for ring in shape) > MOST_CORNERS:
        raise _too_many()
    for shape in shapes:
        for ring in shape:
            _check(ring)
    return shapes


def villages_in(
    shapes: Sequence[Shape], points: Mapping[str, Point], known: Collection[str], own: Collection[str]
) -> Drawn:
    """What of the `known` regions lies in the shapes; a district all of whose villages do stands for them.

    `points` are the middles, `own` the codes of the writer's regions. Raises AlertRefused where nothing is found.
    """
    villages = {code for code in known if is_village(code)}
    placed = {code: point for code, point in points.items() if code in villages}
    if not placed:
        raise AlertRefused("shape_no_points", "our villages have no coordinates: smsinfo regions points")
    found = _inside(shapes, Inside(placed))
    if not found:
        raise AlertRefused("shape_elsewhere", "no village of ours lies in the area")
    mine = {code for code in found if any(code == one or code.startswith(f"{one}.") for one in own)}
    if not mine:
        raise AlertRefused("not_yours", "all of the area lies outside the writer's regions")
    return Drawn(tuple(sorted(folded(mine, known))), len(mine), len(found - mine), len(villages) - len(placed))


def _inside(shapes: Sequence[Shape], inside: Inside) -> set[str]:
    found: set[str] = set()
    for border, *holes in shapes:
        found |= inside.polygon(border).difference(*map(inside.polygon, holes))
    return found


def _cap(text: str) -> Shape:
    corners = []
    for pair in text.split():
        try:
            lat, lon = (float(number) for number in pair.split(","))
        except ValueError:
            raise _malformed() from None
        corners.append(_point(lat, lon))
    return (tuple(corners),)


def _geojson(text: str) -> tuple[Shape, ...]:
    try:
        return tuple(_shapes(json.loads(text)))
    # A file of another kind, or one made to be deep: each step into it may find what it does not expect.
    except (ValueError, TypeError, LookupError, AttributeError, RecursionError):
        raise _malformed() from None


def _shapes(found: Any) -> list[Shape]:
    match found:
        case {"type": "FeatureCollection", "features": [_, *_] as features}:
            return [shape for one in features for shape in _shapes(one)]
        case {"type": "Feature", "geometry": dict() as geometry}:
            return _shapes(geometry)
        case {"type": "MultiPolygon", "coordinates": [_, *_] as polygons}:
            return [_polygon(one) for one in polygons]
        case {"type": "Polygon", "coordinates": [_, *_] as rings}:
            return [_polygon(rings)]
    raise _malformed()


def _polygon(rings: Any) -> Shape:
    if not rings:
        raise _malformed()
    return tuple(tuple(_point(corner[1], corner[0]) for corner in ring) for ring in rings)


def _point(lat: float, lon: float) -> Point:
    """A corner. Raises AlertRefused, and TypeError for what is no number."""
    if -90 <= lat <= 90 and -180 <= lon <= 180:
        return float(lat), float(lon)
    if 90 < abs(lat) <= 180 and abs(lon) <= 90:
        raise AlertRefused("shape_swapped", "latitude and longitude stand the wrong way round")
    raise _malformed()


def _check(ring: Ring) -> None:
    if not ring:
        raise _malformed()
    if ring[0] != ring[-1]:
        raise AlertRefused("shape_open", "the area does not end where it began")
    if len(set(ring)) < 3:
        raise AlertRefused("shape_corners", "the area has fewer than three corners")


def _malformed() -> AlertRefused:
    return AlertRefused("shape_form", "neither a CAP polygon nor a GeoJSON Polygon")


def _too_many() -> AlertRefused:
    return AlertRefused("shape_large", "the area has too many corners", most=MOST_CORNERS)
