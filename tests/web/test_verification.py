"""Verification on the pages: who may say that an answer is right, what that changes, and what an auditor signs."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest
from lxml import html  # type: ignore[import-untyped]

from smsinfo.content.link_kinds import Link
from smsinfo.content.pack_model import PackSource, PackSummary
from smsinfo.content.packs import import_pack
from smsinfo.content.stored import stored_pack
from smsinfo.db.queries import links
from smsinfo.db.queries.links import LinkRow
from smsinfo.domain.changes import Kind, State
from tests.content.samples import CHECKED, SOURCE, a_claim, a_pack, a_topic

from .pressroom import KTP_ID, PressRoom, fill, read, words
from .staffroom import said

TODAY = date(2026, 11, 24)
KTP = "/staff/verification/topics/ktp"


@pytest.fixture
def press(sqlite_url: str) -> Iterator[PressRoom]:
    """The press room."""
    found = PressRoom(sqlite_url)
    yield found
    found.close()


def keys(page: str) -> list[str]:
    """The topics of a list."""
    return [row.text_content() for row in html.document_fromstring(page).xpath("//td[1]/span[@class='mono soft']")]


def dates(press: PressRoom, key: str = "ktp") -> tuple[date, set[date], dict[tuple[str, str | None], date | None]]:
    """Day of review, days of the sources, and days of the texts that have one of their own."""
    with press.services.database.read() as session:
        topic = next(topic for topic in stored_pack(session).topics if topic.key == key)
    texts = {(text.language, text.region): text.checked_on for text in topic.summaries}
    return topic.review_by, {source.checked_on for source in topic.sources}, texts


def test_verified_today_gives_new_dates_and_no_new_word(press: PressRoom) -> None:
    press.text("menu")
    before = press.text("KTP", "+628125550001")
    answer = fill(press.desk("wati"), KTP, review_by="2027-08-01")
    assert answer.headers["Location"] == "/staff/verification"
    assert dates(press) == (date(2027, 8, 1), {TODAY}, {("id", None): None, ("en", None): None})
    change = press.newest()
    assert (change.kind, change.state, change.author) == (Kind.VERIFICATION, State.PUBLISHED, "wati")
    event = press.events("topic.verified")[0]
    assert (event.actor, event.subject) == ("wati", "topic:ktp")
    assert press.text("ktp", "+628125550001") == before  # the same month
    press.clock.forward(days=40)
    fill(press.desk("rina"), KTP, review_by="2027-09-01")
    assert "01/27" in str(press.text("Ktp", "+628125550001"))


def test_what_was_published_while_somebody_looked_is_not_verified_by_them(press: PressRoom) -> None:
    wati = press.desk("wati")
    wati.get(KTP)
    page = wati.get(KTP)
    seen = read(page).xpath("//input[@name='seen']/@value")[0]
    change = press.writes("rina", "Urus KTP baru di kantor.")
    waits = wati.post(KTP, seen=seen, review_by="2027-08-01")
    assert "menunggu" in said(wati.get(waits.headers["Location"]))[0]
    press.desk("pak.edi").get(f"/staff/changes/{change.id}")
    press.desk("pak.edi").post(f"/staff/changes/{change.id}/publish")
    late = wati.post(KTP, seen=seen, review_by="2027-08-01")
    assert "sudah berubah" in said(wati.get(late.headers["Location"]))[0]
    assert press.events("topic.verified") == []


@pytest.mark.parametrize("review_by", ["", "2026-11-24", "2020-01-01", "2029-11-24", "yesterday", "9999-99-99"])
def test_a_day_of_review_that_makes_no_sense_is_refused(press: PressRoom, review_by: str) -> None:
    wati = press.desk("wati")
    answer = fill(wati, KTP, review_by=review_by)
    assert "Pilih hari" in said(wati.get(answer.headers["Location"]))[0]
    assert dates(press)[0] == date(2027, 5, 24)


def test_an_editor_of_a_regency_verifies_the_texts_of_that_regency_only(press: PressRoom) -> None:
    own = PackSummary("id", "Urus ktp di Kasongan.", region="62.06")
    topic = a_topic("ktp", summaries=(*a_topic("ktp").summaries, own))
    with press.services.database.write() as session:
        import_pack(session, a_pack(topic, a_topic("kk")), press.clock())
    budi = press.desk("budi")
    assert fill(budi, KTP).status_code == 303
    assert dates(press) == (
        date(2027, 5, 24),
        {CHECKED},
        {("id", None): None, ("en", None): None, ("id", "62.06"): TODAY},
    )
    again = fill(budi, KTP)
    assert "Tidak ada yang baru" in said(budi.get(again.headers["Location"]))[0]
    other = budi.post("/staff/verification/topics/kk", seen="x", review_by="2027-08-01")
    assert "di luar wilayah" in said(budi.get(other.headers["Location"]))[0]
    kim = press.desk("kim")
    assert not read(kim.get(KTP)).xpath("//main//form")
    kim.get("/staff/account")
    assert kim.post(KTP, seen="x").status_code == 403


def test_an_undone_verification_brings_the_old_dates_back(press: PressRoom) -> None:
    fill(press.desk("wati"), KTP, review_by="2027-08-01")
    edi = press.desk("pak.edi")
    page = edi.get("/staff/topics/ktp/history")
    assert "Diperiksa ulang" in words(page)
    edi.post(f"/staff/topics/ktp/history/undo/{press.newest().id}")
    edi.get(f"/staff/changes/{press.newest().id}")
    edi.post(f"/staff/changes/{press.newest().id}/publish")
    assert dates(press)[0] == date(2027, 5, 24)


def test_a_list_shows_what_is_due_and_how_its_links_stand(press: PressRoom) -> None:
    near = a_topic("dekat", keywords=("dekat",), aliases={}, owner="Dinkes", review_by=TODAY + timedelta(days=20))
    gone = PackSource("Situs", "hilang.example/1", CHECKED)
    late = a_topic(
        "lama", keywords=("lama",), aliases={}, owner="Dinkes", review_by=TODAY - timedelta(days=1), sources=(gone,)
    )
    looked = press.clock()
    with press.services.database.write() as session:
        import_pack(session, a_pack(a_topic("ktp"), a_topic("kk"), late, near, menus=()), press.clock())
        links.save(session, LinkRow("hilang.example/1", Link.BROKEN.value, 404, "", looked, looked))
        links.save(session, LinkRow(SOURCE.address, Link.AWAY.value, None, "", looked, looked))
    wati = press.desk("wati")
    page = wati.get("/staff/verification")
    assert keys(page.text) == ["lama", "dekat", "kk", "ktp"]
    assert "rusak: halamannya sudah tidak ada 24 Nov 2026" in words(page)
    assert "tidak dapat diperiksa 24 Nov 2026" in words(page)
    for query, found in {
        "due=over": ["lama"],
        "due=30": ["lama", "dekat"],
        "owner=Dinkes&due=90": ["lama", "dekat"],
        "link=broken": ["lama"],
        "link=away": ["dekat", "kk", "ktp"],
        "link=x&due=x&from=x&owner=": ["lama", "dekat", "kk", "ktp"],
    }.items():
        assert keys(wati.get(f"/staff/verification?{query}").text) == found, query


def test_claims_stand_on_the_list_with_their_day_and_links(press: PressRoom) -> None:
    gone = PackSource("Situs", "hilang.example/1", CHECKED)
    claims = (a_claim(review_by=TODAY - timedelta(days=1), sources=(gone,)), a_claim("lain"))
    looked = press.clock()
    with press.services.database.write() as session:
        import_pack(session, a_pack(claims=claims), press.clock())
        links.save(session, LinkRow("hilang.example/1", Link.BROKEN.value, 404, "", looked, looked))
    wati = press.desk("wati")

    def shown(query: str) -> list[str]:
        page = read(wati.get(f"/staff/verification?{query}"))
        return list(page.xpath("//td//span[@class='soft mono']/text()"))

    assert shown("") == ["dana-palsu", "lain"]
    assert shown("due=over") == shown("link=broken") == ["dana-palsu"]
    assert shown("owner=Disdukcapil") == []
    page = words(wati.get("/staff/verification?due=over"))
    assert "Ada dana. dana-palsu Hoaks · Kominfo 23 Nov 2026 lewat Situs hilang.example/1" in page
    assert "rusak: halamannya sudah tidak ada" in page


def test_an_auditor_signs_the_answers_as_they_stand_and_not_others(press: PressRoom) -> None:
    ani = press.desk("ani")
    page = ani.get("/staff/verification/answers")
    assert "Urus ktp di kantor" in words(page)
    version = read(page).xpath("//input[@name='version']/@value")[0]
    press.writes("wati", "Urus KTP baru.")
    change = press.newest()
    press.desk("pak.edi").get(f"/staff/changes/{change.id}")
    press.desk("pak.edi").post(f"/staff/changes/{change.id}/publish")
    answer = ani.post("/staff/verification/answers", version=version)
    assert "sudah berubah" in said(ani.get(answer.headers["Location"]))[0]
    assert press.events("answers.signed") == []

    page = ani.get("/staff/verification/answers")
    signed = fill(ani, "/staff/verification/answers")
    assert signed.status_code == 303
    event = press.events("answers.signed")[0]
    details = json.loads(event.details)
    assert (event.actor, details["answers"], len(details["digest"])) == ("ani", 4, 64)
    assert "ani ·" in words(ani.get("/staff/verification/answers"))
    ani.get("/staff/verification/answers")
    assert press.desk("wati").post("/staff/verification/answers", version=version).status_code == 403


def test_texts_of_topics_are_shown_as_text(press: PressRoom) -> None:
    change = press.writes("wati", "Urus <script>alert(1)</script> di kantor.", KTP_ID)
    press.desk("pak.edi").get(f"/staff/changes/{change.id}")
    press.desk("pak.edi").post(f"/staff/changes/{change.id}/publish")
    for path in (KTP, "/staff/verification/answers"):
        page = press.desk("wati").get(path).text
        assert "<script>alert" not in page
        assert "&lt;script&gt;alert(1)" in page


def test_a_list_takes_as_many_statements_for_a_hundred_topics_as_for_ten(tmp_path: Path) -> None:
    press = PressRoom(f"sqlite:///{tmp_path / 'smsinfo.db'}")
    counts = []
    for most in (10, 100):
        topics = [a_topic(f"t{n}", keywords=(f"kata t{n}",), aliases={"id": (f"urus t{n}",)}) for n in range(most)]
        with press.services.database.write() as session:
            import_pack(session, a_pack(a_topic("ktp"), a_topic("kk"), *topics, menus=()), press.clock())
        desk, found = press.desk("wati"), []
        for path in ("/staff/verification", "/staff/verification?due=90&link=ok", KTP, "/staff/verification/answers"):
            with press.counted() as statements:
                assert desk.get(path).status_code == 200
            found.append(len(statements))
        counts.append(found)
    press.close()
    assert counts[0] == counts[1]
    assert max(counts[0]) <= 12, counts
