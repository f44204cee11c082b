"""Whole stories of alerts at a real browser, by two people: a flood, a wrong warning, a recall, a drill.

With SMSINFO_TEST_SHOTS set to a folder, pictures of the pages are kept there.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from smsinfo.domain.alerts import Status

from .browsing import House, Window, housed, look, new_file, window
from .warnroom import DISTRICT, FLOOD, KOTIM, WarnRoom

pytestmark = pytest.mark.browser


@pytest.fixture
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House[WarnRoom]]:
    """Two people in the district, one elsewhere, one who takes part in drills."""
    room = WarnRoom(new_file(tmp_path_factory, "stories"))
    for region in (DISTRICT, DISTRICT, KOTIM):
        room.subscriber(region)
    room.subscriber(practice=True)
    with housed(room) as found:
        yield found


def writes(house: House[WarnRoom], where: Window, *, drill: bool = False) -> str:
    """Ani writes from an empty page, chooses one district, looks and submits; the address of what she wrote."""
    page = house.log_in(where, "ani")
    house.open(page, "/staff/drills/new" if drill else "/staff/alerts/new")
    page.get_by_label("Peringatan bahaya").check()
    page.get_by_label("Kantor penerbit").fill("BPBD Katingan")
    page.keyboard.press("Enter")
    page.get_by_label("Judul").fill("Banjir Katingan Hilir")
    page.get_by_label("Keparahan").select_option("Severe")
    page.get_by_label("Waktu kejadian (WIB)").fill("2026-11-24T12:00")
    page.locator("#text-id").fill(f"UJI COBA. {FLOOD}" if drill else FLOOD)
    page.get_by_role("button", name="Simpan dan pilih wilayah").click()
    page.get_by_label("Nama atau kode").fill("katingan hilir")
    page.keyboard.press("Enter")
    page.locator("#found").get_by_role("checkbox").first.check()
    page.locator("#found").get_by_role("button", name="Tambahkan yang dicentang").click()
    page.get_by_role("link", name="Periksa sebelum diajukan").click()
    words = "Submit the drill for approval" if drill else "Submit for approval"
    page.get_by_role("button", name=where.say(words)).click()
    expect(page.get_by_role("status").first).to_contain_text("Diajukan")
    path = page.url.removeprefix(house.address)
    house.log_out(where, page)
    return path


def approves(house: House[WarnRoom], where: Window, path: str, people: int, name: str = "budi") -> Page:
    """Another person reads it, types the number and a fresh code; the page of what is on its way."""
    page = house.log_in(where, name)
    house.open(page, path)
    expect(page.locator("main")).to_contain_text(f"{people} orang")
    page.get_by_label("Ketik jumlah orang").fill(str(people))
    house.room.clock.forward(seconds=31)
    page.get_by_label("Kode baru").fill(house.room.code(name))
    page.keyboard.press("Enter")
    expect(page.get_by_role("status").first).to_contain_text("Disetujui")
    assert house.room.status(path) is Status.APPROVED
    return page


def delivered(house: House[WarnRoom], where: Window, page: Page, path: str, people: int) -> None:
    """The worker works, and the page says that so many phones have it."""
    house.room.works()
    house.open(page, path)
    reached = page.locator("#live dl div").filter(has_text=where.say("Delivered")).locator("dd")
    expect(reached).to_have_text(str(people))


def takes_back(house: House[WarnRoom], where: Window, page: Page, path: str, button: str, fact: str = "") -> str:
    """The prepared words with a fresh code; the address of the correction or recall."""
    house.open(page, path)
    page.get_by_role("link", name=where.say("Correct it (RALAT) or call it back (BATAL)")).click()
    if fact:
        page.locator("#fact").fill(fact)
        page.get_by_role("button", name=where.say("Put it into the text")).click()
        expect(page.locator("main")).to_contain_text(fact)
    house.room.clock.forward(seconds=31)
    form = page.locator("form").filter(has=page.get_by_role("button", name=where.say(button)))
    form.get_by_label(where.say("Fresh code")).fill(house.room.code("budi"))
    form.get_by_role("button", name=where.say(button)).click()
    expect(page.get_by_role("status").first).to_contain_text(
        where.say("On its way to everybody who may have got the first one, and to nobody else.")
    )
    return page.url.removeprefix(house.address)


def test_a_flood_of_one_district_goes_from_a_draft_to_the_phones_and_is_corrected(
    house: House[WarnRoom], browser: Browser
) -> None:
    with window(browser, 360) as where:
        path = writes(house, where)
        page = approves(house, where, path, 2)
        delivered(house, where, page, path, 2)
        look(page, "story flood delivered")
        fact = "Yang terendam Tasik Payawan sejak 09.00 WIB."
        wrong = takes_back(house, where, page, path, "Send RALAT now", fact)
        delivered(house, where, page, wrong, 2)
        look(page, "story corrected")
    had = [one.contact_id for one in house.room.messages(path)]
    assert [one.contact_id for one in house.room.messages(wrong)] == had
    assert fact in house.room.alert(wrong).texts["id"]


def test_a_warning_that_does_not_hold_is_called_back_and_the_end_is_told(
    house: House[WarnRoom], browser: Browser
) -> None:
    path = house.room.approved()
    over = house.room.approved()
    house.room.works()
    with window(browser) as where:
        page = house.log_in(where, "budi")
        recall = takes_back(house, where, page, path, "Send BATAL now")
        delivered(house, where, page, recall, 2)
        house.log_out(where, page)
        page = house.log_in(where, "ani")
        house.open(page, over)
        look(page, "story what comes after")
        page.get_by_role("button", name=where.say("Say that the danger is over (AMAN)")).click()
        expect(page.locator("#text-id")).to_have_value(re.compile("^AMAN dari BPBD Katingan"))
    assert len(house.room.messages(recall)) == 2


def test_a_drill_reaches_the_people_of_the_drill_alone_and_ends_with_its_report(
    house: House[WarnRoom], browser: Browser
) -> None:
    with window(browser, 360, "dark") as where:
        path = writes(house, where, drill=True)
        assert path.startswith("/staff/drills/")
        page = approves(house, where, path, 1)
        delivered(house, where, page, path, 1)
        expect(page.get_by_role("heading", name=where.say("How the drill went"))).to_be_visible()
        look(page, "story drill")
    (only,) = house.room.messages(path)
    assert house.room.alert(path).drill
    assert only.status == "delivered"
