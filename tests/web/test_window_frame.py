"""The frame of the window: the same menu on every page, on what there is not, and on a fault of ours."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from smsinfo.db.models import KimGroup
from smsinfo.web import window

from .test_window import FRAMED
from .windowseat import Seat

GROUP = "/kim/1"
ELSEWHERE = ("/belajar/<code>", "/help/<name>")
"""A certificate has a test of its own; the help of who works here is a staff page."""


@pytest.fixture(scope="module")
def seat(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Seat]:
    """Made once; tests only look."""
    found = Seat(tmp_path_factory.mktemp("frame"))
    with found.services.database.write() as session:
        session.add(KimGroup(id=1, name="KIM Samba", region_code="62.06", public=True, created_at=found.clock()))
    yield found
    found.close()


@pytest.mark.parametrize(("language", "menu"), [("id", "Hoaks"), ("en", "Hoaxes")])
def test_each_page_stands_in_the_same_frame_and_what_there_is_not_too(seat: Seat, language: str, menu: str) -> None:
    looked = [(path, 200) for path in (*FRAMED, GROUP)]
    for path, status in [*looked, ("/nowhere", 404), ("/siaran/1111", 404), ("/kim/999", 404), ("/kim/x", 404)]:
        page = seat.page(path, language, status)
        assert page.get("lang") == language, path
        (first, foot) = page.xpath("//nav[contains(@class, 'window-menu')]")
        assert menu in first.text_content(), path
        assert foot.xpath(".//a[@href='/data']"), path
        assert len(page.xpath("//h1")) == 1, path
    assert seat.page("/staff/nowhere", language, 404).xpath("//nav[contains(@class, 'window-menu')]") == []


def test_no_page_of_the_window_is_left_out(seat: Seat) -> None:
    looked = {seat.app.url_map.bind("").match(path)[0] for path in (*FRAMED, GROUP)}
    installed = {name for name, before in seat.app.before_request_funcs.items() if window._installable in before}
    for rule in seat.app.url_map.iter_rules():
        page = "." not in rule.rule and rule.endpoint.partition(".")[0] in installed
        assert not page or rule.endpoint in looked or rule.rule in ELSEWHERE, rule.rule


@pytest.mark.parametrize(("language", "place"), [("id", "Kab Katingan"), ("en", "Katingan regency")])
def test_groups_call_their_place_in_the_language_of_the_page(seat: Seat, language: str, place: str) -> None:
    assert seat.page("/kim", language).xpath("//li[a[@href='/kim/1']]/span/text()") == [place]
    assert seat.page(GROUP, language).xpath("//dl//dd/text()") == [place]


@pytest.mark.parametrize(("language", "said"), [("id", "Belum ada yang disebut"), ("en", "Nobody is named here yet")])
def test_a_group_without_names_says_so(seat: Seat, language: str, said: str) -> None:
    assert said in seat.text(GROUP, language)


def test_languages_are_short_to_the_eye_and_whole_to_the_ear(seat: Seat) -> None:
    told = seat.page("/").xpath("//nav[@class='languages']/a")
    assert [one.xpath("string(span[@aria-hidden='true'])") for one in told] == ["ID", "EN"]
    assert [one.xpath("string(span[not(@aria-hidden)])") for one in told] == ["Bahasa Indonesia", "English"]


@pytest.mark.parametrize(
    ("language", "said"), [("id", "Ada yang salah di pihak kami"), ("en", "Something went wrong on our side")]
)
def test_a_fault_of_ours_leaves_the_menu_and_tells_nothing(tmp_path: Path, language: str, said: str) -> None:
    own = Seat(tmp_path)

    def fails() -> str:
        raise RuntimeError("secret of the house")

    own.app.view_functions["window.topics"] = fails
    try:
        page = own.page("/info", language, 500)
        assert said in page.text_content()
        assert "secret of the house" not in page.text_content()
        assert len(page.xpath("//nav[contains(@class, 'window-menu')]")) == 2
        assert own.get("/info").headers["Cache-Control"] == "no-store"
    finally:
        own.close()


def test_search_engines_leave_alone_what_somebody_typed(seat: Seat) -> None:
    told = seat.get("/robots.txt")
    assert told.content_type == "text/plain; charset=utf-8"
    assert told.text.startswith("User-agent: *\nDisallow: /staff/\n")
    assert "Disallow: /info?q=\n" in told.text
