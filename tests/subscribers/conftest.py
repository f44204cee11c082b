"""An office with a small pack and all regions, files of subscribers, and what the database has of people afterwards."""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from typing import Any

import pytest
from openpyxl import Workbook
from sqlalchemy import select

from smsinfo.bootstrap import make_arrivals
from smsinfo.contacts.service import Act
from smsinfo.content.packs import import_pack, import_regions, read_regions
from smsinfo.db.models import ConsentEvent, Contact, OutboundMessage, Subscription
from smsinfo.db.queries import audit as log
from smsinfo.db.queries.audit import Event, Filter
from smsinfo.staff.audit import TERMINAL
from smsinfo.subscribers.arrivals import Arrivals, File, Report
from smsinfo.subscribers.rows import Proof
from tests.content.samples import NOW, a_pack
from tests.support import PACK, HeldClock, Phone, make_services

PAPER = Proof("paper", "2026-10-03", "Daftar hadir 12/KTG/2026", "2026-11")
KAPUAS, KATINGAN = "62.03", "62.06"


class Office:
    """Who brings files in, and a look at what came of them."""

    def __init__(self, url: str, **settings: Any) -> None:
        self.clock = HeldClock()
        self.services = make_services(url, self.clock, content=False, **settings)
        with self.services.database.write() as session:
            import_pack(session, a_pack(), NOW)
            import_regions(session, read_regions(PACK / "regions.csv"), NOW)
        self.services.snapshots.refresh()
        self.arrivals: Arrivals = make_arrivals(self.services)
        self.gazetteer = self.services.snapshots.current().catalogue.gazetteer

    def close(self) -> None:
        """Give everything back."""
        self.services.heart.stop()
        self.services.database.close()

    def looks(self, body: bytes | str, proof: Proof = PAPER) -> Report:
        """The report alone."""
        return self.arrivals.rehearse(File(_bytes(body), proof), self.gazetteer, lambda code: True)

    def brings(self, body: bytes | str, proof: Proof = PAPER, *, within: str = "62") -> Report:
        """The file comes in."""
        return self.arrivals.bring(
            File(_bytes(body), proof), self.gazetteer, lambda code: code.startswith(within), TERMINAL
        )

    def phone(self, number: str) -> Phone:
        """Somebody's phone."""
        return Phone(self.services, self.clock, number)

    def subscriptions(self) -> list[tuple[str, str, str]]:
        """(number, region, category), by number."""
        with self.services.database.read() as session:
            rows = session.execute(
                select(Contact.msisdn_sealed, Subscription.region_code, Subscription.category).join(Subscription)
            ).all()
        return sorted((self.services.sealer.open(bytes(sealed)), code, category) for sealed, code, category in rows)

    def consents(self) -> list[ConsentEvent]:
        """All proofs, oldest first."""
        with self.services.database.read() as session:
            return list(session.scalars(select(ConsentEvent).order_by(ConsentEvent.id)))

    def texts(self) -> list[OutboundMessage]:
        """What waits to be told to people that is no reply."""
        with self.services.database.read() as session:
            found = select(OutboundMessage).where(OutboundMessage.purpose == "notice")
            return list(session.scalars(found.order_by(OutboundMessage.id)))

    def contact(self, number: str) -> Contact:
        """A contact by number."""
        with self.services.database.read() as session:
            seal = self.services.sealer.seals(number)[0]
            return session.scalars(select(Contact).where(Contact.msisdn_sealed == seal)).one()

    def forget(self, number: str) -> None:
        """Somebody has their data erased."""
        with self.services.database.write() as session:
            act = Act(self.contact(number).id, number, False, "phone", "M9", self.clock())
            self.services.contacts.erase(session, act)

    def events(self, action: str) -> list[Event]:
        """The audit log, oldest first."""
        with self.services.database.read() as session:
            return log.find(session, Filter(action=action), 100)[::-1]


def workbook(*rows: Sequence[object]) -> bytes:
    """A workbook of one sheet."""
    book, made = Workbook(), io.BytesIO()
    assert book.active is not None
    for row in rows:
        book.active.append(list(row))
    book.save(made)
    return made.getvalue()


def _bytes(body: bytes | str) -> bytes:
    return body.encode() if isinstance(body, str) else body


@pytest.fixture
def office(sqlite_url: str) -> Iterator[Office]:
    """On SQLite."""
    made = Office(sqlite_url)
    yield made
    made.close()


@pytest.fixture
def both(database_url: str) -> Iterator[Office]:
    """On both databases in turn."""
    made = Office(database_url)
    yield made
    made.close()
