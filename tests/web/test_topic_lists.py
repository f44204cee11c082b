"""Lists of topics and of what waits: filters, pages, and the same number of statements for ten rows and a hundred."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

import pytest

from smsinfo.content.pack_model import PackSource
from smsinfo.content.packs import import_pack
from tests.content.samples import CHECKED, a_pack, a_topic

from .pressroom import FRAME, KTP_ID, KTP_KATINGAN, PressRoom, fill, read, words

MOST = 12
PAGES = [
    "/staff/topics",
    "/staff/topics?state=waiting&missing=nij&due=90&q=ktp&owner=Disdukcapil&category=kependudukan",
    "/staff/topics/ktp",
    "/staff/topics/ktp/draft",
    "/staff/topics/ktp/history",
    "/staff/changes",
    "/staff/changes/1",
    "/staff/drafts",
    "/staff/try",
    KTP_ID,
    KTP_KATINGAN,
    FRAME,
]


@pytest.fixture(scope="module")
def press(tmp_path_factory: pytest.TempPathFactory) -> Iterator[PressRoom]:
    """The press room."""
    found = PressRoom(f"sqlite:///{tmp_path_factory.mktemp('lists') / 'smsinfo.db'}")
    yield found
    found.close()


def grow(press: PressRoom, number: int) -> None:
    """So many topics, each with a change that waits, and so many changes of `ktp`."""
    keys = [f"t{n}" for n in range(number)]
    topics = [a_topic(key, keywords=(f"kata {key}",), aliases={"id": (f"urus {key}",)}) for key in keys]
    known = [a_topic("ktp"), a_topic("kk")]
    with press.services.database.write() as session:
        import_pack(session, a_pack(*known, *topics, menus=()), press.clock())
    for key in keys:
        press.writes("wati", "Teks baru.", f"/staff/topics/{key}/texts/id/all")
    for n in range(number):
        sent = press.writes("wati", f"Teks {n}.")
        press.desk("wati").post(f"/staff/changes/{sent.id}/retract")


def counts(press: PressRoom, name: str) -> dict[str, int]:
    """Page -> how many statements it takes."""
    found = {}
    for path in PAGES:
        desk = press.desk(name)
        with press.counted() as statements:
            assert desk.get(path).status_code == 200, path
        found[path] = len(statements)
    return found


def test_a_page_takes_as_many_statements_for_a_hundred_rows_as_for_ten(press: PressRoom) -> None:
    grow(press, 10)
    few = counts(press, "pak.edi")
    grow(press, 100)
    assert counts(press, "pak.edi") == few
    assert {path: number for path, number in few.items() if number > MOST} == {}


@pytest.mark.parametrize(
    ("query", "keys"),
    [
        ("q=kk", ["kk"]),
        ("q=judul+ktp", ["ktp"]),
        ("q=buat+ktp", ["ktp"]),
        ("state=draft", []),
        ("state=withdrawn", []),
        ("category=desa", []),
        ("owner=Disdukcapil&q=kk", ["kk"]),
        ("missing=id", []),
        ("q=kk&missing=nij", ["kk"]),
        ("q=kk&due=0", []),
        ("q=kk&state=none&due=x&missing=xx&from=-5", ["kk"]),
    ],
)
def test_a_filter_shows_what_fits(press: PressRoom, query: str, keys: list[str]) -> None:
    page = press.desk("ani").get(f"/staff/topics?{query}")
    assert [row.text_content() for row in read(page).xpath("//td//span[@class='mono soft']")] == keys


def test_what_is_due_and_what_waits_is_found(press: PressRoom) -> None:
    soon = date(2026, 11, 24) + timedelta(days=20)
    source = PackSource("Dukcapil", "dukcapil.go.id", CHECKED)
    late = a_topic("lama", keywords=("lama",), aliases={}, review_by=soon, sources=(source,))
    with press.services.database.write() as session:
        import_pack(session, a_pack(late, menus=()), press.clock())
    assert "lama" in words(press.desk("wati").get("/staff/topics?due=30"))
    press.writes("rina", "Teks KK.", "/staff/topics/kk/texts/id/all")
    assert "kk" in words(press.desk("wati").get("/staff/topics?state=waiting&q=kk"))
    assert fill(press.desk("budi"), "/staff/topics/ktp/texts/id/62.06", text="Katingan.").status_code == 303


def test_a_change_stays_below_the_limit_when_the_session_is_written_down_too(press: PressRoom) -> None:
    change = press.writes("rina", "Teks KTP.")
    desk = press.desk("bu.sri")
    press.clock.forward(minutes=2)
    with press.counted() as statements:
        assert desk.get(f"/staff/changes/{change.id}").status_code == 200
    assert any(statement.startswith("UPDATE staff_session") for statement in statements)
    assert len(statements) <= MOST, statements
