"""The people's pages: invite, roles, a second administrator, handover; and what a form may not do."""

from __future__ import annotations

import json
import re
import threading
from typing import Any

import pytest
from lxml import html  # type: ignore[import-untyped]
from sqlalchemy import event

from smsinfo.db.queries import staff as rows
from smsinfo.domain.staff import Grant, Role
from smsinfo.staff.accounts import NewAccount
from smsinfo.staff.audit import TERMINAL

from .staffroom import StaffRoom, Visitor, said

ADMIN, APPROVER = Role.ADMINISTRATOR, Role.ALERT_APPROVER
NEW = "empat kata lain sekali"


def roles(room: StaffRoom, name: str) -> list[str]:
    """`editor 62.06`."""
    return [f"{g.role} {g.region_code}{' practice' * g.practice}" for g in room.look(name).grants]


def request_id(page: str) -> str:
    """The number of the first request that waits on a page."""
    found = re.search(r"/staff/requests/(\d+)/", page)
    assert found is not None
    return found[1]


def invite(web: Visitor, **fields: Any) -> Any:
    """Fill in the form."""
    web.get("/staff/people/new")
    usual = {"name": "siti.aminah", "full_name": "Siti Aminah, S.Kom.", "region": "62.06", "email": ""}
    return web.post("/staff/people/new", **(usual | fields))


def test_from_invitation_to_the_first_page(room: StaffRoom) -> None:
    room.person("ani", (ADMIN, "62"))
    admin = room.logged_in("ani")
    page = invite(admin)
    (address,) = html.document_fromstring(page.text).xpath("//p[@class='once']/text()")
    assert address.startswith("http://127.0.0.1:8000/staff/join/")
    siti = room.look("siti.aminah")
    admin.get(f"/staff/people/{siti.id}")
    assert admin.post(f"/staff/people/{siti.id}/grant", role="editor", region="62.06").status_code == 303
    guest = room.visitor()
    path = address.removeprefix("http://127.0.0.1:8000")
    guest.get(path)
    guest.post(path, password=NEW, again=NEW)
    assert guest.log_in("siti.aminah", NEW).status_code == 302
    assert "Penyunting · Katingan" in guest.get("/staff/").text
    assert path.rpartition("/")[2] not in str(room.events())


@pytest.mark.parametrize(
    ("fields", "told"),
    [
        ({"name": "\u0430dmin"}, "Nama masuk terdiri dari"),
        ({"name": "admin\u200b"}, "Nama masuk terdiri dari"),
        ({"name": "ANI"}, "Akun ani sudah ada."),
        ({"name": "../../etc"}, "Nama masuk terdiri dari"),
        ({"full_name": "<script>alert(1)</script>"}, "Tulis nama orang dengan huruf Latin"),
        ({"email": "no mail"}, "Ini bukan alamat surel"),
        ({"region": "99"}, "Wilayah itu tidak ada."),
    ],
)
def test_a_form_that_will_not_do_says_why_and_keeps_what_was_typed(
    room: StaffRoom, fields: dict[str, str], told: str
) -> None:
    room.person("ani", (ADMIN, "62"))
    web = room.logged_in("ani")
    page = invite(web, **({"name": "budi"} | fields))
    assert page.status_code == 400
    assert said(page)[0].startswith(told) or (fields.get("region") and said(page))
    tree = html.document_fromstring(page.text)
    for name, value in fields.items():
        if name != "region":
            assert tree.get_element_by_id(name).value == value
    with pytest.raises(AssertionError):
        room.look("budi")


def test_two_administrators_give_a_role(room: StaffRoom) -> None:
    room.person("ani", (ADMIN, "62"))
    room.person("beni", (ADMIN, "62"))
    citra = room.person("citra", region="62.06")
    one, other = room.logged_in("ani"), room.logged_in("beni")
    one.get(f"/staff/people/{citra.id}")
    one.post(f"/staff/people/{citra.id}/grant", role="alert_approver", region="62.06")
    page = one.get(f"/staff/people/{citra.id}")
    assert "Administrator lain harus menyetujuinya." in said(page)[0]
    number = request_id(page.text)
    assert f"/staff/requests/{number}/confirm" not in page.text
    one.post(f"/staff/requests/{number}/confirm")
    assert said(one.get("/staff/people"))[0] == "Administrator lain harus menyetujui permintaan Anda."
    assert roles(room, "citra") == []
    assert "Penyetuju peringatan, 62.06" in other.get("/staff/people").text
    other.post(f"/staff/requests/{number}/confirm")
    assert roles(room, "citra") == ["alert_approver 62.06"]
    other.get("/staff/people")
    other.post(f"/staff/requests/{number}/confirm")
    assert said(other.get("/staff/people"))[0] == "Orang lain sudah memutuskannya."


