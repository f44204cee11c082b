"""A file of groups and village heads on the pages: a look, then the same file again; who may, and what is refused."""

from __future__ import annotations

import io
import json
import re
from collections.abc import Iterator

import pytest
from sqlalchemy import select
from werkzeug.test import TestResponse

from smsinfo.db.models import KimGroup, Membership, OutboundMessage
from smsinfo.subscribers.kim_file import HEADS, MOST_BYTES
from smsinfo.web.pages.group_files import MOST_ROWS
from tests.support import CITIZEN, NEIGHBOUR, STRANGER, Phone

from .kimroom import make_room
from .pressroom import PressRoom, read, words
from .staffroom import Visitor, said

PAGE, BRING = "/staff/groups/import", "/staff/groups/import/bring"
VILLAGE = "62.06.05.2005"
HEAD = "kelompok,kedudukan,nomor,nama,tugas,desa\n"
MEMBER = f"KIM Samba,62.06,{CITIZEN},Rina Wati,,\n"
KADES = f",,{NEIGHBOUR},Siti Kades,kepala desa,{VILLAGE}\n"
FILE = (HEAD + MEMBER + KADES).encode()


@pytest.fixture
def room(sqlite_url: str) -> Iterator[PressRoom]:
    """An editor of Katingan, one of Kotawaringin Timur, and an auditor."""
    found = make_room(sqlite_url)
    yield found
    found.close()


def sends(desk: Visitor, path: str, body: bytes | str = FILE, **fields: str) -> TestResponse:
    """Choose a file and press the button."""
    desk.get(PAGE)
    raw = body.encode() if isinstance(body, str) else body
    return desk.post(path, file=(io.BytesIO(raw), "../../etc/passwd.csv"), **fields)


def kept(room: PressRoom) -> tuple[list[str], list[tuple[str, str, str]]]:
    """The names of the groups, and (name, role, state) of the memberships."""
    with room.services.database.read() as session:
        groups = list(session.scalars(select(KimGroup.name).order_by(KimGroup.id)))
        rows = session.execute(select(Membership.name, Membership.role, Membership.state).order_by(Membership.id))
        return groups, [(name, role, state) for name, role, state in rows]


def test_a_file_is_looked_at_first_and_invites_with_the_same_file_and_makes_nobody_a_member(room: PressRoom) -> None:
    desk = room.desk("kat")
    page = sends(desk, PAGE)
    assert page.status_code == 200
    seen = words(page)
    assert "1 kelompok baru" in seen
    assert "1 anggota diundang lewat SMS; 1 kepala desa ditanya lewat SMS" in seen
    cells = [[cell.text_content() for cell in row] for row in read(page).xpath("//tbody/tr")]
    assert [row[:3] for row in cells] == [
        ["3", "+62812****0002", "Siti Kades"], ["2", "+62812****0001", "Rina Wati"],
    ]  # fmt: skip
    assert cells[0][-1].endswith(f"({VILLAGE})")
    assert not any(number[4:] in page.text for number in (CITIZEN, NEIGHBOUR))
    assert kept(room) == ([], [])

    assert sends(desk, BRING, agreed="1").status_code == 303
    assert "1 kelompok dimasukkan. 2 orang diundang lewat SMS." in said(desk.get(PAGE))[0]
    assert kept(room) == (
        ["KIM Samba"], [("Rina Wati", "contributor", "invited"), ("Siti Kades", "head", "invited")],
    )  # fmt: skip
    [event] = room.events("group.imported")
    assert (event.actor, json.loads(event.details)["heads"]) == ("kat", 1)
    assert not any(number[4:] in event.details for number in (CITIZEN, NEIGHBOUR))
    assert {one.action for one in room.events() if one.action.startswith("member.")} == {"member.invited"}
    with room.services.database.read() as session:
        body = session.scalars(select(OutboundMessage.body).order_by(OutboundMessage.id.desc()).limit(1)).one()
    code = re.search(r"IKUT (\d{4})", body)
    assert code is not None
    Phone(room.services, room.clock, NEIGHBOUR).texts(f"IKUT {code[1]}")
    assert kept(room)[1][1] == ("Siti Kades", "head", "active")


def test_another_file_a_missing_tick_or_a_change_since_write_nothing(room: PressRoom) -> None:
    desk = room.desk("kat")
    assert sends(desk, BRING, agreed="1").status_code == 409
    for body, fields in ((FILE + b"\n", {"agreed": "1"}), (FILE, {})):
        sends(desk, PAGE)
        answer = sends(desk, BRING, body, **fields)
        assert answer.status_code == 409
        assert "Tidak ada yang ditulis" in said(answer)[0]
    sends(desk, PAGE)
    Phone(room.services, room.clock, NEIGHBOUR).texts("STOP")
    answer = sends(desk, BRING, agreed="1")
    assert answer.status_code == 409
    assert "STOP" in words(answer)
    assert (kept(room), room.events("group.imported")) == (([], []), [])
    assert sends(desk, BRING, agreed="1").status_code == 303  # the new report was seen
    assert kept(room)[1] == [("Rina Wati", "contributor", "invited")]


