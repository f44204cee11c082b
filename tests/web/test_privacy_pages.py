"""The data officer's pages: requests with their clock, counts without people, proof of retention, the breach kit."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from urllib.parse import urlencode

import pytest
from sqlalchemy import select

from smsinfo.community.breach import NOTICES, notice
from smsinfo.contacts.service import CONSENT_VERSION
from smsinfo.contacts.wordings import WORDINGS
from smsinfo.db.models import AuditEvent, PrivacyRequest
from smsinfo.db.queries import data_requests as rows
from smsinfo.domain.privacy import RequestKind, RequestState, RequestWay
from smsinfo.domain.staff import Role
from smsinfo.jobs.worker import Worker
from smsinfo.locale import say
from tests.outbox.archive import publish
from tests.outbox.desk import Desk
from tests.support import CITIZEN, NEIGHBOUR, Phone

from .pressroom import PressRoom, read, words
from .staffroom import Visitor, said

PAGE = "/staff/privacy"
FORM = {"kind": "access", "way": "letter", "reference": "Surat 12/2026", "came_at": "2026-11-24T08:00"}
KIT = {"found": "2026-11-24T08:00", "first": "2026-11-01", "last": "2026-11-30", "what": "nomor telepon"}


@pytest.fixture
def room(sqlite_url: str) -> Iterator[PressRoom]:
    """An administrator, an auditor, an editor; it is 10.00 WIB of 24 November."""
    found = PressRoom(sqlite_url)
    found.person("atur", (Role.ADMINISTRATOR, "62"))
    found.person("pemeriksa", (Role.AUDITOR, "62"))
    found.person("redaksi", (Role.EDITOR, "62"))
    yield found
    found.close()


def kit(**more: str) -> str:
    """The address of a breach kit that was filled in."""
    return f"{PAGE}/breach?{urlencode({**KIT, **more})}"


def enters(desk: Visitor, **more: str) -> str:
    """Enter a request; what the page says."""
    desk.get(PAGE)
    assert desk.post(f"{PAGE}/requests", **{**FORM, **more}).status_code == 303
    return said(desk.get(PAGE))[0]


def closes(desk: Visitor, **fields: str) -> str:
    """Close the first request; what the page says."""
    desk.get(PAGE)
    assert desk.post(f"{PAGE}/requests/1/close", **fields).status_code == 303
    return " ".join(said(desk.get(PAGE)))


def held(room: PressRoom) -> list[tuple[str, str, str]]:
    """State, reason and who closed it, of each request."""
    with room.services.database.read() as session:
        found = session.scalars(select(PrivacyRequest).order_by(PrivacyRequest.id))
        return [(one.state, one.reason, one.closed_by) for one in found]


def test_a_letter_is_entered_runs_out_and_is_closed_with_proof(room: PressRoom) -> None:
    desk = room.desk("atur")
    assert "Tercatat" in enters(desk)
    assert "27 Nov 2026 08.00" in words(desk.get(PAGE)).replace(":", ".")
    assert "terlambat" not in words(desk.get(PAGE))
    room.clock.forward(days=3)
    assert "1 permintaan terlambat" in words(room.desk("pemeriksa").get(PAGE))
    assert "mengapa ditolak" in closes(room.desk("atur"), state="refused", reason="tidak")
    assert held(room) == [("open", "", "")]
    closes(room.desk("atur"), state="refused", reason="Bukan orangnya sendiri")
    assert held(room) == [("refused", "Bukan orangnya sendiri", "atur")]
    assert "sudah ditutup" in closes(room.desk("atur"), state="done")
    assert held(room)[0][0] == "refused"
    with room.services.database.read() as session:
        ours = select(AuditEvent.action).where(AuditEvent.action.startswith("privacy.")).order_by(AuditEvent.id)
        acts = list(session.scalars(ours))
    assert acts == ["privacy.entered", "privacy.closed"]


@pytest.mark.parametrize(
    ("fields", "told"),
    [
        ({"reference": "dari 0812 5555 0101"}, "nomor"),
        ({"reference": "NIK 6206010101900001"}, "nomor"),
        ({"reference": " "}, "nomor surat"),
        ({"reference": "x" * 81}, "80"),
        ({"came_at": "2026-11-24T10:30"}, "masa depan"),
        ({"came_at": "2020-01-01T00:00"}, "setahun"),
        ({"came_at": "kemarin"}, "kapan"),
    ],
)
def test_what_can_not_be_entered_is_said_and_changes_nothing(
    fields: dict[str, str], told: str, room: PressRoom
) -> None:
    assert told in enters(room.desk("atur"), **fields)
    assert held(room) == []


def test_forms_that_nobody_was_shown_are_refused(room: PressRoom) -> None:
    desk = room.desk("atur")
    desk.get(PAGE)
    assert desk.post(f"{PAGE}/requests", **{**FORM, "kind": "moon"}).status_code == 400
    assert desk.post(f"{PAGE}/requests/1/close", state="open").status_code == 400
    assert desk.post(f"{PAGE}/requests/{2**40}/close", state="done").status_code == 404


def test_an_auditor_looks_and_changes_nothing(room: PressRoom) -> None:
    desk = room.desk("pemeriksa")
    assert "Catat permintaan" not in words(desk.get(PAGE))
    assert desk.post(f"{PAGE}/requests", **FORM).status_code == 403


def test_a_request_may_have_a_region_of_the_own_jurisdiction(room: PressRoom) -> None:
    room.person("kota", (Role.ADMINISTRATOR, "62.06"))
    desk = room.desk("kota")
    offered = read(desk.get(PAGE)).xpath("//select[@id='region']/option/@value")
    assert offered == ["", "62.06"]
    assert "Tercatat" in enters(desk, region="62.06")
    assert "Tercatat" in enters(desk)
    assert "wilayah Anda sendiri" in enters(desk, region="62.02")
    assert "wilayah Anda sendiri" in enters(desk, region="'; DROP")
    with room.services.database.read() as session:
        assert list(session.scalars(select(PrivacyRequest.region_code).order_by(PrivacyRequest.id))) == ["62.06", None]
        event = session.scalars(select(AuditEvent).where(AuditEvent.action == "privacy.entered")).first()
        assert event is not None
        assert event.region_code == "62.06"
    assert "Kabupaten Katingan" in words(room.desk("pemeriksa").get(PAGE))


def test_one_near_its_end_is_marked(room: PressRoom) -> None:
    enters(room.desk("atur"))
    assert "kurang dari 12 jam" not in words(room.desk("pemeriksa").get(PAGE))
    room.clock.forward(hours=60)
    assert "kurang dari 12 jam" in words(room.desk("pemeriksa").get(PAGE))


def test_what_phones_ask_is_done_at_once_and_only_counted(room: PressRoom) -> None:
    phone = Phone(room.services, room.clock, CITIZEN)
    for text in ("DATAKU", "DATAKU", "HAPUS DATA", "YA"):
        phone.texts(text)
    Phone(room.services, room.clock, NEIGHBOUR, practice=True).texts("DATAKU")
    with room.services.database.read() as session:
        assert rows.done_since(session, room.clock().date()) == {"access": 2, "erasure": 1}
    assert "2 kali DATAKU, 1 kali HAPUS DATA" in words(room.desk("pemeriksa").get(PAGE))
    assert held(room) == []


def test_the_page_shows_what_retention_removed(room: PressRoom) -> None:
    assert "Isi pesan dikosongkan" not in words(room.desk("pemeriksa").get(PAGE))
    Worker(room.services).step()
    assert "Isi pesan dikosongkan" in words(room.desk("pemeriksa").get(PAGE))


def test_the_kit_counts_people_once_and_tells_until_when(room: PressRoom) -> None:
    for number in (CITIZEN, NEIGHBOUR):
        Phone(room.services, room.clock, number).texts("KTP")
        Phone(room.services, room.clock, number).texts("STATUS")
    desk = room.desk("pemeriksa")
    page = words(desk.get(kit()))
    assert "2 orang dengan pesan" in page
    assert "Data yang terungkap: nomor telepon" in page
    assert "27-11-2026 08.00" in page
    assert "sudah lewat" not in page
    room.clock.forward(days=3)
    desk = room.desk("pemeriksa")
    assert "sudah lewat" in words(desk.get(kit()))
    assert "0 orang dengan pesan" in words(desk.get(kit(last="2026-11-02")))
    masked = read(desk.get(kit(what="nomor +6281255550101")))
    assert "81255550101" not in masked.text_content()


@pytest.mark.parametrize("fields", [{"found": "2026-12-24T08:00"}, {"first": "2026-13-01"}, {"last": "2026-10-01"}])
def test_a_kit_without_its_times_counts_nobody(fields: dict[str, str], room: PressRoom) -> None:
    answer = room.desk("pemeriksa").get(kit(**fields))
    assert answer.status_code == 200
    assert "orang dengan pesan" not in words(answer)


def test_each_notice_names_what_the_law_asks_for_and_leaves_dots_for_the_rest() -> None:
    for to, language in NOTICES:
        assert notice(to, language, {"what": "isi pesan", "how": "cadangan hilang"}).count("....") >= 3
        for told in ("isi pesan", "cadangan hilang"):
            assert told in notice(to, language, {"what": "isi pesan", "how": "cadangan hilang"})


def test_the_newest_wording_is_what_people_read_today(room: PressRoom) -> None:
    newest = WORDINGS[-1]
    assert newest.version == CONSENT_VERSION
    assert {(key, code): say(key, code, place="{place}") for key, code in newest.texts} == newest.texts
    assert len({one.version for one in WORDINGS}) == len(WORDINGS)
    assert "2026-11" in words(room.desk("redaksi").get("/staff/consent-texts"))


def test_requests_and_counts_hold_on_both_databases(database_url: str) -> None:
    desk = Desk(database_url)
    publish(desk)
    now = desk.clock()
    Phone(desk.services, desk.clock).texts("DATAKU")
    Phone(desk.services, desk.clock).texts("DATAKU")
    with desk.services.database.write() as session:
        late = rows.add(session, RequestKind.ERASURE, RequestWay.DESK, "A", now - timedelta(hours=80))
        soon = rows.add(session, RequestKind.ACCESS, RequestWay.TEXT, "B", now)
        assert [one.id for one in rows.newest(session, 9)] == [late, soon]
        assert rows.close(session, late, RequestState.DONE, "", "atur", now)
        assert not rows.close(session, late, RequestState.REFUSED, "", "atur", now)
        assert [(one.id, one.is_late(now)) for one in rows.newest(session, 9)] == [(soon, False), (late, True)]
        assert rows.done_since(session, now.date()) == {"access": 2}
        day = timedelta(days=1)
        touched = rows.touched(session.connection(), now - day, now + day)
        assert (dict(touched.by_channel), touched.people, touched.known) == ({"phone": 1}, 1, 1)
        assert rows.touched(session.connection(), now - 2 * day, now - day).people == 0
    desk.close()
