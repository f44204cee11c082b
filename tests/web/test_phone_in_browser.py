"""The phone in a real browser: with its script and without, wide and narrow, and nothing that the policy forbids."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from smsinfo.web.app import create_app

from .browsing import serving, window
from .fakes import SIMULATOR
from .real import HeldClock, real_services

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Where a server with the whole application listens."""
    services = real_services(tmp_path_factory.mktemp("browser"), HeldClock(), {"phone": SIMULATOR}, https=False)
    with serving(create_app(services)) as found:
        yield f"{found}/simulator"
    services.heart.stop()
    services.database.close()


@pytest.fixture(params=[(360, True), (360, False), (1280, True), (1280, False)], ids=lambda p: f"{p[0]}-{p[1]}")
def page(request: pytest.FixtureRequest, browser: Browser, address: str) -> Iterator[Page]:
    """A visitor's page, so many pixels wide, with or without scripts. At its end nothing has gone wrong in it."""
    width, scripts = request.param
    with window(browser, width, scripts=scripts) as here:
        found = here.new_page()
        found.goto(address)
        yield found


def test_a_text_is_sent_by_enter_and_answered_on_the_screen(page: Page) -> None:
    page.get_by_label("Pesan untuk smsinfo").fill("gmn cr bkin ktp")
    page.keyboard.press("Enter")
    expect(page.locator(".theirs")).to_have_count(1)
    expect(page.locator(".theirs")).to_contain_text("DEMO")
    expect(page.locator(".theirs small")).to_contain_text("GSM-7")
    expect(page.locator("#text")).to_have_value("")


def test_quick_tries_and_keys_work(page: Page) -> None:
    page.get_by_role("button", name="DAFTAR katingn").click()
    expect(page.locator(".theirs")).to_contain_text("Katingan")
    for key in "1*#":
        page.get_by_role("button", name=key, exact=True).click()
    expect(page.locator("#text")).to_have_value("1*#")
    page.get_by_role("button", name="STATUS").click()
    expect(page.locator(".theirs")).to_have_count(2)


def test_the_newest_message_is_in_view_and_nothing_sticks_out(page: Page) -> None:
    for text in ("KTP", "STATUS", "BAHASA", "STOP"):
        page.get_by_role("button", name=text, exact=True).click()
        expect(page.locator(".mine").last).to_contain_text(text)
    expect(page.locator(".theirs")).to_have_count(4)
    expect(page.locator(".theirs").last).to_be_in_viewport()
    box = page.locator(".phone").bounding_box()
    viewport = page.viewport_size
    assert box is not None
    assert viewport is not None
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= viewport["width"]


def test_another_number_shows_its_own_conversation(page: Page) -> None:
    page.get_by_role("button", name="KTP", exact=True).click()
    expect(page.locator(".theirs")).to_have_count(1)
    page.get_by_label("Nomor saya").fill("TELKOMSEL")
    page.get_by_role("button", name="STATUS").click()
    expect(page.locator(".mine")).to_have_count(1)
    expect(page.locator(".theirs")).to_have_count(0)
    expect(page.locator(".mine small")).to_contain_text("disimpan, tidak dijawab")


def test_when_the_script_gets_no_answer_the_browser_sends_the_form_itself(browser: Browser, address: str) -> None:
    page = browser.new_page()
    page.route(
        "**/simulator", lambda route: route.abort() if route.request.resource_type == "fetch" else route.continue_()
    )
    page.goto(address)
    page.get_by_role("button", name="KTP", exact=True).click()
    expect(page.locator(".mine")).to_have_text(re.compile("KTP"))
    expect(page.locator(".theirs")).to_have_count(1)
    page.close()


def test_the_menu_is_dialled_walked_and_hung_up(page: Page) -> None:
    page.get_by_role("link", name="USSD").click()
    page.get_by_role("button", name="Panggil").click()
    expect(page.locator("#shown")).to_contain_text("1 Cari")
    page.get_by_role("button", name="2", exact=True).click()
    expect(page.locator("#input")).to_have_value("2")
    page.get_by_role("button", name="Kirim").click()
    expect(page.locator("#shown")).to_contain_text("1 Kependudukan")
    page.locator("#input").fill("ktp hilang")
    page.keyboard.press("Enter")
    expect(page.locator("#shown")).to_contain_text("surat kehilangan")
    expect(page.locator(".measure")).to_contain_text("dari 160 septet")
    page.get_by_role("button", name="Tutup").click()
    page.get_by_role("button", name="Panggil").click()
    expect(page.locator("#shown")).to_contain_text("Lanjutkan?")


def test_the_screen_of_ussd_is_seen_whole(page: Page) -> None:
    page.get_by_role("link", name="USSD").click()
    page.get_by_role("button", name="Panggil").click()
    outer, inner = page.locator(".screen").bounding_box(), page.locator("#shown").bounding_box()
    viewport = page.viewport_size
    assert outer is not None
    assert inner is not None
    assert viewport is not None
    assert outer["y"] < inner["y"]
    assert inner["y"] + inner["height"] < outer["y"] + outer["height"]
    assert 0 <= outer["x"] <= outer["x"] + outer["width"] <= viewport["width"]
