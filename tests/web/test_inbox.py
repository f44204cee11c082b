"""The inbox: threads of one's own jurisdiction, masked, filtered, by pages, and texts that are only text."""

from __future__ import annotations

import json
from collections.abc import Iterator

import pytest

from smsinfo.db.models import Region
from smsinfo.db.queries import desk
from smsinfo.domain.staff import Role
from tests.support import CITIZEN, NEIGHBOUR, STRANGER

from .corpus import expand, rows
from .frontdesk import FrontDesk
from .pressroom import read, words

MOST = 12
BODIES = [text for text, _ in rows("sms.body")]


@pytest.fixture
def front(sqlite_url: str) -> Iterator[FrontDesk]:
    """The front desk, with three phones: one in Katingan, one of the province, one of nowhere."""
    found = FrontDesk(sqlite_url)
    found.phone(CITIZEN).texts("DAFTAR Katingan")
    found.phone(CITIZEN).texts("apa kabar bang joni")
    found.phone(NEIGHBOUR).texts("DAFTAR Kalimantan Tengah")
    found.phone(STRANGER).texts("KTP")
    yield found
    found.close()


def numbers(front: FrontDesk, name: str, query: str = "") -> list[str]:
    """The masked numbers that somebody sees, from above."""
    page = front.desk(name).get(f"/staff/inbox{query}")
    assert page.status_code == 200
    return [str(found.text_content()) for found in read(page).xpath("//ul[@class='threads']//a/b")]


def test_each_sees_the_threads_of_the_own_jurisdiction_the_newest_first(front: FrontDesk) -> None:
    assert numbers(front, "wati") == ["+62812****0003", "+62812****0002", "+62812****0001"]
    assert numbers(front, "budi") == ["+62812****0001"]
    assert numbers(front, "tina") == []
    assert numbers(front, "admin") == numbers(front, "wati")


def test_a_jurisdiction_is_no_beginning_of_a_code(front: FrontDesk) -> None:
    with front.services.database.write() as session:
        session.add(Region(code="62.0", name="Kabupaten yang tidak ada", level="kabupaten", parent_code="62"))
    front.person("sister", (Role.EDITOR, "62.0"))
    assert numbers(front, "sister") == []


@pytest.mark.parametrize(
    ("query", "seen"),
    [
        ("?kind=none", [1]),
        ("?kind=answer", [3]),
        ("?kind=command", [2, 1]),
        ("?kind=menu", []),
        ("?place=katingan", [1]),
        ("?place=62", [2, 1]),
        ("?channel=phone", [3, 2, 1]),
        ("?channel=nothing&kind=nothing&state=nothing", [3, 2, 1]),
        ("?before=1", []),
        ("?before=-5", []),
        ("?before=x", [3, 2, 1]),
        ("?before=4", [2, 1]),
        ("?place=jakarta", []),
    ],
)
def test_a_filter_shows_one_line_a_person_by_the_newest_text_that_fits(
    front: FrontDesk, query: str, seen: list[int]
) -> None:
    assert numbers(front, "wati", query) == [f"+62812****000{n}" for n in seen]


def test_what_is_dealt_with_goes_until_the_next_text(front: FrontDesk) -> None:
    budi, address = front.open("budi")
    page = budi.get(address)
    upto = read(page).xpath("//input[@name='upto']/@value")[0]
    front.phone().texts("apa kabar lagi bang")
    budi.post(f"{address}/handled", upto=upto)
    assert numbers(front, "budi") == ["+62812****0001"]  # a text came in between
    upto = read(budi.get(address)).xpath("//input[@name='upto']/@value")[0]
    budi.post(f"{address}/handled", upto=upto)
    assert numbers(front, "budi") == []
    assert numbers(front, "budi", "?state=all") == ["+62812****0001"]
    front.phone().texts("masih ada pertanyaan")
    assert numbers(front, "budi") == ["+62812****0001"]
    assert [event.action for event in front.events("desk.handled")] == ["desk.handled"] * 2


