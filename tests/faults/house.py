"""One installation in a folder: database, ledger, programs, and the people who shall get a message."""

from __future__ import annotations

import signal
import threading
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import tomli_w
from sqlalchemy import select
from sqlalchemy.exc import SQLAlchemyError

from smsinfo.bootstrap import make_sealer
from smsinfo.config import load_settings
from smsinfo.db.engine import Database, make_engine
from smsinfo.db.migrate import upgrade
from smsinfo.db.models import Contact, InboundMessage, OutboundMessage
from smsinfo.domain.clock import utc_now
from smsinfo.domain.messages import Lane, Purpose
from smsinfo.gateways import make_gateways
from smsinfo.outbox.enqueue import Draft, Outbox
from smsinfo.outbox.plans import plans_of
from tests.support import KEYS

from .cluster import Cluster, free_port
from .ledger import TOKEN
from .programs import Ledger, Nursery, Program, until

LEASE = 3
"""Seconds of a lease in these stories: the product's 90 would make each kill cost a minute and a half."""

OPEN = ("queued", "sending")
_upgrading = threading.Lock()  # Alembic keeps what it works on in module variables


@dataclass(frozen=True)
class Awaited:
    """Somebody who shall get one message."""

    number: str
    message: int
    expires_at: datetime


class House:
    """An installation. On PostgreSQL the cluster is its own, and `through` leads a program over another port."""

    def __init__(self, folder: Path, nursery: Nursery, cluster: Cluster | None) -> None:
        self.folder, self.cluster = folder, cluster
        self.disk = folder / "disk"
        self._nursery = nursery
        self.url = cluster.url() if cluster else f"sqlite:///{self.disk / 'smsinfo.db'}"
        self.web_port = free_port()
        self.programs: list[Program] = []
        self.awaited: list[Awaited] = []
        if cluster:
            cluster.start()
        self.database = Database(make_engine(self.url))
        if not cluster:
            with _upgrading:
                upgrade(self.database.engine)
        self.ledger = Ledger(folder)

    def close(self) -> None:
        """Kill what still runs, and forget everything."""
        for program in self.programs:
            program.tell(signal.SIGCONT)
            program.kill()
        self.ledger.kill()
        self.database.close()
        if self.cluster:
            self.cluster.remove()

    def worker(self, *, through: int = 0, **bent: Any) -> Program:
        """Start `smsinfo worker` in a folder of its own. `bent` is for nursery.become: ahead, plant."""
        return self._start("worker", through, bent)

    def web(self, **bent: Any) -> Program:
        """Start `smsinfo serve`; return when it answers."""
        return self._start("serve", 0, {"arguments": ["--port", str(self.web_port), "--workers", "2"], **bent})

    def upgrade(self, **bent: Any) -> Program:
        """Start `smsinfo db upgrade`."""
        return self._start("db-upgrade", 0, bent)

    def again(self, program: Program) -> Program:
        """Start the same program once more."""
        made = self._nursery.start(program.order)
        self.programs.append(made)
        return made

    def _start(self, name: str, through: int, more: dict[str, Any]) -> Program:
        place = self.folder / f"{name}-{len(self.programs)}"
        place.mkdir()
        url = self.cluster.url(through) if self.cluster else self.url
        (place / "smsinfo.toml").write_text(tomli_w.dumps(self.settings(url)), encoding="utf-8")
        return self.again(Program(0, {"program": name, "folder": str(place), "environment": KEYS, **more}))

    def settings(self, url: str) -> dict[str, Any]:
        """What stands in smsinfo.toml."""
        lokal = {
            "kind": "http",
            "sender": "KALTENG",
            "per_minute": 600_000,
            "tariff_idr": 1,
            "send": {
                "address": f"http://127.0.0.1:{self.ledger.port}/send",
                "form": {"to": "{to}", "text": "{text}", "key": "{key}"},
                "ok": "json:status",
                "ok_values": ["ok"],
                "id": "json:id",
            },
            "texts": {"sender": "form:from", "text": "form:text", "id": "form:id"},
            "receipts": {"id": "form:id", "status": "form:status", "statuses": {"ok": "delivered"}},
            "callbacks": {"proof": "header:X-Token", "secret": TOKEN},
        }
        address = f"http://127.0.0.1:{self.web_port}"
        common = {"database_url": url, "public_url": address, "lease_seconds": LEASE, "segment_idr": 1}
        return {**common, "channels": {"lokal": lokal}}

    def expect(self, people: int, valid: timedelta = timedelta(hours=1)) -> None:
        """Put a message for each of so many people into the outbox: an alert's, which may be repeated once."""
        settings = load_settings(KEYS, **self.settings(self.url))
        outbox = Outbox(settings, plans_of(settings, make_gateways(settings, utc_now)))
        sealer, now = make_sealer(settings), utc_now()
        numbers = [f"+62812{5_000_000 + len(self.awaited) + n}" for n in range(people)]
        with self.database.write() as session:
            contacts = [Contact(msisdn_sealed=sealer.seals(number)[0], first_seen_at=now) for number in numbers]
            session.add_all(contacts)
            session.flush()
            for number, contact in zip(numbers, contacts, strict=True):
                draft = Draft("Banjir di Kahayan.", Purpose.ALERT, Lane.URGENT, valid, contact.id)
                made = outbox.add(session.connection(), draft, now)
                assert made is not None
                self.awaited.append(Awaited(number, made, now + valid))

    def rows(self) -> list[OutboundMessage]:
        """The outbox as it stands."""
        with self.database.read() as session:
            return list(session.scalars(select(OutboundMessage).order_by(OutboundMessage.id)))

    def inbound(self) -> list[str]:
        """The providers' ids of all stored texts."""
        with self.database.read() as session:
            return list(session.scalars(select(InboundMessage.external_id)))

    def settled(self) -> bool:
        """No message waits, leaves, or is in doubt. False while the database is away."""
        try:
            with self.database.read() as session:
                columns = select(OutboundMessage.status, OutboundMessage.lease_until)
                return all(row.status not in OPEN and row.lease_until is None for row in session.execute(columns))
        except SQLAlchemyError:
            return False

    def settle(self, seconds: float = 90) -> bool:
        """Wait until nothing is open; whether it came so far."""
        return until(self.settled, seconds)

    def sent(self) -> int:
        """How many copies the ledger has."""
        return len(self.ledger.entries())
