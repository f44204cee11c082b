"""The page on which a poster is chosen."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.window.test_poster import words_of

from .windowseat import NUMBER, Seat


@pytest.fixture(scope="module")
def seat(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Seat]:
    """Made once; tests only look."""
    found = Seat(tmp_path_factory.mktemp("posters"))
    yield found
    found.close()


def links(page: Any) -> list[tuple[str, str]]:
    """(address, words) of the posters that are offered."""
    return [(one.get("href"), one.text_content()) for one in page.xpath("//section[@aria-labelledby='found']//a")]


def test_a_village_gets_its_poster(seat: Seat) -> None:
    page = seat.page("/poster?tempat=kasongan+lama&jenis=siaran&bahasa=id")
    ((address, said),) = links(page)
    assert said == "Poster Kel Kasongan Lama"
    answer = seat.get(address)
    assert answer.content_type == "application/pdf"
    assert answer.headers["Content-Disposition"].startswith('inline; filename="poster-62.06.02')
    assert "public" in answer.headers["Cache-Control"]
    text = words_of(answer.data)
    assert "DAFTAR KASONGAN LAMA" in text
    assert NUMBER in text
    assert "https://sms.example.org" in text


def test_a_name_of_several_places_is_asked_about(seat: Seat) -> None:
    found = links(seat.page("/poster?tempat=bukit+batu"))
    assert len(found) > 1
    assert len({address for address, _ in found}) == len(found)


def test_the_form_is_there_with_all_kinds(seat: Seat) -> None:
    page = seat.page("/poster", "en")
    kinds = page.xpath("//select[@id='jenis']/option/@value")
    assert kinds[:2] == ["info", "siaran"]
    assert "kesehatan" in kinds
    assert page.xpath("//select[@id='bahasa']/option[@selected]/@value") == ["en"]
    assert seat.get("/poster").headers["Cache-Control"].startswith("public")


@pytest.mark.parametrize("typed", ["xyzzy", "a" * 61, "<script>alert(1)</script>", "\x00", "99.99", "=SUM(1)"])
def test_a_place_that_there_is_not_is_refused_in_words(seat: Seat, typed: str) -> None:
    answer = seat.web.get("/poster", query_string={"tempat": typed}, headers={"Accept-Language": "id"})
    assert answer.status_code == 400
    assert "Tempat itu tidak ada di sini" in answer.text
    assert "<script>alert" not in answer.text


@pytest.mark.parametrize(
    "path",
    ["/poster?jenis=x", "/poster?bahasa=bjn", "/poster.pdf", "/poster.pdf?wilayah=62.06&jenis=x&bahasa=id",
     "/poster.pdf?wilayah=99&jenis=info&bahasa=id", "/poster.pdf?wilayah=62.06&jenis=info&bahasa=%00"],
)  # fmt: skip
def test_what_there_is_not_is_not_found(seat: Seat, path: str) -> None:
    assert seat.get(path).status_code == 404


def test_without_a_number_there_is_no_poster(tmp_path: Path) -> None:
    own = Seat(tmp_path, twilio={"kind": "twilio", "account_sid": "AC1", "auth_token": "t", "sender": "KALTENG"})
    try:
        assert "Belum ada nomor SMS" in own.text("/poster?tempat=62.06")
        assert own.get("/poster.pdf?wilayah=62.06&jenis=info&bahasa=id").status_code == 404
    finally:
        own.close()
