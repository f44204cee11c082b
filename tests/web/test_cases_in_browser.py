"""Cases, proposals, rumours and offices in a real browser: narrow and wide, light and dark, clean for axe."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, expect

from smsinfo.community.cases import Brought
from smsinfo.domain.cases import CaseKind
from tests.cases.cast import joins
from tests.support import Phone

from .browsing import EVERY_SIZE, House, Scheme, housed, look, new_file, window
from .pressroom import PressRoom

pytestmark = pytest.mark.browser
NUMBER, MEMBER = "+628125550101", "+628125550111"
HOSTILE = "<script>alert(1)</script> " + "x" * 300


class Villages(PressRoom):
    """One case of each kind, one of them hostile, one with a member's answer that waits, and a rumour."""

    def __init__(self, database_url: str) -> None:
        super().__init__(database_url)
        for number in (NUMBER, MEMBER):
            Phone(self.services, self.clock, number).texts("halo")
        joins(self.services, MEMBER, "62.06")
        self.question = self._brings(CaseKind.QUESTION, "siapa pelatih voli putri di RT tiga")
        self._brings(CaseKind.REPORT, HOSTILE, urgent=True)
        self._brings(CaseKind.PROPOSAL, "sumur bor di RT tiga", urgent=True)
        Phone(self.services, self.clock, MEMBER).texts(f"JAWAB {self.question} Ibu Sari, tiap Sabtu sore")
        self.clock.forward(days=2)  # a phone brings three things a day
        with self.services.database.write() as session:
            phone = self.services.contacts.find(session, NUMBER)
            assert phone is not None
            said = "sapi kurban tahun ini beracun semua"
            self.services.community.hoaxes.hear(session, phone, "62.06", said, "id", self.clock())

    def _brings(self, kind: CaseKind, text: str, *, urgent: bool = False) -> int:
        with self.services.database.write() as session:
            phone = self.services.contacts.find(session, NUMBER)
            assert phone is not None
            brought = Brought(kind, phone, "62.06", text, "id", practice=False, at=self.clock(), urgent=urgent)
            return self.services.community.cases.open(session, brought).case.number


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House[Villages]]:
    """Made once for all pictures."""
    with housed(Villages(new_file(tmp_path_factory, "villages"))) as found:
        yield found


@EVERY_SIZE
def test_every_page_holds_at_every_width_in_light_and_dark(
    house: House[Villages], browser: Browser, width: int, scheme: Scheme
) -> None:
    number = house.room.question
    with window(browser, width, scheme) as here:
        page = house.log_in(here, "wati")
        pages = {
            "cases": "/staff/cases",
            "case": f"/staff/cases/{number}",
            "report": f"/staff/cases/{number + 1}",
            "proposal": f"/staff/cases/{number + 2}",
            "proposals": "/staff/village-proposals",
            "rumours": "/staff/rumours",
            "offices": "/staff/cases/offices",
        }
        for name, path in pages.items():
            house.open(page, path)
            look(page, name)


def test_an_editor_without_scripts_sends_a_members_answer(house: House[Villages], browser: Browser) -> None:
    with window(browser, scripts=False) as here:
        page = house.log_in(here, "wati")
        house.open(page, "/staff/cases")
        page.get_by_role("link", name=f"Pertanyaan {house.room.question}", exact=True).click()
        page.get_by_role("button", name="Kirim", exact=True).click()
        expect(page.get_by_text("dengan nama kelompoknya")).to_be_visible()
        expect(page.get_by_role("button", name="Usulkan alias ini")).to_be_visible()
