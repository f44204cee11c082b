"""A file of subscribers: who comes in with which proof, who never does, and that each is told once."""

from __future__ import annotations

import json
from datetime import date

import pytest

from smsinfo.contacts.optouts import OptOut, Wish, apply_list
from smsinfo.domain.messages import Lane
from smsinfo.errors import BadSheet
from smsinfo.subscribers.rows import Proof
from tests.subscribers.conftest import KAPUAS, KATINGAN, Office, workbook
from tests.support import CITIZEN, NEIGHBOUR, STRANGER

OWN = "phone,region,consent,consent_date,reference,text_version"
BOTH = f"phone,region\n{CITIZEN},Kapuas\n{NEIGHBOUR},Kab. Katingan\n"


def reasons(office: Office, body: str, proof: Proof | None = None) -> list[tuple[int, str]]:
    """What is wrong with each row, by its line."""
    report = office.looks(body) if proof is None else office.looks(body, proof)
    return [(one.line, one.reason) for one in report.problems]


def test_a_look_writes_nothing_and_says_what_would_come_and_cost(both: Office) -> None:
    report = both.looks(BOTH)
    assert (report.people, report.subscriptions, report.messages, report.segments) == (2, 2, 2, 2)
    assert both.subscriptions() == []
    assert both.texts() == []
    assert both.events("subscribers.imported") == []


def test_who_comes_in_is_subscribed_with_the_proof_and_told_once(both: Office) -> None:
    report = both.brings(BOTH)
    assert (report.people, report.wrong) == (2, 0)
    assert both.subscriptions() == [(CITIZEN, KAPUAS, "all"), (NEIGHBOUR, KATINGAN, "all")]
    proof = both.consents()[0]
    assert (proof.kind, proof.channel, proof.evidence, proof.given_on) == (
        "imported",
        "import",
        "paper",
        date(2026, 10, 3),
    )
    assert (proof.external_id, proof.text_version) == ("Daftar hadir 12/KTG/2026", "2026-11")
    told = both.texts()
    assert [(one.lane, one.segments) for one in told] == [(Lane.BULK, 1)] * 2
    for word in ("smsinfo", "Kab Kapuas", "03-10-2026", "BERHENTI ke 0811"):
        assert word in told[0].body
    [begun], [done] = both.events("subscribers.import_begun"), both.events("subscribers.imported")
    assert begun.subject == done.subject
    assert json.loads(done.details) == {"messages": 2, "people": 2, "quiet": 0, "subscriptions": 2, "wrong": 0}


def test_the_same_file_again_changes_nothing(both: Office) -> None:
    both.brings(BOTH)
    before = both.subscriptions()
    again = both.brings(BOTH)
    assert (again.people, again.messages, again.wrong, again.quiet) == (0, 0, 0, 2)
    assert both.subscriptions() == before
    assert len(both.texts()) == 2
    assert len(both.consents()) == 2


def test_a_second_file_adds_a_place_and_tells_nobody_again(office: Office) -> None:
    office.brings(BOTH)
    more = office.brings(f"phone,region\n{CITIZEN},Katingan\n")
    assert (more.people, more.messages) == (1, 0)
    assert len(office.texts()) == 2


def test_one_number_with_two_places_is_one_person_and_one_text(office: Office) -> None:
    report = office.brings(
        f"phone,region,kategori\n{CITIZEN},Kapuas,bencana\n{CITIZEN},Katingan,\n{CITIZEN},Katingan,\n"
    )
    assert (report.people, report.subscriptions, report.messages, report.quiet) == (1, 2, 1, 1)
    assert office.subscriptions() == [(CITIZEN, KAPUAS, "bencana"), (CITIZEN, KATINGAN, "all")]


def test_who_said_stop_is_never_brought_back(both: Office) -> None:
    phone = both.phone(CITIZEN)
    phone.texts("DAFTAR Kapuas")
    phone.texts("STOP")
    report = both.brings(BOTH)
    assert [(one.line, one.reason) for one in report.problems] == [(2, "opted_out")]
    assert both.subscriptions() == [(NEIGHBOUR, KATINGAN, "all")]
    assert both.contact(CITIZEN).status == "stopped"


