"""A desk for tests of the outbox: services, people, and messages that wait."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from smsinfo.bootstrap import Services
from smsinfo.db.models import Attempt, Contact, OutboundMessage
from smsinfo.domain.messages import Lane, Purpose
from smsinfo.domain.sending import SendResult
from smsinfo.gateways.simulator import SimulatorGateway
from smsinfo.jobs.worker import Worker
from smsinfo.outbox.enqueue import Draft
from tests.support import HeldClock, make_services

OPERATORS = {"+62812": "telkomsel", "+62856": "indosat"}


class Desk:
    """Services over one database, its worker, and shorthand for what stories tell."""

    def __init__(self, database_url: str, *, content: bool = False, **settings: Any) -> None:
        self.clock = HeldClock()
        settings.setdefault("channels", {"phone": {"kind": "simulator", "sender": "+628110000123", "per_minute": 6000}})
        self.services: Services = make_services(database_url, self.clock, content=content, **settings)
        self.worker = Worker(self.services)
        self.known: list[int] = []

    def close(self) -> None:
        """Give connections and threads back."""
        self.services.heart.stop()
        self.services.database.close()

    def person(self, number: str, **values: Any) -> int:
        """Somebody we know; the contact's id."""
        operator = next((name for prefix, name in OPERATORS.items() if number.startswith(prefix)), "")
        with self.services.database.write() as session:
            contact = Contact(
                msisdn_sealed=self.services.sealer.seals(number)[0],
                operator=operator,
                first_seen_at=self.clock(),
                **values,
            )
            session.add(contact)
            session.flush()
            self.known.append(contact.id)
            return contact.id

    def waits(self, contact: int, text: str = "Halo", lane: Lane = Lane.REPLY, **more: Any) -> int:
        """Put one message into the outbox; its id."""
        purpose = more.pop("purpose", Purpose.REPLY if lane is Lane.REPLY else Purpose.ALERT)
        valid = more.pop("valid_for", timedelta(hours=6))
        draft = Draft(text, purpose, lane, valid, contact, **more)
        with self.services.database.writer(), self.services.database.engine.begin() as connection:
            made = self.services.outbox.add(connection, draft, self.clock())
        assert made is not None
        return made

    def row(self, number: int) -> OutboundMessage:
        """One message as it stands."""
        with self.services.database.read() as session:
            found = session.get(OutboundMessage, number)
            assert found is not None
            return found

    def attempts(self, number: int) -> list[str]:
        """Why hand-overs of a message failed, oldest first."""
        with self.services.database.read() as session:
            rows = session.query(Attempt).filter_by(outbound_id=number).order_by(Attempt.id)
            return [row.error for row in rows]

    @property
    def phone(self) -> SimulatorGateway:
        """The simulated channel."""
        gateway = self.services.gateways["phone"]
        assert isinstance(gateway, SimulatorGateway)
        return gateway

    def answers(self, *results: SendResult, then: SendResult | None = None) -> list[str]:
        """Let the channel's gateway answer these in turn; the texts that it gets, as they come."""
        waiting, got = list(results), list[str]()

        def send(mt: Any) -> SendResult:
            got.append(mt.text)
            if waiting:
                return waiting.pop(0)
            return then or SendResult(external_id=f"x{len(got)}")

        self.phone.send = send  # type: ignore[method-assign]
        return got
