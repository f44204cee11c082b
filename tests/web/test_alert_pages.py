"""The pages of alerts as people use them: written, chosen for, submitted, approved, stopped; and by nobody else."""

from __future__ import annotations

from collections.abc import Iterator
from io import BytesIO
from typing import Any

import pytest

from smsinfo.db.models import Region
from smsinfo.db.queries.points import add_points
from smsinfo.domain.alerts import Status

from .pressroom import read
from .warnroom import DISTRICT, FLOOD, FORM, KATINGAN, KOTIM, WarnRoom, said_in, send


@pytest.fixture
def room(sqlite_url: str) -> Iterator[WarnRoom]:
    """Officials, and nobody who subscribed."""
    found = WarnRoom(sqlite_url)
    yield found
    found.close()


def test_an_alert_goes_from_the_first_word_to_the_phones(room: WarnRoom) -> None:
    for _ in range(3):
        room.subscriber()
    path = room.submitted()
    page = said_in(room.desk("budi").get(path))
    assert "3 orang di Katingan Hilir mendapat teks ini sekarang." in page
    assert FLOOD.replace("{nomor}", "08110000123") in page
    answer = room.approves(path)
    assert (answer.status_code, answer.headers["Location"]) == (303, path)
    assert room.status(path) is Status.APPROVED
    assert "Disetujui" in said_in(room.desk("budi").get(path))


def test_live_and_drill_are_chosen_first_and_stand_at_two_addresses(room: WarnRoom) -> None:
    links = read(room.desk("ani").get("/staff/alerts")).xpath("//nav[@class='ways mb-3']/a/@href")
    assert links == ["/staff/alerts/new", "/staff/drills/new"]
    live, drill = room.begins(), room.begins(way="drills")
    assert (room.alert(live).drill, room.alert(drill).drill) == (False, True)
    assert "SUNGGUHAN" in said_in(room.desk("ani").get(live))
    assert "LATIHAN" in said_in(room.desk("ani").get(drill))
    for path in (live.replace("alerts", "drills"), drill.replace("drills", "alerts")):
        assert room.desk("ani").get(path).status_code == 404
        assert room.desk("ani").post(f"{path}/submit").status_code == 404
    assert "Banjir" not in said_in(room.desk("ani").get("/staff/alerts")).replace("Banjir Katingan Hilir", "", 1)


def test_nothing_in_a_form_makes_a_drill_of_an_alert_or_an_alert_of_a_drill(room: WarnRoom) -> None:
    desk, path = room.desk("ani"), room.begins(way="drills")
    more: Any = {"drill": "0", "form": "alert", "status": "approved", "text-id": "UJI COBA x"}
    send(desk, f"{path}/edit", f"{path}/edit", **more)
    one = room.alert(path)
    assert (one.drill, one.status, one.texts["id"]) == (True, Status.DRAFT, "UJI COBA x")


@pytest.mark.parametrize(
    ("field", "value", "told"),
    [
        ("text-id", "Banjir besok. Info: {nomor}", "Yang membaca terlambat mengira waktu lain: besok."),
        ("text-id", f"{FLOOD} NIK 6271034101990001", "Ada yang mirip NIK"),
        ("text-id", "", "Tulis teks bahasa Indonesia"),
        ("headline", "", "Tulis judul."),
        ("expires_at", "2026-11-24T09:00", "Waktu itu sudah lewat."),
        ("event_at", "2026-12-24T09:00", "Itu lebih dari 7 hari lagi."),
        ("certainty", "Observed", "Disebut teramati"),
        ("text-en", "FLOOD. Go to high ground.", "Sebut nomor yang dapat dikirimi SMS"),
    ],
)
def test_what_is_wrong_is_said_at_its_field(room: WarnRoom, field: str, value: str, told: str) -> None:
    path = room.begins(**{field: value})
    page = read(room.desk("ani").get(f"{path}/edit"))
    at = "event_at" if field == "certainty" else field
    said = " ".join(page.xpath(f"//div[@id='at-{at}']")[0].text_content().split())
    assert told in said
    assert room.desk("ani").post(f"{path}/submit", version="2").status_code == 409
    assert room.status(path) is Status.DRAFT


@pytest.mark.parametrize("typed", ["besok", "2026-13-40T99:00", "24/11/2026", "\u0000", "9" * 400])
def test_a_time_that_is_none_is_told_and_nothing_is_stored(room: WarnRoom, typed: str) -> None:
    desk, path = room.desk("ani"), room.begins()
    answer = send(desk, f"{path}/edit", f"{path}/edit", expires_at=typed, headline="Lain")
    assert answer.status_code == 400
    assert "Tulis hari dan jam seperti ini" in said_in(answer)
    assert read(answer).xpath("//input[@id='headline']/@value") == ["Lain"]
    assert room.alert(path).headline == "Banjir Katingan Hilir"


