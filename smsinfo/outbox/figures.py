"""The outbox in figures, all from the database: whichever process is asked tells the same."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import Connection

from smsinfo.config import Settings
from smsinfo.db.engine import Database
from smsinfo.db.queries import channels, data_requests, marks, reporting
from smsinfo.db.queries.channels import State
from smsinfo.db.queries.reporting import Fact, Received, Tally, Waiting
from smsinfo.db.queries.spending import last_id_before, spent_between
from smsinfo.domain.clock import Clock
from smsinfo.domain.messages import MtStatus
from smsinfo.outbox.budget import Spent
from smsinfo.outbox.daily import used_today

WORKER: Final = "worker:"
"""Marks of this name are the workers' heartbeats."""

SEEN: Final = "inbound_seen"
"""The mark with the id of the newest MO that a worker has taken into account for its channel's `last_inbound_at`."""

OVERLAP: Final = 100
"""Ids rise, but a transaction with a lower one may end later: so many are looked at again."""

WITNESSES: Final = 3
"""So many texts that come before they were sent mean that our clock is behind, not one phone's ahead."""

RATE_OVER: Final = timedelta(minutes=1)
HANDED_OVER: Final = (MtStatus.SENT, MtStatus.DELIVERED, MtStatus.FAILED, MtStatus.UNKNOWN)
_LEFT: Final = (MtStatus.SENT, MtStatus.DELIVERED)
_FREE: Final = (MtStatus.QUEUED, MtStatus.CANCELLED)


@dataclass(frozen=True, slots=True)
class Figures:
    """One look at everything. `tallies` and `received` are of the messages made since local midnight.

    `heard` is when the newest MO of a channel came; `database_clock` is None on SQLite, where `behind` is what the
    network's times on texts say of our clock. `segments` are those of today, of channels that have a limit a day.
    `oldest_request` is when the oldest open request about personal data came.
    """

    at: datetime
    midnight: datetime
    waiting: tuple[Waiting, ...]
    tallies: tuple[Tally, ...]
    received: tuple[Received, ...]
    states: dict[str, State]
    heard: dict[str, datetime]
    facts: dict[str, Fact]
    spent: Spent
    database_clock: datetime | None
    behind: timedelta = timedelta()
    segments: Mapping[str, int] = field(default_factory=dict)
    oldest_request: datetime | None = None

    @property
    def workers(self) -> dict[str, datetime]:
        """When each worker last showed that it lives, by `<host>-<pid>`."""
        return {name.removeprefix(WORKER): fact.at for name, fact in self.facts.items() if name.startswith(WORKER)}

    @property
    def last_beat(self) -> datetime | None:
        """The newest heartbeat of any worker; None where none has ever run."""
        return max(self.workers.values(), default=None)

    @property
    def locked(self) -> str | None:
        """Why nothing is sent since a restore; None where nothing is locked."""
        fact = self.facts.get(marks.SENDING_LOCKED)
        return fact.value if fact is not None else None

    def per_minute(self, channel: str) -> tuple[int, int]:
        """Messages of a channel in the last minute: made, and told of (handed over, or a receipt came)."""
        mine = [tally for tally in self.tallies if tally.channel == channel]
        return sum(tally.made for tally in mine), sum(tally.changed for tally in mine if tally.status in HANDED_OVER)

    def last_sent(self, channel: str) -> datetime | None:
        """When a message last left by a channel. The channel's row tells that only of the first after failures."""
        state = self.states.get(channel)
        kept = [state.last_sent_at] if state is not None and state.last_sent_at is not None else []
        today = [tally.last_at for tally in self.tallies if tally.channel == channel and tally.status in _LEFT]
        return max(kept + today, default=None)


@dataclass(frozen=True, slots=True)
class _Day:
    """What does not change before the next midnight: the ids at which today begins, and what the month cost before."""

    midnight: datetime
    out_id: int
    in_id: int
    earlier_idr: int


class Reader:
    """Takes the figures. What a day begins with is kept: a look costs today's rows and no more."""

    def __init__(self, database: Database, settings: Settings, clock: Clock) -> None:
        self._database = database
        self._settings = settings
        self._zone = settings.zone
        self._clock = clock
        self._day: _Day | None = None

    def take(self) -> Figures:
        """Look at the database now, in one transaction."""
        with self._database.read() as session:
            return self._take(session.connection())

    def _take(self, connection: Connection) -> Figures:
        now = self._clock()
        day = self._today(connection, now)
        facts = reporting.facts(connection)
        states = channels.all_states(connection)
        tallies = tuple(reporting.tallies(connection, day.out_id, now - RATE_OVER))
        cost = sum(tally.cost_idr for tally in tallies if tally.status not in _FREE)
        return Figures(
            at=now,
            midnight=day.midnight,
            waiting=tuple(reporting.waiting(connection)),
            tallies=tallies,
            received=tuple(reporting.received(connection, day.in_id)),
            states=states,
            heard=_heard(connection, states, facts),
            facts=facts,
            spent=Spent(cost, day.earlier_idr + cost),
            database_clock=reporting.database_clock(connection),
            segments=used_today(connection, self._settings, now),
            behind=reporting.ahead(connection, day.in_id, WITNESSES),
            oldest_request=data_requests.oldest_open(connection),
        )

    def _today(self, connection: Connection, now: datetime) -> _Day:
        midnight = now.astimezone(self._zone).replace(hour=0, minute=0, second=0, microsecond=0)
        day = self._day
        if day is None or day.midnight != midnight:
            out_id = last_id_before(connection, midnight)
            earlier = spent_between(connection, last_id_before(connection, midnight.replace(day=1)), out_id)
            day = _Day(midnight, out_id, reporting.last_inbound_id_before(connection, midnight), earlier)
            self._day = day
        return day


def seen_id(facts: dict[str, Fact]) -> int:
    """The id from which on MOs have not been taken into account yet, a little earlier to be sure."""
    return max(0, int(facts[SEEN].value) - OVERLAP) if SEEN in facts else 0


def _heard(connection: Connection, states: dict[str, State], facts: dict[str, Fact]) -> dict[str, datetime]:
    heard = {name: state.last_inbound_at for name, state in states.items() if state.last_inbound_at is not None}
    for newest in reporting.newest_inbound(connection, seen_id(facts)):
        heard[newest.channel] = max(newest.received_at, heard.get(newest.channel, newest.received_at))
    return heard
