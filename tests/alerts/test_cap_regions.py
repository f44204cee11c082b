"""For which of our regions a document is, and why we think so."""

from __future__ import annotations

import pytest

from smsinfo.alerts.cap.reading import read_cap
from smsinfo.alerts.cap.regions import Proposer, Reason, as_code
from smsinfo.alerts.cap.shapes import Inside, apart, crosses_itself
from smsinfo.domain.cap_document import Circle, Point

from .documents import RING, document, gazetteer, shaped

HILIR = tuple(place.code for place in gazetteer().places if place.code.startswith("62.06.02."))
POINTS: dict[str, Point] = dict.fromkeys(HILIR, (-1.75, 113.25)) | {"62.06.03.2001": (-1.6, 113.1)}
FAR: Point = (-3.0, 112.0)


def proposed(raw: bytes, points: dict[str, Point] | None = None) -> tuple[dict[str, Reason], str]:
    """Code -> why, and all remarks."""
    found = Proposer(gazetteer(), POINTS if points is None else points).propose(read_cap(raw))
    return {one.code: one.reason for one in found.regions}, " ".join(remark.message for remark in found.remarks)


def area(words: str, more: str = "") -> str:
    """An area of that name."""
    return f"<area><areaDesc>{words}</areaDesc>{more}</area>"


def code(kind: str, value: str) -> str:
    """A geocode."""
    return f"<geocode><valueName>{kind}</valueName><value>{value}</value></geocode>"


@pytest.mark.parametrize(
    ("kind", "value", "meant"),
    [
        ("Kemendagri", "62.06.01", "62.06.01"),
        ("anything", "62.06.01.2001", "62.06.01.2001"),
        ("kode_wilayah", "6206012001", "62.06.01.2001"),
        ("adm2", "6206", "62.06"),
        ("Kemendagri", "62", "62"),
        ("KODE BPS", "62.06.01", ""),
        ("BPS", "6206", ""),
        ("SAME", "620601", ""),
        ("UGC", "62", ""),
        ("Kemendagri", "62061", ""),
    ],
)
def test_a_code_is_ours_where_its_kind_or_form_says_so(kind: str, value: str, meant: str) -> None:
    assert as_code(kind, value) == meant


@pytest.mark.parametrize(
    ("words", "codes"),
    [
        ("Kab. Katingan: Kec. Tewang Sanggalang Garing, Kec. Katingan Hilir dan sekitarnya", ["62.06.02", "62.06.03"]),
        ("Kab. Seruyan (Hanau, Danau Sembuluh); Kota Palangka Raya", ["62.07.03", "62.07.04", "62.71"]),
        ("KECAMATAN KATINGAN HILIR, KABUPATEN KATINGAN", ["62.06.02"]),
        ("Kec. Katingan Hilir, Kab. Katingan, Kalimantan Tengah", ["62.06.02"]),
        ("Kota Palangka Raya: Bukit Batu, Rakumpit", ["62.71.02", "62.71.05"]),
        ("Kabupaten Kapuas", ["62.03"]),
        ("Kab. Kapuas: Negeri Antah", ["62.03"]),
        ("Gorontalo", []),
        ("Sampit", []),
        ("Bahaya, Harapan", []),
    ],
)
def test_names_are_read_as_agencies_write_them(words: str, codes: list[str]) -> None:
    found, _ = proposed(document(headline="Hujan", area=area(words)))
    assert found == dict.fromkeys(codes, Reason.NAME)


def test_of_a_province_bmkg_names_the_districts_in_its_sentence() -> None:
    sentence = (
        "Hujan lebat akan terjadi pada 24 November 2026, 10:00 WIB di sebagian wilayah Kalimantan Tengah, khususnya di "
        "KATINGAN HILIR, TASIK PAYAWAN. Kondisi ini berpotensi menimbulkan jarak pandang berkurang dan banjir lokal."
    )
    found, remarks = proposed(document(description=sentence, area=area("Kalimantan Tengah")))
    assert found == {"62.06.02": Reason.NAME, "62.06.11": Reason.NAME}
    assert remarks == ""


