"""Trainings of a group on the pages: entered, corrected, taken out, and what the log keeps of that."""

from __future__ import annotations

import json
from collections.abc import Iterator

import pytest

from tests.support import Phone

from .kimroom import code, enters, invites, make_room
from .pressroom import PressRoom, read, words
from .staffroom import said


@pytest.fixture
def room(sqlite_url: str) -> Iterator[PressRoom]:
    """Two editors and an auditor."""
    found = make_room(sqlite_url)
    yield found
    found.close()


def test_a_training_is_entered_and_shown(room: PressRoom) -> None:
    desk = room.desk("kat")
    page = enters(desk)
    invites(desk, page)
    Phone(room.services, room.clock).texts(f"IKUT {code(room)}")
    desk.get(f"{page}/trainings/new")
    fields = {"held_on": "2026-11-20", "place": "Balai desa", "subject": "Menulis kabar", "member": "1", "guests": "3"}
    assert desk.post(f"{page}/trainings/new", **fields).status_code == 303
    shown = desk.get(page)
    assert "Menulis kabar, 20 Nov 2026" in words(shown)
    assert "Rina Wati" in words(desk.get("/staff/trainings/1"))
    for field, value in (("held_on", "besok"), ("place", ""), ("guests", "x"), ("member", "99")):
        desk.get(f"{page}/trainings/new")
        assert desk.post(f"{page}/trainings/new", **{**fields, field: value}).status_code == 400, field
    assert room.desk("kotim").get("/staff/trainings/1").status_code == 404
    assert desk.get("/staff/trainings/99").status_code == 404


def test_a_training_is_corrected_and_taken_out_and_the_log_keeps_what_it_was(room: PressRoom) -> None:
    desk = room.desk("kat")
    page = enters(desk)
    invites(desk, page)
    Phone(room.services, room.clock).texts(f"IKUT {code(room)}")
    desk.get(f"{page}/trainings/new")
    fields = {"held_on": "2026-11-20", "place": "Balai desa", "subject": "Menulis kabar", "member": "1", "guests": "3"}
    desk.post(f"{page}/trainings/new", **fields)
    Phone(room.services, room.clock).texts("KELUAR KIM")
    edit = "/staff/trainings/1/edit"
    form = read(desk.get(edit))
    assert form.xpath("//input[@name='subject']/@value") == ["Menulis kabar"]
    assert form.xpath("//input[@name='held_on']/@value") == ["2026-11-20"]
    assert form.xpath("//input[@name='member'][@checked]/@value") == ["1"]  # has left since, and was there
    for field, value in (("held_on", "2027-01-01"), ("place", " "), ("guests", "-1"), ("member", "99")):
        answer = desk.post(edit, **{**fields, "subject": "Lain", field: value})
        assert (answer.status_code, 'value="Lain"' in answer.text) == (400, True), field
    assert room.events("group.training_changed") == []
    assert desk.post(edit, **{**fields, "subject": "Cek fakta", "guests": "5"}).status_code == 303
    shown = words(desk.get("/staff/trainings/1"))
    assert "Cek fakta" in shown
    assert "Rina Wati" in shown
    desk.post(edit, **{**fields, "subject": "Cek fakta", "guests": "5"})  # nothing new
    del fields["member"]
    desk.post(edit, **{**fields, "subject": "Cek fakta", "guests": "5"})
    assert "Rina Wati" not in words(desk.get("/staff/trainings/1"))
    told = [json.loads(event.details) for event in room.events("group.training_changed")]
    subjects = {(one["before"]["subject"], one["after"]["subject"]) for one in told}
    assert (len(told), subjects) == (2, {("Menulis kabar", "Cek fakta"), ("Cek fakta", "Cek fakta")})
    assert sorted((one["before"]["members"], one["after"]["members"]) for one in told) == [([1], []), ([1], [1])]

    desk.get(edit)
    assert desk.post("/staff/trainings/1/remove").headers["Location"] == edit
    assert "centang" in said(desk.get(edit))[0]
    assert desk.post("/staff/trainings/1/remove", agreed="1").headers["Location"] == page
    assert "Cek fakta" not in words(desk.get(page))
    assert desk.get("/staff/trainings/1").status_code == 404
    assert desk.post("/staff/trainings/1/remove", agreed="1").status_code == 404
    [event] = room.events("group.training_removed")
    assert json.loads(event.details)["before"]["guests"] == 5


def test_nobody_corrects_a_training_of_others_or_of_a_closed_group(room: PressRoom) -> None:
    desk = room.desk("kat")
    page = enters(desk)
    desk.get(f"{page}/trainings/new")
    fields = {"held_on": "2026-11-20", "place": "Balai desa", "subject": "Menulis kabar"}
    desk.post(f"{page}/trainings/new", **fields)
    other = room.desk("kotim")
    other.get("/staff/groups/new")
    assert other.get("/staff/trainings/1/edit").status_code == 404
    assert other.post("/staff/trainings/1/edit", **fields).status_code == 404
    assert other.post("/staff/trainings/1/remove", agreed="1").status_code == 404
    auditor = room.desk("pemeriksa")
    assert auditor.get("/staff/trainings/1/edit").status_code == 403
    assert "/edit" not in auditor.get("/staff/trainings/1").text
    desk.post(f"{page}/close")
    assert desk.post("/staff/trainings/1/edit", **{**fields, "subject": "Lain"}).status_code == 400
    desk.post("/staff/trainings/1/remove", agreed="1")
    assert "Menulis kabar" in words(desk.get("/staff/trainings/1"))
