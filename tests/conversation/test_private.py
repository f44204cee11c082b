"""Phones are shared: answers on violence say to delete them, and DATAKU counts and quotes nothing."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from smsinfo.bootstrap import Services
from smsinfo.conversation.turn import Turn
from smsinfo.conversation.ussd.answers import to_copy, whole_answer
from smsinfo.conversation.ussd.visit import Visit
from smsinfo.db.models import KimGroup, Membership, RelayTask
from smsinfo.domain.contacts import Person
from smsinfo.domain.conversation import State
from smsinfo.domain.understanding import Resolution
from smsinfo.inbox.facts import DatabaseFacts
from smsinfo.sms.gsm7 import is_gsm7
from tests.support import CITIZEN, HeldClock, Phone, make_services

HINT = "HP dipakai bersama? Hapus SMS ini."


@pytest.fixture
def services(sqlite_url: str) -> Iterator[Services]:
    """An installation with the demo pack."""
    found = make_services(sqlite_url, HeldClock())
    yield found
    found.heart.stop()
    found.database.close()


def test_an_answer_on_violence_hints_at_deleting_it_and_others_do_not(services: Services) -> None:
    assert isinstance(services.clock, HeldClock)
    phone = Phone(services, services.clock)
    answer = phone.texts("KDRT") or ""
    assert HINT in answer
    assert is_gsm7(answer)
    assert HINT not in (phone.texts("RABIES") or "")
    assert HINT not in (phone.texts("PINJOL") or "")


def test_the_copy_that_a_dialled_answer_leaves_on_the_phone_says_it_too(services: Services) -> None:
    person = Person(None, "id", None, welcomed=True)
    snapshot, now = services.snapshots.current(), services.clock()
    voice = Turn("", person, State(), snapshot, Resolution("none"), now, services.settings.zone)
    visit = Visit(voice, DatabaseFacts(services.database, None, now), 160, can_act=True, can_copy=True)
    assert HINT in (to_copy(visit, "kdrt") or "")
    assert HINT not in (whole_answer(visit, "kdrt") or "")  # a screen leaves nothing
    assert to_copy(visit, "ktp") == whole_answer(visit, "ktp")


def test_dataku_counts_roles_courses_and_requests_and_quotes_nothing(services: Services) -> None:
    assert isinstance(services.clock, HeldClock)
    phone = Phone(services, services.clock)
    phone.texts("suami saya memukul saya")
    assert "peran" not in (phone.texts("DATAKU") or "")
    with services.database.write() as session:
        contact = services.contacts.find(session, CITIZEN)
        village, now = "62.06.01.2001", services.clock()
        session.add(KimGroup(id=1, name="KIM Kasongan", region_code="62.06", created_at=now))
        session.flush()
        session.add(
            Membership(
                contact_id=contact, group_id=1, role="relay", region_code=village, name="N", state="active",
                invited_at=now,
            )
        )  # fmt: skip
        for code in ("1234", "5678"):
            session.add(RelayTask(code=code, contact_id=contact, region_code=village, state="missed", asked_at=now))
    said = phone.texts("DATAKU") or ""
    assert "Juga: 1 peran KIM, 0 kursus, 2 tugas penyampai." in said
    assert "memukul" not in said
