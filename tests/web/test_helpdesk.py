"""Somebody calls: the number leads to what went to and fro, to why something did not come, and to what can be done."""

from __future__ import annotations

import json
from collections.abc import Iterator

import pytest

from smsinfo.domain.messages import Lane, MtStatus, Purpose
from tests.support import CITIZEN, NEIGHBOUR, STRANGER

from .frontdesk import FrontDesk
from .pressroom import read, words
from .staffroom import said

MASKED = "+62812****0001"
DIGITS = CITIZEN[-9:]


@pytest.fixture
def front(sqlite_url: str) -> Iterator[FrontDesk]:
    """The front desk; somebody from Katingan has texted."""
    found = FrontDesk(sqlite_url)
    found.phone().texts("KTP")
    found.phone().texts("DAFTAR Katingan")
    yield found
    found.close()


def test_a_number_leads_to_the_thread_and_stands_nowhere_after_it(front: FrontDesk) -> None:
    budi, address = front.open("budi", "0812-5550-001")
    page = budi.get(address)
    told = words(page)
    assert MASKED in told
    assert "Urus ktp di kantor." in told
    assert "berlangganan · Kabupaten Katingan (62.06)" in told
    for text in (address, page.text, *(event.details for event in front.events("desk."))):
        assert DIGITS not in text
    assert [(event.action, event.subject) for event in front.events("desk.")] == [
        ("desk.looked_up", "contact:1"),
        ("desk.opened", "contact:1"),
    ]


@pytest.mark.parametrize(
    ("typed", "problem"),
    [
        ("", "Ketik dulu nomornya."),
        ("0812", "Angkanya kurang."),
        ("Budi", "Ketik nomor, bukan nama."),
        ("0536 3221 234", "Ini bukan nomor HP."),
        ("110", "Ini nomor pendek"),
        ("+62 809 1234567", "Ini nomor premium"),
        ("9" * 400, "Angkanya terlalu banyak."),
        ("0812 555O 001", "Tulis angka saja"),
    ],
)
def test_what_is_no_number_is_said_so_and_not_shown_again(front: FrontDesk, typed: str, problem: str) -> None:
    answer = front.look_up("budi", typed)
    assert answer.status_code == 400
    assert said(answer)[0].startswith(problem)
    assert read(answer).xpath("//input[@id='number']/@value") == []


def test_a_number_of_nobody_and_one_of_another_office_get_the_same_page(front: FrontDesk) -> None:
    pages = {}
    for number in (CITIZEN, STRANGER):
        with front.counted() as statements:
            answer = front.look_up("tina", number)
        pages[number] = (answer.status_code, words(answer), len(statements))
    assert pages[CITIZEN][:2] == pages[STRANGER][:2]
    assert pages[CITIZEN][0] == 404
    looked = front.events("desk.looked_up")
    assert [(event.subject, json.loads(event.details)["found"]) for event in looked] == [("number", False)] * 2


def test_who_has_no_desk_learns_nothing_about_a_number(front: FrontDesk) -> None:
    answers = [(a.status_code, words(a)) for a in (front.look_up("ani", number) for number in (CITIZEN, STRANGER))]
    assert answers[0] == answers[1]
    assert answers[0][0] == 403
    assert front.events("desk.") == []


def test_who_named_no_place_is_helped_by_everybody_at_a_desk(front: FrontDesk) -> None:
    front.phone(NEIGHBOUR).texts("KTP")
    tina, address = front.open("tina", NEIGHBOUR)
    assert "Tinggal di" in words(tina.get(address))


def test_a_code_is_worth_nothing_to_somebody_else(front: FrontDesk) -> None:
    _, address = front.open("budi")
    assert front.desk("wati").get(address).status_code == 404
    assert front.desk("wati").post(f"{address}/stop").status_code == 404
    for other in ("x", "AAAA", "%00", address.rpartition("/")[2][:-4] + "AAAA"):
        assert front.desk("budi").get(f"/staff/helpdesk/{other}").status_code == 404
    assert front.contact().status == "active"