def test_districts_in_the_sentence_of_another_province_are_not_ours() -> None:
    sentence = "Hujan di sebagian wilayah Riau, khususnya di BUKIT BATU."
    assert proposed(document(headline="Hujan di Riau", description=sentence, area=area("Riau")))[0] == {}


def test_codes_go_before_names_and_names_before_shapes() -> None:
    both = area("Kab. Kapuas", code("Kemendagri", "62.06.01") + f"<polygon>{RING}</polygon>")
    assert proposed(document(area=both))[0] == {"62.06.01": Reason.GEOCODE}
    named = area("Kab. Kapuas", f"<polygon>{RING}</polygon>")
    assert proposed(document(area=named))[0] == {"62.03": Reason.NAME}


def test_an_unknown_code_inside_our_province_is_told() -> None:
    found, remarks = proposed(document(area=area("Kab. Kapuas", code("Kemendagri", "62.99"))))
    assert found == {"62.03": Reason.NAME}
    assert "62.99 is of no region" in remarks


def test_a_whole_province_is_marked_and_told() -> None:
    alert = read_cap(document(area=area("Kalimantan Tengah")))
    found = Proposer(gazetteer(), {}).propose(alert)
    assert [(one.code, one.wide) for one in found.regions] == [("62", True)]
    assert "whole province" in found.remarks[0].message


def test_a_polygon_beside_the_name_of_the_province_says_where() -> None:
    raw = document(area=area("Kalimantan Tengah", f"<polygon>{RING}</polygon>"))
    # All villages of the district lie in it, and one of another.
    assert proposed(raw)[0] == {"62.06.02": Reason.SHAPE, "62.06.03.2001": Reason.SHAPE}
    one_outside = POINTS | {HILIR[0]: FAR}
    assert proposed(raw, one_outside)[0] == dict.fromkeys([*HILIR[1:], "62.06.03.2001"], Reason.SHAPE)


def test_without_coordinates_a_polygon_is_told_and_gives_nothing() -> None:
    assert proposed(shaped(RING), {}) == (
        {},
        "has an area on the map, but our villages have no coordinates: smsinfo regions points",
    )
    assert proposed(shaped("10,10 10,11 11,11 10,10")) == ({}, "no village of ours lies in the area on the map")


def test_a_border_that_crosses_itself_leaves_nobody_out_and_is_told() -> None:
    bow = "-2.0,113.0 -1.5,113.5 -2.0,113.5 -1.5,113.0 -2.0,113.0"
    points: dict[str, Point] = {HILIR[0]: (-1.75, 113.1), HILIR[1]: (-1.75, 113.4)}
    found, remarks = proposed(shaped(bow), points)
    assert set(found) == set(points)
    assert "crosses itself" in remarks


def test_a_name_of_several_villages_is_left_to_a_person() -> None:
    found, remarks = proposed(document(headline="x", area=area("Desa Bukit Batu")))
    assert found == {}
    assert "Desa Bukit Batu names several regions" in remarks


@pytest.mark.parametrize(
    ("point", "inside"), [((1, 1), True), ((2.5, 1), False), ((0, 0), True), ((1, -0.1), False), ((-1, 1), False)]
)
def test_a_point_lies_in_a_square_or_not(point: Point, inside: bool) -> None:
    square: tuple[Point, ...] = ((0, 0), (0, 2), (2, 2), (2, 0), (0, 0))
    assert (Inside({"p": point}).polygon(square) == {"p"}) is inside
    assert (Inside({"p": point}).polygon(square[::-1]) == {"p"}) is inside
    assert not crosses_itself(square)


def test_a_circle_takes_what_is_near_enough() -> None:
    palangka_raya, kasongan = (-2.21, 113.92), (-1.85, 113.40)
    assert apart(palangka_raya, kasongan) == pytest.approx(70, abs=2)
    points = Inside({"62.71": palangka_raya, "62.06": kasongan})
    assert points.circle(Circle(palangka_raya, 60)) == {"62.71"}
    assert points.circle(Circle(palangka_raya, 80)) == {"62.71", "62.06"}
