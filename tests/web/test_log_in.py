"""Logging in: the rows of `web.auth`, and what an attacker tries with a cookie."""

from __future__ import annotations

from datetime import timedelta

import pytest

from smsinfo.db.queries import staff as rows
from smsinfo.domain.staff import Grant, LinkPurpose, Role
from smsinfo.staff.audit import TERMINAL
from tests.staff.office import PASSWORD

from .staffroom import StaffRoom, said

WRONG = "Nama atau kata sandi salah."
LOCKED = "Terlalu banyak percobaan salah. Tunggu sampai"


def test_name_and_password_let_an_editor_in(room: StaffRoom) -> None:
    room.person("siti", (Role.EDITOR, "62.06"))
    web = room.visitor()
    assert web.get("/staff/").headers["Location"] == "/staff/login?next=/staff/"
    answer = web.log_in(" SITI ")
    assert (answer.status_code, answer.headers["Location"]) == (302, "/staff/")
    page = web.get("/staff/")
    assert "Selamat datang, Siti" in page.text
    assert "Penyunting · Katingan" in page.text
    assert [event.action for event in room.events()][-1] == "session.login"


def test_an_approver_gives_a_code_too(room: StaffRoom) -> None:
    room.person("citra", (Role.ALERT_APPROVER, "62"))
    web = room.visitor()
    web.get("/staff/login")
    assert (
        web.post("/staff/login", name="citra", password=PASSWORD).headers["Location"].startswith("/staff/tf-validate")
    )
    assert not web.is_in()
    web.get("/staff/tf-validate")
    assert web.post("/staff/tf-validate", code=room.code("citra")).headers["Location"] == "/staff/"
    assert web.is_in()


@pytest.mark.parametrize("role", [Role.PUBLISHER, Role.ALERT_AUTHOR, Role.ALERT_APPROVER, Role.ADMINISTRATOR])
def test_a_role_that_wants_an_authenticator_begins_with_it(room: StaffRoom, role: Role) -> None:
    room.person("citra")
    with room.services.database.write() as session:
        rows.put_grant(session, room.look("citra").id, Grant(role, "62"), room.clock())
    web = room.visitor()
    assert web.log_in("citra").headers["Location"] == "/staff/tf-setup"
    assert not web.is_in()
    assert "Pasang autentikator" in web.get("/staff/tf-setup").text
    page = web.post("/staff/tf-setup", setup="authenticator")
    assert "<svg" in page.text
    with web.web.session_transaction() as kept:
        sealed = kept["tf_totp_secret"]
    answer = web.post("/staff/tf-validate", code=room.services.staff.codes.code(sealed, room.clock()))
    assert answer.headers["Location"] == "/staff/"
    # Then the recovery codes, before anything else.
    assert web.get("/staff/").headers["Location"] == "/staff/mf-recovery-codes"
    web.get("/staff/mf-recovery-codes")
    codes = web.post("/staff/mf-recovery-codes", generate_new_codes="1")
    assert codes.text.count("<li>") == 10
    assert web.is_in()
    assert room.look("citra").has_code


@pytest.mark.parametrize("name", ["siti", "nobody", "suspended"])
def test_eleven_wrong_passwords_lock_a_name_whether_anybody_has_it_or_not(room: StaffRoom, name: str) -> None:
    room.person("siti")
    gone = room.person("suspended")
    with room.services.database.write() as session:
        room.services.staff.accounts.suspend(session, TERMINAL, room.clock(), gone)
    web = room.visitor()
    web.get("/staff/login")
    told = [said(web.post("/staff/login", name=name, password=f"wrong {n}")) for n in range(9)]
    assert told == [[WRONG]] * 9
    tenth = said(web.post("/staff/login", name=name, password="wrong"))
    assert tenth[0].startswith(f"{LOCKED} 10:15")
    # The right password is not even looked at, from wherever it comes.
    answer = web.web.post(
        "/staff/login",
        data={"csrf_token": web.token, "name": name, "password": PASSWORD},
        headers={"X-Forwarded-For": "127.0.0.1"},
    )
    assert said(answer) == tenth
    assert [event.details for event in room.events("account.locked")] == ['{"gate":"password"}']


def test_the_lock_ends_by_itself_and_an_administrator_ends_it_at_once(room: StaffRoom) -> None:
    room.person("siti")
    room.person("ani", (Role.ADMINISTRATOR, "62"))
    web = room.visitor()
    web.get("/staff/login")
    for _ in range(10):
        web.post("/staff/login", name="siti", password="wrong")
    assert web.log_in("siti").status_code == 200
    admin = room.logged_in("ani")
    assert "terkunci" in admin.get("/staff/people").text
    page = admin.get(f"/staff/people/{room.look('siti').id}")
    assert "Buka kunci" in page.text
    admin.post(f"/staff/people/{room.look('siti').id}/unlock")
    assert web.log_in("siti").status_code == 302


