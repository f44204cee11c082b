"""A fixed cast and a phone: what tests of whole conversations are told with."""

from __future__ import annotations

import base64
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path
from typing import Any

from smsinfo.bootstrap import Services, build
from smsinfo.config import load_settings
from smsinfo.content.pack_files import read_pack
from smsinfo.content.packs import import_pack
from smsinfo.db.engine import Database, make_engine
from smsinfo.domain.messages import MoMessage

from .migrated import migrate

_MESSAGES = count(1)
PACK = Path(__file__).parents[1] / "smsinfo" / "packs" / "kalteng"
CITIZEN, NEIGHBOUR, STRANGER = "+628125550001", "+628125550002", "+628125550003"
OWN_NUMBER = "+628110000123"
KEYS = {
    "SMSINFO_SECRET_KEY": "a-secret-of-at-least-32-characters",
    "SMSINFO_CONTACT_KEY": base64.urlsafe_b64encode(bytes(range(64))).decode(),
    "SMSINFO_AUDIT_KEY": base64.urlsafe_b64encode(bytes(range(32))).decode(),
}


@dataclass
class HeldClock:
    """Time stands until a test moves it; it begins at 10.00 WIB."""

    now: datetime = datetime(2026, 11, 24, 3, 0, tzinfo=UTC)

    def __call__(self) -> datetime:
        """The time that the test has set."""
        return self.now

    def forward(self, **by: float) -> None:
        """Let time pass: `forward(minutes=31)`."""
        self.now += timedelta(**by)


def make_services(database_url: str, clock: HeldClock, *, content: bool = True, **settings: Any) -> Services:
    """Whole services over a migrated database with one simulator channel and, unless it is of no use, the demo pack."""
    values = {
        "database_url": database_url,
        "channels": {"phone": {"kind": "simulator", "sender": OWN_NUMBER}},
        # Whether an answer helped is asked in the stories of that question.
        "rating_share": 0,
        **settings,
    }
    loaded = load_settings({**KEYS, **values.pop("keys", {})}, **values)
    migrate(loaded.database_url)
    database = Database(make_engine(loaded.database_url))
    if content:
        with database.write() as session:
            import_pack(session, read_pack(PACK), clock())
    return build(loaded, clock=clock, database=database)


@dataclass
class Phone:
    """A basic phone: `texts` sends and gives back what is shown, or None for silence."""

    services: Services
    clock: HeldClock
    number: str = CITIZEN
    practice: bool = False

    def texts(self, text: str, *, sent_at: datetime | None = None, external_id: str | None = None) -> str | None:
        """Send a text; a second later the reply is there."""
        self.clock.forward(seconds=1)
        name = external_id or f"M{next(_MESSAGES)}"
        mo = MoMessage("phone", name, self.number, OWN_NUMBER, text, self.clock.now, sent_at, self.practice)
        reply = self.services.inbox.receive(mo)
        return reply.text if reply else None
