"""Providers repeat themselves and people text quickly: what comes at once is stored once each and answered the same."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import func, select

from smsinfo.bootstrap import Services
from smsinfo.db.models import Contact, Conversation, InboundMessage, OutboundMessage
from smsinfo.domain.messages import MoMessage
from tests.support import CITIZEN, OWN_NUMBER, HeldClock, make_services

TIMES = 20


@pytest.fixture
def services(database_url: str) -> Iterator[Services]:
    """Whole services that hold nobody back."""
    made = make_services(database_url, HeldClock(), rate_per_phone=1000, same_text_limit=100)
    yield made
    made.database.close()


def mo(services: Services, external_id: str, text: str) -> MoMessage:
    """A text of the citizen."""
    return MoMessage("phone", external_id, CITIZEN, OWN_NUMBER, text, services.clock())


def rows(services: Services, model: type) -> int:
    """How many rows a table has."""
    with services.database.read() as session:
        return session.scalar(select(func.count()).select_from(model)) or 0


@pytest.mark.parametrize("text", ["ktp", "DAFTAR katingan"])
def test_one_message_that_comes_twenty_times_at_once_is_one_message(services: Services, text: str) -> None:
    with ThreadPoolExecutor(TIMES) as pool:
        replies = list(pool.map(lambda _: services.inbox.receive(mo(services, "SAME", text)), range(TIMES)))
    assert len({reply.text for reply in replies if reply}) == 1
    assert all(replies)
    assert (rows(services, InboundMessage), rows(services, OutboundMessage), rows(services, Contact)) == (1, 1, 1)


def test_twenty_texts_of_one_new_number_in_turn_quickly_are_one_contact_and_twenty_answers(services: Services) -> None:
    words = ["ktp", "kk", "kia", "sim", "skck", "pbb", "nib", "kur", "pkh", "pip"] * 2
    with ThreadPoolExecutor(4) as pool:
        replies = list(pool.map(lambda n: services.inbox.receive(mo(services, f"M{n}", words[n])), range(TIMES)))
    assert all(replies)
    assert rows(services, Contact) == 1
    assert rows(services, Conversation) == 1
    assert (rows(services, InboundMessage), rows(services, OutboundMessage)) == (TIMES, TIMES)


def test_handed_over_replies_are_marked_once_and_together(services: Services) -> None:
    for n in range(3):
        services.inbox.receive(mo(services, f"M{n}", "ktp"))
        services.inbox.handed.note("phone", f"M{n}")
    assert services.inbox.handed.flush() == 3
    assert services.inbox.handed.flush() == 0
    with services.database.read() as session:
        assert set(session.scalars(select(OutboundMessage.status))) == {"sent"}