def test_who_gets_in_begins_again_at_zero(room: StaffRoom) -> None:
    room.person("siti")
    web = room.visitor()
    for _ in range(2):
        web.get("/staff/login")
        for _ in range(9):
            web.post("/staff/login", name="siti", password="wrong")
        assert web.log_in("siti").status_code == 302
        web.get("/staff/")
        web.post("/staff/logout")


def test_a_suspended_person_hears_what_everybody_hears(room: StaffRoom) -> None:
    person = room.person("siti")
    with room.services.database.write() as session:
        room.services.staff.accounts.suspend(session, TERMINAL, room.clock(), person)
    assert said(room.visitor().log_in("siti")) == [WRONG]


def test_five_wrong_codes_lock(room: StaffRoom) -> None:
    room.person("citra", (Role.PUBLISHER, "62"))
    web = room.visitor()
    web.get("/staff/login")
    web.post("/staff/login", name="citra", password=PASSWORD)
    told = [said(web.post("/staff/tf-validate", code=f"{n:06d}")) for n in range(4)]
    assert all(text[0].startswith("Kode salah, atau sudah dipakai.") for text in told)
    assert said(web.post("/staff/tf-validate", code="999999"))[0].startswith(LOCKED)
    assert said(web.post("/staff/tf-validate", code=room.code("citra")))[0].startswith(LOCKED)
    assert [event.details for event in room.events("account.locked")] == ['{"gate":"code"}']
    # A new log-in is no way round it.
    assert said(room.visitor().log_in("citra"))[0].startswith(LOCKED)


@pytest.mark.parametrize(("off", "inside"), [(-90, False), (-30, True), (30, True), (90, False)])
def test_a_phone_whose_clock_is_off_by_a_step_is_taken(room: StaffRoom, off: int, inside: bool) -> None:
    room.person("citra", (Role.PUBLISHER, "62"))
    web = room.visitor()
    web.get("/staff/login")
    web.post("/staff/login", name="citra", password=PASSWORD)
    room.clock.forward(seconds=off)
    shown = room.code("citra")
    room.clock.forward(seconds=-off)
    answer = web.post("/staff/tf-validate", code=shown)
    assert (answer.status_code == 302) is inside
    assert inside or "setel jam ponsel Anda ke otomatis" in answer.text


def test_a_code_works_once(room: StaffRoom) -> None:
    room.person("citra", (Role.PUBLISHER, "62"))
    assert room.visitor().log_in("citra").status_code == 302
    again = room.visitor().log_in("citra")
    assert said(again)[0].startswith("Kode salah, atau sudah dipakai.")
    room.clock.forward(seconds=30)
    assert room.visitor().log_in("citra").status_code == 302


def test_a_recovery_code_works_once(room: StaffRoom) -> None:
    room.person("citra", (Role.PUBLISHER, "62"))
    code = room.recovery_codes("citra")[0]
    for expected in (302, 200):
        web = room.visitor()
        web.get("/staff/login")
        web.post("/staff/login", name="citra", password=PASSWORD)
        web.get("/staff/mf-recovery")
        answer = web.post("/staff/mf-recovery", code=code.upper())
        assert answer.status_code == expected
        assert web.is_in() is (expected == 302)


@pytest.mark.parametrize("path", ["/staff/tf-validate", "/staff/mf-recovery", "/staff/tf-setup"])
def test_the_second_step_is_closed_to_who_has_not_done_the_first(room: StaffRoom, path: str) -> None:
    room.person("citra", (Role.PUBLISHER, "62"))
    web = room.visitor()
    web.get("/staff/login")
    for answer in (web.get(path), web.post(path, code=room.code("citra"), setup="authenticator")):
        assert (answer.status_code, answer.headers["Location"]) == (302, "/staff/login")
    assert not web.is_in()


@pytest.mark.parametrize(
    "address",
    [
        "//evil.example",
        "https://evil.example/staff/",
        "/\\evil.example",
        "///evil.example",
        "/staff//evil.example",
        "/staff/../../evil",
        "javascript:alert(1)",
        "/staff/\r\nSet-Cookie: x=y",
        "security.logout",
        "http://127.0.0.1:8000@evil.example",
    ],
)
def test_a_log_in_leads_to_pages_of_the_staff_only(room: StaffRoom, address: str) -> None:
    room.person("siti")
    for in_form in (True, False):
        web = room.visitor()
        web.web.get("/staff/login")
        page = web.web.get("/staff/login", query_string={"next": address})
        web._read(page)
        path = "/staff/login"
        fields = {"csrf_token": web.token, "name": "siti", "password": PASSWORD}
        query = {} if in_form else {"next": address}
        answer = web.web.post(path, query_string=query, data=fields | ({"next": address} if in_form else {}))
        assert (answer.status_code, answer.headers["Location"]) == (302, "/staff/")


