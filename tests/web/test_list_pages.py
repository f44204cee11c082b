"""Lists that grow with the years come a page at a time: handovers, what goes over, lines of village cards."""

from __future__ import annotations

import json

from lxml import html  # type: ignore[import-untyped]
from werkzeug.test import TestResponse

from smsinfo.db.models import Region
from smsinfo.db.queries import cards
from smsinfo.db.queries import staff as rows
from smsinfo.db.queries import staff_requests as requests
from smsinfo.domain.cards import CardField
from smsinfo.domain.staff import Grant, Person, RequestKind, RequestStatus, Role

from .pressroom import words
from .staffroom import StaffRoom, Visitor

VILLAGES = [f"62.06.01.{2001 + n}" for n in range(60)]


def listed(page: TestResponse, path: str) -> list[str]:
    """The texts at an XPath."""
    return [one.strip() for one in html.document_fromstring(page.text).xpath(path)]


def buttons(page: TestResponse) -> dict[str, str]:
    """What the buttons that only look say -> what they send."""
    found = html.document_fromstring(page.text).xpath("//button[@name='from']")
    return {one.text_content().strip(): one.get("value") for one in found}


def villages(room: StaffRoom) -> None:
    """Sixty more."""
    with room.services.database.write() as session:
        session.add_all(
            Region(code=code, name=f"Desa {code[-4:]}", level="desa", parent_code="62.06.01") for code in VILLAGES
        )


def leaver(room: StaffRoom) -> Person:
    """Somebody with a role in each of the villages."""
    villages(room)
    one = room.person("citra")
    with room.services.database.write() as session:
        for code in VILLAGES:
            rows.put_grant(session, one.id, Grant(Role.EDITOR, code), room.clock())
    return room.look("citra")


def things(page: TestResponse) -> list[str]:
    """What goes over, as this page lists it."""
    return listed(page, "//ul[@class='tasks']/li/text()")


def test_what_goes_over_comes_a_page_at_a_time_and_all_of_it_goes(room: StaffRoom) -> None:
    room.person("ani", (Role.ADMINISTRATOR, "62"))
    leaving, taker = leaver(room), room.person("eko")
    web = room.logged_in("ani")
    path = f"/staff/handover/{leaving.id}"
    page = web.get(path)
    seen = things(page)
    assert "Semua 60 hal diserahkan, di halaman mana pun letaknya: Peran 60" in words(page)
    assert buttons(page) == {"Cari": "0", "Berikutnya": "25"}
    while "Berikutnya" in buttons(page):
        page = web.post(path, taker=taker.id, q="", **{"from": buttons(page)["Berikutnya"]})
        seen += things(page)
        # What was chosen is kept, and the tick that was taken away stays away.
        assert listed(page, "//option[@selected]/text()") == ["Eko (eko)"]
        assert listed(page, "//input[@name='close']/@checked") == []
    assert sorted(seen) == sorted(f"Peran: Penyunting · Desa {code[-4:]}" for code in VILLAGES)
    assert room.look("citra").grants == leaving.grants
    answer = web.post(path, taker=taker.id, q="")
    assert answer.status_code == 303
    assert {grant.region_code for grant in room.look("eko").grants} == set(VILLAGES)
    assert (room.look("citra").grants, room.look("citra").active) == ((), True)