def test_a_code_ends_with_the_jurisdiction(front: FrontDesk) -> None:
    budi, address = front.open("budi")
    budi.post(f"{address}/stop")
    budi.get(address)
    assert budi.post(f"{address}/move", place="Kalimantan Tengah").status_code == 404
    assert front.contact().region_code == "62"
    assert budi.get(address).status_code == 404


def test_looks_at_one_thread_within_ten_minutes_are_one_row_of_the_log(front: FrontDesk) -> None:
    budi, address = front.open("budi")
    for _ in range(3):
        budi.get(address)
    assert len(front.events("desk.opened")) == 1
    front.clock.forward(minutes=11)
    budi.get(address)
    assert len(front.events("desk.opened")) == 2


def test_stop_by_telephone_is_a_consent_event_with_the_account(front: FrontDesk) -> None:
    budi, address = front.open("budi")
    budi.get(address)
    page = budi.web.get(budi.post(f"{address}/stop").headers["Location"])
    assert "mengirim STOP untuk semua lewat telepon, diterima budi" in words(page)
    assert front.contact().status == "stopped"
    assert front.events("desk.")[-1].action == "desk.stopped"
    assert front.phone().texts("STATUS") is not None


def test_one_subscription_ends_and_the_others_stay(front: FrontDesk) -> None:
    front.phone().texts("DAFTAR Kalimantan Tengah")
    wati, address = front.open("wati")
    wati.get(address)
    assert wati.post(f"{address}/stop", region="62.06").status_code == 303
    assert wati.post(f"{address}/stop", region="62.06").status_code == 409
    told = words(wati.get(address))
    assert "Kalimantan Tengah (62) · semua peringatan" in told
    assert front.contact().status == "active"


def test_a_subscription_by_telephone_needs_the_yes_of_the_person_and_is_told_to_the_phone(front: FrontDesk) -> None:
    front.phone().texts("STOP")
    budi, address = front.open("budi")
    budi.get(address)
    refused = budi.post(f"{address}/subscribe", place="katingan")
    assert (refused.status_code, said(refused)[0][:14]) == (409, "Tanyakan dulu ")
    assert front.contact().status == "stopped"
    assert budi.post(f"{address}/subscribe", place="katingan", agreed="1").status_code == 303
    notice = front.sent()[-1]
    assert (notice.purpose, notice.status) == (Purpose.NOTICE, MtStatus.QUEUED)
    assert notice.body.startswith("Terdaftar: siaran Kabupaten Katingan")
    assert "lewat telepon, diterima budi" in words(budi.get(address))
    assert budi.post(f"{address}/subscribe", place="62.06", agreed="1").status_code == 409


@pytest.mark.parametrize("typed", ["", "jakarta raya", "<b>x</b>", "x" * 500])
def test_a_place_that_we_do_not_know_changes_nothing(front: FrontDesk, typed: str) -> None:
    budi, address = front.open("budi")
    budi.get(address)
    answer = budi.post(f"{address}/move", place=typed)
    assert answer.status_code == 409
    assert said(answer)[0].startswith("Kami tidak mengenal tempat")
    assert front.contact().region_code == "62.06"