def test_who_had_the_data_erased_stays_forgotten(office: Office) -> None:
    office.brings(BOTH)
    office.forget(CITIZEN)
    report = office.brings(BOTH)
    assert [(one.line, one.reason) for one in report.problems] == [(2, "opted_out"), (3, "already")]
    assert office.subscriptions() == [(NEIGHBOUR, KATINGAN, "all")]


def test_a_stop_of_the_list_wins_over_an_import_after_a_restore_and_not_over_an_own_text(office: Office) -> None:
    """The backup was older than the STOP; the file came in before the list of opt-outs did."""
    stopped = office.clock()
    office.clock.forward(hours=1)
    office.brings(BOTH)
    office.phone(STRANGER).texts("DAFTAR Kapuas")
    digest = office.services.sealer.suppression_digest
    wishes = {digest(number): OptOut(stopped, Wish.STOPPED) for number in (CITIZEN, STRANGER)}
    assert apply_list(office.services.database, office.services.contacts, wishes).stopped == 1
    assert [number for number, *_ in office.subscriptions()] == [NEIGHBOUR, STRANGER]


def test_who_left_a_place_is_not_put_there_again_nor_into_what_covers_it(office: Office) -> None:
    phone = office.phone(CITIZEN)
    for text in ("DAFTAR Katingan", "DAFTAR Kapuas", "STOP Kapuas"):
        phone.texts(text)
    assert reasons(office, f"phone,region\n{CITIZEN},Kapuas\n{CITIZEN},62\n") == [(2, "left"), (3, "left")]


def test_what_people_said_of_themselves_stays_and_the_rest_is_filled_in(office: Office) -> None:
    office.phone(CITIZEN).texts("BAHASA INGGRIS")
    office.brings(f"phone,region,bahasa\n{CITIZEN},Kapuas,banjar\n{NEIGHBOUR},Kapuas,banjar\n")
    assert [
        (office.contact(number).language, office.contact(number).region_code) for number in (CITIZEN, NEIGHBOUR)
    ] == [
        ("en", KAPUAS),
        ("bjn", KAPUAS),
    ]
    assert "as you agreed" in office.texts()[0].body


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        (f"{CITIZEN},Kapuas,,,,", "no_evidence"),
        (f"{CITIZEN},Kapuas,paper,2026-10-03,,2026-11", "no_evidence"),
        (f"{CITIZEN},Kapuas,rumour,2026-10-03,12/KTG,2026-11", "evidence_kind"),
        (f"{CITIZEN},Kapuas,lisan,2026-11-25,12/KTG,2026-11", "evidence_date"),
        (f"{CITIZEN},Kapuas,paper,3/10/26,12/KTG,2026-11", "evidence_date"),
        (f"{CITIZEN},Kapuas,paper,2026-10-03,{'x' * 129},2026-11", "evidence_long"),
        (f"{CITIZEN},Kapuas,paper,2026-10-03,NIK 6206010101900001,2026-11", "evidence_personal"),
        (f"{CITIZEN},,paper,2026-10-03,12/KTG,2026-11", "no_region"),
        (f"{CITIZEN},Atlantis,paper,2026-10-03,12/KTG,2026-11", "region_unknown"),
        (f"{CITIZEN},Bukit Batu,paper,2026-10-03,12/KTG,2026-11", "region_which"),
        (f"{CITIZEN},=1+1,paper,2026-10-03,12/KTG,2026-11", "formula"),
        ("0809 1 234567,Kapuas,paper,2026-10-03,12/KTG,2026-11", "premium"),
        (f"{CITIZEN},Kapuas,paper,2026-10-03,12/KTG,2026-11,x", "cells"),
    ],
)
def test_a_row_without_proof_or_sense_is_left_out_and_the_others_come(office: Office, row: str, reason: str) -> None:
    body = f"{OWN}\n{row}\n{NEIGHBOUR},Kapuas,formulir,2026-10-03,12/KTG,2026-11\n"
    assert reasons(office, body, Proof()) == [(2, reason)]
    assert office.brings(body, Proof()).people == 1
    assert office.subscriptions() == [(NEIGHBOUR, KAPUAS, "all")]


