"""The pages of alerts in a real browser: each width, light and dark; with scripts, without, and by the keyboard.

With SMSINFO_TEST_SHOTS set to a folder, pictures of all pages are kept there.
"""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, expect

from smsinfo.domain.alerts import Status

from .browsing import EVERY_SIZE, House, Scheme, housed, look, new_file, window
from .warnroom import DISTRICT, FLOOD, KOTIM, WarnRoom, send

pytestmark = pytest.mark.browser
STRANGE = FLOOD.replace("Info:", "Posko 0536-3221234. Info:")


class AtWork(WarnRoom):
    """The warn room with an alert at each stage; the addresses of their pages."""

    def __init__(self, database_url: str) -> None:
        super().__init__(database_url)
        for number in range(40):
            self.subscriber(operator="indosat" if number % 3 else "telkomsel", language="en" if number % 5 else None)
        self.draft = self.written("citra", regions=(DISTRICT, KOTIM), **{"text-id": STRANGE, "text-en": "FLOOD \u2013"})
        self.drill = self.submitted("citra", way="drills")
        self.waiting = self.submitted()
        self.going = self.approved()
        self.works()
        self.fresh = self.approved()
        self.stopped = self.approved()
        send(self.desk("budi"), self.stopped, f"{self.stopped}/stop", why="salah wilayah")
        desk = self.desk("citra")
        send(desk, f"{self.draft}/area", f"{self.draft}/save-area", name="Hilir Mentaya dan Katingan")
        send(desk, self.draft, f"{self.draft}/keep-template", name="Banjir sungai")
        send(desk, "/staff/alert-numbers", "/staff/alert-numbers", value="0536 3221234", label="Posko BPBD")


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House[AtWork]]:
    """Made once for all pictures."""
    with housed(AtWork(new_file(tmp_path_factory, "warn"))) as found:
        yield found


@EVERY_SIZE
def test_every_page_holds_at_every_width_in_light_and_dark(
    house: House[AtWork], browser: Browser, width: int, scheme: Scheme
) -> None:
    room = house.room
    pages = {
        "alerts": "/staff/alerts",
        "drills": "/staff/drills",
        "new alert": "/staff/alerts/new",
        "new drill": "/staff/drills/new",
        "words": f"{room.draft}/edit",
        "area": f"{room.draft}/area?q=kat&under=62.06",
        "draft": room.draft,
        "own drill": room.drill,
        "decide": room.waiting,
        "going": room.fresh,
        "sent": room.going,
        "stopped": room.stopped,
        "steps": f"{room.going}/history",
        "correct": f"{room.going}/correct",
        "drill correct": f"{room.drill}/correct",
        "duty": "/staff/duty?region=62.06",
        "numbers": "/staff/alert-numbers",
        "areas": "/staff/alert-areas",
        "templates": "/staff/alert-templates",
        "codes": "/staff/alert-codes",
    }
    with window(browser, width, scheme) as where:
        page = house.log_in(where, "citra")
        for name, path in pages.items():
            house.open(page, path)
            look(page, f"alerts {name}")


def test_an_alert_is_written_and_approved_without_scripts_by_keyboard(house: House[AtWork], browser: Browser) -> None:
    with window(browser, 360, scripts=False) as where:
        page = house.log_in(where, "ani")
        house.open(page, "/staff/alerts")
        page.get_by_role("link", name="Tulis peringatan sungguhan").press("Enter")
        page.get_by_label("Peringatan bahaya").press("Space")
        page.get_by_label("Kantor penerbit").fill("BPBD Katingan")
        page.keyboard.press("Enter")
        page.get_by_label("Judul").fill("Banjir tanpa skrip")
        page.get_by_label("Keparahan").select_option("Severe")
        page.get_by_label("Waktu kejadian (WIB)").fill("2026-11-24T12:00")
        page.get_by_label("Teks: Bahasa Indonesia").or_(page.locator("#text-id")).first.fill(FLOOD)
        page.get_by_role("button", name="Simpan dan pilih wilayah").press("Enter")
        page.get_by_label("Nama atau kode").fill("hilir")
        page.keyboard.press("Enter")
        page.locator("#found").get_by_role("checkbox").press("Space")
        page.locator("#found").get_by_role("button", name="Tambahkan yang dicentang").press("Enter")
        page.get_by_role("link", name="Periksa sebelum diajukan").press("Enter")
        page.get_by_role("button", name="Ajukan untuk disetujui").press("Enter")
        expect(page.get_by_role("status").first).to_contain_text("Diajukan")
        path = page.url.removeprefix(house.address)
    with window(browser, 360, scripts=False) as where:
        page = house.log_in(where, "budi")
        house.open(page, path)
        page.get_by_label("Ketik jumlah orang").fill("40")
        house.room.clock.forward(seconds=31)
        page.get_by_label("Kode baru").fill(house.room.code("budi"))
        page.keyboard.press("Enter")
        expect(page.get_by_role("status").first).to_contain_text("Disetujui")
        assert house.room.status(path) is Status.APPROVED


def test_each_letter_is_counted_and_checked_while_it_is_typed(house: House[AtWork], browser: Browser) -> None:
    with window(browser) as where:
        page = house.log_in(where, "citra")
        house.open(page, f"{house.room.draft}/edit")
        page.locator("#text-id").fill("x" * 150 + "{nomor}")
        expect(page.locator("#count-id")).to_contain_text("2 segmen")
        expect(page.locator("#panel .phone figcaption").first).to_contain_text("2 segmen")
        expect(page.locator("#panel .problems")).to_contain_text("Sebut kantornya")
        house.open(page, f"{house.room.draft}/area")
        page.get_by_label("Nama atau kode").press_sequentially("hil")
        expect(page.locator("#found")).to_contain_text("Katingan Hilir")
