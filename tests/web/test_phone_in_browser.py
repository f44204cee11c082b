"""The phone in a real browser: with its script and without, wide and narrow, and nothing that the policy forbids."""

from __future__ import annotations

import re
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright
from werkzeug.serving import make_server

from smsinfo.web.app import create_app
from tests.conftest import skip_or_fail

from .fakes import SIMULATOR
from .real import HeldClock, real_services

CHROMIUM = Path("/usr/bin/chromium")
pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Where a server with the whole application listens."""
    services = real_services(tmp_path_factory.mktemp("browser"), HeldClock(), {"phone": SIMULATOR}, https=False)
    server = make_server("127.0.0.1", 0, create_app(services), threaded=True)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()
    services.heart.stop()
    services.database.close()


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Debian's Chromium; a machine without it says so, and a machine that must have everything fails."""
    if not CHROMIUM.exists():
        skip_or_fail(f"needs {CHROMIUM} (apt-get install chromium)")
    try:
        tool = sync_playwright().start()
    except Exception as error:  # the driver's own Node did not start, and it raises nothing more telling
        skip_or_fail(f"playwright's driver does not start: {error} (apt-get install libatomic1)")
    found = tool.chromium.launch(executable_path=str(CHROMIUM), args=["--no-sandbox", "--disable-dev-shm-usage"])
    yield found
    found.close()
    tool.stop()


@pytest.fixture(params=[(360, True), (360, False), (1280, True), (1280, False)], ids=lambda p: f"{p[0]}-{p[1]}")
def page(request: pytest.FixtureRequest, browser: Browser, address: str) -> Iterator[Page]:
    """A visitor's page, so many pixels wide, with or without scripts. At its end nothing has gone wrong in it."""
    width, scripts = request.param
    context = browser.new_context(viewport={"width": width, "height": 740}, java_script_enabled=scripts, locale="id-ID")
    page, wrong = context.new_page(), []
    page.on("console", lambda message: wrong.append(message.text) if message.type == "error" else None)
    page.on("requestfailed", lambda failed: wrong.append(failed.url))
    page.on("pageerror", lambda error: wrong.append(str(error)))
    page.goto(address)
    yield page
    context.close()
    assert wrong == []


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
