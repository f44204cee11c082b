"""An official's number: a code goes there, and comes back from there."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest

from smsinfo.db.queries import officials as rows
from smsinfo.errors import BadNumber, StaffRefused
from smsinfo.sms.msisdn import mask

from .dutyroom import NUMBERS, STRANGER, Dutyroom

NEW = "+6281255001020"


@pytest.fixture
def room(database_url: str) -> Iterator[Dutyroom]:
    """Officials with phones."""
    found = Dutyroom(database_url)
    yield found
    found.close()


def registers(room: Dutyroom, name: str, typed: str = "0812-5500-1020") -> str:
    """The code that went to the number."""
    with room.services.database.write() as session:
        actor = room.doer("eka").hand.actor
        shown = room.services.office.phones.register(session, actor, room.who(name), typed, room.clock())
    assert shown == mask(NEW)
    code = re.search(r"PETUGAS (\d{6}) ", text_to(room, NEW)[-1])
    assert code is not None
    return code.group(1)


def text_to(room: Dutyroom, number: str) -> list[str]:
    """What was put into the outbox for a number."""
    with room.services.database.read() as session:
        contact = room.services.contacts.find(session, number)
    with room.services.database.engine.connect() as connection:
        found = connection.exec_driver_sql(
            f"SELECT body FROM outbound_message WHERE contact_id = {contact} ORDER BY id"
        )
        return [row[0] for row in found]


def phone_of(room: Dutyroom, name: str) -> str:
    with room.services.database.read() as session:
        return room.services.office.phones.masked(session, room.who(name))


def test_a_number_is_an_officials_when_its_code_comes_back_from_it(room: Dutyroom) -> None:
    code = registers(room, "budi")
    assert phone_of(room, "budi") == mask(NUMBERS["budi"])
    assert room.texts(STRANGER, f"PETUGAS {code}").startswith("Maaf, belum paham")
    assert room.texts(NEW, f"petugas {code}").startswith("Nomor ini kini milik petugas budi")
    assert phone_of(room, "budi") == mask(NEW)
    assert room.texts(NEW, "JAGA").startswith("Anda tidak ada di jadwal")
    # The old phone is a citizen's from now on, and so is the code that was used.
    assert room.texts("budi", "JAGA").startswith("Maaf, belum paham")
    assert room.texts(NEW, f"PETUGAS {code}").startswith("Maaf, belum paham")
    assert room.audited("account.phone") == ["account.phone_asked", "account.phone_confirmed"]


def test_neither_the_log_nor_the_kept_texts_have_the_number_or_the_code(room: Dutyroom) -> None:
    code = registers(room, "budi")
    room.texts(NEW, f"PETUGAS {code}")
    with room.services.database.engine.connect() as connection:
        kept = str(connection.exec_driver_sql("SELECT details FROM audit_event").all()) + str(room.kept())
    assert NEW[3:] not in kept
    assert code not in kept


def test_three_wrong_codes_or_half_an_hour_end_a_registration(room: Dutyroom) -> None:
    code = registers(room, "budi")
    wrong = f"{(int(code) + 1) % 10**6:06d}"
    for _ in range(3):
        assert room.texts(NEW, f"PETUGAS {wrong}").startswith("Kode pendaftaran salah")
    assert room.texts(NEW, f"PETUGAS {code}").startswith("Maaf, belum paham")
    code = registers(room, "budi")
    room.clock.forward(minutes=31)
    assert room.texts(NEW, f"PETUGAS {code}").startswith("Maaf, belum paham")
    assert phone_of(room, "budi") == mask(NUMBERS["budi"])


@pytest.mark.parametrize("typed", ["12345", "besok", "0536-3221234"])
def test_what_is_no_mobile_number_is_not_registered(room: Dutyroom, typed: str) -> None:
    actor, budi = room.doer("eka").hand.actor, room.who("budi")
    with pytest.raises(BadNumber), room.services.database.write() as session:
        room.services.office.phones.register(session, actor, budi, typed, room.clock())


@pytest.mark.parametrize(("name", "typed", "reason"), [("eka", NEW, "no_alerts"), ("budi", "+6591234567", "abroad")])
def test_who_and_what_is_not_registered(room: Dutyroom, name: str, typed: str, reason: str) -> None:
    with (
        pytest.raises(StaffRefused, check=lambda error: error.reason == reason),
        room.services.database.write() as session,
    ):
        room.services.office.phones.register(session, room.doer("eka").hand.actor, room.who(name), typed, room.clock())


def test_a_number_belongs_to_one_account(room: Dutyroom) -> None:
    code = registers(room, "budi")
    room.texts(NEW, f"PETUGAS {code}")
    code = registers(room, "fani")
    room.texts(NEW, f"PETUGAS {code}")
    assert (phone_of(room, "budi"), phone_of(room, "fani")) == ("", mask(NEW))


def test_a_phone_that_is_erased_or_dropped_is_nobodys(room: Dutyroom) -> None:
    room.texts("budi", "HAPUS DATA")
    room.texts("budi", "HAPUS DATA YA")
    with room.services.database.write() as session:
        assert rows.phones(session).keys() == {room.who(name).id for name in NUMBERS if name != "budi"}
        assert room.services.office.phones.drop(session, room.doer("eka").hand.actor, room.who("fani"), room.clock())
        assert not room.services.office.phones.drop(
            session, room.doer("eka").hand.actor, room.who("fani"), room.clock()
        )
    assert room.texts("fani", "JAGA").startswith("Maaf, belum paham")