def test_each_row_that_is_left_out_is_told_with_its_line_and_what_to_do(room: PressRoom) -> None:
    desk = room.desk("kat")
    desk.get("/staff/heads")
    fields = {"number": STRANGER, "name": "Pak Kades", "village": VILLAGE}
    assert desk.post("/staff/heads/invite", **fields).status_code == 303
    rows = (
        f"KIM <b>A</b>,Atlantis,{CITIZEN},Rina,,\n"
        f"=HYPERLINK(1),62.06,{CITIZEN},Rina,,\n"
        f"KIM B,62.02,{CITIZEN},Rina,,\n"
        f"KIM A,62.06,{CITIZEN},R,,\n"
        f"KIM A,,{CITIZEN},Rina,kades,{VILLAGE}\n"
    )
    page = sends(desk, PAGE, HEAD + KADES + rows)
    table = [[cell.text_content() for cell in row] for row in read(page).xpath("//tbody/tr")]
    assert [row[0] for row in table] == ["2", "3", "4", "5", "6", "7"]
    for row, told in zip(
        table, ("Berkas tidak menggantinya", "Atlantis", "rumus", "di luar wilayah tugas", "60 huruf", "Kosongkan sel"),
        strict=True,
    ):  # fmt: skip
        assert told in row[2], row
    assert "<b>A</b>" not in page.text
    assert read(page).xpath("//form[contains(@action, 'bring')]") == []
    assert kept(room)[1] == [("Pak Kades", "head", "invited")]


def test_an_editor_brings_in_the_own_jurisdiction_only_and_an_auditor_nothing(room: PressRoom) -> None:
    other = room.desk("kotim")
    assert "di luar wilayah tugas" in words(sends(other, PAGE))
    assert sends(other, BRING, agreed="1").status_code == 303
    assert kept(room) == ([], [])
    auditor = room.desk("pemeriksa")
    assert auditor.get(PAGE).status_code == 403
    assert sends(auditor, BRING, agreed="1").status_code in (400, 403)
    assert kept(room) == ([], [])
    assert room.visitor().get(PAGE).status_code == 303


@pytest.mark.parametrize(
    ("body", "says"),
    [
        (b"kim,wilayah,nik\nKIM A,62.06,1\n", "nik"),
        (b"nomor\n0812\n", "tidak punya group"),
        (b"kim,wilayah\nKIM \xe9,62.06\n", "Baris 2 bukan UTF-8"),
        (b"%PDF-1.7", "tidak dikenal"),
        (b"PK\x03\x04", "tidak terbaca"),
        (b"\xff\xfe\x00", "bukan teks"),
        (b"kim,wilayah\n" + b"KIM A,62.06\n" * (MOST_ROWS + 1), "500 baris"),
    ],
)
def test_a_file_that_can_not_be_taken_is_told_why_and_nothing_changes(room: PressRoom, body: bytes, says: str) -> None:
    desk = room.desk("kat")
    for path in (PAGE, BRING):
        answer = sends(desk, path, body, agreed="1")
        assert answer.status_code == 409
        assert says in said(answer)[0]
    assert kept(room) == ([], [])


def test_no_file_and_a_file_that_is_too_large_are_refused(room: PressRoom) -> None:
    desk = room.desk("kat")
    assert sends(desk, PAGE, b"").status_code == 400
    assert sends(desk, BRING, b"").status_code == 400
    form = "multipart/form-data; boundary=x"
    field = b'--x\r\nContent-Disposition: form-data; name="%s"%s\r\n\r\n%s\r\n'
    token = field % (b"csrf_token", b"", desk.token.encode())
    large = token + field % (b"file", b'; filename="a.csv"', b"x" * (MOST_BYTES + 1)) + b"--x--\r\n"
    assert desk.web.post(PAGE, data=large, content_type=form).status_code == 409
    assert desk.web.post(PAGE, data=b"x" * 2 * MOST_BYTES, content_type=form).status_code == 413


def test_a_report_of_many_rows_stays_small(room: PressRoom) -> None:
    many = "".join(f"KIM {n:04d},62.06,+62812555{n:05d},Rina Wati,,\n" for n in range(240))
    wrong = "".join(f"KIM {n:04d},Atlantis,+62812555{n:05d},Rina Wati,,\n" for n in range(240))
    page = sends(room.desk("kat"), PAGE, HEAD + many + wrong)
    assert "240 kelompok baru" in words(page)
    assert "dan 140 lagi" in words(page)
    assert len(page.data) <= 60_000


def test_the_template_has_all_columns_and_says_how_a_head_is_written(room: PressRoom) -> None:
    answer = room.desk("kat").get(f"{PAGE}/template.csv")
    assert answer.headers["Content-Disposition"] == 'attachment; filename="kim.csv"'
    head, *rows = answer.text.lstrip("\ufeff").splitlines()
    assert head == ",".join(f'"{name}"' for name in HEADS)
    assert any('"kepala desa"' in row for row in rows)
    assert "tidak diambil" in words(sends(room.desk("kat"), PAGE, answer.data))


def test_a_session_that_is_not_fresh_brings_nobody_in_before_the_password(room: PressRoom) -> None:
    desk = room.desk("kat")
    sends(desk, PAGE)
    for _ in range(4):  # somebody who stays, so that the session lives
        room.clock.forward(minutes=20)
        desk.get("/staff/")
    answer = desk.post(BRING, file=(io.BytesIO(FILE), "x.csv"), agreed="1")
    assert answer.headers["Location"].startswith("/staff/verify")
    assert kept(room) == ([], [])
