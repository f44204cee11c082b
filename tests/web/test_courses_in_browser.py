"""The courses in a real browser: narrow and wide, light and dark, clean for axe."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, expect

from smsinfo.content.pack_files import read_pack
from smsinfo.content.packs import import_pack
from smsinfo.domain.staff import Role
from tests.support import PACK

from .browsing import House, Scheme, housed, look, new_file, window
from .pressroom import PressRoom

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House[PressRoom]]:
    """The demo pack with its courses."""
    room = PressRoom(new_file(tmp_path_factory, "courses"))
    room.person("prov", (Role.EDITOR, "62"))
    with room.services.database.write() as session:
        import_pack(session, read_pack(PACK), room.clock())
    room.services.snapshots.refresh()
    with housed(room) as found:
        yield found


@pytest.mark.parametrize(("width", "scheme"), [(360, "dark"), (1280, "light")])
def test_the_courses_hold_at_every_width(house: House[PressRoom], browser: Browser, width: int, scheme: Scheme) -> None:
    with window(browser, width, scheme) as here:
        page = house.log_in(here, "prov")
        house.open(page, "/staff/courses")
        look(page, "staff courses")
        expect(page.get_by_text("2/5", exact=False).first).to_be_visible()
