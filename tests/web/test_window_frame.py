"""The frame of the window: the same menu on every page, on what there is not, and on a fault of ours."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from .test_window import FRAMED
from .windowseat import Seat


@pytest.fixture(scope="module")
def seat(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Seat]:
    """Made once; tests only look."""
    found = Seat(tmp_path_factory.mktemp("frame"))
    yield found
    found.close()


@pytest.mark.parametrize(("language", "menu"), [("id", "Hoaks"), ("en", "Hoaxes")])
def test_each_page_stands_in_the_same_frame_and_what_there_is_not_too(seat: Seat, language: str, menu: str) -> None:
    looked = [(path, 200) for path in ("/", *FRAMED)]
    for path, status in [*looked, ("/nowhere", 404), ("/siaran/1111", 404), ("/kim/999", 404), ("/kim/x", 404)]:
        page = seat.page(path, language, status)
        assert page.get("lang") == language, path
        (first, foot) = page.xpath("//nav[contains(@class, 'window-menu')]")
        assert menu in first.text_content(), path
        assert foot.xpath(".//a[@href='/data']"), path
        assert len(page.xpath("//h1")) == 1, path
    assert seat.page("/staff/nowhere", language, 404).xpath("//nav[contains(@class, 'window-menu')]") == []


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
