"""Somebody calls and wants their data erased: what will end is said, it ends as with HAPUS DATA, and the phone learns.

The number is typed into a form once, and its last digits once more; it stands in no address and no row of the log.
"""

from __future__ import annotations

import json
from collections.abc import Iterator

import pytest
from sqlalchemy import select

from smsinfo.db.models import (
    CitizenCase,
    ConsentEvent,
    Contact,
    InboundMessage,
    LastWord,
    Membership,
    OutboundMessage,
    PrivacyCount,
    StaffPhone,
    Suppression,
)
from smsinfo.domain.desk import EraseWhy
from smsinfo.domain.staff import Role
from smsinfo.gateways import GATEWAYS
from smsinfo.jobs.worker import Worker
from smsinfo.locale import say
from smsinfo.web import words_desk
from tests.support import CITIZEN

from .frontdesk import FrontDesk
from .pressroom import words
from .staffroom import Visitor, said

LAST = CITIZEN[-4:]
ANDROID = {
    "kind": "android",
    "address": "http://127.0.0.1:8080",
    "user": "sms",
    "password": "kata-sandi-telepon",
    "signing_key": ["kunci-tanda-tangan"],
    "sender": "+6281250001234",
}


@pytest.fixture
def front(sqlite_url: str) -> Iterator[FrontDesk]:
    """The front desk; somebody from Katingan has subscribed and asked."""
    found = FrontDesk(sqlite_url)
    found.person("periksa", (Role.AUDITOR, "62"))
    found.phone().texts("DAFTAR Katingan")
    found.phone().texts("KTP")
    found.person("mati", (Role.ADMINISTRATOR, "62.02"))
    yield found
    found.close()


def count(front: FrontDesk, model: type) -> int:
    """Rows of a table."""
    with front.services.database.read() as session:
        return session.query(model).count()


def erases(front: FrontDesk, name: str = "budi", why: str = "wish", digits: str = LAST) -> tuple[Visitor, int]:
    """Somebody looks the number up and erases; who, and the status."""
    desk, address = front.open(name)
    desk.get(f"{address}/erase")
    return desk, desk.post(f"{address}/erase", why=why, digits=digits).status_code


def test_it_ends_as_with_the_persons_own_act_and_the_phone_is_told(front: FrontDesk) -> None:
    desk, status = erases(front)
    assert status == 303
    assert said(desk.get("/staff/helpdesk"))[0].startswith("Sudah dihapus.")
    assert (count(front, Contact), count(front, Suppression)) == (0, 1)
    with front.services.database.read() as session:
        assert set(session.scalars(select(InboundMessage.body))) == {""}
        last = session.scalars(select(ConsentEvent).order_by(ConsentEvent.id.desc())).first()
        assert last is not None
        assert (last.kind, last.channel, last.external_id, last.contact_id) == (
            "erased", "telephone", "account:budi", None,
        )  # fmt: skip
    Worker(front.services).step()
    told = front.sent()[-1]
    assert (told.body, told.status, told.contact_id) == (say("forget.done", "id"), "sent", None)
    assert [one.mt.to for one in front.services.gateways["phone"].sent][-1:] == [CITIZEN]  # type: ignore[attr-defined]
    front.clock.forward(minutes=2)
    Worker(front.services).step()
    assert count(front, LastWord) == 0


def test_a_stranger_who_has_the_number_now_learns_nothing(front: FrontDesk) -> None:
    before = len(front.sent())
    assert erases(front, why="stranger")[1] == 303
    assert (count(front, Contact), count(front, LastWord), len(front.sent())) == (0, 0, before)


def test_the_log_has_the_reason_and_the_masked_number_only(front: FrontDesk) -> None:
    erases(front, why="family")
    (event,) = front.events("desk.erased")
    assert json.loads(event.details) == {"number": "+62812****0001", "told": True, "why": "family"}
    assert (event.subject, event.region_code) == ("contact:1", "62.06")
    assert CITIZEN[-9:] not in event.details


def test_the_figures_of_the_data_officer_tell_it_from_what_phones_do(front: FrontDesk) -> None:
    erases(front)
    for text in ("HAPUS DATA", "YA"):
        front.phone().texts(text)
    with front.services.database.read() as session:
        done = {row.kind: row.done for row in session.execute(select(PrivacyCount.kind, PrivacyCount.done))}
    assert done == {"erasure": 1, "erasure_desk": 1}
    page = words(front.desk("periksa").get("/staff/privacy"))
    assert "1 kali HAPUS DATA. Dihapus atas permintaan lewat meja bantuan: 1." in page


