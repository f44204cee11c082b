"""A terminal over a database with a channel, a worker that a test lets work, and messages of all kinds."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from smsinfo.bootstrap import Services, build
from smsinfo.cli.demo import prepare
from smsinfo.cli.main import main
from smsinfo.config import load_settings
from smsinfo.db.engine import Database, make_engine
from smsinfo.db.models import Contact, OutboundMessage
from smsinfo.jobs.worker import Worker
from smsinfo.outbox.watch import Watch
from tests.support import CITIZEN, KEYS

CHANNELS = """
[channels.phone]
kind = "simulator"
sender = "+628110000123"
per_minute = 6000

[channels.quiet]
kind = "simulator"
sender = "+628110000124"
sends = false
sim_expires = 2026-12-31
"""


@dataclass
class Office:
    """What an operator has: a terminal, and an installation behind it."""

    services: Services

    def runs(self, *arguments: str, answer: str = "") -> Result:
        """`smsinfo <arguments>`, in a window of 80 columns; `answer` is typed where it asks."""
        return CliRunner(env={"COLUMNS": "80"}).invoke(main, list(arguments), input=answer)

    def works(self, _seconds: float = 0) -> None:
        """A worker goes round once, and shows that it lives."""
        Watch(self.services).beat()
        Worker(self.services).step()

    def message(self, **values: Any) -> int:
        """A message to the citizen, made a minute ago; its id."""
        now = datetime.now(UTC)
        usual: dict[str, Any] = {
            "purpose": "reply",
            "lane": "reply",
            "channel": "phone",
            "operator": "telkomsel",
            "body": f"Hubungi {CITIZEN}",
            "encoding": "gsm7",
            "segments": 1,
            "cost_idr": 500,
            "status": "queued",
            "attempts": 0 if values.get("status", "queued") == "queued" else 1,
            "not_before": now + timedelta(hours=1),
            "expires_at": now + timedelta(hours=6),
            "created_at": now - timedelta(minutes=1),
            "status_at": now - timedelta(seconds=50),
        }
        with self.services.database.write() as session:
            seal = self.services.sealer.seals(CITIZEN)[0]
            person = session.query(Contact).filter_by(msisdn_sealed=seal).one_or_none()
            if person is None:
                person = Contact(msisdn_sealed=seal, operator="telkomsel", first_seen_at=now)
                session.add(person)
                session.flush()
            row = OutboundMessage(**({"contact_id": person.id} | usual | values))
            session.add(row)
            session.flush()
            return row.id

    def status(self, number: int) -> str:
        """What a message has become."""
        with self.services.database.read() as session:
            return session.get_one(OutboundMessage, number).status


@pytest.fixture
def office(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Office]:
    """An installation in an empty folder."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "smsinfo.toml").write_text(CHANNELS)
    for name, value in {**KEYS, "SMSINFO_DATABASE_URL": f"sqlite:///{tmp_path / 'smsinfo.db'}"}.items():
        monkeypatch.setenv(name, value)
    settings = load_settings()
    database = Database(make_engine(settings.database_url))
    prepare(database)
    services = build(settings, database=database)
    yield Office(services)
    services.heart.stop()
    database.close()
