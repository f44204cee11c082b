"""What a person may change about themselves, in one database in memory."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from smsinfo.contacts.seal import Sealer
from smsinfo.contacts.service import Act, Contacts
from smsinfo.db.engine import Database, make_engine
from smsinfo.db.models import ConsentEvent, Contact, Subscription
from smsinfo.db.queries.contacts import is_suppressed
from smsinfo.db.schema import create_empty
from smsinfo.domain.contacts import Category
from tests.support import CITIZEN, NEIGHBOUR

NOW = datetime(2026, 11, 24, 3, 0, tzinfo=UTC)
KATINGAN, SAMBA, KAPUAS = "62.06", "62.06.05.2005", "62.03"


@pytest.fixture
def session() -> Iterator[Session]:
    """An empty database in memory, rolled back at the end."""
    database = Database(make_engine("sqlite://"))
    create_empty(database.engine)
    with Session(database.engine) as made:
        yield made
    database.close()


@pytest.fixture
def contacts() -> Contacts:
    """The service with a key of its own."""
    return Contacts(Sealer((bytes(range(64)),), bytes(range(32))))


def act_of(session: Session, contacts: Contacts, number: str = CITIZEN) -> Act:
    """An act of a contact who is known to the database."""
    contact = Contact(msisdn_sealed=contacts.sealer.seals(number)[0], first_seen_at=NOW)
    session.add(contact)
    session.flush()
    return Act(contact.id, number, False, "phone", "M1", NOW)


def places(session: Session, act: Act) -> list[str]:
    found = select(Subscription.region_code).where(Subscription.contact_id == act.contact_id)
    return sorted(session.scalars(found))


def suppressed(session: Session, contacts: Contacts, number: str = CITIZEN) -> bool:
    return is_suppressed(session, contacts.sealer.suppression_digest(number))


def test_the_first_place_is_also_where_one_lives_and_later_ones_are_not(session: Session, contacts: Contacts) -> None:
    act = act_of(session, contacts)
    assert contacts.subscribe(session, act, KATINGAN)
    assert contacts.subscribe(session, act, KAPUAS)
    assert session.get_one(Contact, act.contact_id).region_code == KATINGAN
    assert places(session, act) == [KAPUAS, KATINGAN]


def test_twice_the_same_is_one_subscription_and_one_consent(session: Session, contacts: Contacts) -> None:
    act = act_of(session, contacts)
    assert [contacts.subscribe(session, act, KATINGAN) for _ in range(2)] == [True, False]
    assert contacts.subscribe(session, act, KATINGAN, Category.DISASTER)
    session.flush()
    assert len(session.scalars(select(ConsentEvent)).all()) == 2


@pytest.mark.parametrize(
    ("ended", "true", "left"),
    [(KATINGAN, True, [KAPUAS]), (SAMBA, True, [KAPUAS]), (KAPUAS, True, [SAMBA]), ("62.01", False, [KAPUAS, SAMBA])],
)
def test_ending_a_place_ends_what_is_inside_it(
    session: Session, contacts: Contacts, ended: str, true: bool, left: list[str]
) -> None:
    act = act_of(session, contacts)
    contacts.subscribe(session, act, SAMBA)
    contacts.subscribe(session, act, KAPUAS)
    assert contacts.unsubscribe(session, act, ended) is true
    assert places(session, act) == left


def test_stop_ends_everything_of_one_person_and_nothing_of_another(session: Session, contacts: Contacts) -> None:
    siti, neighbour = act_of(session, contacts), act_of(session, contacts, NEIGHBOUR)
    for act in (siti, neighbour):
        contacts.subscribe(session, act, KATINGAN)
    contacts.stop(session, siti)
    contacts.stop(session, siti)
    assert (places(session, siti), places(session, neighbour)) == ([], [KATINGAN])
    assert (suppressed(session, contacts), suppressed(session, contacts, NEIGHBOUR)) == (True, False)
    assert contacts.subscribe(session, siti, KATINGAN)
    assert not suppressed(session, contacts)


def test_an_erased_person_is_found_no_more_but_not_texted_either(session: Session, contacts: Contacts) -> None:
    act = act_of(session, contacts)
    contacts.subscribe(session, act, KATINGAN)
    contacts.erase(session, act)
    assert contacts.find(session, CITIZEN) is None
    assert suppressed(session, contacts)
    assert session.scalars(select(ConsentEvent.contact_id)).all() == [None, None]
