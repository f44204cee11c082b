"""Areas drawn on a map: the villages whose middle lies in them, and a clear word where there can be none."""

from __future__ import annotations

import json

import pytest

from smsinfo.alerts.area_drawn import MOST_CHARS, MOST_CORNERS, read_shapes, villages_in

from .watchroom import refused

# Five villages from west to east on the latitude of 2 degrees south; the last has no middle.
POINTS = {
    "62.06.01.2001": (-2.0, 113.1),
    "62.06.01.2002": (-2.0, 113.2),
    "62.06.02.2001": (-2.0, 113.3),
    "62.02.01.2001": (-2.0, 113.4),
    "62.06": (-2.0, 113.15),
}
KNOWN = ["62", "62.02", "62.02.01", "62.06", "62.06.01", "62.06.02", *POINTS, "62.06.02.2002"]


def box(west: float, east: float) -> str:
    """CAP's polygon from one longitude to another."""
    return f"-2.1,{west} -2.1,{east} -1.9,{east} -1.9,{west} -2.1,{west}"


def ring(west: float, east: float) -> list[list[float]]:
    """The same for GeoJSON."""
    return [[west, -2.1], [east, -2.1], [east, -1.9], [west, -1.9], [west, -2.1]]


def geojson(*rings: object, kind: str = "Polygon") -> str:
    return json.dumps({"type": kind, "coordinates": rings})


def found(text: str, *own: str) -> tuple[str, ...]:
    return villages_in(read_shapes(text), POINTS, KNOWN, own or ("62",)).regions


FEATURE = {"type": "Feature", "properties": {}, "geometry": json.loads(geojson(ring(113.05, 113.15)))}


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        (box(113.05, 113.15), ("62.06.01.2001",)),
        (box(113.05, 113.15).replace(" ", "\n"), ("62.06.01.2001",)),
        (box(113.05, 113.25), ("62.06.01",)),  # all villages of a district: the district
        (box(113.15, 113.35), ("62.06.01.2002", "62.06.02.2001")),  # of 62.06.02 another has no middle
        (geojson(ring(113.05, 113.15)), ("62.06.01.2001",)),
        (geojson(ring(113.05, 113.35), ring(113.15, 113.25)), ("62.06.01.2001", "62.06.02.2001")),  # a hole
        (
            geojson([ring(113.05, 113.15)], [ring(113.25, 113.35)], kind="MultiPolygon"),
            ("62.06.01.2001", "62.06.02.2001"),
        ),
        (json.dumps(FEATURE), ("62.06.01.2001",)),
        (json.dumps({"type": "FeatureCollection", "features": [FEATURE]}), ("62.06.01.2001",)),
        # A border that crosses itself: both wings, and nobody whom it goes round is left out.
        ("-2.1,113.05 -1.9,113.35 -2.1,113.35 -1.9,113.05 -2.1,113.05", ("62.06.01", "62.06.02.2001")),
    ],
)
def test_villages_are_taken_whose_middle_lies_in_it(text: str, codes: tuple[str, ...]) -> None:
    assert found(text) == codes


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "shape_form"),
        ("Katingan Hilir", "shape_form"),
        ("-2.1;113.0 -2.1;113.5", "shape_form"),
        ("nan,nan -2.1,113.5 nan,nan", "shape_form"),
        ("-2.1,999 -2.1,113.5 -1.9,113.5 -2.1,999", "shape_form"),
        (box(113.05, 113.15).rpartition(" ")[0], "shape_open"),
        ("-2.1,113 -1.9,113.5 -2.1,113", "shape_corners"),
        ("113.0,-2.1 113.5,-2.1 113.5,-1.9 113.0,-2.1", "shape_swapped"),
        (geojson([[-2.1, 113.0], [-2.1, 113.5], [-1.9, 113.5], [-2.1, 113.0]]), "shape_swapped"),
        (geojson(ring(113.0, 113.5)[:-1]), "shape_open"),
        ("{", "shape_form"),
        ('{"a":' * 20_000, "shape_form"),
        ("{}", "shape_form"),
        ('{"type": "Point", "coordinates": [113.0, -2.0]}', "shape_form"),
        ('{"type": "Polygon", "coordinates": []}', "shape_form"),
        ('{"type": "Polygon", "coordinates": [[]]}', "shape_form"),
        ('{"type": "Polygon", "coordinates": [[["a", "b"]]]}', "shape_form"),
        ('{"type": "Polygon", "coordinates": [[[113.0]]]}', "shape_form"),
        ('{"type": "Polygon", "coordinates": [7]}', "shape_form"),
        ('{"type": "Polygon", "coordinates": [[[NaN, 1]]]}', "shape_form"),
        ('{"type": "MultiPolygon", "coordinates": [[]]}', "shape_form"),
        ('{"type": "MultiPolygon", "coordinates": [{"a": 1}]}', "shape_form"),
        ('{"type": "Feature", "geometry": null}', "shape_form"),
        ('{"type": "FeatureCollection", "features": [3]}', "shape_form"),
        ("-2.1,113.0 " * (MOST_CORNERS + 1), "shape_large"),
        ("x" * (MOST_CHARS + 1), "shape_large"),
        (box(106.7, 106.9), "shape_elsewhere"),  # Jakarta
    ],
)
def test_what_is_no_area_of_ours_is_refused_with_its_reason(text: str, reason: str) -> None:
    with refused(reason):
        found(text)


def test_where_no_village_has_a_middle_that_is_said() -> None:
    for points in ({}, {"62.06": (-2.0, 113.15)}):
        with refused("shape_no_points"):
            villages_in(read_shapes(box(113.0, 113.5)), points, KNOWN, ["62"])


def test_what_lies_outside_the_writers_regions_is_counted_and_left_out() -> None:
    drawn = villages_in(read_shapes(box(113.05, 113.45)), POINTS, KNOWN, ["62.06"])
    assert drawn.regions == ("62.06.01", "62.06.02.2001")
    assert (drawn.villages, drawn.foreign, drawn.unplaced) == (3, 1, 1)
    with refused("not_yours"):
        found(box(113.35, 113.45), "62.06")
