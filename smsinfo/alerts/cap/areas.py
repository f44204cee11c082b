"""The areas of an info: names, codes, polygons, circles.

A broken shape is left out with a remark; a shape whose numbers lie the wrong way round refuses the document, since it
would address people somewhere else.
"""

from __future__ import annotations

from typing import Final
from xml.etree.ElementTree import Element

from smsinfo.domain.cap_document import CapArea, Circle, Point, Remark, remark
from smsinfo.errors import BadCap
from smsinfo.sms.clean import clean

MOST_POINTS: Final = 20_000
"""Of all areas together; the largest real document that we know, of NOAA, has 8,254."""
MOST_AREAS: Final = 500
MOST_GEOCODES: Final = 2_000
LONGEST_NAME: Final = 2_000
KM_AROUND: Final = 20_100
"""Half the way round the earth."""


class Areas:
    """Reads the areas of one document's infos; the points of all count together."""

    def __init__(self, space: str, remarks: list[Remark]) -> None:
        self._space = space
        self._remarks = remarks
        self._points = 0

    def of(self, info: Element) -> tuple[CapArea, ...]:
        """The areas of one info. Raises BadCap."""
        found = info.findall(self._tag("area"))
        if len(found) > MOST_AREAS:
            raise BadCap("has more than {most} areas; ask the sender for a smaller one", most=MOST_AREAS)
        return tuple(self._area(area) for area in found)

    def _area(self, area: Element) -> CapArea:
        codes = [
            (self._text(code, "valueName")[:80], self._text(code, "value")[:80])
            for code in area.findall(self._tag("geocode"))[:MOST_GEOCODES]
        ]
        polygons = (self._polygon(one.text or "") for one in area.findall(self._tag("polygon")))
        circles = (self._circle(one.text or "") for one in area.findall(self._tag("circle"))[:MOST_AREAS])
        return CapArea(
            description=self._text(area, "areaDesc"),
            geocodes=tuple((kind, value) for kind, value in codes if value),
            polygons=tuple(one for one in polygons if one),
            circles=tuple(one for one in circles if one is not None),
        )

    def _polygon(self, text: str) -> tuple[Point, ...]:
        pairs = text.split()
        self._points += len(pairs)
        if self._points > MOST_POINTS:
            raise BadCap("has more than {most} points; ask the sender for a simpler area", most=MOST_POINTS)
        points = [point for point in map(self._point, pairs) if point is not None]
        if len(points) < len(pairs) or not pairs:
            self._remarks.append(remark("a polygon is empty or not written as latitude,longitude; it was left out"))
            return ()
        if points[0] != points[-1]:
            points.append(points[0])
        if len(set(points)) < 3:
            self._remarks.append(remark("a polygon has fewer than three corners; it was left out"))
            return ()
        return tuple(points)

    def _circle(self, text: str) -> Circle | None:
        centre, _, radius = text.strip().partition(" ")
        point = self._point(centre)
        try:
            km = float(radius)
        except ValueError:
            km = -1.0
        if point is None or not 0 <= km <= KM_AROUND:
            self._remarks.append(remark("a circle is not written as latitude,longitude radius; it was left out"))
            return None
        return Circle(point, km)

    def _point(self, text: str) -> Point | None:
        """None for what is no point on the earth. Raises BadCap where it is one with the numbers changed round."""
        try:
            first, second = (float(number) for number in text.split(","))
        except ValueError:
            return None
        if -90 <= first <= 90 and -180 <= second <= 180:
            return first, second
        if 90 < abs(first) <= 180 and abs(second) <= 90:
            raise BadCap("{found} has longitude first; ask the sender for latitude,longitude", found=text[:40])
        return None

    def _text(self, parent: Element, name: str) -> str:
        return " ".join(clean(parent.findtext(self._tag(name)) or "", LONGEST_NAME).split())

    def _tag(self, name: str) -> str:
        return f"{{{self._space}}}{name}"
