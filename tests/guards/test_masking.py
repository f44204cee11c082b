"""No NIK, KK or card number that somebody sends stands in any text of the database, whatever way it came."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import count

import pytest
from sqlalchemy import Column, String, Text, select

from smsinfo.bootstrap import Services
from smsinfo.db.base import Base
from smsinfo.db.models import Contact, ContactRole, KimGroup, Membership
from smsinfo.domain.messages import MoMessage
from smsinfo.domain.ussd import UssdTurn
from smsinfo.sms.masking import MARKER
from tests.support import CITIZEN, NEIGHBOUR, OWN_NUMBER, HeldClock, make_services

NIK, CARD = "6206010101900001", "4111111111111111"
NUMBERS = (NIK, "6206.0101.0190.0001", "6206 0101 0190 0001", CARD, "4111-1111-1111-1111")
SAID = (
    "ktp saya hilang, nik {}",
    "TANYA cara urus kk {} di mana",
    "LAPOR jembatan putus, nik saya {}",
    "USUL lampu jalan, ktp {}",
    "HOAKS katanya {} dapat hadiah",
    "DAFTAR {}",
    "STATUS {}",
    "CEK {}",
    "KABAR posyandu besok, nik {}",
    "TAMBAH lagi {}",
    "SUDAH {}",
    "JAWAB 1 nik {}",
    "ISI KANTOR {}",
    "UMKM keripik {}",
    "BELAJAR {}",
    "{}",
)
_IDS = count(1)


@pytest.fixture
def services(sqlite_url: str) -> Iterator[Services]:
    """An installation with the demo pack; the neighbour is a member and a relay."""
    found = make_services(sqlite_url, HeldClock())
    yield found
    found.heart.stop()
    found.database.close()


def texts(services: Services, number: str, text: str) -> None:
    """Somebody texts."""
    clock = services.clock
    assert isinstance(clock, HeldClock)
    clock.forward(minutes=11)
    services.inbox.receive(MoMessage("phone", f"M{next(_IDS)}", number, OWN_NUMBER, text, clock()))


def dials(services: Services, *typed: str) -> None:
    """Somebody dials, and types a turn each."""
    session = f"S{next(_IDS)}"
    for number, text in enumerate(("", *typed), 1):
        turn = UssdTurn("phone", session, CITIZEN, text, number == 1, services.clock(), number=number)
        services.ussd.turn(turn, 160)


def columns() -> list[Column[str]]:
    """Every column of the models that holds free words."""
    return [
        column
        for table in Base.metadata.sorted_tables
        for column in table.columns
        if isinstance(column.type, (Text, String)) and not table.name.startswith("staff_")
    ]


def found_in(services: Services, word: str = "") -> set[str]:
    """The columns in which a number stands, with whatever stands between its digits; or else a word."""
    found = set()
    with services.database.read() as session:
        for column in columns():
            for value in session.execute(select(column).where(column.is_not(None))).scalars():
                digits = re.sub(r"[ .\-]", "", str(value))
                if (word in str(value)) if word else (NIK in digits or CARD in digits):
                    found.add(f"{column.table.name}.{column.name}")
    return found


def test_the_walk_sees_a_number_that_is_there(services: Services) -> None:
    with services.database.write() as session:
        session.add(KimGroup(name=f"KIM {NIK}", region_code="62.06", created_at=services.clock()))
    assert found_in(services) == {"kim_group.name"}


def test_whatever_people_text_or_type_is_stored_without_such_numbers(services: Services) -> None:
    texts(services, NEIGHBOUR, "DAFTAR Katingan")
    with services.database.write() as session:
        contact = services.contacts.find(session, NEIGHBOUR)
        assert contact is not None
        assert session.get(Contact, contact) is not None
        session.add(KimGroup(id=1, name="KIM Kasongan", region_code="62.06", created_at=services.clock()))
        session.flush()
        for role, word in (("contributor", "member"), ("relay", "relay"), ("head", "village_head")):
            values = {"contact_id": contact, "region_code": "62.06.01.2001"}
            session.add(
                Membership(**values, role=role, name="N", state="active", group_id=1, invited_at=services.clock())
            )
            session.add(ContactRole(**values, role=word, confirmed_at=services.clock()))
    for number in NUMBERS:
        for said in SAID:
            texts(services, NEIGHBOUR if said == SAID[0] or said[0] in "KTSJIU" else CITIZEN, said.format(number))
        dials(services, number, "1", number)
    assert found_in(services) == set()
    masked = found_in(services, MARKER)  # they were stored, not refused
    assert masked >= {"inbound_message.body", "citizen_case.text", "contribution.text", "rumour.sample"}
