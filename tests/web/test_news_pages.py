"""The desk of village news, and the page on which everybody reads it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from lxml import html  # type: ignore[import-untyped]

from smsinfo.db.queries import news as rows
from smsinfo.domain.news import NewsState
from smsinfo.domain.staff import Role
from tests.community.contributed import TEXT, a_contribution
from tests.web.staffroom import StaffRoom, Visitor, said


@pytest.fixture
def room(tmp_path: Path) -> Iterator[StaffRoom]:
    """An editor of Katingan and one of Kotawaringin Timur."""
    found = StaffRoom(f"sqlite:///{tmp_path / 'smsinfo.db'}")
    found.person("rini", (Role.EDITOR, "62.06"))
    found.person("asing", (Role.EDITOR, "62.02"))
    yield found
    found.close()


def form(room: StaffRoom, **changed: str) -> dict[str, str]:
    """The form as an editor sends it."""
    until = (room.clock() + timedelta(days=10)).date().isoformat()
    given = {"text": TEXT, "kind": "event", "place": "62.06", "credit": "KIM Samba", "until": until, "checked": "yes"}
    return {**given, **changed}


def state(room: StaffRoom, number: int) -> NewsState:
    with room.services.database.read() as session:
        found = rows.get(session, number)
    assert found is not None
    return found.state


def test_an_editor_reads_checks_and_publishes_and_everybody_reads_it(room: StaffRoom) -> None:
    number = a_contribution(room.services)
    editor = room.logged_in("rini")
    assert str(number) in editor.get("/staff/news").text
    page = editor.get(f"/staff/news/{number}").text
    assert TEXT in page
    assert "SARA" in page
    assert "KIM Samba" in page
    answer = editor.post(f"/staff/news/{number}/publish", **form(room))
    assert answer.status_code == 303
    assert state(room, number) is NewsState.PUBLISHED
    assert [event.action for event in room.events("news.published")] == ["news.published"]
    public = room.visitor().get("/kabar").text
    assert TEXT in public
    assert "Rina" not in public
    assert room.visitor().get("/kabar").headers["Cache-Control"] == "no-store"  # a credit may name a member
    assert TEXT in room.visitor().get("/kabar?jenis=event").text
    assert TEXT not in room.visitor().get("/kabar?jenis=umkm").text


def test_a_refused_form_keeps_what_was_typed(room: StaffRoom) -> None:
    number = a_contribution(room.services)
    editor = room.logged_in("rini")
    editor.get(f"/staff/news/{number}")
    answer = editor.post(f"/staff/news/{number}/publish", **form(room, text="Kata saya sendiri", checked=""))
    assert answer.status_code == 409
    assert "Kata saya sendiri" in answer.text
    assert any("centang" in note for note in said(answer))
    for odd in ({"until": "besok"}, {"place": "99"}, {"kind": "x", "until": ""}, {"text": ""}):
        assert editor.post(f"/staff/news/{number}/publish", **form(room, **odd)).status_code == 409
    assert state(room, number) is NewsState.WAITING


@pytest.mark.parametrize(("act", "then"), [("ask", NewsState.ASKED), ("decline", NewsState.DECLINED)])
def test_the_author_is_answered(room: StaffRoom, act: str, then: NewsState) -> None:
    number = a_contribution(room.services)
    editor = room.logged_in("rini")
    editor.get(f"/staff/news/{number}")
    assert editor.post(f"/staff/news/{number}/{act}", words="x" * 101).status_code == 409
    assert editor.post(f"/staff/news/{number}/{act}", words="Kapan acaranya?").status_code == 303
    assert state(room, number) is then
    assert "Kapan acaranya?" in editor.get(f"/staff/news/{number}").text


def test_another_region_sees_nothing_of_it(room: StaffRoom) -> None:
    number = a_contribution(room.services)
    stranger: Visitor = room.logged_in("asing")
    assert TEXT not in stranger.get("/staff/news").text
    assert stranger.get(f"/staff/news/{number}").status_code == 404
    assert stranger.post(f"/staff/news/{number}/publish", **form(room)).status_code == 404
    assert stranger.get(f"/staff/news/{2**40}").status_code == 404
    assert state(room, number) is NewsState.WAITING


def test_who_waits_too_long_is_marked(room: StaffRoom) -> None:
    a_contribution(room.services)
    room.clock.forward(days=3)
    page = html.document_fromstring(room.logged_in("rini").get("/staff/news").data)
    assert page.xpath("//td//span[@class='tag tag-bad']")


def test_ten_and_forty_cost_the_same(room: StaffRoom) -> None:
    editor = room.logged_in("rini")
    counts = []
    for more in (10, 30):
        for n in range(more):
            a_contribution(room.services, text=f"{TEXT} {more} {n}")
        with room.counted() as statements:
            editor.get("/staff/news")
        counts.append(len(statements))
    assert counts[0] == counts[1] <= 12


@pytest.mark.parametrize("path", ["/kabar?wilayah=99", "/kabar?jenis=x"])
def test_odd_addresses_are_not_found(room: StaffRoom, path: str) -> None:
    assert room.visitor().get(path).status_code == 404
    assert room.visitor().get("/kabar?sebelum=x").status_code == 200