def test_acts_that_matter_want_the_password_again_after_ten_minutes(room: StaffRoom) -> None:
    room.person("ani", (ADMIN, "62"))
    citra = room.person("citra")
    web = room.logged_in("ani")
    web.get(f"/staff/people/{citra.id}")
    room.clock.forward(minutes=11)
    answer = web.post(f"/staff/people/{citra.id}/grant", role="editor", region="62")
    assert answer.headers["Location"] == f"/staff/verify?next=/staff/people/{citra.id}"
    assert roles(room, "citra") == []
    page = web.get(answer.headers["Location"])
    assert "Ini penting: berikan kata sandi sekali lagi" in said(page)[0]
    assert said(web.post("/staff/verify", password="wrong", next=""))[0] == "Kata sandi salah."
    assert web.prove().status_code == 302
    web.get(f"/staff/people/{citra.id}")
    assert web.post(f"/staff/people/{citra.id}/grant", role="editor", region="62").status_code == 303
    assert roles(room, "citra") == ["editor 62"]


def test_a_regency_sees_and_touches_its_own_people_only(room: StaffRoom) -> None:
    room.person("kab", (ADMIN, "62.06"), region="62.06")
    inside, outside = room.person("dalam", region="62.06.01"), room.person("asing", region="62.02")
    web = room.logged_in("kab")
    page = web.get("/staff/people").text
    assert "dalam" in page
    assert "asing" not in page
    assert web.get(f"/staff/people/{inside.id}").status_code == 200
    for path in ("", "/../9999"):
        assert web.get(f"/staff/people/{outside.id}{path}").status_code == 404
    for act in ("grant", "revoke", "code", "link", "unlock", "suspend", "resume"):
        answer = web.post(f"/staff/people/{outside.id}/{act}", role="editor", region="62.06")
        assert answer.status_code == 404, act
        web.get("/staff/people")
    assert web.get(f"/staff/handover/{outside.id}").status_code == 404
    assert invite(web, region="62").status_code == 400
    assert roles(room, "asing") == []


def test_a_role_in_ones_own_form_is_not_even_looked_at(room: StaffRoom) -> None:
    room.person("kontri", (Role.CONTRIBUTOR, "62.06.01"))
    web = room.logged_in("kontri")
    web.get("/staff/account")
    answer = web.post(
        "/staff/account",
        language="en",
        email="k@kalteng.go.id",
        role="administrator",
        active="1",
        name="admin",
        demo="1",
    )
    assert answer.status_code == 303
    person = room.look("kontri")
    assert (person.roles, person.name, person.demo) == (frozenset({Role.CONTRIBUTOR}), "kontri", False)
    assert (person.language, person.email) == ("en", "k@kalteng.go.id")
    assert room.events("account.profile")[-1].details == '{"changed":["language","email"]}'
    assert "My account" in web.get("/staff/account").text


def test_ones_own_account_is_not_suspended_by_oneself(room: StaffRoom) -> None:
    me = room.person("ani", (ADMIN, "62"))
    web = room.logged_in("ani")
    web.get("/staff/people")
    web.post(f"/staff/people/{me.id}/suspend")
    assert said(web.get(f"/staff/people/{me.id}"))[0].startswith("Itu tidak dapat dilakukan pada akun sendiri.")
    assert room.look("ani").active


def test_who_is_suspended_is_out_at_the_next_click(room: StaffRoom) -> None:
    room.person("ani", (ADMIN, "62"))
    siti = room.person("siti")
    there, web = room.logged_in("siti"), room.logged_in("ani")
    web.get(f"/staff/people/{siti.id}")
    web.post(f"/staff/people/{siti.id}/suspend")
    assert not there.is_in()
    web.get(f"/staff/people/{siti.id}")
    web.post(f"/staff/people/{siti.id}/resume")
    assert room.visitor().log_in("siti").status_code == 302


def test_a_handover_leaves_a_page_to_sign(room: StaffRoom) -> None:
    room.person("ani", (ADMIN, "62"))
    leaving = room.person("citra", (APPROVER, "62.06"))
    room.person("dewi", (APPROVER, "62"))
    taker = room.person("eko")
    web = room.logged_in("ani")
    web.get("/staff/handover")
    page = web.get(f"/staff/handover/{leaving.id}")
    assert "Peran: Penyetuju peringatan · Katingan" in page.text
    answer = web.post(f"/staff/handover/{leaving.id}", taker=taker.id, close="1")
    record = web.get(answer.headers["Location"])
    text = " ".join(html.document_fromstring(record.text).text_content().split())
    assert "Citra (citra) menyerahkan kepada Eko (eko)" in text
    assert "Penyetuju peringatan" in text
    assert "Kepala kantor" in text
    assert (room.look("citra").active, roles(room, "eko")) == (False, ["alert_approver 62.06 practice"])
    assert "Citra → Eko" in web.get("/staff/handover").text


