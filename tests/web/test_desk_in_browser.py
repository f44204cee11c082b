"""Help desk, inbox and help in a real browser: at each width, light and dark; and texts that want to be more than text.

With SMSINFO_TEST_SHOTS set to a folder, pictures of all pages are kept there.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.support import CITIZEN, NEIGHBOUR

from .browsing import EVERY_SIZE, House, Scheme, Traffic, housed, look, new_file, window
from .corpus import expand, rows
from .frontdesk import FrontDesk

pytestmark = pytest.mark.browser
ATTACKS = [
    "<script>alert(1)</script>",
    "<img src=//evil.example/x onerror=alert(1)>",
    "\"><svg onload=alert(1)><a href='javascript:alert(1)'>x</a>",
    "{{7*7}} ${7*7} <iframe src=https://evil.example></iframe>",
    "\u202eKTP\u202c \u2066x\u2069",
    "z" + "\u0301" * 500,
    "x" * 900,
    *(expand(text)[:2000] for text, _ in rows("sms.body")),
]


class Busy(FrontDesk):
    """Phones that have texted, one of them nothing good, and alerts that went out."""

    def __init__(self, database_url: str) -> None:
        super().__init__(database_url)
        self.phone().texts("DAFTAR Katingan")
        self.phone().texts("bang kapan pasar murah di kasongan dibuka lagi")
        self.alert("62.06.05")
        self.alert("62")
        sent = self.sent()
        self.change_message(sent[0].id, status="delivered")
        self.change_message(sent[1].id, status="failed", error="unreachable")
        self.phone(NEIGHBOUR).texts("DAFTAR Kalimantan Tengah")
        for text in ATTACKS:
            self.phone(NEIGHBOUR).texts(text)
            self.clock.now += timedelta(minutes=31)


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House[Busy]]:
    """Made once for all pictures."""
    with housed(Busy(new_file(tmp_path_factory, "desk"))) as found:
        yield found


def call(house: House[Busy], page: Page, number: str = CITIZEN) -> None:
    """Somebody types the number of who calls."""
    house.open(page, "/staff/helpdesk")
    page.get_by_label("Nomor yang menelepon").fill(number)
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_contain_text("+62812****")


@EVERY_SIZE
def test_every_page_holds_at_every_width_in_light_and_dark(
    house: House[Busy], browser: Browser, width: int, scheme: Scheme
) -> None:
    with window(browser, width, scheme) as here:
        page = here.new_page()
        house.open(page, "/help")
        look(page, "help citizens")
        page.close()
        page = house.log_in(here, "wati")
        for name, path in (("desk", "helpdesk"), ("inbox", "inbox"), ("help", "help"), ("help inbox", "help/inbox")):
            house.open(page, f"/staff/{path}")
            look(page, name)
        call(house, page, NEIGHBOUR)
        look(page, "thread of attacks")
        page.get_by_role("link", name="Lihat apa yang berakhir").click()
        look(page, "erasing")
        call(house, page)
        page.get_by_label("Teks").fill("Pasar murah dibuka Sabtu – pukul 8.")
        expect(page.locator("#count")).to_have_text("1 segmen · sisa 35 · UCS-2")
        page.get_by_role("button", name="Lihat dulu di HP").click()
        expect(page.locator(".glass")).to_have_text("Pasar murah dibuka Sabtu - pukul 8.")
        look(page, "thread")
        house.log_out(here, page)
        page = house.log_in(here, "admin")
        call(house, page)
        look(page, "thread of an administrator")


def test_what_citizens_text_runs_nothing_and_asks_nobody(house: House[Busy], browser: Browser) -> None:
    with window(browser) as here:
        page = house.log_in(here, "wati")
        traffic = Traffic(page)
        page.goto(f"{house.address}/staff/inbox?state=all", wait_until="networkidle")
        expect(page.locator(".threads li")).to_have_count(2)
        call(house, page, NEIGHBOUR)
        page.wait_for_load_state("networkidle")
        assert page.locator(".thread .theirs").count() > 20
        tallest = page.evaluate("Math.max(...[...document.querySelectorAll('.said')].map((one) => one.offsetHeight))")
        assert tallest <= 24 * 16
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
        assert traffic.hosts == {house.host}


def test_a_call_is_dealt_with_by_the_keyboard_alone_without_scripts(house: House[Busy], browser: Browser) -> None:
    with window(browser, scripts=False) as here:
        page = house.log_in(here, "budi")
        house.open(page, "/staff/helpdesk")
        expect(page.locator(":focus")).to_have_attribute("name", "number")
        page.keyboard.type("0812 5550 001")
        page.keyboard.press("Enter")
        expect(page.get_by_role("heading", level=1)).to_have_text("+62812****0001")
        assert CITIZEN[-9:] not in page.url
        assert CITIZEN[-9:] not in page.content()
        page.get_by_label("Teks").focus()
        page.keyboard.type("Hari Sabtu pukul 8.")
        page.keyboard.press("Tab")
        page.keyboard.press("Enter")
        expect(page.get_by_role("status").first).to_have_text("Terkirim: 1 segmen.")
        assert house.room.sent()[-1].body == "Hari Sabtu pukul 8."
