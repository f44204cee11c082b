"""The press room with citizens who text, and people who are called: what tests of the help desk are told with."""

from __future__ import annotations

from itertools import count
from typing import Any

from sqlalchemy import update
from werkzeug.test import TestResponse

from smsinfo.db.models import Alert, AlertRegion, AlertText, Contact, OutboundMessage
from smsinfo.domain.staff import Role
from tests.support import CITIZEN, Phone

from .pressroom import PressRoom
from .staffroom import Visitor

_ALERTS = count(1)


class FrontDesk(PressRoom):
    """Editors `wati` (province) and `budi` (Katingan, 62.06), `tina` elsewhere (62.02), administrator `admin`."""

    def __init__(self, database_url: str, **settings: Any) -> None:
        super().__init__(database_url, **settings)
        self.person("tina", (Role.EDITOR, "62.02"))
        self.person("admin", (Role.ADMINISTRATOR, "62"))

    def phone(self, number: str = CITIZEN) -> Phone:
        """A citizen's phone."""
        return Phone(self.services, self.clock, number)

    def look_up(self, name: str, number: str = CITIZEN) -> TestResponse:
        """Somebody types a number."""
        desk = self.desk(name)
        desk.get("/staff/account")
        return desk.post("/staff/helpdesk", number=number)

    def open(self, name: str, number: str = CITIZEN) -> tuple[Visitor, str]:
        """Somebody types a number and is led to the contact; who, and the address."""
        answer = self.look_up(name, number)
        assert answer.status_code == 303, answer.text
        return self.desk(name), str(answer.headers["Location"])

    def sent(self) -> list[OutboundMessage]:
        """All messages that were made, oldest first."""
        with self.services.database.read() as session:
            found = session.query(OutboundMessage).order_by(OutboundMessage.id).all()
            session.expunge_all()
        return found

    def contact(self, contact_id: int = 1) -> Contact:
        """A contact as it stands."""
        with self.services.database.read() as session:
            found = session.get_one(Contact, contact_id)
            session.expunge_all()
        return found

    def alert(self, *regions: str, category: str = "bencana") -> int:
        """An alert that went out."""
        now = self.clock()
        with self.services.database.write() as session:
            made = Alert(
                code=f"A{next(_ALERTS)}",
                status="completed",
                msg_type="Alert",
                category=category,
                severity="Moderate",
                urgency="Expected",
                certainty="Likely",
                issuer="BPBD",
                created_at=now,
                expires_at=now.replace(year=now.year + 1),
                fanned_out_at=now,
            )
            session.add(made)
            session.flush()
            session.add_all(AlertRegion(alert_id=made.id, region_code=code) for code in regions)
            session.add(AlertText(alert_id=made.id, language="id", body="Banjir.", encoding="gsm7", segments=1))
            return made.id

    def change_message(self, number: int, **values: Any) -> None:
        """What the worker or a receipt would do to a message."""
        with self.services.database.write() as session:
            session.execute(update(OutboundMessage).where(OutboundMessage.id == number).values(**values))