def test_a_handover_that_leaves_an_area_alone_says_so(room: StaffRoom) -> None:
    room.person("ani", (ADMIN, "62"))
    leaving, taker = room.person("citra", (APPROVER, "62.06")), room.person("eko")
    web = room.logged_in("ani")
    web.get(f"/staff/handover/{leaving.id}")
    web.post(f"/staff/handover/{leaving.id}", taker=taker.id, close="1")
    told = said(web.get(f"/staff/people/{leaving.id}"))[0]
    assert told.startswith("62.06 akan tertinggal tanpa Penyetuju peringatan.")
    assert roles(room, "citra") == ["alert_approver 62.06"]


def test_practice_ends_with_the_fifth_task(room: StaffRoom) -> None:
    room.person("siti", (Role.AUDITOR, "62.06"), practice=True)
    web = room.logged_in("siti")
    assert web.get("/staff/").text.count("buka</a>") == 5
    for task, answer in (("log_gap", "b"), ("log_end", "a"), ("log_broken", "c")):
        web.get(f"/staff/practice/{task}")
        web.post(f"/staff/practice/{task}", answer=answer)
    web.get("/staff/rules")
    web.post("/staff/rules")
    assert said(web.get("/staff/rules"))[0] == "Beri tanda centang dahulu."
    web.post("/staff/rules", read="1")
    assert roles(room, "siti") == ["auditor 62.06 practice"]
    web.prove()
    assert roles(room, "siti") == ["auditor 62.06"]


def test_an_authenticator_and_recovery_codes_are_noted_where_they_are_made(room: StaffRoom) -> None:
    room.person("siti", (Role.EDITOR, "62.06"), practice=True)
    web = room.logged_in("siti")
    web.get("/staff/tf-setup")
    page = web.post("/staff/tf-setup", setup="authenticator")
    (action,) = html.document_fromstring(page.text).xpath("//form[contains(@action, 'tf-setup/')]/@action")
    with web.web.session_transaction() as kept:
        sealed = kept["tf_totp_secret"]
    assert web.post(action, code=room.services.staff.codes.code(sealed, room.clock())).status_code == 302
    assert web.get("/staff/").headers["Location"] == "/staff/mf-recovery-codes"
    web.get("/staff/mf-recovery-codes")
    web.post("/staff/mf-recovery-codes", generate_new_codes="1")
    web.get("/staff/account")
    web.post("/staff/account", language="id", email="")
    room.clock.forward(seconds=60)
    room.logged_in("siti")
    noted = {json.loads(event.details)["task"] for event in room.events("task.done")}
    assert noted >= {"recovery_codes", "profile", "authenticator"}
    assert roles(room, "siti") == ["editor 62.06 practice"]


def test_log_out_everywhere(room: StaffRoom) -> None:
    room.person("siti")
    here, there = room.logged_in("siti"), room.logged_in("siti")
    assert "2 peramban" in here.get("/staff/account").text
    here.post("/staff/account/sessions")
    assert not here.is_in()
    assert not there.is_in()


@pytest.mark.parametrize("path", ["/staff/people", "/staff/", "/staff/account", "/staff/handover"])
def test_a_page_asks_the_database_the_same_few_times_whatever_there_is(room: StaffRoom, path: str) -> None:
    room.person("ani", (ADMIN, "62"))
    web = room.logged_in("ani")
    asked: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_: object) -> None:
        # The heart beats in a thread of its own.
        if threading.current_thread() is threading.main_thread() and not statement.startswith("BEGIN"):
            asked.append(statement)

    event.listen(room.services.database.engine, "before_cursor_execute", note)
    counts = []
    for total in (5, 50):
        for number in range(total):
            with room.services.database.write() as session:
                new = NewAccount(f"orang{total}.{number}", "Orang", "62.06")
                person = room.services.staff.accounts.open(session, TERMINAL, room.clock(), new)
                rows.put_grant(session, person.id, Grant(Role.EDITOR, "62.06"), room.clock())
        asked.clear()
        assert web.get(path).status_code == 200
        counts.append(len(asked))
    assert counts[0] == counts[1] <= 12, asked
