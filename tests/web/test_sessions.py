"""Sessions of the staff: when they end, what a copied cookie is worth, and what a new password does."""

from __future__ import annotations

import pytest

from smsinfo.domain.staff import Role
from tests.staff.office import PASSWORD

from .staffroom import StaffRoom, said


@pytest.mark.parametrize(
    ("steps", "inside"),
    [([1860], False), ([1800], True), ([1800] * 16, True), ([1800] * 16 + [1], False)],
    ids=["idle 31 min", "idle 30 min", "8 h of work", "a second more"],
)
def test_a_session_ends_when_nobody_is_there_or_the_day_is_over(
    room: StaffRoom, steps: list[int], inside: bool
) -> None:
    room.person("siti")
    web = room.visitor()
    web.log_in("siti")
    for step in steps[:-1]:
        room.clock.forward(seconds=step)
        assert web.is_in()
    room.clock.forward(seconds=steps[-1])
    assert web.is_in() is inside


def test_a_copied_cookie_is_worth_nothing_after_the_log_out(room: StaffRoom) -> None:
    room.person("siti")
    web = room.logged_in("siti")
    cookie = web.web.get_cookie("smsinfo")
    assert cookie is not None
    assert web.is_in()
    web.post("/staff/logout")
    thief = room.visitor()
    thief.web.set_cookie("smsinfo", cookie.value)
    assert thief.get("/staff/").headers["Location"].startswith("/staff/login")
    assert [event.action for event in room.events("session")] == ["session.login", "session.logout"]


def test_what_was_planted_before_the_log_in_does_not_live_on(room: StaffRoom) -> None:
    room.person("siti")
    web = room.visitor()
    web.get("/staff/login")
    planted, before = web.token, web.web.get_cookie("smsinfo")
    web.log_in("siti")
    after = web.web.get_cookie("smsinfo")
    assert before is not None
    assert after is not None
    assert before.value != after.value
    assert web.web.post("/staff/account", data={"csrf_token": planted, "language": "en"}).status_code == 400
    stranger = room.visitor()
    stranger.web.set_cookie("smsinfo", before.value)
    assert not stranger.is_in()


def test_a_new_password_logs_out_everywhere_else(room: StaffRoom) -> None:
    room.person("siti")
    here, there = room.logged_in("siti"), room.logged_in("siti")
    here.get("/staff/change")
    new = "empat kata lain sekali"
    answer = here.post("/staff/change", password=PASSWORD, new_password=new, new_password_confirm=new)
    assert answer.status_code == 302, said(answer)
    assert here.is_in()
    assert not there.is_in()
    assert room.visitor().log_in("siti").status_code == 200
    assert room.visitor().log_in("siti", new).status_code == 302


@pytest.mark.postgresql
def test_the_pages_are_the_same_on_postgresql(postgresql_url: str) -> None:
    room = StaffRoom(postgresql_url)
    room.person("ani", (Role.ADMINISTRATOR, "62"))
    room.person("audi", (Role.AUDITOR, "62"))
    siti = room.person("siti")
    admin = room.logged_in("ani")
    admin.get(f"/staff/people/{siti.id}")
    assert admin.post(f"/staff/people/{siti.id}/grant", role="editor", region="62.06").status_code == 303
    assert "Penyunting · Katingan" in room.logged_in("siti").get("/staff/").text
    auditor = room.logged_in("audi")
    assert "role.granted" in auditor.get("/staff/audit").text
    assert "Catatan utuh" in said(auditor.post("/staff/audit"))[0]
    assert auditor.get("/staff/audit.csv").text.count("\n") > 8
    assert said(room.visitor().log_in("siti", "wrong")) == ["Nama atau kata sandi salah."]
    room.close()


@pytest.mark.parametrize(
    ("fields", "told"),
    [
        ({"password": "wrong"}, "Kata sandi Anda sekarang salah."),
        ({"new_password_confirm": "something else"}, "Kedua kata sandi baru tidak sama."),
        ({"new_password": "pendek", "new_password_confirm": "pendek"}, "Kata sandi sedikitnya 12 karakter."),
        ({"new_password": PASSWORD, "new_password_confirm": PASSWORD}, "Itu kata sandi Anda yang sekarang."),
    ],
)
def test_a_new_password_that_will_not_do_changes_nothing(room: StaffRoom, fields: dict[str, str], told: str) -> None:
    room.person("siti")
    web = room.logged_in("siti")
    web.get("/staff/change")
    usual = {
        "password": PASSWORD,
        "new_password": "empat kata lain sekali",
        "new_password_confirm": "empat kata lain sekali",
    }
    answer = web.post("/staff/change", **(usual | fields))
    assert said(answer)[0].startswith(told)
    assert room.visitor().log_in("siti").status_code == 302
