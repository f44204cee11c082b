"""Claims, region fields, menus and exercises in a real browser: counted as they are typed, seen on a phone, sent.

With SMSINFO_TEST_SHOTS set to a folder, pictures of all pages are kept there.
"""

from __future__ import annotations

import os
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Page, expect
from werkzeug.serving import make_server

from smsinfo.domain.staff import Role
from smsinfo.sms.segments import split
from tests.staff.office import PASSWORD

from .pressroom import PressRoom, fill

pytestmark = pytest.mark.browser
CLAIM = "/staff/claims/dana-palsu"
SHOTS = os.environ.get("SMSINFO_TEST_SHOTS")
WINDOWS = ((360, "dark"), (1280, "light"))
"""Both layouts, and both sets of colours."""
PAGES = (
    "/staff/claims",
    "/staff/claims/new",
    CLAIM,
    "/staff/fields",
    "/staff/fields/62.06/kab",
    "/staff/menus",
    "/staff/menus/order",
    "/staff/menus/words",
    "/staff/menus/kependudukan",
    "/staff/proposals/1",
    "/staff/changes",
    "/staff/drafts",
    "/staff/practice/write_short",
    "/staff/practice/first_review",
    "/staff/practice/source",
    "/staff/",
)


class House:
    """A server with the press room, and a proposal that waits."""

    def __init__(self, folder: Path) -> None:
        self.room = PressRoom(f"sqlite:///{folder / 'smsinfo.db'}")
        self.server = make_server("127.0.0.1", 0, self.room.app, threaded=True)
        self.address = f"http://127.0.0.1:{self.server.server_port}"
        self.thread = threading.Thread(target=self.server.serve_forever)
        self.thread.start()
        fill(self.room.desk("wati"), CLAIM, act="send", **{"answer.id": "HOAKS: Kominfo tidak membagi dana apa pun."})
        self.room.person("learner", (Role.EDITOR, "62.06"), practice=True)

    def close(self) -> None:
        """End it all."""
        self.server.shutdown()
        self.thread.join()
        self.server.server_close()
        self.room.close()

    def log_in(self, context: BrowserContext, name: str) -> Page:
        """A page of somebody who has logged in, as a person does it."""
        page = context.new_page()
        page.goto(f"{self.address}/staff/login")
        page.get_by_label("Nama", exact=True).fill(name)
        page.get_by_label("Kata sandi", exact=True).fill(PASSWORD)
        page.keyboard.press("Enter")
        if self.room.look(name).needs_code:
            self.room.clock.forward(seconds=30)
            page.get_by_label("Kode", exact=True).fill(self.room.code(name))
            page.keyboard.press("Enter")
        expect(page.get_by_role("heading", level=1)).to_contain_text("Selamat datang")
        return page


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """Made once for all pictures."""
    found = House(tmp_path_factory.mktemp("proposals"))
    yield found
    found.close()


@pytest.fixture(params=WINDOWS, ids=lambda window: f"{window[0]}-{window[1]}")
def context(request: pytest.FixtureRequest, browser: Browser) -> Iterator[BrowserContext]:
    """A window of a width and a colour scheme, in which nothing may go wrong."""
    width, scheme = request.param
    options = {"viewport": {"width": width, "height": 800}, "color_scheme": scheme}
    found = browser.new_context(locale="id-ID", **options)
    wrong: list[str] = []

    def watch(page: Page) -> None:
        page.on("console", lambda m: wrong.append(m.text) if m.type == "error" and "400 (" not in m.text else None)
        page.on("pageerror", lambda error: wrong.append(str(error)))

    found.on("page", watch)
    yield found
    for page in found.pages:
        page.goto("about:blank")
    found.close()
    assert wrong == []


def test_pages_fit_their_window_and_pass_axe(house: House, context: BrowserContext) -> None:
    page = house.log_in(context, "wati")
    width = page.viewport_size["width"] if page.viewport_size else 0
    for path in PAGES:
        page.goto(house.address + path)
        if SHOTS:
            name = path.strip("/").replace("/", "-") or "start"
            page.screenshot(path=f"{SHOTS}/{name}-{width}.png", full_page=True)
        assert page.evaluate("document.documentElement.scrollWidth") <= width, path
        found = Axe().run(page).response["violations"]
        assert [(one["id"], [node["html"][:120] for node in one["nodes"]]) for one in found] == [], path


def test_an_answer_is_counted_as_it_is_typed_and_shown_a_moment_later(house: House, context: BrowserContext) -> None:
    page = house.log_in(context, "wati")
    page.goto(f"{house.address}/staff/claims/new")
    page.get_by_label("Kata orang").first.fill("Ada bagi-bagi token listrik.")
    line = page.locator("#count-id")
    for text in ("HOAKS: tidak ada.", "HOAKS: " + "tidak " * 30, "HOAKS \u201ctoken\u201d gratis"):
        page.locator("[id='answer.id']").fill(text)
        stamp = page.locator("#reads").get_attribute("data-stamp") or ""
        found = split(text.strip() + stamp)
        encoding = {"gsm7": "GSM-7", "ucs2": "UCS-2"}[found.encoding]
        expect(line).to_have_text(f"{found.count} segmen \u00b7 sisa {_left(line.inner_text())} \u00b7 {encoding}")
        expect(page.locator("#panel .glass").first).to_contain_text(text.split()[-1])
    expect(page.locator("#panel")).to_contain_text("memaksa UCS-2")


def test_a_learner_writes_with_the_keyboard_alone(house: House, browser: Browser) -> None:
    context = browser.new_context(locale="id-ID", viewport={"width": 360, "height": 800})
    page = house.log_in(context, "learner")
    page.get_by_role("link", name="buka").nth(1).press("Enter")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Tulis jawaban dalam satu segmen")
    page.locator("#text").focus()
    page.keyboard.type("Buka 08.00-14.00, bawa KK, telepon 0536 000000")
    expect(page.locator("#count")).to_contain_text("1 segmen")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator(".note-success")).to_contain_text("Tepat.")
    context.close()


def _left(shown: str) -> str:
    """What the line says is left: the count itself is compared elsewhere, for each letter."""
    return shown.split("sisa ")[1].split(" ")[0]
