"""The register of groups on the pages: who enters, invites and ends, and what everybody sees."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from sqlalchemy import select

from smsinfo.community.groups import Wanted
from smsinfo.db.models import KimGroup, Membership
from smsinfo.staff.audit import TERMINAL
from tests.support import CITIZEN, NEIGHBOUR, Phone

from .kimroom import FORM, code, enters, invites, make_room
from .pressroom import PressRoom, read, words
from .staffroom import said


@pytest.fixture
def room(sqlite_url: str) -> Iterator[PressRoom]:
    """An editor of Katingan, one of Kotawaringin Timur, and an auditor."""
    found = make_room(sqlite_url)
    yield found
    found.close()


def test_a_group_is_entered_invites_and_is_seen_by_everybody(room: PressRoom) -> None:
    desk = room.desk("kat")
    page = enters(desk)
    assert "Undangan dikirim" in invites(desk, page)
    assert "+62812****0001" in words(desk.get(page))
    assert CITIZEN[3:] not in desk.get(page).text
    Phone(room.services, room.clock).texts(f"IKUT {code(room)}")
    public = page.replace("/staff/groups", "/kim")
    everybody = room.visitor()
    assert "1 anggota yang tidak disebut" in words(everybody.get(public))
    assert "Rina Wati" not in words(everybody.get(public))
    Phone(room.services, room.clock).texts("TAMPIL")
    shown = words(everybody.get(public))
    assert "Rina Wati" in shown
    assert "0812" not in shown
    assert everybody.get(public).headers["Cache-Control"] == "no-store"  # nothing keeps a name
    assert "KIM Samba" in words(everybody.get("/kim?wilayah=62.06"))
    assert "KIM Samba" not in words(everybody.get("/kim?wilayah=62.71"))
    assert [one.action for one in room.events() if one.action.startswith(("group.", "member."))] == [
        "group.created", "member.invited",
    ]  # fmt: skip


@pytest.mark.parametrize("path", ["/kim/999", "/kim/99999999999999999999", "/kim?wilayah=atlantis", "/kim/x"])
def test_what_is_not_there_is_not_there(room: PressRoom, path: str) -> None:
    assert room.visitor().get(path).status_code == 404


def test_a_group_for_staff_only_and_a_closed_one_are_not_public(room: PressRoom) -> None:
    desk = room.desk("kat")
    page = enters(desk)
    public = page.replace("/staff/groups", "/kim")
    desk.get(f"{page}/edit")
    assert desk.post(f"{page}/edit", name="KIM Samba", decree="1").status_code == 303
    assert room.visitor().get(public).status_code == 404
    desk.get(f"{page}/edit")
    desk.post(f"{page}/edit", **FORM)
    assert room.visitor().get(public).status_code == 200
    desk.get(page)
    desk.post(f"{page}/close")
    assert "ditutup" in said(desk.get(page))[0]
    assert room.visitor().get(public).status_code == 404
    assert "sudah ditutup" in invites(desk, page)


def test_another_jurisdiction_sees_and_changes_nothing_of_it(room: PressRoom) -> None:
    page = enters(room.desk("kat"))
    invites(room.desk("kat"), page)
    other = room.desk("kotim")
    assert "KIM Samba" not in words(other.get("/staff/groups"))
    assert other.get(page).status_code == 404
    assert other.get("/staff/groups?region=62.06").status_code == 404
    other.get("/staff/groups/new")
    for path in (f"{page}/edit", f"{page}/close", f"{page}/invite", "/staff/members/1/end", "/staff/members/99/end"):
        assert other.post(path, **FORM).status_code == 404, path
    assert other.post("/staff/groups/new", **FORM).status_code == 400
    auditor = room.desk("pemeriksa")
    assert "KIM Samba" in words(auditor.get(page))
    assert read(auditor.get(page)).xpath("//form[contains(@action, 'invite')]") == []


@pytest.mark.parametrize(
    ("field", "value", "told"),
    [
        ("name", "12", "perlu nama"),
        ("name", "x" * 81, "80 huruf"),
        ("region", "Atlantis", "Atlantis"),
        ("region", "", "wilayah"),
        ("address", "telp 081255550001", "nomor pribadi"),
    ],
)
def test_a_form_that_will_not_do_says_why_and_keeps_what_was_typed(
    room: PressRoom, field: str, value: str, told: str
) -> None:
    desk = room.desk("kat")
    desk.get("/staff/groups/new")
    answer = desk.post("/staff/groups/new", **{**FORM, field: value})
    assert answer.status_code == 400
    assert told.lower() in words(answer).lower()
    assert 'value="421/23/KIM"' in answer.text
    with room.services.database.read() as session:
        assert session.scalars(select(KimGroup)).all() == []


@pytest.mark.parametrize(
    ("fields", "told"),
    [
        ({"number": "0511 12345"}, "nomor"),
        ({"number": "abc"}, "nomor"),
        ({"village": "62.02"}, "di luar wilayah kedudukan"),
        ({"village": "Atlantis"}, "Atlantis"),
        ({"name": "=1+1"}, "60 huruf"),
        ({"role": "relay"}, "satu desa"),
    ],
)
def test_an_invitation_that_will_not_do_invites_nobody(room: PressRoom, fields: dict[str, str], told: str) -> None:
    desk = room.desk("kat")
    assert told.lower() in invites(desk, enters(desk), **fields).lower()
    with room.services.database.read() as session:
        assert session.scalars(select(Membership)).all() == []


def test_a_membership_is_suspended_resumed_trusted_and_ended(room: PressRoom) -> None:
    desk = room.desk("kat")
    page = enters(desk)
    invites(desk, page)
    Phone(room.services, room.clock).texts(f"IKUT {code(room)}")
    for act, told in (
        ("trust", "tanpa diperiksa"), ("suspend", "ditunda"), ("trust", "sudah berubah"), ("resume", "dilanjutkan"),
        ("end", "berakhir"), ("resume", "sudah berubah"),
    ):  # fmt: skip
        desk.get(page)
        desk.post(f"/staff/members/1/{act}")
        assert told in said(desk.get(page))[0], act
    desk.get("/staff/groups/new")
    assert desk.post("/staff/members/1/erase").status_code == 400


def test_a_head_is_asked_for_a_village(room: PressRoom) -> None:
    desk = room.desk("kat")
    desk.get("/staff/heads")
    fields = {"number": NEIGHBOUR, "name": "Pak Kades", "village": "62.06.05.2005"}
    assert desk.post("/staff/heads/invite", **fields).status_code == 303
    page = desk.get("/staff/heads")
    assert "Pertanyaan dikirim" in said(page)[0]
    assert "Pak Kades" in words(page)
    desk.post("/staff/heads/invite", **{**fields, "village": "62.06"})
    assert "satu desa" in said(desk.get("/staff/heads"))[0]
    assert "Pak Kades" not in words(room.desk("kotim").get("/staff/heads"))


def test_the_list_is_paged_and_takes_the_same_statements_however_long(room: PressRoom) -> None:
    desk = room.desk("kat")
    taken = []
    for many in (10, 100):
        with room.services.database.write() as session:
            for n in range(many):
                wanted = Wanted(f"KIM {many} {n:03d}", "62.06", public=True)
                room.services.community.groups.create(session, TERMINAL, wanted, room.clock())
        with room.counted() as statements:
            page = desk.get("/staff/groups?q=kim")
        room.clock.forward(seconds=6)  # what was made is shown again for five
        with room.counted() as public:
            assert room.visitor().get("/kim").status_code == 200
        taken.append((len(statements), len(public)))
    assert taken[0] == taken[1]
    assert max(taken[0]) <= 12
    assert len(read(page).xpath("//tbody/tr")) == 25
    assert "KIM 10 005" in words(desk.get("/staff/groups?q=10+005"))
    assert "%" not in words(desk.get("/staff/groups?q=%25"))


def test_the_sheet_of_pulsa_is_for_staff_masked_and_of_one_month(room: PressRoom) -> None:
    desk = room.desk("kat")
    page = enters(desk)
    invites(desk, page)
    Phone(room.services, room.clock).texts(f"IKUT {code(room)}")
    sheet = desk.get(f"{page}/pulsa?month=2026-11")
    cells = [cell.text_content() for cell in read(sheet).xpath("//tbody/tr/td")]
    assert cells[:3] == ["Rina Wati", "+62812****0001", "1"]
    assert "November 2026" in words(sheet)
    file = desk.get(f"{page}/pulsa.csv?month=2026-11").text
    assert '"2026-11","Rina Wati","\'+62812****0001","1"' in file
    assert "Oktober 2026" in words(desk.get(f"{page}/pulsa"))
    for month in ("2026-13", "x", "2026-1", "0000-01"):
        assert desk.get(f"{page}/pulsa?month={month}").status_code == 404
    assert room.desk("kotim").get(f"{page}/pulsa.csv").status_code == 404
    assert room.visitor().get(f"{page}/pulsa").status_code == 303
