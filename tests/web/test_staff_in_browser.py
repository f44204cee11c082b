"""The staff pages in a real browser: narrow and wide, light and dark, by keyboard, and nothing that axe-core finds.

With SMSINFO_TEST_SHOTS set to a folder, pictures of all pages are kept there.
"""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, expect

from smsinfo.domain.staff import RequestKind, Role
from tests.staff.office import PASSWORD

from .browsing import EVERY_SIZE, House, Scheme, Traffic, housed, look, new_file, window
from .staffroom import StaffRoom

pytestmark = pytest.mark.browser
# Each with the account that sees it; {other} is a person, {done} a handover.
PAGES = {
    "start": ("administrator", "/staff/"),
    "people": ("administrator", "/staff/people"),
    "person": ("administrator", "/staff/people/{other}"),
    "invite": ("administrator", "/staff/people/new"),
    "handover": ("administrator", "/staff/handover"),
    "hand over": ("administrator", "/staff/handover/{other}"),
    "record": ("administrator", "/staff/handover/record/{done}"),
    "subscribers": ("administrator", "/staff/subscribers"),
    "account": ("administrator", "/staff/account"),
    "rules": ("administrator", "/staff/rules"),
    "password": ("administrator", "/staff/change"),
    "prove": ("administrator", "/staff/verify"),
    "authenticator": ("administrator", "/staff/tf-setup"),
    "recovery codes": ("administrator", "/staff/mf-recovery-codes"),
    "refused": ("administrator", "/staff/audit"),
    "audit": ("auditor", "/staff/audit"),
    "practice": ("learner", "/staff/"),
}


class Furnished(StaffRoom):
    """People of all kinds. `locked` is locked out, `other` waits for a role, `done` is the number of a handover."""

    def __init__(self, database_url: str) -> None:
        super().__init__(database_url)
        self.person("administrator", (Role.ADMINISTRATOR, "62"))
        self.person("second", (Role.ADMINISTRATOR, "62"))
        self.person("auditor", (Role.AUDITOR, "62"))
        self.person("learner", (Role.EDITOR, "62.06"), practice=True)
        roles = (Role.ALERT_APPROVER, "62.06"), (Role.EDITOR, "62.06.01")
        self.other = self.person("siti.aminah", *roles, region="62.06")
        self.person("locked", region="62.02")
        self.done = self._hand_over()
        for _ in range(12):
            self.visitor().log_in("locked", "wrong")

    def _hand_over(self) -> int:
        leaving, taker = self.person("budi", (Role.EDITOR, "62.02")), self.person("citra")
        with self.services.database.write() as session:
            changes, now = self.services.staff.changes, self.clock()
            details = {"taker": taker.id, "close": True}
            asked = changes.ask(session, self.look("administrator"), now, RequestKind.HANDOVER, leaving, details)
            changes.confirm(session, self.look("second"), now, asked.id)
            wanted = {"role": "publisher", "region": "62.06", "practice": True}
            changes.ask(session, self.look("second"), now, RequestKind.GRANT, self.other, wanted)
        return asked.id


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House[Furnished]]:
    """Made once for all pictures."""
    with housed(Furnished(new_file(tmp_path_factory, "staff"))) as found:
        yield found


@EVERY_SIZE
def test_every_page_holds_at_every_width_in_light_and_dark(
    house: House[Furnished], browser: Browser, width: int, scheme: Scheme
) -> None:
    with window(browser, width, scheme, refused=(403,)) as here:
        page = here.new_page()
        house.open(page, "/staff/login")
        look(page, "login")
        page.get_by_label("Nama", exact=True).fill("administrator")
        page.get_by_label("Kata sandi", exact=True).fill("wrong")
        page.get_by_role("button", name="Masuk").click()
        expect(page.get_by_role("alert")).to_contain_text("Nama atau kata sandi salah.")
        look(page, "login refused")
        house.open(page, f"/staff/join/{house.room.link('citra')}")
        look(page, "join")
        page.close()
        for account in ("administrator", "auditor", "learner"):
            page = house.log_in(here, account)
            for name, (who, path) in PAGES.items():
                if who == account:
                    house.open(page, path.format(other=house.room.other.id, done=house.room.done))
                    look(page, name)
            if account == "administrator":
                house.open(page, "/staff/tf-setup")
                page.get_by_role("button", name="Aplikasinya sudah ada").click()
                expect(page.get_by_role("img", name="Gambar untuk dipindai dengan autentikator")).to_be_visible()
                look(page, "authenticator picture")
            house.log_out(here, page)


def test_a_log_in_with_a_code_needs_the_keyboard_only(house: House[Furnished], browser: Browser) -> None:
    with window(browser, scripts=False) as here:
        page = here.new_page()
        house.open(page, "/staff/people")
        expect(page.locator(":focus")).to_have_attribute("name", "name")
        page.keyboard.type("second")
        page.keyboard.press("Tab")
        page.keyboard.type(PASSWORD)
        page.keyboard.press("Enter")
        expect(page.locator(":focus")).to_have_attribute("name", "code")
        house.room.clock.forward(seconds=30)
        page.keyboard.type(house.room.code("second"))
        page.keyboard.press("Enter")
        expect(page.get_by_role("heading", level=1)).to_have_text("Petugas")
        page.keyboard.press("Tab")
        expect(page.locator(":focus")).to_have_text("Ke isi halaman")


def test_on_a_phone_the_head_is_one_row_and_unfolds_by_keyboard_without_a_script(
    house: House[Furnished], browser: Browser
) -> None:
    with window(browser, 360, scripts=False) as here:
        page = house.log_in(here, "administrator")
        head = page.locator("header.top")
        box = head.bounding_box()
        assert box is not None
        assert box["height"] <= 68
        leave = page.get_by_role("button", name="Keluar (")
        expect(leave).to_be_hidden()
        expect(page.get_by_role("link", name="Bantuan", exact=True).first).to_be_visible()
        summary = page.locator(".fold summary")
        for _ in range(3):  # past the way to the content and the name
            page.keyboard.press("Tab")
        expect(summary).to_be_focused()
        page.keyboard.press("Enter")
        expect(leave).to_be_visible()
        expect(page.get_by_role("link", name="English")).to_be_visible()
        page.keyboard.press("Tab")
        expect(page.locator(".menu a").first).to_be_focused()
        look(page, "menu unfolded")
        house.log_out(here, page)


def test_the_first_load_is_small_and_from_here(house: House[Furnished], browser: Browser) -> None:
    with window(browser, refused=(404,)) as here:
        page = here.new_page()
        traffic = Traffic(page)
        page.goto(f"{house.address}/staff/login", wait_until="networkidle")
        first = traffic.take()
        page.goto(f"{house.address}/staff/join/x", wait_until="networkidle")
        assert 20_000 < first <= 150_000
        assert 0 < traffic.take() <= 60_000
        assert traffic.hosts == {house.host}
