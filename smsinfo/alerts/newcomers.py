"""Who subscribes while an alert is in force gets it at once: the flood does not wait for the next one.

New subscriptions are found by their ids, whatever way they came: by text, by USSD, at the help desk, by an import.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Final

from smsinfo.alerts.guard import SealGuard
from smsinfo.db.engine import Database
from smsinfo.db.queries import dispatching, fan_out, marks, relaying
from smsinfo.db.queries.dispatching import Going
from smsinfo.db.queries.fan_out import Page
from smsinfo.domain.audience import Audience, To
from smsinfo.domain.clock import Clock
from smsinfo.domain.messages import Lane
from smsinfo.errors import Refused, Unsealed
from smsinfo.logs import get_logger
from smsinfo.outbox.fan_out import Routing, plan

log = get_logger(__name__)
SEEN: Final = "alerts:subscriptions_seen"
"""The mark with the id of the newest subscription that has been looked at."""
OVERLAP: Final = 500
"""Ids rise, but a transaction with a lower one may end later, and an import brings 200 people in one: so many are
looked at again. Nobody gets it twice."""
MOST: Final = 1_000
WORTH: Final = timedelta(minutes=15)
"""What is over sooner comes too late."""
_OPEN: Final = frozenset({To.SUBSCRIBERS, To.HANDED_AND_NEW})


class Newcomers:
    """One worker's look at new subscriptions. `routing` is the dispatch's."""

    def __init__(self, database: Database, clock: Clock, guard: SealGuard, routing: Callable[[Going], Routing]) -> None:
        self._database = database
        self._clock = clock
        self._guard = guard
        self._routing = routing

    def run_once(self) -> int:
        """Give what is in force to the next new subscribers; how many messages were made."""
        with self._database.read() as session:
            connection = session.connection()
            newest, seen = dispatching.newest_subscription(connection), marks.get(connection, SEEN)
            if seen is not None and newest == int(seen):
                return 0
            after = newest if seen is None else max(0, int(seen) - OVERLAP)
            last, people = dispatching.subscribers_after(connection, after, MOST)
            alerts = dispatching.in_force(connection, self._clock() + WORTH) if people else []
        made = sum(self._give(one, people) for one in alerts)
        with self._database.writer(), self._database.engine.begin() as connection:
            marks.put(connection, SEEN, str(max(last, int(seen or 0))), self._clock())
        return made

    def _give(self, one: Going, people: list[int]) -> int:
        try:
            routing, now = self._routing(one), self._clock()
            with self._database.writer(), self._database.engine.begin() as connection:
                if problem := self._guard.check(connection, one.id):
                    raise Unsealed(one.id, problem)
                subject = fan_out.subject(connection, one.id)
                if subject is None or Audience.read(subject.audience).to not in _OPEN:
                    return 0
                fan = plan(subject, routing)
                leaves = now if fan.lane is Lane.URGENT else max(now, routing.ordinary_from)
                relays = relaying.tasked(connection, one.id)
                new = [number for number in people if number not in relays]
                added = fan_out.add_first(connection, fan, Page(0, 0, now, leaves), new)
                dispatching.add_recipients(connection, one.id, added)
        except Unsealed:
            self._guard.tell()
            return 0
        except Refused as problem:
            log.error("newcomers_not_told", alert=one.id, problem=str(problem))
            return 0
        if added:
            log.info("newcomers_told", alert=one.id, messages=added)
        return added
