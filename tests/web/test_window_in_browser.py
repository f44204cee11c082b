"""The window in Chromium: on the smallest phone and a desk, light and dark, without scripts, without connection.

With SMSINFO_TEST_SHOTS set to a folder, a picture of every page is kept there.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Final

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect
from sqlalchemy import update

from smsinfo.db.models import DailyCount, KimGroup, Membership
from tests.alerts.official import put_alert
from tests.community.contributed import a_contribution
from tests.counted import put

from .browsing import SCHEMES, SHOTS, Scheme, Traffic, look, serving, window
from .windowseat import Seat

pytestmark = pytest.mark.browser

WIDTHS: Final = (240, 360, 1280)
PAGES: Final = {
    "window": "/",
    "topics": "/info",
    "topic": "/info/ktp?wilayah=62.06",
    "search": "/info?q=kartu+saya+di+bank",
    "search found": "/info?q=gmn+cr+bkin+ktp",
    "too long": "/info?q=" + "panjang" * 30,
    "claims": "/hoaks",
    "claim found": "/hoaks?q=undian+telkomsel",
    "figures": "/angka",
    "data": "/data",
    "courses": "/belajar",
    "wrong code": "/belajar?kode=K7M4Q",
    "poster": "/poster?tempat=bukit+batu",
    "offline": "/luring",
    "alerts": "/siaran",
    "alert": "/siaran/4821",
    "groups": "/kim",
    "group": "/kim/1",
    "group without names": "/kim/2",
    "news": "/kabar",
    "help": "/help",
    "lost": "/nowhere",
}
REFUSED: Final = (400, 404)
MOST_BYTES: Final = 15_000
KEPT: Final = """caches.keys().then((names) => caches.open(names[0])).then((cache) => cache.keys())
    .then((all) => all.map((one) => new URL(one.url).pathname + new URL(one.url).search))"""
"""The addresses that the worker has kept."""


@pytest.fixture(scope="module")
def seat(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Seat]:
    """A service with alerts, a month of figures, a group with a member who is named and one without."""
    found = Seat(tmp_path_factory.mktemp("window"), https=False)
    put_alert(found.services, "4830", "62.03", headline="Angin kencang di muara " + "sangatpanjang" * 4)
    with found.services.database.write() as session:
        put(session, [_count(7, "62.06", 1240, "ktp"), _count(8, "62.03", 3, "bpjs"), _count(9, "", 80, "kdrt")])
    a_contribution(found.services)
    with found.services.database.write() as session:
        session.execute(update(Membership).values(shown=True))
        session.add(KimGroup(id=2, name="KIM Muara", region_code="62.03", created_at=found.clock()))
        session.flush()
        session.execute(update(KimGroup).values(public=True))
    yield found
    found.close()


@pytest.fixture(scope="module")
def address(seat: Seat) -> Iterator[str]:
    """Where it is served."""
    with serving(seat.app) as found:
        yield found


def _count(day: int, region: str, messages: int, topic: str) -> DailyCount:
    return DailyCount(
        day=date(2026, 10, day), region_code=region, topic_key=topic, kind="answer", channel="sms", language="id",
        messages=messages, segments=messages, cost_idr=0,
    )  # fmt: skip


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize("width", WIDTHS)
def test_every_page_holds_at_every_width(address: str, browser: Browser, width: int, scheme: Scheme) -> None:
    with window(browser, width, scheme, refused=REFUSED) as one:
        page = one.new_page()
        for name, path in PAGES.items():
            page.goto(address + path)
            look(page, f"seat {name}")
            if width == WIDTHS[0]:
                assert _violations(page) == [], name


def _violations(page: Page) -> list[str]:
    return [one["id"] for one in Axe().run(page).response["violations"]]


def test_all_works_without_scripts_and_by_keyboard(address: str, browser: Browser) -> None:
    with window(browser, 360, scripts=False, language="en") as one:
        page = one.new_page()
        page.goto(address)
        page.get_by_label("Your question").fill("lost id card")
        page.get_by_role("button", name="Look it up").press("Enter")
        expect(page.get_by_role("heading", name="If you text this")).to_be_visible()
        page.get_by_role("link", name="Bahasa Indonesia").press("Enter")
        expect(page.get_by_role("heading", name="Jika Anda kirim SMS ini")).to_be_visible()
        page.goto(f"{address}/info/ktp")
        page.get_by_label("Wilayah").select_option("62.06")
        page.get_by_role("button", name="Tampilkan").press("Enter")
        expect(page.get_by_text("Disdukcapil Katingan").first).to_be_visible()
        expect(page.get_by_text("Tidak ada sambungan")).to_be_hidden()


def test_on_the_smallest_phone_the_menu_is_folded_and_opens_without_scripts(address: str, browser: Browser) -> None:
    with window(browser, WIDTHS[0], scripts=False) as one:
        page = one.new_page()
        page.goto(f"{address}/info")
        link = page.get_by_role("navigation", name="Halaman", exact=True).get_by_role("link", name="Hoaks")
        expect(link).to_be_hidden()
        (top, menu) = (page.locator(part).bounding_box() for part in (".top", ".fold"))
        assert top is not None
        assert menu is not None
        assert top["height"] + menu["height"] < 110  # a row each
        page.get_by_text("Menu", exact=True).press("Enter")
        link.press("Enter")
        expect(page.get_by_role("heading", level=1)).to_have_text("Benarkah kabar itu?")


@pytest.mark.parametrize("path", ["/", "/info/ktp", "/hoaks"])
def test_a_first_load_is_small_and_all_of_it_comes_from_here(address: str, browser: Browser, path: str) -> None:
    context = browser.new_context(locale="id-ID", service_workers="block")
    page = context.new_page()
    traffic = Traffic(page)
    page.goto(address + path, wait_until="networkidle")
    assert 0 < traffic.take() <= MOST_BYTES
    assert traffic.hosts == {address.removeprefix("http://")}
    context.close()


def test_what_was_seen_is_there_without_connection_and_says_so(seat: Seat, browser: Browser) -> None:
    context = browser.new_context(locale="id-ID", viewport={"width": 360, "height": 640})
    page = context.new_page()
    with serving(seat.app) as address:
        page.goto(address)
        page.evaluate("navigator.serviceWorker.ready")
        for path in ("/", "/info/ktp", "/siaran/4821", "/info?q=ktp"):
            page.goto(address + path, wait_until="networkidle")
            expect(page.get_by_text("ini salinan di ponsel Anda")).to_be_hidden()
        kept = page.evaluate(KEPT)
    page.goto(f"{address}/info/ktp")
    expect(page.get_by_role("heading", level=1)).to_have_text("KTP-el (buat baru)")
    expect(page.get_by_role("status")).to_contain_text("ini salinan di ponsel Anda")
    if SHOTS:
        page.screenshot(path=f"{SHOTS}/seat-kept-360-light.png", full_page=True)
    page.goto(f"{address}/siaran/4821")
    expect(page.get_by_role("heading", level=1)).to_have_text("Banjir Katingan Hilir")
    expect(page.get_by_role("status")).to_contain_text("ini salinan di ponsel Anda")
    for path in ("/hoaks", "/info?q=ktp"):
        page.goto(address + path)
        expect(page.get_by_role("heading", level=1)).to_have_text("Tidak ada sambungan")
    assert "/info/ktp" in kept
    assert [one for one in kept if "q=" in one or one.startswith("/staff")] == []
    context.close()
