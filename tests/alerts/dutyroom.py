"""The watch room at night: its officials have phones, and nothing else."""

from __future__ import annotations

import re
from itertools import count
from typing import Any

from sqlalchemy import select

from smsinfo.db.models import InboundMessage, OutboundMessage
from smsinfo.db.queries import alerting, content, prepared
from smsinfo.db.queries import officials as phones
from smsinfo.domain.alerts import Alert
from smsinfo.domain.messages import MoMessage, Purpose
from smsinfo.outbox.watch import contact_of
from tests.support import OWN_NUMBER

from .watchroom import KATINGAN, PROVINCE, Watchroom

NUMBERS = {
    "ani": "+6281255001001",
    "budi": "+6281255001002",
    "citra": "+6281255001003",
    "fani": "+6281255001004",
    "dedi": "+6281255001005",
}
STRANGER = "+6281255001099"
FLOOD_SMS = "Banjir di Katingan Hilir 24/11 pukul 12.00 WIB. Naik ke tempat tinggi. BPBD Katingan"
_IDS = count(1)


class Dutyroom(Watchroom):
    """Ani writes, Budi is the first to be asked in Katingan, Gita the next, Fani the province's."""

    def __init__(self, database_url: str, **settings: Any) -> None:
        super().__init__(database_url, **settings)
        for name, number in NUMBERS.items():
            self.has_phone(name, number)
        with self.services.database.write() as session:
            content.save_state(session, content.StateRow(1, "", ""), self.clock())
        self.services.snapshots.refresh()

    def has_phone(self, name: str, number: str) -> int:
        """Somebody's number is registered and confirmed; the contact's id."""
        with self.services.database.write() as session:
            contact = contact_of(session.connection(), self.services.sealer, number, self.clock())
            prepared.put_phone(session, self.who(name).id, contact, self.clock())
        return contact

    def on_duty(self, name: str, region: str = KATINGAN) -> None:
        """Somebody is put on the roster, as the last to be asked there."""
        with self.services.database.write() as session:
            roster = self.services.office.roster
            roster.add(session, self.doer("eka").hand.actor, self.who(name), region, self.clock(), None)

    def rostered(self) -> None:
        """Budi in Katingan, Fani in the province."""
        self.on_duty("budi")
        self.on_duty("fani", PROVINCE)

    def texts(self, who: str, text: str, *, name: str = "", **more: Any) -> str:
        """Somebody texts; the answer ("" for silence). `who` is an account or a number."""
        self.clock.forward(seconds=1)
        number = NUMBERS.get(who, who)
        mo = MoMessage("phone", name or f"D{next(_IDS)}", number, OWN_NUMBER, text, self.clock(), **more)
        reply = self.services.inbox.receive(mo)
        return reply.text if reply else ""

    def siar(self, who: str = "ani", place: str = "Katingan Hilir", text: str = FLOOD_SMS) -> str:
        """Somebody writes an alert by text; its code."""
        answer = self.texts(who, f"SIAR {self.code(who)} {place}: {text}")
        found = re.match(r"Siaran (\d{4,5}) menunggu", answer)
        assert found is not None, answer
        return found.group(1)

    def sent(self) -> str:
        """An alert that two people have; its code."""
        self.subscriber()
        self.subscriber(operator="indosat")
        code = self.siar()
        self.texts("budi", f"SETUJU {code} 2 {self.code('budi')}")
        for _ in range(4):
            self.worker.step()
            self.clock.forward(seconds=5)
        return code

    def standing(self, code: str) -> Alert:
        """The alert with this short code."""
        with self.services.database.read() as session:
            found = alerting.by_code(session, code)
        assert found is not None
        return found

    def told(self, who: str) -> list[str]:
        """Notices to somebody's phone, oldest first."""
        with self.services.database.read() as session:
            phone = phones.phones(session, [self.who(who).id])[self.who(who).id]
            wanted = select(OutboundMessage.body).where(
                OutboundMessage.contact_id == phone.contact_id, OutboundMessage.purpose == Purpose.NOTICE.value
            )
            return list(session.scalars(wanted.order_by(OutboundMessage.id)))

    def kept(self) -> list[str]:
        """What is kept of the texts that came."""
        with self.services.database.read() as session:
            return list(session.scalars(select(InboundMessage.body).order_by(InboundMessage.id)))
