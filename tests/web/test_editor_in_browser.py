"""The editor pages in a real browser: a text is written, counted, saved by itself, returned, mended, published.

With SMSINFO_TEST_SHOTS set to a folder, pictures of all pages are kept there.
"""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, expect

from smsinfo.domain.changes import State
from smsinfo.sms.segments import split, units
from smsinfo.web.preview import ROOM

from .browsing import EVERY_SIZE, WIDTHS, House, Scheme, Traffic, housed, look, new_file, window
from .pressroom import FRAME, KTP_ID, KTP_KATINGAN, PressRoom, fill

pytestmark = pytest.mark.browser
KTP_EN = "/staff/topics/ktp/texts/en/all"
NOTE_WHAT_IS_SHOWN = """document.body.addEventListener("htmx:afterSettle", (event) => {
  document.body.dataset.shown = event.detail.requestConfig.parameters.text;
})"""
"""Answers come for what was typed and for what was left, in their own time: this tells which text the panel is of."""
LONG = "Urus KTP baru di kantor Disdukcapil kabupaten Anda; bawa KK asli dan surat kehilangan dari polisi. " * 3


class Written(PressRoom):
    """Something on every page. `returned` and `waiting` are the numbers of changes."""

    def __init__(self, database_url: str) -> None:
        super().__init__(database_url)
        live = self.writes("wati", "Urus KTP di kantor baru.")
        edi = self.desk("pak.edi")
        edi.get(f"/staff/changes/{live.id}")
        edi.post(f"/staff/changes/{live.id}/publish")
        self.returned = self.writes("wati", "Urus KTP di kantor mana?", KTP_KATINGAN).id
        edi.post(f"/staff/changes/{self.returned}/return", words="Kantor yang mana?\nTulis namanya.")
        self.waiting = self.writes("rina", LONG[:120], "/staff/topics/kk/texts/id/all").id
        fill(self.desk("bu.sri"), KTP_EN, text="Get it at the new office.", more="Bring your family card.")
        other = self.writes("rina", "Get it at the office in your regency.", KTP_EN)
        edi.post(f"/staff/changes/{other.id}/publish")
        begun = "Urus \u201cKTP\u201d baru \u2013 di kantor[ {kab}] dengan " + "kata " * 25
        fill(self.desk("wati"), KTP_ID, text=begun)
        fill(self.desk("wati"), FRAME, keywords="KTP\nKK")


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House[Written]]:
    """Made once for all pictures."""
    with housed(Written(new_file(tmp_path_factory, "press"))) as found:
        yield found


@EVERY_SIZE
def test_every_page_holds_at_every_width_in_light_and_dark(
    house: House[Written], browser: Browser, width: int, scheme: Scheme
) -> None:
    pages = {
        "topics": "/staff/topics",
        "new topic": "/staff/topics/new",
        "topic": "/staff/topics/ktp",
        "text": KTP_ID,
        "override": KTP_KATINGAN,
        "frame": FRAME,
        "draft": "/staff/topics/ktp/draft",
        "history": "/staff/topics/ktp/history",
        "my work": "/staff/drafts",
        "returned": f"/staff/changes/{house.room.returned}",
        "try": "/staff/try",
    }
    with window(browser, width, scheme, refused=(409,)) as here:
        page = house.log_in(here, "wati")
        for name, path in pages.items():
            house.open(page, path)
            look(page, name)
        page.get_by_label("Yang diketik warga").fill("urus ktp")
        page.get_by_role("button", name="Coba").click()
        expect(page.locator("#try-result .phone")).to_be_visible()
        look(page, "tried")
        house.log_out(here, page)
        page = house.log_in(here, "pak.edi")
        for name, path in {"review": "/staff/changes", "change": f"/staff/changes/{house.room.waiting}"}.items():
            house.open(page, path)
            look(page, name)
        house.log_out(here, page)
        page = house.log_in(here, "bu.sri")
        house.open(page, KTP_EN)
        expect(page.get_by_role("heading", name="Dua versi harus digabungkan")).to_be_visible()
        look(page, "merge")


def test_the_pages_hold_in_english(house: House[Written], browser: Browser) -> None:
    with window(browser, 360, "dark", language="en") as here:
        page = house.log_in(here, "wati")
        for path in (
            "/staff/topics",
            "/staff/topics/ktp",
            KTP_ID,
            FRAME,
            "/staff/topics/ktp/draft",
            "/staff/topics/ktp/history",
        ):
            house.open(page, path)
            look(page, f"en{path.replace('/', ' ')}")
        expect(page.get_by_role("heading", level=1)).to_have_text("History")


