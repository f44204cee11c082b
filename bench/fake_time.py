"""The real outbox under a fake clock: claims, lanes, pace, states and commits are the product's, only time is ours.

Each channel has a clock of its own, since channels send side by side; whoever is furthest behind goes on. A call takes
as long as its channel says. The database does not wait for the disk: nobody shall survive anything here.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

import fan_out_data
import hand_over_data as data
from fake_gateway import FakeGateway
from sqlalchemy import bindparam, event, text

from smsinfo.bootstrap import Services, build, open_database
from smsinfo.config import load_settings
from smsinfo.db.base import UtcDateTime
from smsinfo.db.engine import Database
from smsinfo.db.migrate import upgrade
from smsinfo.db.models import Contact, Region
from smsinfo.domain.messages import Lane
from smsinfo.domain.sending import Mt, SendResult
from smsinfo.jobs.worker import IDLE_SECONDS
from smsinfo.logs import configure_logs
from smsinfo.outbox.drain import Drain, Line

START = datetime(2026, 11, 25, 3, 0, tzinfo=UTC)
"""10.00 in western Indonesia: no quiet hours, and far from midnight."""

NOBODY = FakeGateway(9)
"""No gateway is called: the port is the one that discards."""

VALID = timedelta(days=30)
_ALERT = """INSERT INTO outbound_message (contact_id, channel, operator, encoding, segments, cost_idr, alert_text_id,
 purpose, lane, body, status, attempts, not_before, expires_at, created_at, status_at, alert_id)
WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < :total)
SELECT :citizen, :channel, 'telkomsel', 'gsm7', :segments, 1, t.id, 'alert', :lane, '', 'queued', 0, :at, :until, :at,
 :at, NULL FROM n, alert_text t WHERE t.alert_id = :alert AND t.language = 'id'"""


@dataclass
class Clock:
    """Time stands until somebody moves it."""

    now: datetime = START

    def __call__(self) -> datetime:
        """The time."""
        return self.now

    def forward(self, seconds: float) -> None:
        """Let time pass."""
        self.now += timedelta(seconds=seconds)


@dataclass
class Channel:
    """A channel under its own clock. `sent` is when each message was handed over, by its key.

    `call_seconds` is what a call takes of the channel's time: with four threads a quarter of what one call lasts.
    """

    name: str
    drain: Drain
    clock: Clock
    call_seconds: float
    meanwhile: Callable[[datetime], None] = lambda _: None
    sent: dict[str, datetime] = field(default_factory=dict)

    def send(self, mt: Mt) -> SendResult:
        """The gateway's call: what comes in while it lasts comes in."""
        self.sent[mt.key] = self.clock.now
        self.clock.forward(self.call_seconds)
        self.meanwhile(self.clock.now)
        return SendResult(external_id=f"p-{mt.key}")

    def step(self) -> int:
        """One turn of the worker's loop, with its pause where there was nothing to do."""
        self.meanwhile(self.clock.now)
        claimed = self.drain.run_once()
        if not claimed:
            self.clock.forward(IDLE_SECONDS)
        return claimed


def services_of(
    url: str, rates: Mapping[str, float], clock: Clock, operators: Mapping[str, list[str]] | None = None
) -> Services:
    """Services over a new database that waits for no disk; channel -> segments a minute, and whom it serves."""
    configure_logs("ERROR", "text")
    kannel = data.channel(NOBODY, "kannel", 1)
    money = {"spend_cap_idr": 10**12, "spend_cap_month_idr": 10**13}
    served = operators or {}
    channels = {name: kannel | {"per_minute": rate, "operators": served.get(name, [])} for name, rate in rates.items()}
    settings = load_settings(data.KEYS, database_url=url, **money, channels=channels)
    database = open_database(settings)
    forget_the_disk(database)
    upgrade(database.engine)
    return build(settings, clock=clock, database=database)


def forget_the_disk(database: Database) -> None:
    """No sync at a commit: a simulation's rows need not outlive the machine."""

    def forget(connection: Any, _record: object) -> None:
        connection.execute("PRAGMA synchronous=OFF").close()

    if database.is_sqlite:
        event.listen(database.engine, "connect", forget)


def channel_of(services: Services, name: str, call_seconds: float) -> Channel:
    """The channel with its gateway replaced by time that passes."""
    clock, gateway = Clock(), services.gateways[name]
    drain = Drain(services.database, services.sealer, clock, Line(services.plans[name], gateway))
    made = Channel(name, drain, clock, call_seconds)
    gateway.send = made.send  # type: ignore[method-assign]
    return made


def somebody(services: Services) -> int:
    """A citizen; the contact's id."""
    with services.database.write() as session:
        session.add(Region(code=fan_out_data.PROVINCE, name="Kalimantan Tengah", level="provinsi"))
        contact = Contact(msisdn_sealed=services.sealer.seals("+628125000001")[0], first_seen_at=START)
        session.add(contact)
        session.flush()
        return contact.id


def alert(services: Services, citizen: int, channel: str, lane: Lane, messages: int, segments: int = 1) -> None:
    """An alert's messages that wait for a channel; all to one person, which is all the same to the outbox."""
    with services.database.writer(), services.database.engine.begin() as connection:
        number = fan_out_data.new_alert(connection, f"F{next(data.CODES)}", fan_out_data.PROVINCE, START)
        moments = {"at": START, "until": START + VALID}
        bound = [bindparam(name, moment, UtcDateTime()) for name, moment in moments.items()]
        values = {"total": messages, "channel": channel, "lane": lane.value, "alert": number, "citizen": citizen}
        connection.execute(text(_ALERT).bindparams(*bound, **values, segments=segments))


def percentile(values: list[float], share: float) -> float:
    """The value below which this share lies."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(len(ordered) * share))]
