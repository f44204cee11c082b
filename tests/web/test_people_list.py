"""The list of people: a page at a time, by a part of the name."""

from __future__ import annotations

from lxml import html  # type: ignore[import-untyped]

from smsinfo.domain.staff import Role

from .staffroom import StaffRoom


def test_many_people_come_a_page_at_a_time_and_are_found_by_a_part_of_the_name(room: StaffRoom) -> None:
    room.person("ani", (Role.ADMINISTRATOR, "62"))
    for number in range(60):
        room.person(f"orang.{number:02}", *((role, code) for role in list(Role)[:5] for code in ("62.02", "62.06")))
    web = room.logged_in("ani")
    first, last = web.get("/staff/people"), web.get("/staff/people?from=50")
    assert ("orang.23" in first.text, "orang.24" in first.text) == (True, False)
    assert html.document_fromstring(first.text).xpath("//a[text()='Berikutnya']/@href") == ["/staff/people?from=25"]
    assert ("orang.49" in last.text, "orang.59" in last.text) == (True, True)
    assert html.document_fromstring(last.text).xpath("//a[text()='Berikutnya']") == []
    assert all(len(page.data) <= 60_000 for page in (first, last))
    found = web.get("/staff/people?q=Orang+5")
    assert html.document_fromstring(found.text).xpath("//td[1]/span/text()") == [
        "orang.05",
        "orang.15",
        "orang.25",
        "orang.35",
        "orang.45",
        *(f"orang.{number}" for number in range(50, 60)),
    ]
    assert "Tidak ada yang bernama begitu" in web.get("/staff/people?q=<script>").text