@pytest.mark.parametrize(
    ("why", "digits", "problem"),
    [
        ("", LAST, "Pilih alasan penghapusan."),
        ("x' OR 1", LAST, "Pilih alasan penghapusan."),
        ("wish", "", "Ketik 4 angka terakhir nomor"),
        ("wish", "0002", "Ketik 4 angka terakhir nomor"),
        ("wish", LAST + LAST, "Ketik 4 angka terakhir nomor"),
        ("wish", "HAPUS" * 400, "Ketik 4 angka terakhir nomor"),
    ],
)
def test_what_is_not_confirmed_erases_nothing(front: FrontDesk, why: str, digits: str, problem: str) -> None:
    desk, address = front.open("budi")
    answer = desk.post(f"{address}/erase", why=why, digits=digits)
    assert answer.status_code == 409
    assert said(answer)[0].startswith(problem)
    assert (count(front, Contact), front.events("desk.erased")) == (1, [])


def test_the_page_says_what_will_end(front: FrontDesk) -> None:
    now = front.clock()
    with front.services.database.write() as session:
        account = front.look("wati").id
        session.add(StaffPhone(account_id=account, contact_id=1, confirmed_at=now))
        for role, state in (("head", "active"), ("relay", "suspended"), ("contributor", "left")):
            member = Membership(contact_id=1, role=role, region_code="62.06", name="Rina", state=state, invited_at=now)
            session.add(member)
        case = {"kind": "report", "state": "new", "text": "x", "language": "id", "opened_at": now, "moved_at": now}
        session.add(CitizenCase(number=12345, contact_id=1, **case))
    desk, address = front.open("budi")
    page = words(desk.get(f"{address}/erase"))
    for line in (
        "1 langganan: tidak ada lagi siaran ke HP ini.",
        "Peran: Kepala desa · Kabupaten Katingan (62.06). Carikan penggantinya di sana",
        "Peran: Penyampai",
        "Ini HP sebuah akun petugas.",
        "Isi 1 laporan, usulan, atau pertanyaan",
    ):
        assert line in page, page
    assert "Kontributor" not in page
    assert "Yang tidak bisa dihapus dari sini" not in page
    assert desk.post(f"{address}/erase", why="wish", digits=LAST).status_code == 303
    assert (count(front, Membership), count(front, StaffPhone)) == (0, 0)


def test_what_waits_for_the_phone_does_not_leave_any_more(front: FrontDesk) -> None:
    with front.services.database.write() as session:
        session.query(OutboundMessage).update({"status": "queued", "expires_at": front.clock().replace(year=2027)})
    erases(front, why="stranger")
    assert {one.status for one in front.sent()} == {"cancelled"}


def test_what_stands_in_a_phone_is_named(sqlite_url: str) -> None:
    front = FrontDesk(sqlite_url, channels={"phone": ANDROID}, public_url="https://sms.example.org")
    front.phone().texts("KTP")
    desk, address = front.open("wati")
    page = words(desk.get(f"{address}/erase"))
    assert "Yang tidak bisa dihapus dari sini phone: pesan di HP gateway dan daftar di aplikasinya" in page
    front.close()


def test_each_kind_of_channel_that_keeps_something_of_its_own_has_its_words() -> None:
    assert set(words_desk.KEEPS) <= set(GATEWAYS)
    assert set(words_desk.ERASE_WHY) == set(EraseWhy)


def test_who_has_no_desk_there_erases_nothing(front: FrontDesk) -> None:
    _, address = front.open("budi")
    for name, status in (("tina", 404), ("mati", 404), ("wati", 404), ("periksa", 403), ("ani", 403)):
        desk = front.desk(name)
        desk.get("/staff/account")
        assert desk.post(f"{address}/erase", why="wish", digits=LAST).status_code == status, name
    assert count(front, Contact) == 1


def test_it_asks_for_the_password_once_more_when_that_was_long_ago(front: FrontDesk) -> None:
    desk, address = front.open("budi")
    for _ in range(3):
        front.clock.forward(minutes=20)
        desk.get("/staff/account")
    answer = desk.post(f"{address}/erase", why="wish", digits=LAST)
    assert "/staff/verify" in str(answer.headers["Location"])
    assert count(front, Contact) == 1


def test_the_page_takes_few_statements(front: FrontDesk) -> None:
    desk, address = front.open("budi")
    with front.counted() as statements:
        assert desk.get(f"{address}/erase").status_code == 200
    assert len(statements) <= 12
