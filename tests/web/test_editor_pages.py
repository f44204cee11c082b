"""Editors at their pages, without scripts: written, returned, mended, published by another, asked from the phone."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest

from smsinfo.domain.changes import State
from smsinfo.jobs.publishing import publish_due

from .pressroom import FRAME, KTP_ID, KTP_KATINGAN, PressRoom, fill, read, send, words
from .staffroom import said

NEW = "Urus KTP baru di kantor[ {kab}]."


@pytest.fixture
def press(sqlite_url: str) -> Iterator[PressRoom]:
    """The press room."""
    found = PressRoom(sqlite_url)
    yield found
    found.close()


def test_a_text_is_written_returned_mended_published_and_asked(press: PressRoom) -> None:
    first = press.writes("wati", "Urus KTP di kantor baru.")
    edi = press.desk("pak.edi")
    page = edi.get(f"/staff/changes/{first.id}")
    assert [ins.text_content() for ins in read(page).xpath("//ins")] == ["Urus KTP", " baru."] or "baru" in words(page)
    edi.post(f"/staff/changes/{first.id}/return", words="Kantor yang mana?")
    wati = press.desk("wati")
    assert "Kantor yang mana?" in words(wati.get(f"/staff/changes/{first.id}"))
    assert wati.post(f"/staff/changes/{first.id}/mend").headers["Location"] == "/staff/topics/ktp/draft"
    second = press.writes("wati", NEW)
    assert (second.follows_id, press.change(first.id).state) == (first.id, State.RETURNED)
    edi.get(f"/staff/changes/{second.id}")
    edi.post(f"/staff/changes/{second.id}/publish")
    assert press.change(second.id).state is State.PUBLISHED
    assert (press.text("ktp") or "").startswith("Urus KTP baru di kantor.")


def test_the_author_finds_no_button_and_the_server_refuses(press: PressRoom) -> None:
    sent = press.writes("pak.edi", NEW)
    edi = press.desk("pak.edi")
    page = edi.get(f"/staff/changes/{sent.id}")
    assert read(page).xpath("//form[contains(@action, '/publish')]") == []
    answer = edi.post(f"/staff/changes/{sent.id}/publish")
    assert said(edi.get(answer.headers["Location"]))[0].startswith("Tidak ada yang menerbitkan tulisannya sendiri")
    assert press.change(sent.id).state is State.IN_REVIEW


def test_publishing_asks_for_the_password_again(press: PressRoom) -> None:
    sent = press.writes("wati", NEW)
    edi = press.desk("pak.edi")
    edi.get(f"/staff/changes/{sent.id}")
    press.clock.forward(minutes=11)
    answer = edi.post(f"/staff/changes/{sent.id}/publish")
    assert answer.headers["Location"].startswith("/staff/verify")
    assert press.change(sent.id).state is State.IN_REVIEW


def test_two_editors_collide_and_put_both_together(press: PressRoom) -> None:
    wati, rina = press.desk("wati"), press.desk("rina")
    page = wati.get(KTP_ID)
    sent = press.writes("rina", "Tulisan Rina.")
    press.desk("pak.edi").get(f"/staff/changes/{sent.id}")
    press.desk("pak.edi").post(f"/staff/changes/{sent.id}/publish")
    answer = send(wati, page, KTP_ID, text="Tulisan Wati.", more="Bawa KK.")
    assert answer.status_code == 409
    assert "Tulisan Rina." in words(answer)
    assert "Urus ktp di kantor" in words(answer)
    assert read(answer).get_element_by_id("text").value.strip() == "Tulisan Wati."
    assert send(wati, answer, KTP_ID, text="Tulisan Rina dan Wati.").status_code == 303
    assert read(wati.get(KTP_ID)).get_element_by_id("text").value.strip() == "Tulisan Rina dan Wati."
    assert rina.get("/staff/topics/ktp/draft").status_code == 200


def test_old_words_are_put_back_by_one_publisher(press: PressRoom) -> None:
    sent, edi = press.writes("wati", NEW), press.desk("pak.edi")
    edi.get(f"/staff/changes/{sent.id}")
    edi.post(f"/staff/changes/{sent.id}/publish")
    sri = press.desk("bu.sri")
    page = sri.get("/staff/topics/ktp/history")
    assert NEW in words(page)
    to = sri.post(f"/staff/topics/ktp/history/undo/{sent.id}").headers["Location"]
    sri.get(to)
    sri.post(f"{to}/publish")
    assert press.change(sent.id).state is State.SUPERSEDED
    assert (press.text("ktp") or "").startswith("Urus ktp di kantor")
    revision = read(sri.get("/staff/topics/ktp/history")).xpath("//form[contains(@action, '/restore/')]/@action")[0]
    assert sri.post(revision).status_code == 303


def test_characters_that_double_the_price_are_shown_and_replaced_by_one_button(press: PressRoom) -> None:
    wati = press.desk("wati")
    fill(wati, KTP_ID, text="Urus KTP \u201cbaru\u201d \u2013 gratis.")
    page = wati.get(KTP_ID)
    assert [mark.text_content() for mark in read(page).xpath("//p[@class='words']/mark")] == [
        "\u201c",
        "\u201d",
        "\u2013",
    ]
    assert "UCS-2" in words(page)
    fill(wati, KTP_ID, act="substitute")
    page = wati.get(KTP_ID)
    assert read(page).get_element_by_id("text").value.strip() == 'Urus KTP "baru" - gratis.'
    assert read(page).xpath("//mark") == []


def test_to_put_others_in_their_place_right_after_typing_meets_nobody(press: PressRoom) -> None:
    """Leaving the field saves by itself; the button that was clicked sends the page as it was before that."""
    wati = press.desk("wati")
    page = wati.get(KTP_ID)
    odd = "Urus \u201cKTP\u201d baru."
    assert send(wati, page, KTP_ID, text=odd).status_code == 303
    assert send(wati, page, KTP_ID, text=odd, act="substitute").status_code == 303
    assert 'Urus "KTP" baru.' in words(wati.get(KTP_ID))
    # What is other than that is put together by a person, as ever.
    assert send(wati, page, KTP_ID, text="Lain.", act="substitute").status_code == 409


def test_a_clash_of_keywords_is_said_at_once(press: PressRoom) -> None:
    wati = press.desk("wati")
    fill(wati, FRAME, keywords="KTP\nKK")
    assert "KK juga menyebut kk" in words(wati.get(FRAME))
    answer = fill(wati, "/staff/topics/ktp/draft")
    assert answer.headers["Location"] == "/staff/topics/ktp/draft"


def test_htmx_gets_the_panel_and_the_new_version_of_the_draft(press: PressRoom) -> None:
    wati = press.desk("wati")
    page = wati.get(KTP_ID)
    form = dict(read(page).get_element_by_id("editor").form_values())
    answer = wati.web.post(KTP_ID, data={**form, "text": NEW}, headers={"HX-Request": "true"})
    assert (answer.status_code, answer.text.count("<html")) == (200, 0)
    assert 'name="version" value="1"' in answer.text
    late = wati.web.post(KTP_ID, data={**form, "text": "Lain."}, headers={"HX-Request": "true"})
    assert 'role="alert"' in late.text
    assert read(wati.get(KTP_ID)).get_element_by_id("text").value.strip() == NEW


@pytest.mark.parametrize("name", ["budi", "joko", "kim", "ani"])
def test_what_is_outside_the_own_region_is_read_and_not_written(press: PressRoom, name: str) -> None:
    desk = press.desk(name)
    page = desk.get(KTP_ID)
    assert read(page).get_element_by_id("text").get("readonly") is not None
    form = dict(read(page).get_element_by_id("editor").form_values())
    answer = desk.web.post(KTP_ID, data={**form, "text": NEW})
    assert answer.status_code in (303, 403)
    assert press.desk("wati").get("/staff/topics/ktp").text.count(NEW) == 0
    assert press.events("change.") == []


ACTS = ("publish", "schedule", "return", "retract", "mend")


@pytest.mark.parametrize("name", ["budi", "kim", "joko", "rina", "ani", "siaga"])
def test_nobody_decides_what_is_not_theirs(press: PressRoom, name: str) -> None:
    sent, desk = press.writes("wati", NEW), press.desk(name)
    desk.get("/staff/account")
    for act in ACTS:
        answer = desk.post(f"/staff/changes/{sent.id}/{act}", words="x", at="2026-12-01T10:00")
        assert answer.status_code in (303, 403), act
    for path in (f"/staff/topics/ktp/history/undo/{sent.id}", "/staff/topics/kk/history/undo/1"):
        assert desk.post(path).status_code in (403, 404), path
    assert desk.post("/staff/topics/ktp/withdraw", words="x").status_code in (303, 403)
    assert (press.change(sent.id).state, press.newest().author) in {
        (State.IN_REVIEW, "wati"),
        (State.IN_REVIEW, "rina"),
    }
    assert [event.action for event in press.events("change.") if event.actor not in ("wati", "rina")] == []


def test_a_draft_is_its_authors_alone(press: PressRoom) -> None:
    fill(press.desk("wati"), KTP_ID, text="Rahasia Wati.")
    with press.services.database.read() as session:
        found = session.connection().exec_driver_sql("SELECT id FROM content_change").scalar_one()
    for name in ("rina", "pak.edi", "ani"):
        assert press.desk(name).get(f"/staff/changes/{found}").status_code == 404
        assert "Rahasia" not in press.desk(name).get(KTP_ID).text
        assert "Rahasia" not in press.desk(name).get("/staff/topics/ktp").text


def test_nothing_but_the_fields_of_the_form_is_taken_from_it(press: PressRoom) -> None:
    wati = press.desk("wati")
    more = {
        "state": "published",
        "status": "published",
        "author_id": "1",
        "scope": "62.06",
        "part": "frame",
        "reviewer": "1",
    }
    fill(wati, KTP_ID, text=NEW, **more)
    sent = send(wati, wati.get("/staff/topics/ktp/draft"), "/staff/topics/ktp/draft", **more)
    assert sent.status_code == 303
    found = press.newest()
    assert (found.state, found.author, found.reviewer) == (State.IN_REVIEW, "wati", None)
    assert press.text("ktp") != NEW


XSS = "<script>alert(1)</script>\"'><img src=x onerror=alert(1)>{{ 7*7 }}"


def test_what_people_write_is_shown_as_words(press: PressRoom) -> None:
    wati = press.desk("wati")
    fill(wati, KTP_KATINGAN, text=XSS, more=XSS)
    fill(
        wati,
        FRAME,
        keywords=XSS,
        owner=XSS[:80],
        source_title=[XSS],
        source_address=[XSS],
        source_checked_on=["2026-11-01"],
    )
    pages = [KTP_KATINGAN, FRAME, "/staff/topics/ktp", "/staff/topics/ktp/draft", "/staff/topics?q=" + XSS]
    sent = press.writes("rina", "Aman.")
    edi = press.desk("pak.edi")
    edi.get(f"/staff/changes/{sent.id}")
    edi.post(f"/staff/changes/{sent.id}/return", words=XSS)
    pages += [f"/staff/changes/{sent.id}", "/staff/topics/ktp/history", "/staff/drafts"]
    for path in pages:
        page = wati.get(path)
        assert page.status_code == 200, path
        assert read(page).xpath("//script[not(@src)] | //img[@onerror] | //*[text()='49']") == [], path
    tried = wati.post("/staff/try", text=XSS, region="", language="id", topic="", change="")
    assert read(tried).xpath("//script[not(@src)] | //img[@onerror]") == []


def test_a_text_is_tried_with_the_draft(press: PressRoom) -> None:
    wati = press.desk("wati")
    fill(wati, KTP_ID, text="Percobaan Wati.")
    asked = {"text": "ktp", "region": "62.06", "language": "id", "change": ""}
    assert "Percobaan Wati." in words(wati.post("/staff/try", topic="ktp", **asked))
    assert "Percobaan Wati." not in words(wati.post("/staff/try", topic="", **asked))
    assert "Percobaan Wati." not in words(press.desk("rina").post("/staff/try", topic="ktp", **asked))


def test_a_new_topic_is_begun_written_and_found_by_its_new_word_before_it_is_live(press: PressRoom) -> None:
    wati = press.desk("wati")
    answer = fill(wati, "/staff/topics/new", title="Surat Izin Mengemudi", key="sim", category="sehari-hari")
    assert answer.headers["Location"] == "/staff/topics/sim/frame"
    frame = {
        "title.id": "Surat Izin Mengemudi", "title.en": "Driving licence", "label.id": "SIM", "label.en": "Licence",
        "keywords": "SIM", "aliases.id": "buat sim", "tag": "Polri", "owner": "Polda", "review_by": "2027-05-01",
        "source_title": ["Polri"], "source_address": ["polri.go.id"], "source_checked_on": ["2026-11-01"],
    }  # fmt: skip
    fill(wati, "/staff/topics/sim/frame", **frame)
    fill(wati, "/staff/topics/sim/texts/id/all", text="Urus SIM di Polres.")
    fill(wati, "/staff/topics/sim/texts/en/all", text="Get it at the police station.")
    tried = wati.post("/staff/try", text="buat sim", region="", language="id", topic="sim", change="")
    assert "Urus SIM di Polres." in words(tried)
    assert fill(wati, "/staff/topics/sim/draft").headers["Location"] == "/staff/topics/sim"
    sent, edi = press.newest(), press.desk("pak.edi")
    edi.get(f"/staff/changes/{sent.id}")
    edi.post(f"/staff/changes/{sent.id}/publish")
    assert (press.text("sim") or "").startswith("Urus SIM di Polres.")


@pytest.mark.parametrize(
    "path",
    [
        "/staff/topics/none",
        "/staff/topics/ktp/texts/xx/all",
        "/staff/topics/ktp/texts/id/99.99",
        "/staff/changes/999",
        "/staff/topics/ktp/add?language=id&region=..%2f",
    ],
)
def test_what_is_not_there_is_not_found(press: PressRoom, path: str) -> None:
    assert press.desk("wati").get(path).status_code == 404


def test_why_the_worker_returned_a_change_is_said_in_the_language_of_the_page(press: PressRoom) -> None:
    sent, edi = press.writes("wati", NEW), press.desk("pak.edi")
    edi.get(f"/staff/changes/{sent.id}")
    edi.post(f"/staff/changes/{sent.id}/schedule", at="2026-11-24T12:00")
    assert press.change(sent.id).publish_at == datetime(2026, 11, 24, 5, 0, tzinfo=UTC)
    other = press.writes("rina", "Tulisan Rina.")
    edi.post(f"/staff/changes/{other.id}/publish")
    press.clock.forward(hours=3)
    assert publish_due(press.services) == 0
    page = words(press.desk("wati").get(f"/staff/changes/{sent.id}"))
    assert "orang lain menerbitkan teks lain: Indonesia \u00b7 di mana saja" in page


@pytest.mark.parametrize("at", ["", "x", "2026-11-23T10:00", "2040-01-01T10:00"])
def test_a_time_that_makes_no_sense_is_refused(press: PressRoom, at: str) -> None:
    sent, edi = press.writes("wati", NEW), press.desk("pak.edi")
    edi.get(f"/staff/changes/{sent.id}")
    edi.post(f"/staff/changes/{sent.id}/schedule", at=at)
    assert "Pilih waktu yang akan datang" in words(edi.get(f"/staff/changes/{sent.id}"))
    assert press.change(sent.id).state is State.IN_REVIEW
