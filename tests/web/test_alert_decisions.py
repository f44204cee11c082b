"""Alerts on the desk of who decides: approved, returned, stopped, corrected; by whom, and by whom not."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from smsinfo.db.models import OutboundMessage
from smsinfo.db.queries.prepared import put_phone
from smsinfo.domain.alerts import Status
from smsinfo.outbox.watch import contact_of

from .pressroom import read
from .warnroom import DISTRICT, KOTIM, WarnRoom, said_in, send


@pytest.fixture
def room(sqlite_url: str) -> Iterator[WarnRoom]:
    """Officials, and nobody who subscribed."""
    found = WarnRoom(sqlite_url)
    yield found
    found.close()


@pytest.mark.parametrize(
    ("fields", "told"),
    [
        ({"count": "3"}, "Itu bukan jumlah orang yang tertera. Ketik seperti yang tertera: 2"),
        ({"count": "dua"}, "Itu bukan jumlah orang"),
        ({"count": ""}, "Itu bukan jumlah orang"),
        ({"code": "000000"}, "Kode itu salah atau sudah dipakai."),
        ({"code": ""}, "Kode itu salah atau sudah dipakai."),
        ({"version": "1"}, "Orang lain lebih cepat."),
    ],
)
def test_an_approval_with_something_wrong_sends_nothing_and_says_what_to_do(
    room: WarnRoom, fields: dict[str, str], told: str
) -> None:
    for _ in range(2):
        room.subscriber()
    path = room.submitted()
    answer = room.approves(path, **fields)
    assert answer.status_code == 409
    assert told in said_in(answer)
    assert room.status(path) is Status.SUBMITTED
    assert room.approves(path).status_code == 303


def test_a_wrong_count_does_not_spend_the_code(room: WarnRoom) -> None:
    path = room.submitted()
    room.desk("budi").get(path)
    room.clock.forward(seconds=31)
    code = room.code("budi")
    send(room.desk("budi"), path, f"{path}/approve", count="7", code=code)
    assert send(room.desk("budi"), path, f"{path}/approve", count="0", code=code).status_code == 303


def test_more_people_than_were_shown_ask_for_a_new_look(room: WarnRoom) -> None:
    path = room.submitted()
    page = room.desk("budi").get(path)
    for _ in range(6):
        room.subscriber()
    room.clock.forward(seconds=31)
    answer = send(room.desk("budi"), path, f"{path}/approve", page=page, count="0", code=room.code("budi"))
    assert "Sekarang penerimanya 6 orang, bukan 0." in said_in(answer)
    assert room.status(path) is Status.SUBMITTED
    assert room.approves(path).status_code == 303


def test_who_comes_second_is_told_who_came_first(room: WarnRoom) -> None:
    path = room.submitted()
    page = room.desk("fani").get(path)
    assert room.approves(path).status_code == 303
    room.clock.forward(seconds=31)
    late = send(room.desk("fani"), path, f"{path}/approve", page=page, count="0", code=room.code("fani"))
    assert late.status_code == 409
    assert "budi, 24 Nov" in said_in(late)
    assert "Disetujui" in said_in(late)


def test_nobody_approves_their_own(room: WarnRoom) -> None:
    path = room.submitted("citra")
    page = said_in(room.desk("citra").get(path))
    assert "Tidak ada yang menyetujui tulisan" in page
    assert not read(room.desk("citra").get(path)).xpath("//input[@name='count']")
    room.desk("citra").get(path)
    answer = room.desk("citra").post(f"{path}/approve", version="3", shown="0", count="0", code=room.code("citra"))
    assert answer.status_code == 409
    assert room.status(path) is Status.SUBMITTED


def test_it_goes_back_with_what_has_to_be_mended_and_comes_again(room: WarnRoom) -> None:
    path = room.submitted()
    assert send(room.desk("budi"), path, f"{path}/return", why=" ").status_code == 409
    assert send(room.desk("budi"), path, f"{path}/return", why="Sebut jam yang benar").status_code == 303
    assert "Sebut jam yang benar" in said_in(room.desk("ani").get(path))
    assert send(room.desk("ani"), f"{path}/edit", f"{path}/edit", headline="Banjir lagi").status_code == 303
    assert send(room.desk("ani"), path, f"{path}/submit").status_code == 303
    assert send(room.desk("ani"), path, f"{path}/take-back").status_code == 303
    assert send(room.desk("ani"), path, f"{path}/submit").status_code == 303
    assert send(room.desk("budi"), path, f"{path}/return", why="Kabar bohong").status_code == 303
    history = said_in(room.desk("gita").get(f"{path}/history"))
    assert history.count("Dikembalikan versi") == 2
    assert "Kabar bohong" in history


@pytest.mark.parametrize("name", ["ani", "budi", "fani"])
def test_one_person_stops_it(room: WarnRoom, name: str) -> None:
    path = room.approved()
    assert send(room.desk(name), path, f"{path}/stop", why="").status_code == 409
    assert send(room.desk(name), path, f"{path}/stop", why="salah wilayah").status_code == 303
    assert room.status(path) is Status.CANCELLED
    assert "salah wilayah" in said_in(room.desk(name).get(path))


def test_who_may_see_and_do_what(room: WarnRoom) -> None:
    """Everybody at every address of an alert of Katingan; the auditor looks, Kotawaringin Timur does not even that."""
    path = room.submitted()
    acts = ("submit", "take-back", "return", "reject", "approve", "stop", "save-area", "keep-template")
    for name, looks in (("dedi", 404), ("eka", 403), ("gita", 200)):
        desk = room.desk(name)
        for page in ("", "/history"):
            assert desk.get(path + page).status_code == looks, (name, page)
        for page in ("/edit", "/area"):
            assert desk.get(path + page).status_code == (404 if name == "dedi" else 403), (name, page)
        for act in (*acts, "edit", "check", "area"):
            desk.get("/staff/account")
            answer = desk.post(f"{path}/{act}", version="3", why="x", shown="0", count="0", add=DISTRICT, name="x")
            assert answer.status_code in (403, 404, 409), (name, act)
    assert room.status(path) is Status.SUBMITTED
    assert room.alert(path).version == 3
    assert "Banjir" not in said_in(room.desk("dedi").get("/staff/alerts"))


def test_two_people_and_the_worker_bring_an_alert_to_the_phones_and_one_corrects_it(room: WarnRoom) -> None:
    for number in range(4):
        room.subscriber(operator="telkomsel" if number % 2 else "indosat")
    room.subscriber(KOTIM)
    path = room.approved()
    room.works()
    assert room.status(path) in (Status.SENDING, Status.COMPLETED)
    assert [one.status for one in room.messages(path)] == ["delivered"] * 4
    assert "menit setelah pesan pertama" in said_in(room.desk("ani").get(f"{path}/correct"))
    page = room.desk("ani").get(f"{path}/correct?fact=Air+turun+sejak+09.00+WIB.")
    assert "Air turun sejak 09.00 WIB." in said_in(page)
    room.clock.forward(seconds=31)
    form = {"code": room.code("ani"), "form": "correction", "fact": "Air turun sejak 09.00 WIB."}
    room.desk("ani").get(f"{path}/correct")
    answer = room.desk("ani").post(f"{path}/correct", **form)
    assert answer.status_code == 303, said_in(answer)
    ralat = answer.headers["Location"]
    room.works()
    assert len(room.messages(ralat)) == 4
    assert room.alert(ralat).texts["id"].startswith("RALAT dari BPBD Katingan")
    assert "Air turun" in room.alert(ralat).texts["id"]


def test_a_correction_asks_for_a_fresh_code_and_never_says_the_warning_again(room: WarnRoom) -> None:
    path = room.approved()
    room.works()
    for fields, told in (
        ({"form": "correction", "code": "000000"}, "Kode itu salah"),
        ({"form": "", "code": "x"}, "Itu tidak dapat dilakukan lagi"),
        ({"form": "correction", "fact": "Tidak ada BANJIR."}, "mengulang yang diperingatkan"),
    ):
        room.desk("ani").get(f"{path}/correct")
        room.clock.forward(seconds=31)
        answer = room.desk("ani").post(f"{path}/correct", **({"code": room.code("ani")} | fields))
        assert answer.status_code == 409
        assert told in said_in(answer)
    room.desk("gita").get(f"{path}/correct")
    room.desk("gita").post(f"{path}/correct", form="cancel", code="123456")
    assert "Ralat" not in said_in(room.desk("ani").get(path)).replace("Ralat (RALAT) atau batalkan", "")


def test_a_drill_goes_to_the_people_of_the_drill_alone(room: WarnRoom) -> None:
    room.subscriber()
    taker = room.subscriber(practice=True)
    path = room.submitted(way="drills")
    page = said_in(room.desk("budi").get(path))
    assert "LATIHAN: 1 orang peserta latihan di Katingan Hilir mendapat teks ini sekarang." in page
    assert room.approves(path).status_code == 303
    room.works()
    assert [one.contact_id for one in room.messages(path)] == [taker]


def test_a_stop_ends_what_still_waits(room: WarnRoom) -> None:
    for _ in range(3):
        room.subscriber()
    path = room.approved()
    send(room.desk("budi"), path, f"{path}/stop", why="salah wilayah")
    room.works()
    assert [one.status for one in room.messages(path) if one.status != "cancelled"] == []


def test_who_submitted_it_hears_by_text_what_became_of_it(room: WarnRoom) -> None:
    with room.services.database.write() as session:
        phone = contact_of(session.connection(), room.services.sealer, "+6281255001001", room.clock())
        put_phone(session, room.look("ani").id, phone, room.clock())
    codes = []
    for act, why in (("return", "Sebut jam"), ("reject", "Kabar bohong"), ("approve", "")):
        path = room.submitted()
        codes.append(room.alert(path).code)
        room.desk("budi").get(path)
        values = {"version": str(room.alert(path).version), "why": why}
        made = room.approves(path) if act == "approve" else room.desk("budi").post(f"{path}/{act}", **values)
        assert made.status_code == 303, said_in(made)
    with room.services.database.read() as session:
        told = session.query(OutboundMessage).filter_by(contact_id=phone, purpose="notice")
        words = [one.body for one in told.order_by(OutboundMessage.id)]
    assert words == [
        f"Siaran {codes[0]} dikembalikan budi utk diperbaiki.",
        f"Siaran {codes[1]} ditolak budi.",
        f"Siaran {codes[2]} disetujui budi dan mulai dikirim.",
    ]


@pytest.mark.parametrize("way", ["alerts", "drills"])
def test_news_and_the_end_of_the_danger_begin_as_drafts_on_the_page_of_the_alert(room: WarnRoom, way: str) -> None:
    room.subscriber()
    path = room.submitted("citra", way)
    assert room.approves(path, "fani").status_code == 303
    room.works()
    assert "PERBARUI" not in said_in(room.desk("fani").get(path))  # who approves does not write
    page = room.desk("citra").get(path)
    forms = read(page).xpath(f"//form[@action='{path}/news']")
    assert [form.xpath(".//input[@name='form']/@value")[0] for form in forms] == ["update", "all_clear"]
    for form, word in (("update", "PERBARUI"), ("all_clear", "AMAN")):
        answer = send(room.desk("citra"), path, f"{path}/news", form=form)
        assert answer.status_code == 303, said_in(answer)
        news = answer.headers["Location"].removesuffix("/edit")
        assert news.startswith(f"/staff/{way}/")
        alert = room.alert(news)
        assert (alert.form, alert.drill, alert.status) == (form, way == "drills", Status.DRAFT)
        assert alert.texts["id"].removeprefix("UJI COBA ").startswith(word)
        assert send(room.desk("citra"), news, f"{news}/submit").status_code == 303
        assert room.approves(news, "fani").status_code == 303
    assert send(room.desk("citra"), path, f"{path}/news", form="alert").status_code == 409
    assert send(room.desk("citra"), path, f"{path}/news", form="no such").status_code == 409
