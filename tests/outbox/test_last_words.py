"""Somebody who was erased is told so, also by channels that send later, and their number goes when that has left."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from smsinfo.bootstrap import Services
from smsinfo.db.models import Contact, LastWord, OutboundMessage
from smsinfo.domain.messages import MoMessage
from smsinfo.jobs.worker import Worker
from tests.gateways.smsd import Smsd, make_tables
from tests.support import CITIZEN, OWN_NUMBER, HeldClock, make_services


@pytest.fixture
def smsd(tmp_path: Path) -> Smsd:
    """A modem's daemon."""
    (tmp_path / "smsd.db").touch()
    make_tables(f"sqlite:///{tmp_path / 'smsd.db'}")
    return Smsd(f"sqlite:///{tmp_path / 'smsd.db'}")


@pytest.fixture
def services(smsd: Smsd, tmp_path: Path, database_url: str) -> Iterator[Services]:
    """An installation whose only channel is that modem: it answers later, never at once."""
    own = {"kind": "gammu", "database": f"sqlite:///{tmp_path / 'smsd.db'}", "sender": OWN_NUMBER}
    found = make_services(database_url, HeldClock(), channels={"modem": own})
    yield found
    found.database.close()


def texts(services: Services, *words: str) -> None:
    """The citizen texts; a worker sends the answers."""
    clock = services.clock
    assert isinstance(clock, HeldClock)
    for number, text in enumerate(words):
        clock.forward(seconds=1)
        mo = MoMessage("modem", f"{clock():%H%M%S}-{number}", CITIZEN, OWN_NUMBER, text, clock(), None)
        services.inbox.receive(mo)
    Worker(services).step()


def kept(services: Services) -> tuple[int, int]:
    """How many contacts and how many numbers of last words there are."""
    with services.database.read() as session:
        return session.query(Contact).count(), session.query(LastWord).count()


def statuses(services: Services) -> list[str]:
    """What became of the messages, the oldest first."""
    with services.database.read() as session:
        return [one.status for one in session.query(OutboundMessage).order_by(OutboundMessage.id)]


def test_who_is_erased_gets_the_answer_also_where_it_is_sent_later(services: Services, smsd: Smsd) -> None:
    texts(services, "HAPUS DATA", "YA")
    sent = smsd.run('SELECT "DestinationNumber", "TextDecoded" FROM outbox ORDER BY "ID"')
    assert [number for number, _ in sent] == [CITIZEN] * len(sent)
    assert "sudah dihapus" in "".join(text for _, text in sent)
    assert statuses(services) == ["cancelled", "sent"]  # the question was not sent any more
    clock = services.clock
    assert isinstance(clock, HeldClock)
    clock.forward(minutes=2)
    Worker(services).step()
    assert kept(services) == (0, 0)


def test_the_number_of_a_last_word_goes_where_nothing_leaves_any_more(services: Services) -> None:
    clock = services.clock
    assert isinstance(clock, HeldClock)
    for text in ("HAPUS DATA", "YA"):
        clock.forward(seconds=1)
        services.inbox.receive(MoMessage("modem", text, CITIZEN, OWN_NUMBER, text, clock(), None))
    assert kept(services) == (0, 1)
    clock.forward(hours=5)
    Worker(services).step()
    assert kept(services) == (0, 0)
    assert statuses(services) == ["cancelled", "expired"]
