"""A verdict that somebody looked at again: who may say that it holds, and what that changes."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from smsinfo.content.claim_values import live
from smsinfo.content.packs import import_pack
from tests.content.samples import a_claim, a_pack

from .pressroom import PressRoom, fill, read, words
from .staffroom import Visitor, said

CLAIM = "/staff/verification/claims/dana-palsu"
TODAY = "2026-11-24"


@pytest.fixture
def press(database_url: str) -> Iterator[PressRoom]:
    """The press room, with a claim that goes round in Katingan beside that of everywhere."""
    found = PressRoom(database_url)
    with found.services.database.write() as session:
        claims = (a_claim(), a_claim("beras-plastik", region="62.06", signs=("beras plastik",)))
        import_pack(session, a_pack(claims=claims), found.clock())
    yield found
    found.close()


def dates(press: PressRoom, key: str = "dana-palsu") -> tuple[str, set[str]]:
    """Day of review and days of the sources."""
    with press.services.database.read() as session:
        value = live(session, key)
    assert value is not None
    return value["review_by"], {on for _, _, on in value["sources"]}


def told(desk: Visitor, path: str, **fields: str) -> str:
    """What a page says after its form was sent."""
    return said(desk.get(fill(desk, path, **fields).headers["Location"]))[0]


def test_verified_today_gives_a_claim_new_dates_and_no_new_word(press: PressRoom) -> None:
    wati = press.desk("wati")
    assert read(wati.get("/staff/verification")).xpath(f"//a[@href='{CLAIM}']")
    with press.services.database.read() as session:
        before = live(session, "dana-palsu")
    assert "Diverifikasi hari ini" in told(wati, CLAIM, review_by="2027-08-01")
    assert dates(press) == ("2027-08-01", {TODAY})
    with press.services.database.read() as session:
        after = live(session, "dana-palsu")
    assert before is not None
    assert after is not None
    assert {name for name in after if after[name] != before.get(name)} == {"review_by", "sources"}
    event = press.events("claim.verified")[0]
    assert (event.actor, event.subject) == ("wati", "claim:dana-palsu")
    assert "Diperiksa ulang" in words(wati.get("/staff/claims/dana-palsu"))
    assert "Tidak ada yang baru" in told(wati, CLAIM, review_by="2027-08-01")


@pytest.mark.parametrize("review_by", ["", TODAY, "2020-01-01", "2029-11-24", "besok", "9999-99-99"])
def test_a_day_of_review_that_makes_no_sense_is_refused(press: PressRoom, review_by: str) -> None:
    before = dates(press)
    assert "Pilih hari" in told(press.desk("wati"), CLAIM, review_by=review_by)
    assert dates(press) == before


def test_an_editor_of_a_regency_verifies_what_goes_round_there_only(press: PressRoom) -> None:
    budi = press.desk("budi")
    assert "Diverifikasi" in told(budi, CLAIM.replace("dana-palsu", "beras-plastik"), review_by="2027-08-01")
    assert dates(press, "beras-plastik") == ("2027-08-01", {TODAY})
    page = budi.get(CLAIM)
    assert not read(page).xpath("//main//form")
    budi.get("/staff/account")
    other = budi.post(CLAIM, seen="x", review_by="2027-08-01")
    assert "di luar wilayah" in said(budi.get(other.headers["Location"]))[0]
    kim = press.desk("kim")
    kim.get("/staff/account")
    assert kim.post(CLAIM, seen="x", review_by="2027-08-01").status_code == 403
    assert kim.get("/staff/verification/claims/none").status_code == 404
    wati = press.desk("wati")
    wati.get("/staff/account")
    assert wati.post("/staff/verification/claims/none", seen="x").status_code == 404
    assert [event.subject for event in press.events("claim.verified")] == ["claim:beras-plastik"]


def test_what_was_proposed_or_published_meanwhile_is_not_verified(press: PressRoom) -> None:
    wati, edi = press.desk("wati"), press.desk("pak.edi")
    seen = read(wati.get(CLAIM)).xpath("//input[@name='seen']/@value")[0]
    answer = fill(press.desk("rina"), "/staff/claims/dana-palsu", act="send", **{"answer.id": "HOAKS: itu penipuan."})
    proposal = answer.headers["Location"]
    waits = wati.post(CLAIM, seen=seen, review_by="2027-08-01")
    assert "menunggu tinjauan" in said(wati.get(waits.headers["Location"]))[0]
    assert not read(wati.get(CLAIM)).xpath("//main//form")
    edi.get(proposal)
    edi.post(f"{proposal}/publish")
    late = wati.post(CLAIM, seen=seen, review_by="2027-08-01")
    assert "sudah berubah" in said(wati.get(late.headers["Location"]))[0]
    assert press.events("claim.verified") == []
