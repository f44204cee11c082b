"""LAPOR with a topic of safety that is no cry: the answer helps at once, and the report is kept below it."""

from __future__ import annotations

from dataclasses import replace

import pytest
from sqlalchemy import select

from smsinfo.bootstrap import Services
from smsinfo.conversation.commands import report
from smsinfo.conversation.turn import Outcome
from smsinfo.db.models import CitizenCase
from smsinfo.domain.conversation import State
from smsinfo.domain.messages import Reply, ReplyKind
from smsinfo.sms.segments import count
from tests.cases.cast import ASKER, REGENCY, number_in, settle, takes_reports
from tests.support import HeldClock, Phone

BLOWS = "LAPOR tetangga memukuli anaknya"
ILL = "LAPOR demam berdarah di RT 4 banyak"


def cases(services: Services) -> list[CitizenCase]:
    with services.database.read() as session:
        found = list(session.scalars(select(CitizenCase)))
        session.expunge_all()
    return found


@pytest.mark.parametrize(("text", "word", "private"), [(BLOWS, "129", True), (ILL, "demam", False)])
def test_the_answer_comes_first_and_the_report_is_a_case_with_its_number(
    services: Services, clock: HeldClock, text: str, word: str, private: bool
) -> None:
    takes_reports(services)
    siti = settle(services, clock, ASKER)
    reply = siti.texts(text) or ""
    (case,) = cases(services)
    assert word in reply.partition("Laporan no")[0]
    assert number_in(reply.rpartition("\n")[2]) == case.number
    assert (case.office, case.private, case.urgent) == (REGENCY, private, False)
    assert case.text == text
    assert reply.endswith(f"diterima petugas. Cek: STATUS {case.number}")
    assert "belum dijawab" in (siti.texts(f"STATUS {case.number}") or "")


def test_where_the_way_to_look_it_up_would_cost_a_segment_the_number_alone_is_said() -> None:
    answer = Outcome(Reply("x" * 140, ReplyKind.ANSWER, "id"), State())
    line, shorter = "Laporan no 45 diterima petugas. Cek: STATUS 45", "Laporan no 45."
    for length, wanted in ((100, line), (140, shorter), (155, line)):
        made = report._under(replace(answer, reply=Reply("x" * length, ReplyKind.ANSWER, "id")), line, shorter).reply
        assert made is not None
        assert made.text.endswith(f"\n{wanted}"), length


def test_who_has_not_said_where_is_asked_for_it_below_the_answer(services: Services, clock: HeldClock) -> None:
    takes_reports(services)
    reply = Phone(services, clock, ASKER).texts(ILL) or ""
    assert "disimpan. Balas LOKASI nama desa." in reply
    assert len(cases(services)) == 1


def test_where_no_office_takes_reports_it_says_that_nobody_was_told(services: Services, clock: HeldClock) -> None:
    siti = settle(services, clock, ASKER)
    reply = siti.texts(BLOWS) or ""
    assert reply.endswith("\nLaporan ini tidak kami teruskan ke siapa pun.")
    assert cases(services) == []


def test_a_flood_keeps_the_answer_and_says_that_nobody_was_told(services: Services, clock: HeldClock) -> None:
    takes_reports(services)
    siti = settle(services, clock, ASKER)
    for place in ("satu", "dua", "tiga"):
        siti.texts(f"LAPOR lampu jalan mati di gang {place}")
    reply = siti.texts(ILL) or ""
    assert "demam" in reply
    assert reply.endswith("tidak kami teruskan ke siapa pun.")
    assert len(cases(services)) == 3


@pytest.mark.parametrize("text", ["LAPOR KDRT", "LAPOR API", "kdrt"])
def test_a_keyword_behind_lapor_only_asks(services: Services, clock: HeldClock, text: str) -> None:
    takes_reports(services)
    reply = settle(services, clock, ASKER).texts(text) or ""
    assert reply
    assert "Laporan" not in reply
    assert cases(services) == []


def test_elsewhere_the_text_says_that_nothing_was_passed_on_and_which_networks_reach_sp4n(
    services: Services, clock: HeldClock
) -> None:
    siti = settle(services, clock, ASKER)
    reply = siti.texts("LAPOR jembatan putus di RT 2") or ""
    assert "Laporan tidak kami teruskan" in reply
    assert "SMS 1708 (Telkomsel/Indosat/Tri) atau lapor.go.id" in reply
    assert count(reply) == 1
    siti.texts("BAHASA INGGRIS")
    assert "We passed nothing on" in (siti.texts("LAPOR jembatan putus di RT 3") or "")
