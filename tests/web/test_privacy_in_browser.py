"""The data officer's pages in a real browser: narrow and dark, wide and light, clean for axe."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser

from smsinfo.domain.staff import Role
from smsinfo.jobs.worker import Worker
from tests.support import Phone

from .browsing import CHECKED, House, Scheme, housed, look, new_file, window
from .pressroom import PressRoom

pytestmark = pytest.mark.browser
KIT = "?found=2026-11-24T08:00&first=2026-11-01&last=2026-11-30&what=" + "x" * 300


class Office(PressRoom):
    """A request that is late, one that is refused, runs of retention, and somebody who texted."""

    def __init__(self, database_url: str) -> None:
        super().__init__(database_url)
        Phone(self.services, self.clock).texts("DATAKU")
        Worker(self.services).step()
        self.person("atur", (Role.ADMINISTRATOR, "62"))
        desk = self.desk("atur")
        for number in (1, 2):
            desk.get("/staff/privacy")
            asked = {
                "kind": "erasure",
                "way": "letter",
                "reference": "W" * 80,
                "came_at": f"2026-11-{10 + number}T08:00",
            }
            desk.post("/staff/privacy/requests", **asked)
        desk.get("/staff/privacy")
        desk.post("/staff/privacy/requests/1/close", state="refused", reason="Bukan orangnya sendiri")


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House[Office]]:
    """Made once for all pictures."""
    with housed(Office(new_file(tmp_path_factory, "privacy"))) as found:
        yield found


@pytest.mark.parametrize(("width", "scheme"), sorted(CHECKED))
def test_the_pages_hold_narrow_and_wide_in_light_and_dark(
    house: House[Office], browser: Browser, width: int, scheme: Scheme
) -> None:
    with window(browser, width, scheme) as here:
        page = house.log_in(here, "atur")
        pages = {
            "privacy": "/staff/privacy",
            "breach": "/staff/privacy/breach",
            "counted": "/staff/privacy/breach" + KIT,
        }
        for name, path in {**pages, "wordings": "/staff/consent-texts"}.items():
            house.open(page, path)
            look(page, name)