def test_an_answer_goes_back_by_the_channel_that_was_texted_once(front: FrontDesk) -> None:
    budi, address = front.open("budi")
    page = budi.get(address)
    key = read(page).xpath("//input[@name='key']/@value")[0]
    look = budi.post(f"{address}/answer", text="Kantor buka – pukul 8.", key=key, act="look")
    assert "Kantor buka - pukul 8." in words(look)
    assert len(front.sent()) == 2
    first = budi.post(f"{address}/answer", text="Kantor buka pukul 8.", key=key, act="send")
    assert said(budi.get(first.headers["Location"])) == ["Terkirim: 1 segmen."]
    made = front.sent()[-1]
    assert (made.body, made.purpose, made.lane, made.channel) == ("Kantor buka pukul 8.", "reply", Lane.REPLY, "phone")
    again = budi.post(f"{address}/answer", text="Kantor buka pukul 8.", key=key, act="send")
    assert (again.status_code, said(again)) == (409, ["Teks ini sudah dikirim."])
    assert len(front.sent()) == 3
    event = front.events("desk.answered")[0]
    assert json.loads(event.details) == {"message": made.id, "purpose": "reply", "segments": 1}
    assert "sudah ditangani" in words(budi.get(address))


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("  \u200b ", "Tulis"),
        ("NIK Anda 6206010101900001", "Teks memuat nomor NIK"),
        ("panjang " * 62, "Teks lebih dari 3 segmen"),
    ],
)
def test_an_answer_that_must_not_leave_is_kept_in_its_field(front: FrontDesk, text: str, problem: str) -> None:
    budi, address = front.open("budi")
    budi.get(address)
    answer = budi.post(f"{address}/answer", text=text, act="send")
    assert answer.status_code == 409
    assert any(note.startswith(problem) for note in said(answer))
    assert len(front.sent()) == 2


def test_who_said_stop_gets_an_answer_to_a_text_of_today_and_nothing_later(front: FrontDesk) -> None:
    front.phone().texts("STOP")
    budi, address = front.open("budi")
    budi.get(address)
    assert budi.post(f"{address}/answer", text="Sudah kami hentikan.").status_code == 303
    front.clock.forward(hours=25)
    budi, address = front.open("budi")
    refused = budi.post(f"{address}/answer", text="Halo lagi.")
    assert refused.status_code == 409
    assert said(refused)[0].startswith("Orangnya sudah mengirim STOP.")


def test_a_phone_gets_ten_texts_an_hour_at_most_and_nothing_when_the_money_is_spent(front: FrontDesk) -> None:
    budi, address = front.open("budi")
    budi.get(address)
    codes = [budi.post(f"{address}/answer", text=f"Nomor {n}.").status_code for n in range(11)]
    assert codes == [303] * 10 + [409]
    front.clock.forward(hours=2)
    front.services.heart.stop()  # its next beat would count what was really spent
    front.services.inbox.spend.add(10**9)
    budi, address = front.open("budi")
    assert said(budi.post(f"{address}/answer", text="Nanti."))[0].startswith("Dana hari ini sudah habis.")


def test_the_number_is_shown_once_to_an_administrator_who_says_why(front: FrontDesk) -> None:
    admin, address = front.open("admin")
    admin.get(address)
    assert said(admin.post(f"{address}/number", reason="?"))[0].startswith("Sebutkan singkat")
    shown = admin.post(f"{address}/number", reason="Polisi meminta, surat 12/2026, 081255500017")
    assert CITIZEN in shown.text
    assert "no-store" in shown.headers["Cache-Control"]
    event = front.events("desk.unmasked")[0]
    assert json.loads(event.details) == {"reason": "Polisi meminta, surat 12/2026, [nomor disamarkan]"}
    assert CITIZEN not in admin.get(address).text
    front.clock.forward(minutes=11)
    assert admin.post(f"{address}/number", reason="Sekali lagi saja").headers["Location"].startswith("/staff/verify")


def test_editors_unmask_nothing_and_administrators_send_nothing(front: FrontDesk) -> None:
    budi, address = front.open("budi")
    assert budi.post(f"{address}/number", reason="Ingin tahu saja").status_code == 403
    assert "Nomor lengkap" not in words(budi.get(address))
    admin, address = front.open("admin")
    page = words(admin.get(address))
    assert "Jawab dengan SMS" not in page
    for act in ("answer", "stop", "subscribe", "move", "handled"):
        assert admin.post(f"{address}/{act}", text="Halo", place="katingan", agreed="1").status_code == 403
    assert len(front.sent()) == 2
