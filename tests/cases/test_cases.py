"""Reports, proposals, questions and rumours, from the first text to the end that the person hears of."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from smsinfo.bootstrap import Services
from smsinfo.community.cases import Brought
from smsinfo.db.models import CaseEvent, CitizenCase
from smsinfo.db.queries import cases as rows
from smsinfo.db.queries import rumours
from smsinfo.db.queries.audit import Event, Filter, find
from smsinfo.domain.cases import Case, CaseKind, CaseState
from smsinfo.jobs.casework import Casework
from tests.cases.cast import (
    ASKER,
    NEIGHBOUR,
    REGENCY,
    RUDI,
    WATI,
    contact_id,
    joins,
    number_in,
    sent_to,
    settle,
    takes_reports,
)
from tests.support import HeldClock, Phone

UNKNOWN = "siapa pelatih voli putri di RT tiga"


def case_of(services: Services, number: int) -> Case:
    with services.database.read() as session:
        found = rows.get(session, number)
    assert found is not None
    return found


def test_where_no_office_takes_reports_nothing_is_kept_and_sp4n_is_named(services: Services, clock: HeldClock) -> None:
    siti = settle(services, clock, ASKER)
    reply = siti.texts("LAPOR jembatan putus di RT 2")
    assert reply is not None
    assert "1708" in reply
    with services.database.read() as session:
        assert session.scalars(select(CitizenCase)).all() == []


def test_lapor_alone_asks_what_happened_only_where_somebody_would_take_it(services: Services, clock: HeldClock) -> None:
    siti = settle(services, clock, ASKER)
    assert "1708" in (siti.texts("LAPOR") or "")
    takes_reports(services)
    assert "Tulis apa yang terjadi" in (siti.texts("lapor") or "")


def test_a_report_gets_a_number_and_its_state_is_told_to_nobody_else(services: Services, clock: HeldClock) -> None:
    takes_reports(services)
    siti, budi = settle(services, clock, ASKER), settle(services, clock, NEIGHBOUR)
    number = number_in(siti.texts("LAPOR jembatan putus di RT 2, nik saya 6206010101010001"))
    found = case_of(services, number)
    assert (found.state, found.region, found.office, found.urgent) == (CaseState.OPEN, REGENCY, REGENCY, False)
    assert "6206010101010001" not in found.text
    assert "belum dijawab" in (siti.texts(f"STATUS {number}") or "")
    assert "Tidak ada nomor" in (budi.texts(f"STATUS {number}") or "")


def test_who_has_not_said_where_is_asked_and_the_report_goes_on_by_itself(services: Services, clock: HeldClock) -> None:
    takes_reports(services)
    siti = Phone(services, clock, ASKER)
    reply = siti.texts("LAPOR jembatan putus di RT 2")
    assert reply is not None
    assert "LOKASI" in reply
    siti.texts("LOKASI katingan")
    assert Casework(services).tick() == 1
    assert case_of(services, number_in(reply)).office == REGENCY
    assert Casework(services).tick() == 0


def test_a_report_from_where_nobody_takes_it_ends_with_the_way_to_sp4n(services: Services, clock: HeldClock) -> None:
    takes_reports(services, "62.02")
    siti = Phone(services, clock, ASKER)
    number = number_in(siti.texts("LAPOR jembatan putus di RT 2"))
    siti.texts("LOKASI katingan")
    Casework(services).tick()
    assert case_of(services, number).state is CaseState.PASSED_ON
    (told,) = sent_to(services, ASKER)
    assert "1708" in told


@pytest.mark.parametrize("text", ["LAPOR kebakaran rumah warga", "LAPOR orang hanyut di sungai, tolong"])
def test_danger_is_kept_everywhere_and_the_number_to_call_comes_first(
    services: Services, clock: HeldClock, text: str
) -> None:
    siti = settle(services, clock, ASKER)
    reply = siti.texts(text)
    assert reply is not None
    assert "112" in reply or "11" in reply
    with services.database.read() as session:
        (found,) = session.scalars(select(CitizenCase))
        assert found.urgent
        number = found.number
    noted = [one.action for one in audit_of(services) if one.subject == f"case:{number}"]
    assert noted == ["case.urgent"]


def audit_of(services: Services) -> list[Event]:
    with services.database.read() as session:
        return find(session, Filter(), 100)


def test_floods_are_refused_politely_and_danger_never(services: Services, clock: HeldClock) -> None:
    takes_reports(services)
    siti = settle(services, clock, ASKER)
    for place in ("satu", "dua", "tiga"):
        assert "Laporan no" in (siti.texts(f"LAPOR lampu jalan mati di gang {place}") or "")
    assert "Cukup untuk hari ini" in (siti.texts("LAPOR lampu jalan mati di gang empat") or "")
    assert "SEKARANG" in (siti.texts("LAPOR kebakaran besar di gang empat") or "")
    clock.forward(days=2)
    siti.texts("USUL perbaikan jalan ke kebun")
    assert "belum dijawab" in (siti.texts("USUL sumur bor di RT tiga") or "")


def test_a_question_that_the_answers_know_is_no_case(services: Services, clock: HeldClock) -> None:
    siti = settle(services, clock, ASKER)
    assert "Dukcapil" in (siti.texts("TANYA syarat bikin ktp baru") or "")
    with services.database.read() as session:
        assert session.scalars(select(CitizenCase)).all() == []


def test_a_question_reaches_the_nearest_members_and_never_with_the_number_of_who_asks(
    services: Services, clock: HeldClock
) -> None:
    for phone in (RUDI, WATI, NEIGHBOUR):
        settle(services, clock, phone)
        joins(services, phone, "62.06" if phone == RUDI else "62.06.05", trusted=phone == RUDI)
    siti = settle(services, clock, ASKER, "62.06.05.2005")
    number = number_in(siti.texts(f"TANYA {UNKNOWN}, hubungi 081255500017"))
    told = {phone: sent_to(services, phone) for phone in (RUDI, WATI, NEIGHBOUR)}
    assert [len(texts) for texts in told.values()] == [0, 1, 1]
    assert f"JAWAB {number}" in told[WATI][0]
    assert "0812" not in told[WATI][0]


def test_a_trusted_member_answers_at_once_and_the_second_is_told(services: Services, clock: HeldClock) -> None:
    rudi, wati, siti = (settle(services, clock, number) for number in (RUDI, WATI, ASKER))
    joins(services, RUDI, trusted=True)
    joins(services, WATI, trusted=True)
    number = number_in(siti.texts(f"TANYA {UNKNOWN}"))
    assert "sudah dikirim" in (rudi.texts(f"JAWAB {number} Pelatihnya Ibu Sari, tiap Sabtu sore") or "")
    second = wati.texts(f"JAWAB {number} Pelatihnya Pak Jono")
    assert second is not None
    assert "sudah dijawab KIM Samba 1" in second
    (answer,) = sent_to(services, ASKER)
    assert answer.startswith(f"Jawaban dari KIM Samba 1 untuk no {number}: Pelatihnya Ibu Sari")
    assert f"Y {number}" in answer
    assert "Terima kasih" in (siti.texts(f"Y {number}") or "")
    assert case_of(services, number).state is CaseState.ANSWERED
    assert "dicatat" in (siti.texts(f"TANYA {number} jam berapa mulainya") or "")
    assert case_of(services, number).state is CaseState.OPEN


def test_another_members_answer_waits_and_a_second_one_is_told_so(services: Services, clock: HeldClock) -> None:
    rudi, wati, siti = (settle(services, clock, number) for number in (RUDI, WATI, ASKER))
    joins(services, RUDI)
    joins(services, WATI, group=2)
    number = number_in(siti.texts(f"TANYA {UNKNOWN}"))
    assert "dibaca petugas dulu" in (rudi.texts(f"JAWAB {number} Pelatihnya Ibu Sari") or "")
    assert "lebih dulu" in (wati.texts(f"JAWAB {number} Pak Jono") or "")
    assert sent_to(services, ASKER) == []


@pytest.mark.parametrize(
    ("words", "says"),
    [
        ("", "Tulis juga jawabannya"),
        ("lihat http://bit.ly/x", "tautan"),
        ("nik beliau 6206010101010001", "NIK"),
        ("x " * 400, "terlalu panjang"),
    ],
)
def test_what_is_no_answer_is_refused_and_changes_nothing(
    services: Services, clock: HeldClock, words: str, says: str
) -> None:
    rudi, siti = settle(services, clock, RUDI), settle(services, clock, ASKER)
    joins(services, RUDI, trusted=True)
    number = number_in(siti.texts(f"TANYA {UNKNOWN}"))
    assert says in (rudi.texts(f"JAWAB {number} {words}") or "")
    assert case_of(services, number).state is CaseState.OPEN
    assert sent_to(services, ASKER) == []


def test_members_of_elsewhere_and_strangers_answer_nothing(services: Services, clock: HeldClock) -> None:
    rudi, siti, budi = (settle(services, clock, number) for number in (RUDI, ASKER, NEIGHBOUR))
    joins(services, RUDI, "62.02", trusted=True)
    number = number_in(siti.texts(f"TANYA {UNKNOWN}"))
    assert "Tidak ada pertanyaan" in (rudi.texts(f"JAWAB {number} Ibu Sari") or "")
    budi.texts(f"JAWAB {number} Ibu Sari")
    assert case_of(services, number).state is CaseState.OPEN


def test_violence_is_told_to_no_member_and_spoken_of_neutrally(services: Services, clock: HeldClock) -> None:
    rudi, siti = settle(services, clock, RUDI), settle(services, clock, ASKER)
    joins(services, RUDI, trusted=True)
    with services.database.write() as session:
        asked = services.community.cases
        case = asked.open(
            session,
            Brought(
                CaseKind.QUESTION, contact_id(services, ASKER), REGENCY, "saya ditampar", "id", False, clock(),
                private=True,
            ),
        ).case  # fmt: skip
    assert sent_to(services, RUDI) == []
    assert "Tidak ada pertanyaan" in (rudi.texts(f"JAWAB {case.number} sabar ya") or "")
    stands = siti.texts(f"STATUS {case.number}")
    assert stands is not None
    assert stands.startswith("Kiriman no")
    assert "Membantu" not in stands


def test_a_question_that_nobody_answers_goes_on_and_the_asker_hears_it_once(
    services: Services, clock: HeldClock
) -> None:
    siti = settle(services, clock, ASKER, "62.06.05.2005")
    number = number_in(siti.texts(f"TANYA {UNKNOWN}"))
    work = Casework(services)
    assert work.escalate() == 0
    clock.forward(days=2, hours=1)
    assert (work.escalate(), work.escalate()) == (1, 0)
    assert (case_of(services, number).level, case_of(services, number).office) == (1, REGENCY)
    clock.forward(days=3)
    assert work.escalate() == 1
    assert (case_of(services, number).level, case_of(services, number).office) == (2, "62")
    (late,) = sent_to(services, ASKER)
    assert "maaf" in late


def test_who_said_stop_after_asking_is_not_told_and_who_asked_after_stop_is(
    services: Services, clock: HeldClock
) -> None:
    rudi, siti, budi = (settle(services, clock, number) for number in (RUDI, ASKER, NEIGHBOUR))
    joins(services, RUDI, trusted=True)
    number = number_in(siti.texts(f"TANYA {UNKNOWN}"))
    siti.texts("STOP")
    budi.texts("STOP")
    later = number_in(budi.texts(f"TANYA {UNKNOWN} sekarang"))
    before = len(sent_to(services, ASKER))
    rudi.texts(f"JAWAB {number} Ibu Sari")
    rudi.texts(f"JAWAB {later} Ibu Sari")
    assert len(sent_to(services, ASKER)) == before
    assert len(sent_to(services, NEIGHBOUR)) == 1


def test_erasure_and_time_empty_the_words(services: Services, clock: HeldClock) -> None:
    takes_reports(services)
    siti, budi = settle(services, clock, ASKER), settle(services, clock, NEIGHBOUR)
    mine = number_in(siti.texts("LAPOR lampu jalan mati di gang satu"))
    siti.texts(f"LAPOR {mine} sudah seminggu")
    other = number_in(budi.texts("LAPOR lampu jalan mati di gang dua"))
    siti.texts("HAPUS DATA")
    siti.texts("YA")
    assert (case_of(services, mine).text, case_of(services, mine).contact_id) == ("", None)
    with services.database.read() as session:
        words = session.scalars(select(CaseEvent.words).where(CaseEvent.number == mine)).all()
    assert set(words) == {""}
    assert case_of(services, other).text
    clock.forward(days=181)
    assert Casework(services).forget() >= 1
    assert case_of(services, other).text == ""


def test_a_rumour_that_several_heard_is_one_and_each_hears_the_verdict_once(
    services: Services, clock: HeldClock
) -> None:
    siti, budi = settle(services, clock, ASKER), settle(services, clock, NEIGHBOUR)
    first = siti.texts("HOAKS katanya sapi kurban tahun ini beracun semua")
    second = budi.texts("HOAKS sapi kurban beracun semua katanya benarkah")
    assert first is not None
    assert "Belum diperiksa" in first
    one, two = case_of(services, number_in_hoax(first)), case_of(services, number_in_hoax(second))
    assert one.rumour_id == two.rumour_id
    work = Casework(services)
    assert work.tick() == 0
    with services.database.write() as session:
        assert one.rumour_id is not None
        key = services.snapshots.current().catalogue.claims[0].key
        rumours.change(session, one.rumour_id, {"claim_key": key})
    assert (work.tick(), work.tick()) == (1, 0)
    assert [len(sent_to(services, phone)) for phone in (ASKER, NEIGHBOUR)] == [1, 1]
    assert case_of(services, two.number).state is CaseState.ANSWERED


def number_in_hoax(reply: str | None) -> int:
    """The number at the end."""
    assert reply is not None
    return int(reply.splitlines()[0].split()[-1])