def test_a_log_in_leads_on_to_where_the_person_wanted(room: StaffRoom) -> None:
    room.person("ani", (Role.ADMINISTRATOR, "62"))
    web = room.visitor()
    assert web.get("/staff/people").headers["Location"] == "/staff/login?next=/staff/people"
    web.get("/staff/login?next=/staff/people")
    answer = web.post("/staff/login", name="ani", password=PASSWORD, next="/staff/people")
    assert "next=" in answer.headers["Location"]
    web.get(answer.headers["Location"])
    answer = web.post("/staff/tf-validate", code=room.code("ani"), next="/staff/people")
    assert answer.headers["Location"] == "/staff/people"


def test_a_link_to_a_new_password_bears_the_configured_address(room: StaffRoom) -> None:
    room.person("ani", (Role.ADMINISTRATOR, "62"))
    siti = room.person("siti")
    web = room.logged_in("ani")
    web.get("/staff/people")
    cookie = web.web.get_cookie("smsinfo")
    assert cookie is not None
    web.web.set_cookie("smsinfo", cookie.value, domain="evil.example")
    answer = web.web.post(
        f"/staff/people/{siti.id}/link",
        data={"csrf_token": web.token},
        headers={"Host": "evil.example", "X-Forwarded-Host": "evil.example"},
    )
    assert "http://127.0.0.1:8000/staff/join/" in answer.text
    assert "evil.example" not in answer.text


def test_a_link_is_used_once_and_in_its_time(room: StaffRoom) -> None:
    room.person("siti")
    token, web, new = room.link("siti"), room.visitor(), "empat kata lain sekali"
    page = web.get(f"/staff/join/{token}")
    assert "Siti" in page.text
    assert web.post(f"/staff/join/{token}", password="pendek", again="pendek").status_code == 400
    assert web.post(f"/staff/join/{token}", password=new, again=new).headers["Location"] == "/staff/login"
    assert web.get(f"/staff/join/{token}").status_code == 404
    web.get("/staff/login")
    assert web.post(f"/staff/join/{token}", password=new, again=new).status_code == 404
    late = room.link("siti")
    room.clock.now += timedelta(minutes=30, seconds=1)
    assert web.get(f"/staff/join/{late}").status_code == 404
    assert web.get("/staff/join/invented").status_code == 404
    invited = room.link("siti", LinkPurpose.JOIN)
    room.clock.now += timedelta(days=2)
    assert web.get(f"/staff/join/{invited}").status_code == 200
    assert room.visitor().log_in("siti", new).status_code == 302


def test_cookies_are_for_https_only_where_the_address_is(sqlite_url: str) -> None:
    room = StaffRoom(sqlite_url, public_url="https://sms.example.org")
    answer = room.visitor().get("/staff/login")
    assert {"Secure", "HttpOnly", "SameSite=Lax"} <= set(answer.headers["Set-Cookie"].split("; "))
    assert answer.headers["Strict-Transport-Security"].startswith("max-age=31536000")
    room.close()


def test_no_token_and_no_json_opens_anything(room: StaffRoom) -> None:
    room.person("siti")
    web = room.visitor()
    web.get("/staff/login?include_auth_token=1")
    as_json = {"name": "siti", "password": PASSWORD, "csrf_token": web.token}
    answer = web.web.post("/staff/login?include_auth_token=1", json=as_json, headers={"X-CSRFToken": web.token})
    assert answer.mimetype == "text/html"
    assert "authentication_token" not in answer.text
    for headers in ({"Authentication-Token": "x"}, {"Authorization": "Basic c2l0aTp4"}, {"Accept": "application/json"}):
        assert room.visitor().web.get("/staff/", headers=headers).status_code == 303


def test_a_demo_account_works_on_this_machine_only_and_wants_no_code(room: StaffRoom) -> None:
    room.person("citra")
    with room.services.database.write() as session:
        rows.change(session, room.look("citra").id, {"demo": True})
        rows.put_grant(session, room.look("citra").id, Grant(Role.PUBLISHER, "62"), room.clock())
    assert room.visitor().log_in("citra").headers["Location"] == "/staff/"
    for environ in ({"REMOTE_ADDR": "203.0.113.9"}, {"HTTP_X_FORWARDED_FOR": "127.0.0.1"}):
        web = room.visitor()
        web.get("/staff/login")
        fields = {"csrf_token": web.token, "name": "citra", "password": PASSWORD}
        answer = web.web.post("/staff/login", data=fields, environ_overrides=environ)
        assert said(answer) == [WRONG]
