"""The menu of the staff pages: it shows where one is, also on pages that have no line of their own."""

from __future__ import annotations

import pytest

from smsinfo.domain.staff import Role
from smsinfo.web.gate import NAVIGATION, SECTIONS

from .browser import read
from .staffroom import StaffRoom


@pytest.mark.parametrize(
    ("path", "line"),
    [
        ("/staff/news", "/staff/news"),
        ("/staff/cards", "/staff/news"),
        ("/staff/rumours", "/staff/cases"),
        ("/staff/village-proposals", "/staff/cases"),
        ("/staff/heads", "/staff/groups"),
        ("/staff/groups/import", "/staff/groups"),
        ("/staff/account", "/staff/account"),
    ],
)
def test_one_line_is_marked(room: StaffRoom, path: str, line: str) -> None:
    room.person("rina", (Role.EDITOR, "62"))
    page = read(room.logged_in("rina").get(path).data)
    assert page.xpath("//nav[@class='menu']//a[@aria-current='page']/@href") == [line]


def test_pages_without_a_line_stand_below_one_that_is_there(room: StaffRoom) -> None:
    assert set(SECTIONS) <= set(room.app.blueprints)
    assert set(SECTIONS.values()) <= {endpoint.split(".")[0] for endpoint, _words, _needed in NAVIGATION}
