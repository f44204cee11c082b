"""Regions as people write them down: found where the line is clear, asked where it is not, told where it is nothing."""

from __future__ import annotations

import pytest

from smsinfo.alerts.area_typed import MOST_LINES, Gazette

GAZETTE = Gazette(
    {
        "62": ["Kalimantan Tengah", "Kalteng"],
        "62.01": ["Kotawaringin Barat", "Kobar", "Pangkalan Bun"],
        "62.06": ["Katingan"],
        "62.06.01": ["Katingan Hilir"],
        "62.06.01.2001": ["Telaga"],
        "62.06.02": ["Kamipang"],
        "62.06.02.2003": ["Telaga"],
        "62.06.02.2004": ["Kamipang"],
        "62.71": ["Palangka Raya", "P. Raya"],
    }
)


@pytest.mark.parametrize(
    ("line", "code"),
    [
        ("62.06.01.2001", "62.06.01.2001"),
        ("6206012001", "62.06.01.2001"),
        ("Katingan", "62.06"),
        ("Kab. Katingan", "62.06"),
        ("KECAMATAN  KATINGAN HILIR", "62.06.01"),
        ("kobar", "62.01"),
        ("p. raya", "62.71"),
        ("P.Raya", "62.71"),
        ("Telaga, Katingan Hilir", "62.06.01.2001"),
        ("Desa Telaga; Kec. Kamipang; Kab. Katingan", "62.06.02.2003"),
        ("Kamipang\tTelaga", "62.06.02.2003"),
        ('7,"6206022003","Telaga"', "62.06.02.2003"),
        ("Katingan Hilir, Katingan", "62.06.01"),
        ("Kamipang, Kamipang", "62.06.02.2004"),
    ],
)
def test_a_clear_line_is_one_region(line: str, code: str) -> None:
    found = GAZETTE.read(line)
    assert (found.regions, found.open, found.unknown) == ((code,), (), ())


@pytest.mark.parametrize(
    ("line", "codes"),
    [
        ("Telaga", ("62.06.01.2001", "62.06.02.2003")),
        ("Telaga, Katingan", ("62.06.01.2001", "62.06.02.2003")),
        ("Kamipang", ("62.06.02", "62.06.02.2004")),
    ],
)
def test_a_name_of_several_is_asked_and_never_guessed(line: str, codes: tuple[str, ...]) -> None:
    found = GAZETTE.read(line)
    assert (found.regions, found.open) == ((), ((line, codes),))


@pytest.mark.parametrize(
    "line", ["Atlantis", "62.99", "1", "????", "\u202e", "x" * 5000, "628125550001", "=cmd()", "Telaga, Kobar"]
)
def test_what_is_no_region_is_told(line: str) -> None:
    assert GAZETTE.read(line).unknown == (line,)


def test_a_table_with_a_heading_and_empty_lines_is_read_whole_and_each_region_once() -> None:
    table = "No;Kode;Desa\n1;62.06.01.2001;Telaga\n\n2;62.06.02.2003;Telaga\n3;62.06.01.2001;Telaga\n"
    assert GAZETTE.read(table).regions == ("62.06.01.2001", "62.06.02.2003")
    assert GAZETTE.read(table).unknown == ()


def test_a_list_without_end_is_cut() -> None:
    assert len(GAZETTE.read("x\n" * (MOST_LINES + 50)).unknown) == MOST_LINES


@pytest.mark.parametrize(
    ("words", "within", "codes"),
    [
        ("kat", (), ["62.06", "62.06.01"]),
        ("hil kat", (), ["62.06.01"]),
        ("telaga", ("62.06.02",), ["62.06.02.2003"]),
        ("62.06.0", (), ["62.06.01", "62.06.02", "62.06.02.2004", "62.06.01.2001", "62.06.02.2003"]),
        ("", (), []),
        ("zzz", (), []),
    ],
)
def test_the_search_finds_beginnings_of_words_the_largest_first(
    words: str, within: tuple[str, ...], codes: list[str]
) -> None:
    found = GAZETTE.search(words, within)
    assert sorted(found) == sorted(codes)
    assert [len(code) for code in found] == sorted(len(code) for code in found)
