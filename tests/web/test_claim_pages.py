"""Claims on the pages: a verdict is written by one person, published by another, and taken out by one publisher."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest

from smsinfo.db.queries import proposals
from smsinfo.domain.changes import State
from smsinfo.domain.proposals import Proposal, Sort, Subject

from .pressroom import PressRoom, fill, read, send, words
from .staffroom import said

CLAIM = "/staff/claims/dana-palsu"
SIGNED = "/staff/claims/listrik-gratis"
NEW: dict[str, Any] = {
    "key": "listrik-gratis",
    "claim.id": "Listrik gratis tiga bulan untuk yang mendaftar lewat tautan.",
    "claim.en": "Three months of free electricity for who signs up by a link.",
    "answer.id": "HOAKS: tidak ada listrik gratis lewat tautan. Jangan isi data.",
    "answer.en": "HOAX: no free electricity by a link. Give no data.",
    "verdict": "hoax",
    "tag": "PLN",
    "review_by": "2027-05-24",
    "signs": "listrik gratis\ntoken gratis",
    "source_title": ["PLN", "", ""],
    "source_address": ["pln.co.id", "", ""],
    "source_checked_on": ["2026-11-20", "", ""],
}

MEND = "Perbaiki dulu"
REFUSED: tuple[tuple[dict[str, Any], str], ...] = (
    ({"key": "Listrik Gratis"}, "Kunci memuat"),
    ({"key": "new"}, "Kunci memuat"),
    ({"key": "x" * 41}, "Kunci memuat"),
    ({"key": "dana-palsu"}, "Klaim dana-palsu sudah ada"),
    ({"signs": ""}, MEND),
    ({"claim.en": ""}, MEND),
    ({"answer.id": "HOAKS \u201clistrik\u201d gratis"}, MEND),
    ({"answer.id": "HOAKS: " + "panjang " * 30}, MEND),
    ({"verdict": "true"}, MEND),
    ({"region": "62.99"}, MEND),
    ({"review_by": "besok"}, MEND),
    ({"source_address": ["", "", ""]}, MEND),
    ({"signs": "\u0000" + "a" * 81}, MEND),
)


@pytest.fixture
def press(database_url: str) -> Iterator[PressRoom]:
    """The press room."""
    found = PressRoom(database_url)
    yield found
    found.close()


def ask(press: PressRoom, text: str, number: str) -> str:
    """What a citizen gets now for a text of their own."""
    press.services.snapshots.refresh()
    played = press.app.test_client().post("/gw/phone/mo", json={"from": number, "text": text, "id": f"{number} {text}"})
    return str(played.get_json()["reply"]["text"])


def newest(press: PressRoom, key: str = "dana-palsu") -> Proposal:
    """What was proposed last for a claim."""
    with press.services.database.read() as session:
        return proposals.of_subject(session, Subject(Sort.CLAIM, key), 1)[0]


def publish(press: PressRoom, name: str, number: int) -> str:
    """Somebody reads a proposal and publishes it; what the page says then."""
    desk = press.desk(name)
    desk.get(f"/staff/proposals/{number}")
    desk.post(f"/staff/proposals/{number}/publish")
    return said(desk.get(f"/staff/proposals/{number}"))[0]


def test_a_verdict_is_public_when_a_second_person_has_published_it(press: PressRoom) -> None:
    wati, edi = press.desk("wati"), press.desk("pak.edi")
    asked = "HOAKS listrik gratis daftar lewat tautan"
    assert "Belum diperiksa" in ask(press, asked, "+628125550001")
    answer = fill(wati, "/staff/claims/new", act="send", **NEW)
    sent = newest(press, "listrik-gratis")
    assert answer.headers["Location"] == f"/staff/proposals/{sent.id}"
    assert (sent.state, sent.author, sent.scope) == (State.IN_REVIEW, "wati", "62")
    assert "Belum diperiksa" in ask(press, asked, "+628125550002")
    assert "listrik-gratis" in words(edi.get("/staff/claims"))
    assert "listrik-gratis" in words(edi.get("/staff/changes"))
    assert "1 usulan orang lain" in words(edi.get("/staff/"))
    assert "Terbit." in publish(press, "pak.edi", sent.id)
    assert ask(press, asked, "+628125550003").startswith("HOAKS: tidak ada listrik gratis lewat tautan.")
    told = [(event.action, event.actor, event.subject) for event in press.events() if "proposal." in event.action]
    assert told == [
        ("proposal.submitted", "wati", "claim:listrik-gratis"),
        ("proposal.published", "pak.edi", "claim:listrik-gratis"),
    ]
    assert json.loads(press.events("proposal.published")[0].details)["alone"] is False


def test_the_author_finds_no_button_and_the_server_refuses(press: PressRoom) -> None:
    edi = press.desk("pak.edi")
    fill(edi, CLAIM, act="send", **{"answer.id": "HOAKS: tidak ada dana apa pun."})
    sent = newest(press)
    assert read(edi.get(f"/staff/proposals/{sent.id}")).xpath("//form[contains(@action, '/publish')]") == []
    assert publish(press, "pak.edi", sent.id).startswith("Tidak ada yang menerbitkan tulisannya sendiri")
    assert newest(press).state is State.IN_REVIEW


def test_publishing_asks_for_the_password_again(press: PressRoom) -> None:
    fill(press.desk("wati"), CLAIM, act="send", **{"answer.id": "HOAKS: tidak ada dana apa pun."})
    edi, sent = press.desk("pak.edi"), newest(press)
    edi.get(f"/staff/proposals/{sent.id}")
    press.clock.forward(minutes=11)
    answer = edi.post(f"/staff/proposals/{sent.id}/publish")
    assert answer.headers["Location"].startswith("/staff/verify")
    assert newest(press).state is State.IN_REVIEW


def test_what_is_returned_is_mended_by_who_then_may_not_approve_it(press: PressRoom) -> None:
    fill(press.desk("bu.sri"), CLAIM, act="send", **{"answer.id": "HOAKS: bohong."})
    first = newest(press)
    edi = press.desk("pak.edi")
    edi.get(f"/staff/proposals/{first.id}")
    edi.post(f"/staff/proposals/{first.id}/return", words="Beri alasannya.")
    wati = press.desk("wati")
    page = wati.get(f"/staff/proposals/{first.id}")
    assert "Beri alasannya." in words(page)
    mend = read(page).xpath("//a[contains(@href, 'from=')]/@href")[0]
    assert read(wati.get(mend)).get_element_by_id("answer.id").value.strip() == "HOAKS: bohong."
    send(wati, wati.get(mend), mend, act="send", **{"answer.id": "HOAKS: Kominfo tidak membagi dana."})
    second = newest(press)
    assert (second.follows_id, len(second.authors)) == (first.id, 2)
    assert publish(press, "bu.sri", second.id).startswith("Tidak ada yang menerbitkan tulisannya sendiri")
    assert "Terbit." in publish(press, "pak.edi", second.id)
    assert "Dikembalikan" not in words(press.desk("bu.sri").get("/staff/drafts"))


def test_a_verdict_is_taken_out_by_one_publisher_and_put_back(press: PressRoom) -> None:
    edi = press.desk("pak.edi")
    edi.get(CLAIM)
    edi.post(f"{CLAIM}/withdraw", words="")
    assert said(edi.get(CLAIM))[0].startswith("Tulis beberapa kata")
    edi.post(f"{CLAIM}/withdraw", words="Ternyata ada dananya.")
    gone = newest(press)
    assert "Terbit." in publish(press, "pak.edi", gone.id)
    assert json.loads(press.events("proposal.published")[0].details)["alone"] is True
    assert "tidak ada dana" not in ask(press, "HOAKS bagi dana gratis", "+628125550004")
    assert "Dicabut" in words(edi.get("/staff/claims"))
    edi.post(f"/staff/proposals/{gone.id}/restore")
    assert "Terbit." in publish(press, "pak.edi", newest(press).id)
    assert "tidak ada dana" in ask(press, "HOAKS bagi dana gratis", "+628125550005")


def test_what_cannot_be_answered_with_is_refused_and_nothing_typed_is_lost(press: PressRoom) -> None:
    wati = press.desk("wati")
    for fields, told in REFUSED:
        answer = fill(wati, "/staff/claims/new", act="send", **(NEW | fields))
        assert answer.status_code == 400, fields
        assert said(answer)[0].startswith(told), fields
        assert read(answer).get_element_by_id("claim.id").value.strip() == NEW["claim.id"], fields
    assert press.events("proposal.submitted") == []


def test_what_was_published_meanwhile_is_not_written_over(press: PressRoom) -> None:
    wati, rina = press.desk("wati"), press.desk("rina")
    page = wati.get(CLAIM)
    fill(rina, CLAIM, act="send", **{"answer.id": "HOAKS: tulisan Rina."})
    waits = newest(press)
    fill(press.desk("bu.sri"), CLAIM, act="send", **{"answer.id": "HOAKS: tulisan Sri."})
    other = newest(press)
    publish(press, "pak.edi", waits.id)
    late = send(wati, page, CLAIM, act="send", **{"answer.id": "HOAKS: tulisan Wati."})
    assert late.status_code == 409
    assert "tulisan Rina" in words(late)
    assert read(late).get_element_by_id("answer.id").value.strip() == "HOAKS: tulisan Wati."
    edi = press.desk("pak.edi")
    assert "orang lain sudah menerbitkan" in words(edi.get(f"/staff/proposals/{other.id}"))
    edi.post(f"/staff/proposals/{other.id}/publish")
    assert newest(press).state is State.IN_REVIEW


def test_a_claim_of_the_province_is_no_business_of_a_regency(press: PressRoom) -> None:
    budi = press.desk("budi")
    assert read(budi.get(CLAIM)).xpath("//button[@value='send']") == []
    refused = budi.post(CLAIM, **NEW, act="send", seen=read(budi.get(CLAIM)).xpath("//input[@name='seen']/@value")[0])
    assert said(refused)[0].startswith("Itu di luar wilayah")
    answer = fill(budi, "/staff/claims/new", act="send", **NEW)
    assert said(answer)[0].startswith("Itu di luar wilayah")
    fill(budi, "/staff/claims/new", act="send", **(NEW | {"region": "62.06"}))
    own = newest(press, "listrik-gratis")
    assert own.scope == "62.06"
    assert "Terbit." in publish(press, "joko", own.id)


def test_a_publisher_of_a_regency_decides_nothing_of_the_province(press: PressRoom) -> None:
    fill(press.desk("wati"), CLAIM, act="send", **{"answer.id": "HOAKS: tidak ada dana apa pun."})
    joko, sent = press.desk("joko"), newest(press)
    joko.get(f"/staff/proposals/{sent.id}")
    for act in ("publish", "return", "retract"):
        joko.post(f"/staff/proposals/{sent.id}/{act}", words="tidak")
        assert newest(press).state is State.IN_REVIEW, act
    assert joko.get("/staff/proposals/999").status_code == 404
    assert joko.post("/staff/proposals/999/publish").status_code == 404
    assert joko.get("/staff/claims/none-of-it").status_code == 404
    assert press.desk("wati").post("/staff/claims/none-of-it", **NEW, act="send").status_code == 404


def test_each_pause_shows_the_phone_and_keeps_nothing(press: PressRoom) -> None:
    wati = press.desk("wati")
    wati.get(CLAIM)
    fields = {"csrf_token": wati.token, **NEW, "answer.id": "HOAKS: " + "a" * 170}
    panel = wati.web.post(CLAIM, data=fields, headers={"HX-Request": "true"})
    assert panel.status_code == 200
    assert "<html" not in panel.text
    assert "2 segmen" in panel.text
    assert press.events("proposal.submitted") == []


def test_the_list_takes_as_many_statements_for_many_claims_as_for_few(press: PressRoom) -> None:
    wati, counts = press.desk("wati"), []
    for number in range(3):
        fill(wati, "/staff/claims/new", act="send", **(NEW | {"key": f"klaim-{number}"}))
        publish(press, "pak.edi", newest(press, f"klaim-{number}").id)
        with press.counted() as statements:
            assert wati.get("/staff/claims").status_code == 200
        counts.append(len(statements))
    assert len(set(counts)) == 1
