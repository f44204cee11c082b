"""Whom an alert reaches before it is sent, and what became of it: told on the pages, counted with few statements."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from sqlalchemy import text

from smsinfo.domain.alerts import Status

from .pressroom import read
from .warnroom import DISTRICT, KATINGAN, WarnRoom, said_in, send

VILLAGES = {"62.06.01.2001": "Talian Kereng", "62.06.01.2002": "Hampalit"}
MOST_STATEMENTS = 20


@pytest.fixture
def room(sqlite_url: str) -> Iterator[WarnRoom]:
    """Officials, a district with two villages, three people in one of them."""
    found = WarnRoom(sqlite_url)
    with found.services.database.engine.begin() as connection:
        for code, name in VILLAGES.items():
            connection.execute(text("INSERT INTO region VALUES (:c, :n, 'desa', '62.06.01')"), {"c": code, "n": name})
    found.subscriber("62.06.01.2001", language="en")
    found.subscriber("62.06.01.2001", operator="indosat")
    found.subscriber(KATINGAN, operator="")
    yield found
    found.close()


def counts(room: WarnRoom, path: str) -> dict[str, str]:
    """The figures in boxes."""
    page = read(room.desk("gita").get(path))
    names, values = page.xpath("//dl[@class='counts']//dt"), page.xpath("//dl[@class='counts']//dd")
    told = zip(names, values, strict=True)
    return {" ".join(one.text_content().split()): " ".join(value.text_content().split()) for one, value in told}


def test_writer_and_approver_see_whom_it_reaches_reckoned_anew_each_time(room: WarnRoom) -> None:
    path = room.written()
    before = said_in(room.desk("ani").get(path))
    assert "3 orang di Katingan Hilir mendapat teks ini sekarang." in before
    assert "Hampalit 62.06.01.2002" in before
    assert "1 desa tanpa penerima" in before
    assert counts(room, path) == {"Penerima": "3", "Segmen": "3", "Biaya": "Rp 1.350", "Yang terakhir": "10:01 WIB"}
    assert "membacanya dalam: Indonesia 3" in before
    assert "operator: indosat 1" in before
    assert "kanal: code 2 segmen 2 Rp 1.000" in before
    send(room.desk("ani"), path, f"{path}/submit")
    room.subscriber("62.06.01.2002")
    after = said_in(room.desk("budi").get(path))
    assert "4 orang di Katingan Hilir mendapat teks ini sekarang." in after
    assert "tanpa penerima" not in after
    assert "Talian Kereng 62.06.01.2001 2" in after


def test_in_quiet_hours_it_says_when_it_leaves(room: WarnRoom) -> None:
    path = room.written(severity="Moderate", expires_at="2026-11-25T22:00")
    room.clock.now = room.clock.now.replace(hour=15)  # 22.00 WIB
    assert "mendapat teks ini setelah jam tenang, pada 25 Nov 05:00." in said_in(room.desk("ani").get(path))
    severe = room.written(severity="Severe", expires_at="2026-11-25T22:00")
    assert "mendapat teks ini sekarang." in said_in(room.desk("ani").get(severe))


def test_the_live_page_counts_and_asks_again_until_it_is_over(room: WarnRoom) -> None:
    path = room.approved()
    page = read(room.desk("budi").get(path))
    assert page.xpath("//section[@id='live']/@hx-get") == [f"{path}/live"]
    assert page.xpath("//section[@id='live']//a[text()='Lihat lagi']/@href") == [path]
    room.works()
    room.clock.forward(minutes=2)
    assert room.status(path) is Status.COMPLETED
    told = counts(room, path)
    assert (told["Penerima"], told["Sampai"], told["Menunggu"], told["Gagal"]) == ("3", "3", "0", "0")
    page = said_in(room.desk("gita").get(path))
    assert "menit setelah pesan pertama" in page
    assert "Talian Kereng 62.06.01.2001 2 2 2 0" in page
    assert read(room.desk("gita").get(path)).xpath("//section[@id='live']/@hx-get") == []
    tiles = read(room.desk("gita").get(path)).xpath("//figure//li/@class")
    assert tiles == ["at-3-3 step-4"]
    part = read(room.desk("gita").get(f"{path}/live?part=spread"))
    assert part.xpath("//figure//li/@class") == tiles
    assert part.xpath("//dl") == []


def test_a_look_at_an_alert_on_its_way_takes_few_statements(room: WarnRoom) -> None:
    path, desk = room.approved(), room.desk("budi")
    room.works()
    desk.get(f"{path}/live")
    with room.counted() as few:
        assert desk.get(f"{path}/live").status_code == 200
    for number in range(40):
        room.subscriber(f"62.06.01.200{1 + number % 2}")
    other = room.approved()
    room.works()
    with room.counted() as many:
        assert room.desk("budi").get(f"{other}/live").status_code == 200
    assert len(few) <= MOST_STATEMENTS, few
    assert len(many) <= MOST_STATEMENTS, many


@pytest.mark.parametrize(("to", "looks"), [("", 3), ("/live", 2), ("/live?part=spread", 3)])
def test_a_page_of_an_alert_on_its_way_reads_its_messages_once_for_each_thing(
    room: WarnRoom, to: str, looks: int
) -> None:
    path, desk = room.approved(), room.desk("budi")
    room.works(1)
    desk.get(path)
    with room.counted() as told:
        assert desk.get(f"{path}{to}").status_code == 200
    # Of a million messages each of these takes its time: by region (or status), by minute, and what waits.
    read = [one for one in told if "FROM outbound_message" in one]
    assert 0 < len(read) <= looks, read


def test_a_drill_is_reported_on_its_page(room: WarnRoom) -> None:
    room.subscriber(practice=True)
    path = room.approved(way="drills")
    room.works()
    assert "1 dari 1 ponsel memastikannya dalam sepuluh menit" in said_in(room.desk("gita").get(path))
    assert "Hasil latihan" not in said_in(room.desk("gita").get(room.approved()))


def test_what_was_stopped_counts_as_stopped(room: WarnRoom) -> None:
    path = room.approved(regions=(DISTRICT,))
    send(room.desk("ani"), path, f"{path}/stop", why="salah")
    room.works()
    assert counts(room, path)["Menunggu"] == "0"
