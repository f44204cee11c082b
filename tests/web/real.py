"""Whole services, as `build` wires them, over SQLite in a file and the demo pack; time stands until a test moves it."""

from __future__ import annotations

import base64
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, Final

from smsinfo.bootstrap import Services, build
from smsinfo.config import load_settings
from smsinfo.content.packs import import_pack, read_pack
from smsinfo.db.engine import Database, make_engine
from tests.migrated import migrate

KEYS: Final = {
    "SMSINFO_SECRET_KEY": "a-secret-of-at-least-32-characters",
    "SMSINFO_CONTACT_KEY": base64.urlsafe_b64encode(bytes(64)).decode(),
    "SMSINFO_AUDIT_KEY": base64.urlsafe_b64encode(bytes(32)).decode(),
}
PACK: Final = Path(__file__).parents[2] / "smsinfo" / "packs" / "kalteng"


@dataclass
class HeldClock:
    """A clock that a test moves by hand."""

    now: datetime = datetime(2026, 11, 24, 3, 0, tzinfo=UTC)

    def __call__(self) -> datetime:
        """The time that the test has set."""
        return self.now

    def forward(self, by: timedelta) -> None:
        """Let time pass."""
        self.now += by


def real_services(folder: Path, clock: HeldClock, channels: dict[str, Any], *, https: bool = True) -> Services:
    """Services with an imported pack and these channels. Without `https` cookies are kept over plain HTTP too."""
    settings = load_settings(
        KEYS,
        database_url=f"sqlite:///{folder / 'smsinfo.db'}",
        public_url="https://sms.example.org" if https else "http://127.0.0.1",
        spend_cap_idr=10**12,
        channels=channels,
    )
    migrate(settings.database_url)
    database = Database(make_engine(settings.database_url))
    with database.write() as session:
        import_pack(session, read_pack(PACK), clock())
    return build(settings, clock=clock, database=database)
