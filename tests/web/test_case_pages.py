"""The pages of cases: who sees what, what each act sends, and what is refused."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from lxml import html  # type: ignore[import-untyped]
from sqlalchemy import select

from smsinfo.community.cases import Brought
from smsinfo.content.packs import import_pack
from smsinfo.db.models import CaseAnswer, CitizenCase, Contact, OutboundMessage
from smsinfo.db.queries import rumours
from smsinfo.domain.cases import CaseKind
from smsinfo.domain.staff import Role
from tests.cases.cast import joins
from tests.content.samples import a_pack
from tests.support import Phone
from tests.web.staffroom import StaffRoom, Visitor

HERE, ELSEWHERE = "62.06", "62.02"
NUMBER = "+628125550101"
QUESTION = "siapa pelatih voli putri, hubungi 081255500017"


@pytest.fixture
def room(tmp_path: Path) -> Iterator[StaffRoom]:
    """Two editors of two regencies, one of the province, and Siti, who has texted once."""
    made = StaffRoom(f"sqlite:///{tmp_path / 'smsinfo.db'}")
    made.person("rina", (Role.EDITOR, HERE))
    made.person("budi", (Role.EDITOR, ELSEWHERE))
    made.person("wati", (Role.EDITOR, "62"))
    Phone(made.services, made.clock, NUMBER).texts("halo")
    yield made
    made.close()


def brings(room: StaffRoom, kind: CaseKind, text: str, region: str = HERE, **more: bool) -> int:
    """Siti brings something; its number."""
    with room.services.database.write() as session:
        phone = room.services.contacts.find(session, NUMBER)
        assert phone is not None
        brought = Brought(kind, phone, region, text, "id", practice=False, at=room.clock(), **more)
        return room.services.community.cases.open(session, brought).case.number


def told(room: StaffRoom) -> list[str]:
    """What was pushed to Siti."""
    with room.services.database.read() as session:
        return list(session.scalars(select(OutboundMessage.body).where(OutboundMessage.inbound_id.is_(None))))


def state(room: StaffRoom, number: int) -> str:
    with room.services.database.read() as session:
        return session.get_one(CitizenCase, number).state


def text_of(page: str) -> str:
    return " ".join(html.fromstring(page).text_content().split())


def test_an_editor_sees_the_cases_of_the_own_region_without_a_number_of_a_phone(room: StaffRoom) -> None:
    number = brings(room, CaseKind.QUESTION, QUESTION)
    rina, budi = room.logged_in("rina"), room.logged_in("budi")
    page = rina.get("/staff/cases").text
    assert f"Pertanyaan {number}" in text_of(page)
    assert "081255500017" not in page
    assert f"Pertanyaan {number}" not in text_of(budi.get("/staff/cases").text)
    assert budi.get(f"/staff/cases/{number}").status_code == 404
    assert budi.post(f"/staff/cases/{number}", act="close", reason="done").status_code == 404
    shown = rina.get(f"/staff/cases/{number}").text
    assert "0101" not in shown.replace(str(number), "") or "****" in shown
    assert "+628125550101" not in shown
    assert [one.action for one in room.events("case.")] == ["case.listed", "case.opened"]


def acting(room: StaffRoom, number: int, name: str = "rina") -> Visitor:
    visitor = room.logged_in(name)
    visitor.get(f"/staff/cases/{number}")
    return visitor


def test_an_answer_goes_out_once_with_the_name_of_the_office(room: StaffRoom) -> None:
    number = brings(room, CaseKind.QUESTION, QUESTION)
    rina = acting(room, number)
    assert rina.post(f"/staff/cases/{number}", act="answer", text="Ibu Sari, tiap Sabtu").status_code == 303
    assert rina.post(f"/staff/cases/{number}", act="answer", text="Ibu Sari, tiap Sabtu").status_code == 409
    (sent,) = told(room)
    assert f"untuk no {number}: Ibu Sari" in sent
    assert state(room, number) == "answered"


@pytest.mark.parametrize(
    ("fields", "says"),
    [
        ({"act": "answer", "text": " "}, "Tulis teks"),
        ({"act": "answer", "text": "nik 6206010101010001"}, "NIK"),
        ({"act": "answer", "text": "x" * 479}, "segmen"),
        ({"act": "office", "place": "99"}, "Pilih wilayah"),
        ({"act": "office", "place": HERE}, "begitu"),
        ({"act": "close", "reason": "x"}, "alasannya"),
        ({"act": "decide", "outcome": "noted"}, "alasannya"),
    ],
)
def test_what_is_wrong_is_said_and_changes_nothing(room: StaffRoom, fields: dict[str, str], says: str) -> None:
    number = brings(room, CaseKind.QUESTION, QUESTION)
    answer = acting(room, number).post(f"/staff/cases/{number}", **fields)
    assert answer.status_code == 409
    assert says in text_of(answer.text)
    assert (state(room, number), told(room)) == ("open", [])


@pytest.mark.parametrize(
    ("fields", "becomes", "says"),
    [
        ({"act": "ask", "text": "Di jalan mana?"}, "asked", "Di jalan mana? Balas: LAPOR"),
        ({"act": "sp4n"}, "passed_on", "1708"),
        ({"act": "office", "place": ELSEWHERE}, "open", "Kotawaringin"),
        ({"act": "close", "reason": "done"}, "closed", "sudah ditangani"),
    ],
)
def test_each_act_tells_the_person_and_is_written_down(
    room: StaffRoom, fields: dict[str, str], becomes: str, says: str
) -> None:
    number = brings(room, CaseKind.REPORT, "lampu jalan mati")
    assert acting(room, number).post(f"/staff/cases/{number}", **fields).status_code == 303
    assert state(room, number) == becomes
    (sent,) = told(room)
    assert says in sent
    assert room.events("case.")[-1].subject == f"case:{number}"


def test_a_members_answer_is_mended_and_sent_with_credit(room: StaffRoom) -> None:
    phone = Phone(room.services, room.clock, "+628125550111")
    phone.texts("halo")
    joins(room.services, "+628125550111", HERE)
    number = brings(room, CaseKind.QUESTION, QUESTION)
    phone.texts(f"JAWAB {number} ibu sari")
    rina = acting(room, number)
    with room.services.database.read() as session:
        answer = session.scalars(select(CaseAnswer.id)).one()
    fields = {"act": "accept", "answer": str(answer), "text": "Ibu Sari, tiap Sabtu sore."}
    assert rina.post(f"/staff/cases/{number}", **fields).status_code == 303
    assert rina.post(f"/staff/cases/{number}", **fields).status_code == 409
    assert any("Jawaban dari KIM Samba 1" in one and "Sabtu sore" in one for one in told(room))


def test_proposals_stand_by_village_and_as_a_file_that_no_spreadsheet_runs(room: StaffRoom) -> None:
    number = brings(room, CaseKind.PROPOSAL, "=SUM(1) sumur bor, hubungi 081255500017")
    rina = acting(room, number)
    assert rina.post(f"/staff/cases/{number}", act="decide", outcome="taken_up").status_code == 303
    assert "masuk rencana" in told(room)[0]
    page = rina.get("/staff/village-proposals").text
    assert "sumur bor" in page
    assert "masuk rencana" in text_of(page)
    file = rina.get("/staff/village-proposals.csv").text
    assert "'=SUM" in file
    assert "081255500017" not in file
    assert "sumur bor" not in room.logged_in("budi").get("/staff/village-proposals").text


def test_proposals_of_one_place_and_a_place_that_is_none(room: StaffRoom) -> None:
    with room.services.database.write() as session:
        import_pack(session, a_pack(), room.clock())
    room.services.snapshots.refresh()
    rina = acting(room, brings(room, CaseKind.PROPOSAL, "jembatan gantung"))
    assert "jembatan gantung" in rina.get("/staff/village-proposals?place=katingan").text
    assert "jembatan gantung" in rina.get(f"/staff/village-proposals?place={HERE}").text
    page = text_of(rina.get("/staff/village-proposals?place=antah").text)
    assert "antah" in page
    assert "jembatan gantung" not in page
    assert "Belum ada" not in page
    assert rina.get("/staff/village-proposals.csv?place=antah").status_code == 302


def test_an_office_is_said_to_take_reports_by_its_own_people_only(room: StaffRoom) -> None:
    rina = room.logged_in("rina")
    rina.get("/staff/cases/offices")
    assert rina.post("/staff/cases/offices", place=HERE, takes="1", account="rina").status_code == 303
    assert rina.post("/staff/cases/offices", place=ELSEWHERE, takes="1").status_code == 409
    assert rina.post("/staff/cases/offices", place=HERE, takes="1", account="nobody").status_code == 409
    with room.services.database.read() as session:
        assert room.services.community.cases.takes_reports(session, "62.06.01")
        assert not room.services.community.cases.takes_reports(session, ELSEWHERE)


def test_a_rumour_becomes_a_claim_with_its_words_by_the_provinces_editors(room: StaffRoom) -> None:
    with room.services.database.write() as session:
        phone = session.scalars(select(Contact.id)).first()
        assert phone is not None
        hoaxes = room.services.community.hoaxes
        hoaxes.hear(session, phone, HERE, "sapi kurban tahun ini beracun semua", "id", room.clock())
    rina, wati = room.logged_in("rina"), room.logged_in("wati")
    assert "beracun" in rina.get("/staff/rumours").text
    rina.post("/staff/rumours/1", act="begin", key="sapi-beracun")
    with room.services.database.read() as session:
        found = rumours.get(session, 1)
        assert found is not None
        assert found.claim_key is None
    wati.get("/staff/rumours")
    assert wati.post("/staff/rumours/1", act="link", key="no-such-claim").status_code == 303
    answer = wati.post("/staff/rumours/1", act="begin", key="sapi-beracun")
    form = wati.get(answer.headers["Location"]).text
    assert "sapi kurban tahun ini beracun semua" in form
    assert 'value="sapi-beracun"' in form
    assert wati.post("/staff/rumours/1", act="what").status_code == 400
    assert wati.post("/staff/rumours/9", act="ignore").status_code == 303


def test_a_list_takes_as_many_statements_for_a_hundred_cases_as_for_ten(room: StaffRoom) -> None:
    counts = []
    for most in (10, 90):
        for place in range(most):
            brings(room, CaseKind.PROPOSAL, f"usul {place}", urgent=True)
        found = []
        for path in ("/staff/cases", "/staff/village-proposals", "/staff/rumours", "/staff/cases/1"):
            rina = room.logged_in("rina")
            with room.counted() as statements:
                assert rina.get(path).status_code == 200
            found.append(len(statements))
        counts.append(found)
    assert counts[0] == counts[1]
    assert max(counts[0]) <= 12
