"""What must not make an alert, tried at its pages in one table: refused with a reason, and nobody is reached."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from sqlalchemy import text
from werkzeug.test import TestResponse

from smsinfo.domain.alerts import Status

from .warnroom import FLOOD, FORM, KOTIM, WarnRoom, said_in

Try = Callable[[WarnRoom], TestResponse]


@pytest.fixture
def room(sqlite_url: str) -> Iterator[WarnRoom]:
    """Officials, and two people who subscribed."""
    found = WarnRoom(sqlite_url)
    for _ in range(2):
        found.subscriber()
    yield found
    found.close()


def posts(room: WarnRoom, name: str, path: str, to: str, **fields: object) -> TestResponse:
    """A request by a program that has a session and a token, and no regard for what stands on a page."""
    room.desk(name).get("/staff/account")
    return room.desk(name).post(f"{path}/{to}", **fields)


def no_area(room: WarnRoom) -> TestResponse:
    return posts(room, "ani", room.begins(), "submit", version="2")


def unknown_code(room: WarnRoom) -> TestResponse:
    return posts(room, "ani", room.begins(), "area", version="2", act="add", add="62.06.99.9999")


def elsewhere(room: WarnRoom) -> TestResponse:
    return posts(room, "ani", room.begins(), "area", version="2", act="add", add=KOTIM)


def large_table(room: WarnRoom) -> TestResponse:
    path = room.begins()
    head = b'--x\r\nContent-Disposition: form-data; name="file"; filename="desa.csv"\r\n\r\n'
    table = head + b"62.06.01\n" * 2_300_000 + b"\r\n--x--\r\n"  # 20.7 MB
    return room.desk("ani").web.post(f"{path}/area", data=table, content_type="multipart/form-data; boundary=x")


def wrong(**fields: Any) -> Try:
    """Ani's flood is submitted by a program though something is wrong in it."""

    def tried(room: WarnRoom) -> TestResponse:
        path = room.written(**fields)
        return posts(room, "ani", path, "submit", version=str(room.alert(path).version))

    return tried


def never_ends(room: WarnRoom) -> TestResponse:
    path = room.begins()
    return posts(room, "ani", path, "edit", **FORM | {"version": "2", "text-id": f"{FLOOD} {'x' * 1000}"})


def same_code(room: WarnRoom) -> TestResponse:
    room.approves(first := room.submitted())
    path, code = room.submitted(), room.code("budi")
    assert room.status(first) is Status.APPROVED
    given = {"version": str(room.alert(path).version), "shown": "2", "count": "2", "code": code}
    posts(room, "budi", path, "approve", **given | {"count": "3"})  # not looked at, so not spent
    assert room.approves(path, code=code).status_code in (303, 409)
    again = room.submitted()
    return room.approves(again, code=code)


def own(room: WarnRoom) -> TestResponse:
    path = room.submitted("citra")
    given = {"version": str(room.alert(path).version), "shown": "2", "count": "2", "code": room.code("citra")}
    return posts(room, "citra", path, "approve", **given)


def old_version(room: WarnRoom) -> TestResponse:
    return room.approves(room.submitted(), version="1")


def flipped(room: WarnRoom) -> TestResponse:
    path = room.submitted(way="drills")
    with room.services.database.engine.begin() as connection:
        connection.execute(text("UPDATE alert SET drill = false"))
    live = path.replace("/drills/", "/alerts/")
    given = {"version": str(room.alert(path).version), "shown": "2", "count": "2", "code": room.code("budi")}
    return posts(room, "budi", live, "approve", **given)


TABLE: dict[str, tuple[Try, int, str]] = {
    "an empty area": (no_area, 409, "Perbaiki dulu"),
    "an unknown code": (unknown_code, 409, "Tidak ada wilayah 62.06.99.9999"),
    "a region of somebody else": (elsewhere, 409, "di luar wilayah"),
    "a table of 20 MB": (large_table, 413, ""),
    "expiry in the past": (wrong(expires_at="2026-11-24T09:00"), 409, "Perbaiki dulu"),
    "an event of the last century": (wrong(event_at="1926-11-24T12:00"), 409, "Perbaiki dulu"),
    "an event in years": (wrong(event_at="2099-11-24T12:00"), 409, "Perbaiki dulu"),
    "a text of four segments": (wrong(**{"text-id": f"{FLOOD} {'x' * 500}"}), 409, "Perbaiki dulu"),
    "a text without end": (never_ends, 409, "paling banyak 1000"),
    "a code for the second time": (same_code, 409, "Kode itu salah atau sudah dipakai."),
    "an approval of one's own": (own, 409, "Tidak ada yang menyetujui tulisan"),
    "a version of before": (old_version, 409, "Orang lain lebih cepat."),
    "a drill made live in the database": (flipped, 409, "Keluarkan UJI COBA"),
}


@pytest.mark.parametrize("name", TABLE)
def test_what_is_wrong_is_refused_with_a_reason_and_reaches_nobody(room: WarnRoom, name: str) -> None:
    tries, status, told = TABLE[name]
    answer = tries(room)
    assert answer.status_code == status, said_in(answer)
    if told:
        assert told in said_in(answer)
    room.works()
    with room.services.database.read() as session:
        left = session.execute(
            text("SELECT count(*) FROM outbound_message m JOIN alert a ON a.id = m.alert_id WHERE a.id = :last"),
            {"last": session.scalar(text("SELECT max(id) FROM alert"))},
        ).scalar_one()
    assert left == 0


def test_a_drill_made_live_after_its_approval_reaches_nobody(room: WarnRoom) -> None:
    room.subscriber(practice=True)
    path = room.submitted(way="drills")
    assert room.approves(path).status_code == 303
    with room.services.database.engine.begin() as connection:
        connection.execute(text("UPDATE alert SET drill = false"))
    room.works()
    live = path.replace("/drills/", "/alerts/")
    assert room.messages(live) == []
    assert room.status(live) is Status.CANCELLED
