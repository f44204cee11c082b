"""Whom we erased is gone from SMSD's tables too, and old texts go from them with ours."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from smsinfo.bootstrap import Services
from smsinfo.contacts.service import Act
from smsinfo.db.models import Contact, StoreErasure
from smsinfo.outbox.clearing import Clearing
from tests.support import HeldClock, make_services

from .cast import CITIZEN
from .smsd import Smsd, channel, make_tables, message

OTHER = "+6281290009999"


@pytest.fixture
def address(tmp_path: Path) -> str:
    """SMSD's tables in a file."""
    found = f"sqlite:///{tmp_path / 'smsd.db'}"
    (tmp_path / "smsd.db").touch()
    make_tables(found)
    return found


def numbers(smsd: Smsd, table: str, column: str) -> set[str]:
    """Whose rows are in a table."""
    return {row[0] for row in smsd.run(f'SELECT "{column}" FROM {table}')}


def used(address: str, clock: HeldClock) -> Smsd:
    """Both have texted and got an answer, the citizen in another spelling too; an answer of two parts waits."""
    smsd, gateway = Smsd(address), channel(address, clock)
    for sender in (CITIZEN, f"0{CITIZEN[3:]}", OTHER):
        smsd.stores("KTP", sender=sender)
    gateway.polled_done(gateway.poll().mark)
    gateway.send(message(key="mt-1"))
    smsd.sends("mt-1")
    smsd.done("mt-1")
    gateway.send(message("KTP-el gratis. " * 20, key="mt-2"))
    return smsd


def test_all_of_a_person_goes_and_nothing_of_others(address: str) -> None:
    clock = HeldClock()
    smsd = used(address, clock)
    gateway = channel(address, clock)
    assert gateway.forget(CITIZEN)
    assert numbers(smsd, "inbox", "SenderNumber") == {OTHER}
    assert [smsd.counts(table) for table in ("sentitems", "outbox", "outbox_multipart")] == [0, 0, 0]
    assert gateway.forget(CITIZEN)
    clock.forward(days=1)
    assert gateway.poll().dlrs == ()  # nothing of theirs is told any more


def test_what_smsd_has_in_hand_and_what_nobody_has_read_is_asked_for_again(address: str) -> None:
    clock = HeldClock()
    smsd = used(address, clock)
    gateway = channel(address, clock)
    smsd.takes("mt-2")
    assert not gateway.forget(CITIZEN)
    assert smsd.counts("outbox") == 1
    smsd.done("mt-2")
    smsd.stores("STATUS", sender=CITIZEN)
    assert not gateway.forget(CITIZEN)
    gateway.polled_done(gateway.poll().mark)
    assert gateway.forget(CITIZEN)
    assert numbers(smsd, "inbox", "SenderNumber") == {OTHER}


def test_old_texts_go(address: str) -> None:
    clock = HeldClock()
    smsd = used(address, clock)
    gateway = channel(address, clock)
    assert gateway.prune(clock() - timedelta(days=3650)) == 0
    assert gateway.prune(clock() + timedelta(days=3650)) == 4
    assert smsd.counts("inbox") == smsd.counts("sentitems") == 0
    assert smsd.counts("outbox") == 1


@pytest.fixture
def services(address: str, sqlite_url: str) -> Services:
    """An installation whose channel is that SMSD."""
    own = {"kind": "gammu", "database": address, "sender": "+6281250001234"}
    return make_services(sqlite_url, HeldClock(), content=False, channels={"modem": own})


def left(services: Services) -> list[tuple[str, int, str]]:
    """What has to be erased still: channel, tries, problem."""
    with services.database.read() as session:
        return [(one.channel, one.tries, one.problem) for one in session.query(StoreErasure)]


def test_an_erasure_reaches_the_store_and_is_never_lost_where_the_store_is_away(
    services: Services, address: str, tmp_path: Path
) -> None:
    clock = services.clock
    assert isinstance(clock, HeldClock)
    smsd = used(address, clock)
    with services.database.write() as session:
        contact = Contact(msisdn_sealed=services.sealer.seals(CITIZEN)[0], first_seen_at=clock())
        session.add(contact)
        session.flush()
        act = Act(contact.id, CITIZEN, False, "modem", "x1", clock())
        services.contacts.erase(session, act)
    clearing = Clearing(services.database, services.sealer, clock, services.gateways, 90)
    assert clearing.forget() == 0  # the answer has to leave first
    clock.forward(minutes=11)
    (tmp_path / "smsd.db").rename(tmp_path / "away.db")
    assert clearing.forget() == 0
    ((name, tries, problem),) = left(services)
    assert (name, tries) == ("modem", 1)
    assert "no such file" in problem
    assert CITIZEN[-8:] not in problem
    (tmp_path / "away.db").rename(tmp_path / "smsd.db")
    assert clearing.forget() == 0  # not at once again
    clock.forward(minutes=6)
    assert clearing.forget() == 1
    assert left(services) == []
    assert numbers(smsd, "inbox", "SenderNumber") == {OTHER}
