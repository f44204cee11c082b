"""Services whose inbox is written by hand: what the web does is seen without what a text means."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, cast

from smsinfo.alerts.office import make_office
from smsinfo.alerts.service import make_alerts
from smsinfo.bootstrap import Services
from smsinfo.community.kit import Kit
from smsinfo.community.service import make_community
from smsinfo.config import Settings
from smsinfo.contacts.seal import Sealer
from smsinfo.contacts.service import Contacts
from smsinfo.db.base import Base
from smsinfo.db.engine import Database, make_engine
from smsinfo.db.models import Contact, InboundMessage, OutboundMessage
from smsinfo.domain.content import Catalogue
from smsinfo.domain.messages import MoMessage, Reply, ReplyKind
from smsinfo.domain.regions import Gazetteer
from smsinfo.domain.ussd import UssdTurns
from smsinfo.engine.embedded import EmbeddedEngine
from smsinfo.gateways import make_gateways
from smsinfo.outbox.enqueue import Outbox
from smsinfo.outbox.plans import plans_of
from smsinfo.outbox.receipts import Receipts
from smsinfo.staff.service import make_staff
from tests.gateways.ussd_menu import MenuInMemory

NOW = datetime(2026, 11, 24, 3, 0, tzinfo=UTC)
SECRET = "a-secret-of-at-least-32-characters"
PASSWORD = "kata-sandi-latihan"
SIMULATOR = {"kind": "simulator"}
TWILIO = {"kind": "twilio", "account_sid": "AC01", "auth_token": "the-token", "sender": "+15005550006"}


@dataclass
class Handed:
    """Which replies were handed over."""

    noted: list[tuple[str, str]] = field(default_factory=list)

    def note(self, channel: str, external_id: str) -> None:
        """As the real one, without a database."""
        self.noted.append((channel, external_id))


@dataclass
class FakeInbox:
    """Gives every text the same reply, or raises the same problem."""

    reply: Reply | None = field(default_factory=lambda: Reply("KTP-el gratis.", ReplyKind.ANSWER, "id"))
    problem: Exception | None = None
    seen: list[MoMessage] = field(default_factory=list)
    handed: Handed = field(default_factory=Handed)

    def receive(self, mo: MoMessage) -> Reply | None:
        """As the real one, without storing anything."""
        if self.problem is not None:
            raise self.problem
        self.seen.append(mo)
        return self.reply


@dataclass
class FakeHeart:
    """Counts how often the web asked it to start."""

    starts: int = 0

    def start(self) -> None:
        """As the real one, without a thread."""
        self.starts += 1


@dataclass
class FakeSnapshots:
    """Published content, as far as /readyz and the start page want to know."""

    topics: dict[str, object] = field(default_factory=lambda: {"ktp": object()})
    places: dict[str, object] = field(default_factory=dict)
    catalogue: Catalogue = field(default_factory=lambda: Catalogue(0, "", (), (), Gazetteer((), {})))

    def current(self) -> FakeSnapshots:
        """Itself."""
        return self


def fake_services(
    channels: Mapping[str, Any], inbox: FakeInbox | None = None, ussd: UssdTurns | None = None, **values: Any
) -> Services:
    """Services over an empty database in memory; `values` are settings."""
    usual: dict[str, Any] = {"secret_key": SECRET, "public_url": "https://sms.example.org"}
    settings = Settings(channels=dict(channels), **(usual | values))
    database = Database(make_engine("sqlite://"))
    Base.metadata.create_all(database.engine)
    gateways = make_gateways(settings, lambda: NOW)
    plans = plans_of(settings, gateways)
    contacts = Contacts(Sealer((bytes(64),), bytes(32)))
    outbox, staff = Outbox(settings, plans), make_staff(bytes(32))
    alerts = make_alerts(bytes(32), settings, staff, plans)
    return Services(
        settings=settings,
        clock=lambda: NOW,
        database=database,
        gateways=gateways,
        contacts=contacts,
        outbox=outbox,
        plans=plans,
        sealer=contacts.sealer,
        staff=staff,
        cap=cast(Any, None),
        alerts=alerts,
        community=make_community(Kit(settings, outbox, contacts.sealer, staff)),
        office=make_office(bytes(32), settings, staff, outbox, contacts.sealer, alerts),
        engine=EmbeddedEngine(),
        snapshots=cast(Any, FakeSnapshots()),
        inbox=cast(Any, inbox or FakeInbox()),
        receipts=Receipts(database, lambda: NOW),
        heart=cast(Any, FakeHeart()),
        ussd=cast(Any, ussd or MenuInMemory()),
    )


def store(services: Services, msisdn: str, *exchanges: tuple[str, str | None], practice: bool = False) -> None:
    """Put a contact and its exchanges (text, reply) into the database, as the inbox would."""
    with services.database.write() as session:
        seal = services.contacts.sealer.seals(msisdn, practice=practice)[0]
        contact = Contact(msisdn_sealed=seal, practice=practice, first_seen_at=NOW)
        session.add(contact)
        session.flush()
        for number, (text, reply) in enumerate(exchanges):
            asked = InboundMessage(
                channel="phone",
                external_id=f"{contact.id}-{number}",
                contact_id=contact.id,
                sender_kind="msisdn",
                body=text,
                kind="answer" if reply else "silent",
                silence="" if reply else "same",
                language="id",
                received_at=NOW,
            )
            session.add(asked)
            session.flush()
            if reply:
                session.add(_reply(contact.id, asked.id, reply))


def _reply(contact_id: int, inbound_id: int, text: str) -> OutboundMessage:
    return OutboundMessage(
        contact_id=contact_id,
        inbound_id=inbound_id,
        purpose="reply",
        lane="reply",
        channel="phone",
        body=text,
        encoding="gsm7",
        segments=1,
        status="sent",
        not_before=NOW,
        expires_at=NOW,
        created_at=NOW,
        status_at=NOW,
    )
