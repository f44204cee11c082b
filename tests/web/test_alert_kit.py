"""What alerts are prepared with on their pages: numbers, areas, templates, codes on paper, the roster."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from smsinfo.db.models import DirectoryEntry

from .pressroom import read
from .warnroom import DISTRICT, FLOOD, KOTIM, WarnRoom, said_in, send


@pytest.fixture
def room(sqlite_url: str) -> Iterator[WarnRoom]:
    """Officials, and nobody who subscribed."""
    found = WarnRoom(sqlite_url)
    yield found
    found.close()


def test_a_number_that_nobody_approved_needs_the_tick_of_both(room: WarnRoom) -> None:
    strange: Any = {"text-id": FLOOD.replace("Info:", "Posko 0536-3221234. Info:")}
    path = room.written(**strange)
    bare = send(room.desk("ani"), path, f"{path}/submit")
    assert bare.status_code == 409
    assert "05363221234" in said_in(bare)
    assert send(room.desk("ani"), path, f"{path}/submit", accept=["phone::05363221234"]).status_code == 303
    assert room.approves(path).status_code == 409
    room.clock.forward(seconds=31)
    assert room.approves(path, accept=["phone::05363221234"]).status_code == 303


def test_a_number_of_the_directory_needs_none(room: WarnRoom) -> None:
    numbers, citra = "/staff/alert-numbers", room.desk("citra")
    send(citra, numbers, numbers, value="(0536) 322-1234", label="Posko")
    citra.post("/staff/alert-kit/number/1")
    assert "menunggu orang kedua" in said_in(citra.get(numbers))
    assert not read(citra.get(numbers)).xpath("//form[@action='/staff/alert-kit/number/1']")
    strange: Any = {"text-id": FLOOD.replace("Info:", "Posko 0536-3221234. Info:")}
    path = room.written(**strange)
    assert send(room.desk("ani"), path, f"{path}/submit").status_code == 409
    send(room.desk("budi"), "/staff/alert-numbers", "/staff/alert-kit/number/1")
    assert send(room.desk("ani"), path, f"{path}/submit").status_code == 303


def test_an_area_and_a_template_are_used_when_a_second_person_has_signed_them(room: WarnRoom) -> None:
    path = room.written("citra", regions=(DISTRICT, KOTIM))
    desk, fani = room.desk("citra"), room.desk("fani")
    assert send(desk, f"{path}/area", f"{path}/save-area", name="Mentaya").status_code == 303
    assert send(desk, path, f"{path}/keep-template", name="Banjir sungai").status_code == 303
    assert "Mentaya" not in said_in(desk.get(f"{path}/area"))
    assert "Banjir sungai" not in said_in(desk.get("/staff/alerts/new"))
    for act in ("area", "template"):
        desk.get("/staff/alert-areas")
        desk.post(f"/staff/alert-kit/{act}/1")
    assert "Mentaya" not in said_in(desk.get(f"{path}/area"))
    assert send(fani, "/staff/alert-areas", "/staff/alert-kit/area/1").status_code == 303
    assert send(fani, "/staff/alert-templates", "/staff/alert-kit/template/1").status_code == 303
    new = send(desk, "/staff/drills/new", "/staff/drills/new", template="1", issuer="BPBD Katingan")
    drill = new.headers["Location"].removesuffix("/edit")
    assert room.alert(drill).texts["id"] == f"UJI COBA. {FLOOD}"
    assert send(desk, f"{drill}/area", f"{drill}/area", act="add", saved=["1"]).status_code == 303
    assert room.alert(drill).regions == (KOTIM, DISTRICT)


def test_a_sheet_of_codes_is_shown_once_and_approves(room: WarnRoom) -> None:
    desk = room.desk("budi")
    desk.prove()
    sheet = send(desk, "/staff/alert-codes", "/staff/alert-codes")
    codes = [one.text_content().split()[-1] for one in read(sheet).xpath("//ol/li")]
    assert len(set(codes)) == 20
    assert codes[0] not in said_in(desk.get("/staff/alert-codes"))
    path = room.submitted()
    assert room.approves(path, code=codes[4]).status_code == 303
    assert "Sisa 19 kode" in said_in(desk.get("/staff/alert-codes"))
    assert send(desk, "/staff/alert-codes", "/staff/alert-codes/end").status_code == 303
    assert "Sisa 0 kode" in said_in(desk.get("/staff/alert-codes"))
    gita = room.desk("gita")
    gita.prove()
    gita.get("/staff/alert-codes")
    assert gita.post("/staff/alert-codes").status_code == 303
    assert "Sisa 0 kode" in said_in(gita.get("/staff/alert-codes"))


def test_the_roster_says_who_is_asked_first_and_who_then(room: WarnRoom) -> None:
    fani = room.desk("fani")
    assert "Kurang dari dua orang berjaga" in said_in(fani.get("/staff/duty?region=62.06"))
    for name, position in (("fani", "2"), ("budi", "1")):
        account = str(room.look(name).id)
        page = "/staff/duty?region=62.06"
        assert send(fani, page, "/staff/duty", account=account, position=position).status_code == 303
    told = said_in(room.desk("gita").get("/staff/duty?region=62.06"))
    assert "Ditanya pertama sekarang: Budi · lalu: Fani" in told
    ani = str(room.look("ani").id)
    send(fani, "/staff/duty?region=62.06", "/staff/duty", account=ani)
    assert "(ani)" not in said_in(fani.get("/staff/duty?region=62.06"))
    room.clock.forward(days=100)
    assert "sudah lama" in said_in(room.desk("budi").get("/staff/duty?region=62.06"))
    budi = room.desk("budi")
    assert send(budi, "/staff/duty?region=62.06", "/staff/duty/2/keep").status_code == 303
    assert send(budi, "/staff/duty?region=62.06", "/staff/duty/1/end").status_code == 303
    last = said_in(budi.get("/staff/duty?region=62.06"))
    assert "Ditanya pertama sekarang: Budi" in last
    assert "lalu: Fani" not in last
    assert "sudah lama" not in last


def test_an_approver_takes_out_what_is_wrong_by_now(room: WarnRoom) -> None:
    desk, budi = room.desk("citra"), room.desk("budi")
    send(desk, "/staff/alert-numbers", "/staff/alert-numbers", value="0536 3221234", label="Posko BPBD")
    assert "withdraw" in budi.get("/staff/alert-numbers").text
    assert "withdraw" not in room.desk("gita").get("/staff/alert-numbers").text
    gone = send(budi, "/staff/alert-numbers", "/staff/alert-kit/number/1/withdraw")
    assert gone.headers["Location"] == "/staff/alert-numbers"
    page = said_in(budi.get("/staff/alert-numbers"))
    assert "Sudah dikeluarkan." in budi.get("/staff/alert-numbers").text or "Belum ada" in page
    assert "Posko BPBD" not in page


def test_numbers_come_a_page_at_a_time_what_waits_first_and_an_act_stays_on_its_page(room: WarnRoom) -> None:
    writer, approver = room.look("citra").id, room.look("ani").id
    with room.services.database.write() as session:
        for n in range(60):
            signed = approver if n < 30 else None
            session.add(
                DirectoryEntry(
                    kind="phone", value=f"+6253620{n:04}", label="BPBD", author_id=writer, approver_id=signed,
                    created_at=room.clock(),
                )
            )  # fmt: skip
    desk = room.desk("budi")
    pages = [read(desk.get(f"/staff/alert-numbers?from={start}")) for start in (0, 25, 50)]
    seen = [str(value) for page in pages for value in page.xpath("//tbody/tr/td[1]/text()")]
    assert [int(value[-4:]) for value in seen] == [*range(30, 60), *range(30)]
    assert pages[1].xpath("//a[text()='Berikutnya']/@href") == ["/staff/alert-numbers?from=50"]
    assert pages[1].xpath("//a[text()='Sebelumnya']/@href") == ["/staff/alert-numbers"]
    assert pages[2].xpath("//a[text()='Berikutnya']") == []
    act = str(pages[1].xpath("//tbody//form/@action")[0])
    assert desk.post(act).headers["Location"] == "/staff/alert-numbers?from=25"
    assert desk.get("/staff/alert-numbers?from=-1").status_code == 200