@pytest.mark.parametrize("width", WIDTHS)
def test_a_text_goes_from_the_first_letter_to_the_citizen(house: House[Written], browser: Browser, width: int) -> None:
    text = f"New family card at the office \u2013 width {width}"
    # A field that is left saves by itself; that may come after the button's own save, and is refused then.
    with window(browser, width, refused=(409,)) as here:
        page = house.log_in(here, "rina")
        house.open(page, "/staff/topics/kk/texts/en/all")
        page.locator("#text").fill(text)
        expect(page.locator("#count")).to_contain_text("UCS-2")
        expect(page.locator("#panel mark").first).to_be_visible()
        expect(page.locator("#panel .tag-practice")).to_have_text("draf tersimpan")
        page.get_by_role("button", name="Ganti dengan yang lain").click()
        expect(page.locator("#text")).to_have_value(text.replace("\u2013", "-"))
        page.get_by_label("Yang diketik warga").fill("kk")
        page.locator(".try [name=language]").select_option("en")
        page.get_by_role("button", name="Coba").click()
        expect(page.locator("#try-result .glass")).to_contain_text(f"width {width}")
        page.get_by_role("button", name="Simpan dan lihat draf").click()
        page.get_by_role("button", name="Kirim untuk ditinjau").click()
        expect(page.get_by_role("status").first).to_contain_text("Terkirim")
        sent = house.room.newest()
        house.log_out(here, page)
        page = house.log_in(here, "pak.edi")
        house.open(page, f"/staff/changes/{sent.id}")
        expect(page.locator("ins").first).to_be_visible()
        page.get_by_role("button", name="Terbitkan sekarang").click()
        expect(page.get_by_role("status").first).to_contain_text("Terbit")
        assert house.room.change(sent.id).state is State.PUBLISHED


TEXTS = [
    "Urus KTP.",
    "x" * 160,
    "x" * 161,
    "Harga {kab} [di {kab}|di kota] [{tidak}] [{tidak}|sini]",
    "\u20ac" * 80,
    "[a] {} ^ ~ \\ |",
    "kata \u2013 " * 20,
    "\U0001f600" * 40,
    LONG,
]


def test_the_browser_counts_as_the_server_does(house: House[Written], browser: Browser) -> None:
    with window(browser) as here:
        page = house.log_in(here, "bu.sri")
        house.open(page, KTP_KATINGAN)
        page.evaluate(NOTE_WHAT_IS_SHOWN)
        for text in TEXTS:
            page.locator("#text").fill(text)
            counted = page.locator("#count").inner_text()
            page.locator("#text").dispatch_event("change")
            expect(page.locator("body")).to_have_attribute("data-shown", text)
            shown = "".join(page.locator("#panel .phone").first.locator("p").all_text_contents())
            found = split(shown)
            room = ROOM[found.encoding][0 if found.count == 1 else 1] - units(found.parts[-1])
            assert f"{found.count} segmen \u00b7 sisa {room} \u00b7" in counted, text


def test_two_windows_are_put_together_on_one_page(house: House[Written], browser: Browser) -> None:
    with window(browser, scripts=False, refused=(409,)) as here:
        first = house.log_in(here, "budi")
        second = here.new_page()
        for page in (first, second):
            house.open(page, KTP_KATINGAN)
        first.locator("#text").fill("Katingan: kantor satu.")
        first.get_by_role("button", name="Simpan", exact=True).click()
        expect(first.get_by_text("Tersimpan").first).to_be_visible()
        second.locator("#text").fill("Katingan: kantor dua.")
        second.get_by_role("button", name="Simpan", exact=True).click()
        expect(second.get_by_role("heading", name="Dua versi harus digabungkan")).to_be_visible()
        expect(second.locator(".side-row").first).to_contain_text("kantor satu")
        expect(second.locator("#text")).to_have_value("Katingan: kantor dua.")
        second.locator("#text").fill("Katingan: kantor satu dan dua.")
        second.get_by_role("button", name="Simpan", exact=True).click()
        house.open(second, KTP_KATINGAN)
        expect(second.locator("#text")).to_have_value("Katingan: kantor satu dan dua.")


def test_the_heaviest_page_is_small_and_from_here(house: House[Written], browser: Browser) -> None:
    with window(browser) as here:
        page = house.log_in(here, "joko")
        traffic = Traffic(page)
        page.goto(f"{house.address}{KTP_ID}", wait_until="networkidle")
        first = traffic.take()
        page.goto(f"{house.address}{KTP_KATINGAN}", wait_until="networkidle")
        assert (first <= 150_000, traffic.take() <= 60_000, traffic.hosts) == (True, True, {house.host})
