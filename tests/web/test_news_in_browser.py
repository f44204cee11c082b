"""News and cards of villages, the public page of news, courses and the report of lessons in a real browser."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest
from playwright.sync_api import Browser

from smsinfo.db.models import CourseCount
from tests.community.contributed import a_card, a_contribution

from .browsing import CHECKED, House, Scheme, housed, look, new_file, window
from .pressroom import PressRoom

pytestmark = pytest.mark.browser
HOSTILE = "<script>alert(1)</script> " + "x" * 250


class Villages(PressRoom):
    """Two contributions that wait, one hostile; one published; a line of a card, counted courses."""

    def __init__(self, database_url: str) -> None:
        super().__init__(database_url)
        self.first = a_contribution(self.services)
        self.hostile = a_contribution(self.services, text=HOSTILE)
        a_card(self.services)
        published = a_contribution(self.services, text="Pasar murah hari Sabtu di balai desa, mulai jam 07.00")
        editor = self.logged_in("wati")
        editor.get(f"/staff/news/{published}")
        until = (self.clock() + timedelta(days=10)).date().isoformat()
        given = {"kind": "event", "place": "62.06", "credit": "KIM Samba", "until": until, "checked": "yes"}
        text = "Pasar murah hari Sabtu di balai desa, mulai jam 07.00"
        assert editor.post(f"/staff/news/{published}/publish", text=text, **given).status_code == 303
        day = self.clock().date() - timedelta(days=1)
        with self.services.database.write() as session:
            for code in ("62.06", "62.02", ""):
                session.add(CourseCount(day=day, course_key="pesan-jelas", region_code=code, started=40, finished=12))


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House[Villages]]:
    """Made once for all pictures."""
    with housed(Villages(new_file(tmp_path_factory, "news"))) as found:
        yield found


@pytest.mark.parametrize(("width", "scheme"), sorted(CHECKED))
def test_every_page_holds_narrow_and_wide_dark_and_light(
    house: House[Villages], browser: Browser, width: int, scheme: Scheme
) -> None:
    room = house.room
    with window(browser, width, scheme) as here:
        page = house.log_in(here, "wati")
        pages = {
            "news": "/staff/news",
            "contribution": f"/staff/news/{room.first}",
            "hostile": f"/staff/news/{room.hostile}",
            "cards": "/staff/cards",
            "kabar": "/kabar",
            "courses": "/belajar",
            "lessons": "/staff/reports/lessons",
            "claim verification": "/staff/verification/claims/dana-palsu",
            "verification": "/staff/verification",
            "topic with keeper": "/staff/topics/ktp",
        }
        for name, path in pages.items():
            house.open(page, path)
            if name == "topic with keeper":
                page.locator("summary", has_text="menjaga").click()
            look(page, name)
