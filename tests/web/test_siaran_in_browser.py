"""Official alerts in a real browser: every width, light and dark, nothing that axe-core finds, few bytes."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Request, expect
from werkzeug.serving import make_server

from .browsing import SHOTS
from .test_siaran import Board

pytestmark = pytest.mark.browser
WIDTHS = (240, 360, 1280)
SCHEMES = ("light", "dark")
PAGES = {
    "siaran": "/siaran",
    "siaran kapuas": "/siaran?wilayah=62.03",
    "siaran barito": "/siaran?wilayah=62.05",
    "corrected": "/siaran/4821",
    "correction": "/siaran/4822",
    "cancelled": "/siaran/4824",
    "drill": "/siaran/4826",
    "none": "/siaran/1111",
}
MOST_BYTES = 20_000
"""What a phone that was never here loads for the list of alerts, heads too; the style sheets are half of it."""


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A server with alerts of all kinds."""
    board = Board(tmp_path_factory.mktemp("siaran"), https=False)
    long = "PERINGATAN BANJIR " + "https://bpbd.katingan.go.id/" + "sangatpanjang" * 12
    board.put("4830", "62.06.02", "62.06.11", "62.03", headline="Banjir besar sungai Katingan", texts={"id": long})
    server = make_server("127.0.0.1", 0, board.web.application, threaded=True)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()
    board.close()


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize("width", WIDTHS)
def test_every_page_holds_at_every_width(address: str, browser: Browser, width: int, scheme: str) -> None:
    context = browser.new_context(
        viewport={"width": width, "height": 640},
        color_scheme="dark" if scheme == "dark" else "light",
        locale="id-ID",
        java_script_enabled=True,
    )
    page = context.new_page()
    for name, path in PAGES.items():
        page.goto(address + path)
        assert page.evaluate("document.documentElement.scrollWidth") <= width, name
        found = Axe().run(page).response["violations"]
        assert [(one["id"], [node["html"] for node in one["nodes"]]) for one in found] == [], name
        if SHOTS:
            Path(SHOTS).mkdir(parents=True, exist_ok=True)
            page.screenshot(path=f"{SHOTS}/{name.replace(' ', '-')}-{width}-{scheme}.png", full_page=True)
    context.close()


def test_all_works_without_scripts_and_by_keyboard(address: str, browser: Browser) -> None:
    context = browser.new_context(java_script_enabled=False, locale="en-GB")
    page = context.new_page()
    page.goto(f"{address}/siaran")
    expect(page.get_by_role("heading", level=1)).to_have_text("Official alerts")
    page.get_by_label("Region").select_option("62.03")
    page.get_by_role("button", name="Show").press("Enter")
    expect(page.get_by_role("heading", level=3)).to_have_count(2)
    page.get_by_role("link", name="Banjir Kapuas").press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Banjir Kapuas")
    expect(page.get_by_text("BANJIR <b>Kapuas</b> & hulu")).to_be_visible()
    page.get_by_role("link", name="Bahasa Indonesia").press("Enter")
    expect(page.get_by_text("Berlaku sampai")).to_be_visible()
    context.close()


def test_the_list_is_small(address: str, browser: Browser) -> None:
    context = browser.new_context(locale="id-ID")
    page, asked = context.new_page(), list[Request]()
    page.on("requestfinished", lambda request: asked.append(request))
    page.goto(f"{address}/siaran", wait_until="networkidle")
    sizes = [request.sizes() for request in asked]
    assert sum(one["responseBodySize"] + one["responseHeadersSize"] for one in sizes) < MOST_BYTES
    assert all(request.url.startswith(address) for request in asked)
    context.close()