def test_a_place_outside_ones_own_jurisdiction_is_left_out(office: Office) -> None:
    report = office.brings(BOTH, within=KATINGAN)
    assert [(one.line, one.reason) for one in report.problems] == [(2, "not_yours")]
    assert office.subscriptions() == [(NEIGHBOUR, KATINGAN, "all")]


def test_no_report_shows_a_whole_number(office: Office) -> None:
    office.phone(CITIZEN).texts("STOP")
    report = office.looks(f"phone,region\n{CITIZEN},Kapuas\n0812345678901234567,Kapuas\nTELKOMSEL,Kapuas\n,Kapuas\n")
    assert [one.number for one in report.problems] == ["+62812****0001", "0812****", "TELK****", "****"]


def test_a_workbook_says_the_same_as_its_csv(office: Office) -> None:
    book = workbook(
        ["nomor", "wilayah", "tanggal persetujuan"],
        [628125550001, "Kapuas", date(2026, 10, 1)],
        ["0812 5550 002", "Katingan", "2026-10-02"],
        ["=A2", "Katingan", ""],
        [6.281255500031, "Katingan", ""],
    )
    report = office.brings(book)
    assert [(one.line, one.reason) for one in report.problems] == [(4, "formula"), (5, "spreadsheet")]
    assert office.subscriptions() == [(CITIZEN, KAPUAS, "all"), (NEIGHBOUR, KATINGAN, "all")]
    assert [one.given_on for one in office.consents()] == [date(2026, 10, 1), date(2026, 10, 2)]


def test_without_a_channel_or_a_number_to_answer_to_nothing_comes_in(office: Office, sqlite_url: str) -> None:
    quiet = {"kind": "simulator", "sender": "INFO"}
    other = Office(sqlite_url.replace("smsinfo.db", "other.db"), channels={"phone": quiet})
    with pytest.raises(BadSheet, match="BERHENTI"):
        other.brings(BOTH)
    assert other.subscriptions() == []
    assert other.events("subscribers.import_begun") == []
    other.close()


def test_an_import_that_broke_off_goes_on_where_it_ended(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("smsinfo.subscribers.arrivals.PAGE", 1)
    write = office.arrivals._write
    pages: list[int] = []

    def breaks(*given: object) -> None:
        pages.append(1)
        if len(pages) == 2:
            raise RuntimeError("power cut")
        write(*given)  # type: ignore[arg-type]

    monkeypatch.setattr(office.arrivals, "_write", breaks)
    with pytest.raises(RuntimeError):
        office.brings(BOTH)
    assert [number for number, *_ in office.subscriptions()] == [CITIZEN]
    monkeypatch.undo()
    assert office.brings(BOTH).people == 1
    assert len(office.subscriptions()) == len(office.texts()) == 2


def test_welcomes_leave_half_of_a_days_money_to_the_answers(sqlite_url: str) -> None:
    office = Office(sqlite_url, spend_cap_idr=2000, segment_idr=500)
    numbers = [f"+6281255500{n}" for n in range(10, 15)]
    office.brings("phone,region\n" + "".join(f"{number},Kapuas\n" for number in numbers))
    days = [(one.not_before - office.clock()).days for one in office.texts()]
    assert days == [0, 0, 1, 1, 2]
    assert all((one.expires_at - one.not_before).days >= 6 for one in office.texts())
    office.services.inbox.spend.refresh()
    assert not office.services.inbox.spend.exhausted
    assert office.phone(CITIZEN).texts("ktp")
    office.close()
