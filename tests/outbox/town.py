"""A town for tests of the fan-out: regions, people with subscriptions, alerts, and what became of them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime, timedelta
from itertools import count
from typing import Any

from sqlalchemy import event, select, update

from smsinfo.db.engine import Database, make_engine
from smsinfo.db.migrate import upgrade
from smsinfo.db.models import Alert, AlertRegion, AlertText, Contact, OutboundMessage, Region, Subscription
from smsinfo.outbox.fan_out import PAGE, Routing, fan_out_page
from tests.support import HeldClock

REGIONS = (
    "62 62.01 62.01.01 62.01.01.2001 62.01.01.2002 62.010 62.010.01 62.02 63 63.01".split()  # 62.010 is made up
)
TEXTS = {"id": ("gsm7", 1), "nij": ("ucs2", 3)}
_NUMBERS = count(1)


def routing(ordinary_from: datetime) -> Routing:
    """A modem for Telkomsel, SMPP for Indosat, Twilio for everybody else."""
    channels = {"telkomsel": "modem", "indosat": "smpp"}
    return Routing(channels, "twilio", {"modem": 350, "smpp": 300, "twilio": 700, "simulator": 0}, ordinary_from)


class Town:
    """One migrated database, and shorthand for what stories tell."""

    def __init__(self, url: str) -> None:
        self.url = url
        self.clock = HeldClock()
        self.database = Database(make_engine(url))
        upgrade(self.database.engine)
        with self.database.write() as session:
            session.add_all(Region(code=code, name=code, level="desa") for code in REGIONS)

    def close(self) -> None:
        """Give the connections back."""
        self.database.close()

    def person(self, *subscriptions: str | tuple[str, str], **values: Any) -> int:
        """Somebody with subscriptions (a code: to everything there; or code and category); the contact's id."""
        with self.database.write() as session:
            sealed = f"number {next(_NUMBERS)}".encode()
            contact = Contact(msisdn_sealed=sealed, first_seen_at=self.clock(), **values)
            session.add(contact)
            session.flush()
            for wish in subscriptions:
                code, category = (wish, "all") if isinstance(wish, str) else wish
                session.add(
                    Subscription(contact_id=contact.id, region_code=code, category=category, created_at=self.clock())
                )
            return contact.id

    def alert(self, regions: Sequence[str], languages: Sequence[str] = ("id", "nij"), **values: Any) -> int:
        """An alert that goes out, of a day's validity; its id."""
        usual: dict[str, Any] = {
            "status": "sending",
            "msg_type": "Alert",
            "category": "bencana",
            "severity": "Severe",
            "urgency": "Immediate",
            "certainty": "Observed",
            "issuer": "BPBD",
            "created_at": self.clock(),
            "expires_at": self.clock() + timedelta(days=1),
        }
        with self.database.write() as session:
            alert = Alert(code=f"A{next(_NUMBERS)}", **(usual | values))
            session.add(alert)
            session.flush()
            session.add_all(AlertRegion(alert_id=alert.id, region_code=code) for code in regions)
            for language in languages:
                encoding, segments = TEXTS[language]
                words = f"Banjir ({language})"
                session.add(
                    AlertText(alert_id=alert.id, language=language, body=words, encoding=encoding, segments=segments)
                )
            return alert.id

    def page(self, alert: int, way: Routing | None = None, size: int = PAGE) -> bool:
        """One page; True when more is to come."""
        return fan_out_page(self.database, self.clock, alert, way or routing(self.clock()), size=size)

    def fan_out(self, alert: int, way: Routing | None = None, size: int = PAGE) -> int:
        """All pages; how many there were."""
        pages = 1
        while self.page(alert, way, size):
            pages += 1
        return pages

    def rows(self, alert: int) -> list[OutboundMessage]:
        """The alert's messages, by contact."""
        wanted = select(OutboundMessage).where(OutboundMessage.alert_id == alert).order_by(OutboundMessage.contact_id)
        with self.database.read() as session:
            return list(session.scalars(wanted))

    def recipients(self, alert: int) -> list[int | None]:
        """The contacts that got a message, each as often as it got one."""
        return [row.contact_id for row in self.rows(alert)]

    def channels(self, alert: int) -> dict[int | None, str]:
        """Contact -> channel."""
        return {row.contact_id: row.channel for row in self.rows(alert)}

    def row(self, alert: int) -> Alert:
        """The alert as it stands."""
        with self.database.read() as session:
            return session.get_one(Alert, alert)

    def text_id(self, alert: int, language: str) -> int | None:
        """The alert's text in a language."""
        wanted = select(AlertText.id).where(AlertText.alert_id == alert, AlertText.language == language)
        with self.database.read() as session:
            return session.scalar(wanted)

    def change(self, alert: int, **values: Any) -> None:
        """Set columns of an alert."""
        with self.database.write() as session:
            session.execute(update(Alert).where(Alert.id == alert).values(**values))

    @contextmanager
    def failing_after(self, beginning: str) -> Iterator[None]:
        """Let the connection break right after each statement that begins like this."""

        def fail(_connection: Any, _cursor: Any, statement: str, *_: Any) -> None:
            if statement.startswith(beginning):
                raise ConnectionResetError

        event.listen(self.database.engine, "after_cursor_execute", fail)
        try:
            yield
        finally:
            event.remove(self.database.engine, "after_cursor_execute", fail)