def test_who_takes_over_is_found_among_many_and_the_search_hands_nothing_over(room: StaffRoom) -> None:
    room.person("ani", (Role.ADMINISTRATOR, "62"))
    leaving = room.person("citra", (Role.EDITOR, "62.06"))
    for n in range(40):
        room.person(f"orang.{n:02}")
    web = room.logged_in("ani")
    path = f"/staff/handover/{leaving.id}"
    page = web.get(path)
    # Enter in the search presses the first button of its form.
    first = html.document_fromstring(page.text).xpath("//form[.//input[@name='q']]//button")[0]
    assert first.get("name") == "from"
    assert "Masih ada orang lain yang dapat menerima" in words(page)
    assert listed(page, "//option[@selected]/text()") == []
    found = web.post(path, q="orang 39", taker="", close="1", **{"from": "0"})
    assert listed(found, "//option[@value!='']/text()") == ["Orang.39 (orang.39)"]
    assert listed(found, "//input[@name='close']/@checked") == ["checked"]
    chosen = room.look("orang.39").id
    kept = web.post(path, q="orang.0", taker=chosen, close="1", **{"from": "0"})
    assert listed(kept, "//option[@selected]/text()") == ["Orang.39 (orang.39)"]
    assert len(listed(kept, "//option[@value!='']/text()")) == 11
    none = web.post(path, q="<script>", taker="x", **{"from": "-3"})
    assert "Tidak ada yang bernama begitu" in words(none)
    assert room.look("citra").grants == leaving.grants
    assert web.post(path, q="", taker="").status_code == 303
    assert room.look("citra").grants == leaving.grants


def test_handovers_of_the_own_jurisdiction_come_a_page_at_a_time(room: StaffRoom) -> None:
    """Those of others are left out before the page is cut, so that they hide nothing."""
    room.person("ani", (Role.ADMINISTRATOR, "62.06"))
    here, there = room.person("citra", region="62.06"), room.person("budi", region="62.02")
    taker = room.person("eko", region="62.06")
    details = json.dumps({"taker": taker.id, "close": False, "items": []})
    with room.services.database.write() as session:
        for one in (*[here] * 30, *[there] * 60):
            asked = requests.add(session, RequestKind.HANDOVER, one.id, details, taker.id, room.clock())
            assert asked is not None
            requests.decide(session, asked, RequestStatus.CONFIRMED, taker.id, room.clock())
    web = room.logged_in("ani")
    done = "//li[@class='done']/a/text()"
    first, second = web.get("/staff/handover?q=citra"), web.get("/staff/handover?q=citra&past=25")
    assert listed(first, done) == ["Citra → Eko"] * 25
    assert listed(second, done) == ["Citra → Eko"] * 5
    assert listed(first, "//a[text()='Berikutnya']/@href") == ["/staff/handover?q=citra&past=25"]
    assert listed(second, "//a[text()='Sebelumnya']/@href") == ["/staff/handover?q=citra"]


def test_people_who_can_hand_over_come_a_page_at_a_time(room: StaffRoom) -> None:
    room.person("ani", (Role.ADMINISTRATOR, "62"))
    for n in range(60):
        room.person(f"orang.{n:02}")
    web = room.logged_in("ani")
    names = "//ul[contains(@class, 'tasks')]/li/a/text()"
    seen = [name for start in (0, 25, 50) for name in listed(web.get(f"/staff/handover?from={start}"), names)]
    assert len(seen) == len(set(seen)) == 61
    assert listed(web.get("/staff/handover?q=orang.5"), names) == [f"Orang.{n}" for n in range(50, 60)]
    assert "Tidak ada yang bernama begitu" in words(web.get("/staff/handover?q=<script>&from=99999999999"))


def cards_shown(web: Visitor, start: int) -> list[str]:
    """The lines that a page shows."""
    return listed(web.get(f"/staff/cards?from={start}"), "//td[b]/text()")


def test_lines_of_village_cards_come_a_page_at_a_time_and_a_decision_stays_on_it(room: StaffRoom) -> None:
    room.person("rini", (Role.EDITOR, "62.06"))
    villages(room)
    with room.services.database.write() as session:
        for code in VILLAGES:
            cards.put(session, code, CardField.BIDAN, {"proposed": f"Bu {code[-4:]}", "proposed_at": room.clock()})
    web = room.logged_in("rini")
    seen = [line for start in (0, 25, 50) for line in cards_shown(web, start)]
    assert seen == [f"Bu {code[-4:]}" for code in VILLAGES]
    page = web.get("/staff/cards?from=25")
    accept = listed(page, "//form[contains(@action, '/accept')]/@action")[0]
    assert web.post(accept).headers["Location"] == "/staff/cards?from=25"
    assert cards_shown(web, 25)[0] == "Bu 2027"
    assert cards_shown(web, 99999999999) == []