def test_a_listed_page_is_one_row_of_the_log(front: FrontDesk) -> None:
    numbers(front, "wati", "?state=all")
    events = front.events("desk.listed")
    assert [json.loads(event.details) for event in events] == [
        {"filtered_by": ["state"], "newest": 4, "oldest": 2, "threads": 3}
    ]
    numbers(front, "tina")
    assert len(front.events("desk.listed")) == 1


def test_names_and_numbers_in_a_text_are_masked(front: FrontDesk) -> None:
    front.phone().texts("nama saya Budi Santoso telp 081255500017 nik 6206010101900001 tolong bang")
    budi, address = front.open("budi")
    for page in (budi.get("/staff/inbox"), budi.get(address)):
        for secret in ("Santoso", "081255500017", "6206010101900001", CITIZEN[-9:]):
            assert secret not in page.text
        assert "[nama disamarkan]" in page.text


def test_pages_follow_each_other_by_id_and_take_as_many_statements_for_any_number_of_rows(front: FrontDesk) -> None:
    counts = []
    for total in (10, 100):
        for n in range(total):
            front.phone(f"+6281255{total:03}{n:03}").texts("KTP")
        wati = front.desk("wati")
        wati.get("/staff/inbox")
        with front.counted() as statements:
            page = wati.get("/staff/inbox")
        counts.append(len(statements))
    assert counts[0] == counts[1] <= MOST
    seen = list(read(page).xpath("//ul[@class='threads']//a/@href"))
    while link := read(page).xpath("//a[starts-with(@href, '/staff/inbox?before=')]/@href"):
        page = front.desk("wati").get(link[-1])
        seen += read(page).xpath("//ul[@class='threads']//a/@href")
    assert len(seen) == len(set(seen)) == 113


def test_a_thread_takes_as_many_statements_for_a_long_one(front: FrontDesk) -> None:
    counts = []
    for total in (5, 40):
        for n in range(total):
            front.phone().texts(f"KTP {n}")
            front.clock.forward(minutes=20)
        front.alert("62.06")
        budi, address = front.open("budi")
        budi.get(address)
        with front.counted() as statements:
            assert budi.get(address).status_code == 200
        counts.append(len(statements))
    assert counts[0] == counts[1]
    assert counts[0] <= MOST, statements


def test_a_page_looks_no_further_than_its_window_and_says_where_to_go_on(
    front: FrontDesk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(desk, "WINDOW", 1)
    monkeypatch.setattr("smsinfo.web.pages.inbox.WINDOW", 1)
    page = front.desk("wati").get("/staff/inbox?kind=none")
    link = read(page).xpath("//a[starts-with(@href, '/staff/inbox?before=')]/@href")[-1]
    assert "Tidak ada yang cocok." in words(page)
    assert "kind=none" in link
    for _ in range(3):
        page = front.desk("wati").get(link)
        link = (read(page).xpath("//a[starts-with(@href, '/staff/inbox?before=')]/@href") or [""])[-1]
        if "+62812****0001" in page.text:
            break
    assert "+62812****0001" in page.text


def test_what_citizens_text_is_only_text(front: FrontDesk) -> None:
    phone = front.phone()
    for text in [expand(body) for body in BODIES if not body.startswith("@sig")]:
        phone.texts(text[:5000])
        front.clock.forward(minutes=31)
    budi, address = front.open("budi")
    for page in (budi.get("/staff/inbox?state=all"), budi.get(address)):
        tree = read(page)
        assert [script for script in tree.xpath("//script") if not script.get("src")] == []
        assert tree.xpath("//*[@onerror or @onload or @onclick or @style]") == []
        assert tree.xpath("//main//img | //main//iframe | //main//svg") == []
        assert not {"\u202e", "\u202d", "\u2066", "\u200b", "\x00"} & set(page.text)
        assert "\u0301\u0301\u0301" not in page.text
