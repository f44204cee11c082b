"""Which points lie in a polygon or a circle. Areas are small against the earth: degrees are taken as a plane.

Inside is what the border goes round at all (the rule of the non-zero winding number): a border that crosses itself, by
rounding or by mistake, then leaves out nobody whom it encloses.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Mapping
from itertools import pairwise
from math import asin, cos, radians, sin, sqrt
from typing import Final

from smsinfo.domain.cap_document import Circle, Point

EARTH_KM: Final = 6371.0
MOST_CORNERS: Final = 300
"""Borders of more corners are not looked through for crossings: each edge is compared with each."""


class Inside:
    """Points by a name, ready to be asked for those inside a shape."""

    def __init__(self, points: Mapping[str, Point]) -> None:
        ordered = sorted(points.items(), key=lambda item: item[1][0])
        self._names = [name for name, _ in ordered]
        self._points = [point for _, point in ordered]
        self._latitudes = [point[0] for point in self._points]

    def polygon(self, polygon: tuple[Point, ...]) -> set[str]:
        """The names of the points in it; the polygon ends where it began."""
        winding: dict[int, int] = {}
        for (lat, lon), (lat_2, lon_2) in pairwise(polygon):
            low, high, up = (lat, lat_2, 1) if lat < lat_2 else (lat_2, lat, -1)
            # An edge counts from its lower end to just below its upper one, so that a corner counts once.
            for n in range(bisect_left(self._latitudes, low), bisect_left(self._latitudes, high)):
                at, beside = self._points[n]
                if lon + (at - lat) / (lat_2 - lat) * (lon_2 - lon) > beside:
                    winding[n] = winding.get(n, 0) + up
        return {self._names[n] for n, turns in winding.items() if turns}

    def circle(self, circle: Circle) -> set[str]:
        """The names of the points within its radius."""
        reach = circle.km / 111.0 + 0.1
        first = bisect_left(self._latitudes, circle.centre[0] - reach)
        last = bisect_right(self._latitudes, circle.centre[0] + reach)
        return {self._names[n] for n in range(first, last) if apart(circle.centre, self._points[n]) <= circle.km}


def apart(one: Point, other: Point) -> float:
    """Kilometres between two points (haversine)."""
    lat, lon, lat_2, lon_2 = map(radians, (*one, *other))
    half = sin((lat_2 - lat) / 2) ** 2 + cos(lat) * cos(lat_2) * sin((lon_2 - lon) / 2) ** 2
    return 2 * EARTH_KM * asin(min(1.0, sqrt(half)))


def crosses_itself(polygon: tuple[Point, ...]) -> bool:
    """Whether two edges cross in their middles. A border of very many corners is not looked through: False."""
    if len(polygon) > MOST_CORNERS:
        return False
    edges = list(pairwise(polygon))
    return any(_cross(a, b) for n, a in enumerate(edges) for b in edges[n + 2 :])


def _cross(a: tuple[Point, Point], b: tuple[Point, Point]) -> bool:
    return _side(a, b[0]) * _side(a, b[1]) < 0 and _side(b, a[0]) * _side(b, a[1]) < 0


def _side(edge: tuple[Point, Point], point: Point) -> float:
    """Above 0 on one side of the line through the edge, below 0 on the other."""
    (lat, lon), (lat_2, lon_2) = edge
    return (lon_2 - lon) * (point[0] - lat) - (lat_2 - lat) * (point[1] - lon)
