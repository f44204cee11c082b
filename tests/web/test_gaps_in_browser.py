"""Gaps, verification and packs in a real browser: narrow and wide, light and dark, without scripts, clean for axe."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from smsinfo.content.link_kinds import Link
from smsinfo.content.pack_model import PackSource
from smsinfo.content.packs import import_pack
from smsinfo.db.queries import links
from smsinfo.db.queries.links import LinkRow
from tests.content.samples import CHECKED, SOURCE, a_pack, a_topic

from .browsing import EVERY_SIZE, House, Scheme, housed, look, new_file, window
from .corpus import rows
from .pressroom import PressRoom, pack_file

pytestmark = pytest.mark.browser
GAP = "lelang mobil dinas"
FILE = "Paket sebagai ZIP, atau buku kerja (XLSX)"


class Asked(PressRoom):
    """Something on each page: gaps, one of them closed, an answer to be looked at again, sources that are gone."""

    def __init__(self, database_url: str) -> None:
        super().__init__(database_url)
        now = self.clock()
        gone = (SOURCE, PackSource("Situs dinas yang lama", "https://hilang.example/berkas", CHECKED))
        late = a_topic("akta", keywords=("AKTA",), aliases={}, review_by=date(2026, 11, 20), sources=gone)
        with self.services.database.write() as session:
            import_pack(session, a_pack(a_topic("ktp"), a_topic("kk"), late), now)
            links.save(session, LinkRow(gone[1].address, Link.BROKEN.value, 404, "", now, now))
            links.save(session, LinkRow(SOURCE.address, Link.AWAY.value, None, "", now, now))
        self.services.snapshots.refresh()
        hostile = [text for text, _ in rows("sms.body") if text.startswith("<")]
        self.gap(GAP, [("62.06", 12), ("62.71", 7), ("62.02", 2), ("", 1)], "kapan lelang mobil dinas", *hostile)
        closed = self.gap("skor bola", [("62.06", 9)], "skor bola tadi malam")
        self.gap("jalan rusak", [("62.06", 4)], "jalan rusak di desa kami " + "panjang " * 40)
        desk = self.desk("wati")
        desk.get("/staff/gaps")
        desk.post(f"/staff/gaps/{closed}/ignore")


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House[Asked]]:
    """Made once for all pictures."""
    with housed(Asked(new_file(tmp_path_factory, "gaps"))) as found:
        yield found


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """A good pack, and one with a text that is too long."""
    folder = tmp_path_factory.mktemp("files")
    texts = {"good": "Urus ktp di kecamatan atau kelurahan.", "bad": "x" * 200}
    return {name: pack_file(folder / name, text) for name, text in texts.items()}


def bring(house: House[Asked], page: Page, file: Path) -> None:
    """Choose a file and ask what it would change."""
    house.open(page, "/staff/packs")
    page.get_by_label(FILE).set_input_files(file)
    page.get_by_role("button", name="Lihat yang akan berubah").click()
    expect(page.get_by_role("heading", name="Yang akan diubah berkas ini")).to_be_visible()


@EVERY_SIZE
def test_every_page_holds_at_every_width_in_light_and_dark(
    house: House[Asked], files: dict[str, Path], browser: Browser, width: int, scheme: Scheme
) -> None:
    with window(browser, width, scheme) as here:
        page = house.log_in(here, "pak.edi")
        house.open(page, "/staff/gaps")
        look(page, "gaps")
        page.get_by_role("link", name=GAP, exact=True).click()
        expect(page.get_by_role("heading", level=1)).to_have_text(GAP)
        look(page, "gap")
        house.open(page, "/staff/gaps?state=closed")
        look(page, "gaps closed")
        house.open(page, "/staff/verification")
        look(page, "verification")
        house.open(page, "/staff/verification/topics/akta")
        look(page, "verify")
        house.open(page, "/staff/verification/answers")
        look(page, "answers")
        for name, file in files.items():
            bring(house, page, file)
            look(page, f"pack {name}")
        house.log_out(here, page)
        page = house.log_in(here, "ani")
        house.open(page, "/staff/verification/answers")
        expect(page.get_by_role("button", name="Tandatangani semua jawaban")).to_be_visible()
        look(page, "sign")


def test_the_language_changes_and_the_filter_stays(house: House[Asked], browser: Browser) -> None:
    with window(browser) as here:
        page = house.log_in(here, "pak.edi")
        house.open(page, "/staff/gaps?state=closed&region=62.06")
        page.get_by_role("link", name="English").click()
        expect(page.get_by_role("heading", level=1)).to_have_text("What people asked and did not get")
        expect(page).to_have_url(f"{house.address}/staff/gaps?state=closed&region=62.06")
        expect(page.get_by_role("link", name="skor bola", exact=True)).to_be_visible()


def test_an_editor_without_scripts_takes_a_gap_and_makes_it_an_alias(house: House[Asked], browser: Browser) -> None:
    number = house.room.gap("rekam identitas", [("62.06", 30)], "rekam identitas")
    with window(browser, scripts=False) as here:
        page = house.log_in(here, "rina")
        house.open(page, "/staff/gaps")
        page.get_by_role("link", name="rekam identitas", exact=True).press("Enter")
        expect(page).to_have_url(f"{house.address}/staff/gaps/{number}")
        page.get_by_label("Topik", exact=True).select_option("kk")
        page.get_by_role("button", name="Usulkan alias ini").press("Enter")
        expect(page.get_by_text("penerbit lain menyetujuinya")).to_be_visible()
        expect(page.locator("ins").first).to_contain_text("rekam")


def test_a_publisher_brings_a_pack_in_two_steps_and_citizens_get_it(
    house: House[Asked], files: dict[str, Path], browser: Browser
) -> None:
    with window(browser, scripts=False) as here:
        page = house.log_in(here, "bu.sri")
        bring(house, page, files["good"])
        expect(page.locator("ins").first).to_contain_text("kecamatan")
        page.get_by_label("Berkas yang sama").set_input_files(files["good"])
        page.get_by_label("Saya sudah membaca perubahannya").check()
        page.get_by_role("button", name="Terbitkan sekarang").click()
        expect(page.get_by_text("1 ditambah")).to_be_visible()
        assert "kecamatan" in str(house.room.text("KTP"))
