"""Reports and the first page in a real browser: every width, light and dark, nothing that axe-core finds, few bytes.

With SMSINFO_TEST_SHOTS set to a folder, pictures of all pages are kept there.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta

import pytest
from playwright.sync_api import Browser, expect

from smsinfo.content.pack_files import read_pack
from smsinfo.content.packs import import_pack
from smsinfo.db.models import DailyCount, DailyOutcome, DailyTiming, Region
from smsinfo.db.queries import marks
from smsinfo.reports import REPORTS
from smsinfo.web.tiles import TILES
from tests.content.samples import a_pack, a_topic
from tests.counted import put
from tests.staff.office import REGIONS
from tests.support import PACK

from .browsing import EVERY_SIZE, House, Scheme, Traffic, housed, look, new_file, window
from .pressroom import PressRoom

pytestmark = pytest.mark.browser
TODAY = date(2026, 11, 24)
PAGES = {
    "dashboard": "/staff/",
    "reports": "/staff/reports",
    **{f"report {name}": f"/staff/reports/{name}" for name in REPORTS if name != "leader"},
    "report leader": "/staff/reports/leader?month=2026-11",
    "report refused": "/staff/reports/days?from=2026-12-01&to=2026-11-01",
}


class Counted(PressRoom):
    """Six weeks of counted days in all regencies."""

    def __init__(self, database_url: str) -> None:
        super().__init__(database_url, citizen_text_idr=350)
        regencies = [one for one in read_pack(PACK).regions if len(one.code) == 5 and one.code not in REGIONS]
        with self.services.database.write() as session:
            session.add_all(Region(code=r.code, name=r.name, level=r.level, parent_code="62") for r in regencies)
            session.flush()
            import_pack(session, a_pack(a_topic("ktp"), a_topic("kk"), a_topic("pkh"), menus=()), self.clock())
            put(session, counted())
            marks.put(session.connection(), "alarm:balance_low:phone", "warning -", self.clock())
        self.services.snapshots.refresh()
        self.writes("rina", "Teks baru.")


def counted() -> Iterator[DailyCount | DailyOutcome | DailyTiming]:
    """Days like those of a province: some regencies ask much, one little, one nothing."""
    for place, region in enumerate(list(TILES)[1:]):
        for ago in range(42):
            day = TODAY - timedelta(days=ago)
            usual = {"day": day, "region_code": region, "channel": "phone", "language": "id"}
            asked = 1 if place == 0 and ago < 3 else 0 if place == 0 else 3 + (place * 7 + ago * 3) % 23
            if asked:
                money = {"segments": asked, "cost_idr": asked * 300}
                topic = ("ktp", "kk", "pkh")[place % 3]
                yield DailyCount(kind="answer", topic_key=topic, messages=asked, **usual, **money)
                yield DailyCount(kind="none", topic_key="", messages=1 + asked // 6, **usual)
                yield DailyCount(kind="menu", topic_key="", messages=1 + asked // 9, **usual)
    for status, messages in (("delivered", 800), ("sent", 120), ("failed", 31), ("unknown", 12), ("expired", 8)):
        for operator in ("telkomsel", "indosat", "xl"):
            carried = {"channel": "phone", "operator": operator, "purpose": "reply"}
            yield DailyOutcome(day=TODAY, status=status, messages=messages // len(operator), **carried)
    for seconds, answers in ((1, 300), (3, 500), (10, 90)):
        yield DailyTiming(day=TODAY, channel="phone", seconds=seconds, answers=answers)


INK = """before => {
  const canvas = document.querySelector("canvas");
  const { data } = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height);
  const ink = data.reduce((sum, byte) => sum + byte);
  return ink !== before && ink;
}"""
"""The sum of what is painted, as soon as it is another than `before` and not nothing."""


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House[Counted]]:
    """Made once for all pictures."""
    with housed(Counted(new_file(tmp_path_factory, "reports"))) as found:
        yield found


@EVERY_SIZE
def test_every_page_of_figures_holds_at_every_width(
    house: House[Counted], browser: Browser, width: int, scheme: Scheme
) -> None:
    with window(browser, width, scheme, refused=(400,)) as here:
        page = house.log_in(here, "wati")
        for name, path in PAGES.items():
            house.open(page, path)
            look(page, name)


def test_bars_are_drawn_and_are_drawn_anew_in_the_dark(house: House[Counted], browser: Browser) -> None:
    with window(browser) as here:
        page = house.log_in(here, "wati")
        house.open(page, "/staff/reports/days")
        expect(page.get_by_role("img", name="Batang dari angka dalam tabel di bawah")).to_be_visible()
        # Drawn in the frame after the sheet is laid out: each look is repeated until it is so.
        light = page.wait_for_function(INK, arg=0).json_value()
        page.emulate_media(color_scheme="dark")
        assert page.wait_for_function(INK, arg=light).json_value() not in (0, light)


def test_all_is_told_without_scripts_and_by_keyboard(house: House[Counted], browser: Browser) -> None:
    with window(browser, scripts=False) as here:
        page = house.log_in(here, "wati")
        house.open(page, "/staff/reports/regions")
        expect(page.locator("figure.chart")).to_be_hidden()
        expect(page.locator("figure.map li")).to_have_count(14)
        page.get_by_label("Bulan atau tahun").focus()
        page.keyboard.type("Oktober 2026")
        page.keyboard.press("Enter")
        page.get_by_role("button", name="Tampilkan").press("Enter")
        expect(page.get_by_role("heading", level=2)).to_contain_text("2026-10-01 s.d. 2026-10-31")
        page.get_by_role("link", name="Kabupaten Kapuas:").press("Enter")
        expect(page.get_by_role("heading", level=2)).to_contain_text("wilayah Kabupaten Kapuas")
        with page.expect_download() as download:
            page.get_by_role("link", name="Simpan sebagai CSV").click()
        assert download.value.suggested_filename == "regions-2026-10-01-2026-10-31-62.03.csv"


def test_the_leader_s_page_is_one_sheet_of_a4(house: House[Counted], browser: Browser) -> None:
    with window(browser) as here:
        page = house.log_in(here, "wati")
        for months in ("2026-11", "2026"):
            house.open(page, f"/staff/reports/leader?month={months}")
            printed = page.pdf(format="A4", prefer_css_page_size=True)
            made = page.request.get(f"{house.address}/staff/reports/leader/pdf?month={months}").body()
            for pdf in (printed, made):
                assert len(re.findall(rb"/Type\s*/Page\b", pdf)) == 1


def test_the_first_load_is_small_and_what_follows_is_smaller(house: House[Counted], browser: Browser) -> None:
    """What a new browser loads for any page, and what each page brings when another one was seen before."""
    with window(browser, refused=(400,)) as here:
        page = house.log_in(here, "wati")
        page.wait_for_load_state("networkidle")
        state, later = here.context.storage_state(), Traffic(page)
        for path in PAGES.values():
            page.goto(house.address + path, wait_until="networkidle")
            assert later.take() <= 60_000, path
    for path in PAGES.values():
        with window(browser, refused=(400,), state=state) as here:
            page = here.new_page()
            first = Traffic(page)
            page.goto(house.address + path, wait_until="networkidle")
            assert first.take() <= 150_000, path
