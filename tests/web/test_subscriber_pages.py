"""A file of subscribers on the pages: a look first, the same file and proof again, then people come in; and who may."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator
from typing import Any

import pytest
from sqlalchemy import func, select
from werkzeug.test import TestResponse

from smsinfo.db.models import OutboundMessage, Subscription
from smsinfo.domain.staff import Role
from smsinfo.subscribers.sheet import MOST_BYTES
from tests.support import CITIZEN, NEIGHBOUR

from .pressroom import PressRoom, read, words
from .staffroom import Visitor, said

PAGE, BRING = "/staff/subscribers", "/staff/subscribers/bring"
FILE = f"phone,region\n{CITIZEN},62.06\n{NEIGHBOUR},62.06.05.2005\n".encode()
PROOF = {"consent": "paper", "consent_date": "2026-10-03", "reference": "Daftar hadir 12", "text_version": "2026-11"}


@pytest.fixture
def press(sqlite_url: str) -> Iterator[PressRoom]:
    """The press room with an administrator of the province and one of a village."""
    found = PressRoom(sqlite_url)
    found.person("pengelola", (Role.ADMINISTRATOR, "62"))
    found.person("desa", (Role.ADMINISTRATOR, "62.06.05.2005"), region="62.06.05.2005")
    yield found
    found.close()


def sends(desk: Visitor, path: str, body: bytes = FILE, **fields: Any) -> TestResponse:
    """Choose a file and press the button."""
    desk.get(PAGE)
    return desk.post(path, file=(io.BytesIO(body), "../../etc/passwd.csv"), **{**PROOF, **fields})


def subscriptions(press: PressRoom) -> int:
    """How many there are."""
    with press.services.database.read() as session:
        return session.scalar(select(func.count()).select_from(Subscription)) or 0


def test_a_file_is_looked_at_first_and_comes_in_with_the_same_file(press: PressRoom) -> None:
    admin = press.desk("pengelola")
    page = sends(admin, PAGE)
    assert page.status_code == 200
    assert "2 orang masuk" in words(page)
    assert subscriptions(press) == 0
    hidden = {
        field.get("name"): field.get("value") for field in read(page).xpath("//form[contains(@action, 'bring')]//input")
    }
    assert {name: hidden[name] for name in PROOF} == PROOF

    assert sends(admin, BRING, agreed="1").status_code == 303
    assert "2 orang dimasukkan" in said(admin.get(PAGE))[0]
    assert subscriptions(press) == 2
    with press.services.database.read() as session:
        [first, _] = session.scalars(select(OutboundMessage.body).where(OutboundMessage.purpose == "notice"))
    assert "BERHENTI" in first
    [event] = press.events("subscribers.imported")
    assert (event.actor, json.loads(event.details)["people"]) == ("pengelola", 2)
    assert CITIZEN[4:] not in event.details + event.subject


def test_another_file_another_proof_or_a_missing_tick_bring_nobody_in(press: PressRoom) -> None:
    admin = press.desk("pengelola")
    assert sends(admin, BRING, agreed="1").status_code == 409
    changes: tuple[dict[str, Any], ...] = ({"body": FILE + b"\n"}, {"reference": "Daftar hadir 13"}, {"agreed": None})
    for change in changes:
        sends(admin, PAGE)
        given = {name: value for name, value in {"agreed": "1", **change}.items() if value is not None}
        assert sends(admin, BRING, **given).status_code == 409, change
    assert subscriptions(press) == 0
    assert press.events("subscribers.import_begun") == []


def test_each_row_that_stays_out_is_told_with_its_number_masked(press: PressRoom) -> None:
    body = FILE + b"<b>0812</b>3456789,62.06\n08123456789,Atlantis\n"
    page = sends(press.desk("pengelola"), PAGE, body)
    table = [[cell.text_content() for cell in row] for row in read(page).xpath("//tbody/tr")]
    assert [row[:2] for row in table] == [["4", "<b>0****"], ["5", "+62812****6789"]]
    assert "Tempat “Atlantis” tidak kami kenal" in table[1][2]
    assert "3456789" not in page.text


def test_an_administrator_brings_in_people_of_the_own_jurisdiction_only(press: PressRoom) -> None:
    desa = press.desk("desa")
    assert "di luar wilayah tugas" in words(sends(desa, PAGE))
    assert sends(desa, BRING, agreed="1").status_code == 303
    assert subscriptions(press) == 1


@pytest.mark.parametrize(
    ("body", "says"),
    [
        (b"phone,region,nama\n0812,x,Siti\n", "tidak menyimpan nama"),
        (b"nomor\n0812\n", "tidak punya region"),
        (b"phone,region\n0812,\xe9\n", "Baris 2 bukan UTF-8"),
        (b"PK\x03\x04", "tidak terbaca"),
        (b"\xff\xfe\x00", "bukan teks"),
    ],
)
def test_a_file_that_can_not_be_taken_is_told_why_and_nothing_changes(press: PressRoom, body: bytes, says: str) -> None:
    admin = press.desk("pengelola")
    for path in (PAGE, BRING):
        answer = sends(admin, path, body, agreed="1")
        assert answer.status_code == 409
        assert says in said(answer)[0]
    assert subscriptions(press) == 0


def test_no_file_and_a_file_that_is_too_large_are_refused(press: PressRoom) -> None:
    admin = press.desk("pengelola")
    assert sends(admin, PAGE, b"").status_code == 400
    assert sends(admin, BRING, b"").status_code == 400
    form = "multipart/form-data; boundary=x"
    field = b'--x\r\nContent-Disposition: form-data; name="%s"%s\r\n\r\n%s\r\n'
    token = field % (b"csrf_token", b"", admin.token.encode())
    large = token + field % (b"file", b'; filename="a.csv"', b"x" * (MOST_BYTES + 1)) + b"--x--\r\n"
    assert admin.web.post(PAGE, data=large, content_type=form).status_code == 409
    whole = b"x" * 2 * MOST_BYTES
    assert admin.web.post(PAGE, data=whole, content_type=form).status_code == 413
    assert press.desk("wati").web.post(PAGE, data=whole[:MOST_BYTES], content_type=form).status_code == 413


def test_a_session_that_is_not_fresh_brings_nobody_in_before_the_password(press: PressRoom) -> None:
    admin = press.desk("pengelola")
    sends(admin, PAGE)
    for _ in range(4):  # somebody who stays, so that the session lives
        press.clock.forward(minutes=20)
        admin.get("/staff/")
    answer = admin.post(BRING, file=(io.BytesIO(FILE), "x.csv"), agreed="1", **PROOF)
    assert answer.headers["Location"].startswith("/staff/verify")
    assert subscriptions(press) == 0