def test_who_is_slower_loses_nothing(room: WarnRoom) -> None:
    path = room.begins()
    page = room.desk("ani").get(f"{path}/edit")
    theirs = send(room.desk("citra"), f"{path}/edit", f"{path}/edit", headline="Dari Citra")
    assert theirs.status_code == 303
    mine = send(room.desk("ani"), f"{path}/edit", f"{path}/edit", page=page, headline="Dari Ani")
    assert mine.status_code == 409
    assert "citra menyimpan versi 3" in said_in(mine)
    assert read(mine).xpath("//input[@id='headline']/@value") == ["Dari Ani"]
    assert room.alert(path).headline == "Dari Citra"
    again = send(room.desk("ani"), f"{path}/edit", f"{path}/edit", page=mine)
    assert (again.status_code, room.alert(path).headline) == (303, "Dari Ani")


def test_the_panel_tells_of_what_is_typed_and_stores_nothing(room: WarnRoom) -> None:
    path, desk = room.begins(), room.desk("ani")
    desk.get(f"{path}/edit")
    panel = desk.post(f"{path}/check", **{**FORM, "text-id": "x" * 170})
    assert "2 segmen" in " ".join(read(panel).text_content().split())
    assert room.alert(path).texts["id"] == FLOOD


def test_regions_are_searched_for_walked_to_pasted_and_taken_out(room: WarnRoom) -> None:
    path, desk = room.begins("citra"), room.desk("citra")
    area = f"{path}/area"
    found = read(desk.get(f"{area}?q=hilir"))
    assert found.xpath("//div[@id='found']//input[@name='add']/@value") == [DISTRICT]
    inside = read(desk.get(f"{area}?under={KATINGAN}"))
    assert inside.xpath("//section[@aria-labelledby='tree']//input[@name='add']/@value") == [KATINGAN, DISTRICT]
    send(desk, area, area, act="read", list="Kotawaringin Timur\nkec. katingan hilir, katingan\n")
    assert room.alert(path).regions == (KOTIM, DISTRICT)
    send(desk, area, area, act="drop", drop=[KOTIM])
    assert room.alert(path).regions == (DISTRICT,)
    table = (BytesIO(b"kode;nama\n6202;Kotawaringin Timur\n"), "desa.csv")
    send(desk, area, area, act="read", file=table)
    assert room.alert(path).regions == (KOTIM, DISTRICT)


def test_a_line_that_names_nothing_is_told_and_the_rest_is_added(room: WarnRoom) -> None:
    path, desk = room.begins("citra"), room.desk("citra")
    answer = send(desk, f"{path}/area", f"{path}/area", act="read", list="Katingan Hilir\nAtlantis\n62.99\n")
    assert "Atlantis" in said_in(answer)
    assert "62.99" in said_in(answer)
    assert room.alert(path).regions == (DISTRICT,)


def placed(room: WarnRoom) -> None:
    """Two villages with middles, one in Katingan and one in Kotawaringin Timur, and one of which nobody knows it."""
    with room.services.database.write() as session:
        session.add(Region(code="62.02.01", name="Mentaya", level="kecamatan", parent_code=KOTIM))
        session.flush()
        for code in ("62.06.01.2001", "62.06.01.2002", "62.02.01.2001"):
            session.add(Region(code=code, name=f"Desa {code}", level="desa", parent_code=code[:8]))
        session.flush()
        add_points(session, {"62.06.01.2001": (-2.0, 113.1), "62.02.01.2001": (-2.0, 113.3)})


AROUND = "-2.1,113.0 -2.1,113.5 -1.9,113.5 -1.9,113.0 -2.1,113.0"


def test_an_area_from_a_map_gives_the_villages_in_it_that_are_the_writers(room: WarnRoom) -> None:
    placed(room)
    path, desk = room.begins("ani"), room.desk("ani")
    area = f"{path}/area"
    assert send(desk, area, area, act="shape", shape=AROUND).status_code == 303
    assert room.alert(path).regions == ("62.06.01.2001",)
    told = said_in(desk.get(area))
    assert "1 desa terletak di area itu." in told
    assert "1 desa di dalamnya di luar wilayah Anda dan tidak diambil" in told
    assert "1 desa belum punya koordinat" in told


@pytest.mark.parametrize(
    ("shape", "told"),
    [
        (AROUND, "Letak desa belum diimpor."),
        (AROUND.rpartition(" ")[0], "Area belum tertutup"),
        ("<script>alert(1)</script>", "Itu bukan area"),
        ("-2.1,113.0 " * 6000, "lebih dari 5000 titik sudut"),
    ],
)
def test_an_area_that_is_none_is_told_stays_in_the_form_and_changes_nothing(
    room: WarnRoom, shape: str, told: str
) -> None:
    path, desk = room.begins("ani"), room.desk("ani")
    answer = send(desk, f"{path}/area", f"{path}/area", act="shape", shape=shape)
    assert answer.status_code == 409
    assert told in said_in(answer)
    assert read(answer).xpath("string(//textarea[@name='shape'])").strip() == shape.strip()
    assert room.alert(path).regions == ()


def test_a_region_outside_the_jurisdiction_is_refused_whatever_the_form_says(room: WarnRoom) -> None:
    path, desk = room.begins("ani"), room.desk("ani")
    assert read(desk.get(f"{path}/area?q=kotawaringin")).xpath("//div[@id='found']//input[@name='add']") == []
    for code in (KOTIM, "62", "99.99", "x'--"):
        answer = send(desk, f"{path}/area", f"{path}/area", act="add", add=[code])
        assert answer.status_code == 409, code
    assert room.alert(path).regions == ()
