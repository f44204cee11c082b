"""What becomes of messages with time: days are counted, then texts are emptied, then the rows go.

Every step is a short transaction of its own, so that SQLite's only writer is soon free again and a worker that dies
has lost one step. Several workers may do this at once: each step leads to the same rows.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any, Final
from zoneinfo import ZoneInfo

from sqlalchemy import Connection

from smsinfo.db.engine import Database
from smsinfo.db.queries import marks, privacy, relaying, retention, rollup, sums
from smsinfo.db.queries.retention import Ends, Page
from smsinfo.db.queries.ussd import drop_expired
from smsinfo.domain.clock import Clock
from smsinfo.domain.privacy import Rule

PAGE: Final = 1000
SETTLING: Final = timedelta(days=2)
"""A day is counted again until so long after its end: receipts and queued messages still change it."""

SPENT: Final = timedelta(days=7)
"""How long an expired conversation still knows that its person was asked whether we help: once a week is enough."""

ROLLED_UP: Final = "rolled_up_to"
BLANKED_IN: Final = "inbound_blanked_to"
BLANKED_OUT: Final = "outbound_blanked_to"


@dataclass(frozen=True, slots=True)
class Step:
    """What one step of a rule came to: how many rows were emptied or deleted, and whether there may be more."""

    gone: int
    more: bool

    @classmethod
    def of(cls, *pages: Page) -> Step:
        """Of the pages of several tables."""
        return cls(sum(page.changed for page in pages), any(page.more for page in pages))


def bounds(day: date, zone: ZoneInfo) -> tuple[datetime, datetime]:
    """A local day as [start, end) in UTC."""
    start, end = (datetime.combine(d, time(), zone).astimezone(UTC) for d in (day, day + timedelta(days=1)))
    return start, end


def roll_up(connection: Connection, day: date, zone: ZoneInfo, after: Ends = Ends()) -> int:  # noqa: B008  (frozen)
    """Count the messages of a local day into the daily figures, instead of what stood there; rows of `daily_count`.

    `after` are ids of which all messages belong to earlier days, where they are known.
    """
    counted = _Counted.take(connection, after, *bounds(day, zone))
    counted.put(connection, day)
    return len(counted.counts)


def blank_bodies(connection: Connection, before: datetime, most: int = PAGE) -> Step:
    """Empty texts older than `before`, at most `most` of each direction.

    Ids, counts and status stay: a repeat of such a text is still known, and gets no second answer.
    """
    return Step.of(
        _blank(connection, BLANKED_IN, retention.blank_inbound, before, most),
        _blank(connection, BLANKED_OUT, retention.blank_outbound, before, most),
    )


def drop_old(connection: Connection, before: datetime, most: int = PAGE) -> Step:
    """Delete messages older than `before` with what belongs to them, at most `most` of each direction."""
    return Step.of(*(drop(connection, before, most) for drop in (retention.drop_outbound, retention.drop_inbound)))


def _blank(
    connection: Connection,
    mark: str,
    step: Callable[[Connection, int, datetime, int], Page],
    before: datetime,
    most: int,
) -> Page:
    after = int(marks.get(connection, mark) or 0)
    page = step(connection, after, before, most)
    if page.next_id != after:
        marks.put(connection, mark, str(page.next_id), before)
    return page


def _drop_relays(connection: Connection, before: datetime) -> Step:
    gone = relaying.drop_old(connection, before, PAGE)
    return Step(gone, gone == PAGE)


def _drop_conversations(connection: Connection, before: datetime) -> Step:
    gone = retention.drop_conversations(connection, before, PAGE)
    return Step(gone, gone >= PAGE)


@dataclass(frozen=True, slots=True)
class _Counted:
    """One day's rows of the three tables that are counted from messages."""

    counts: list[dict[str, Any]]
    outcomes: list[dict[str, Any]]
    timings: list[dict[str, Any]]

    @classmethod
    def take(cls, connection: Connection, after: Ends, start: datetime, end: datetime) -> _Counted:
        """Count; nothing is written."""
        looks = (retention.count_between, rollup.outcomes_between, rollup.timings_between)
        return cls(*(look(connection, after, start, end) for look in looks))

    def put(self, connection: Connection, day: date) -> None:
        """Write them, and the sums that follow from them, in the place of what stood there."""
        retention.put_counts(connection, day, self.counts)
        sums.put_sums(connection, day)
        rollup.put_day(connection, day, self.outcomes, self.timings)


@dataclass(frozen=True, slots=True)
class _Rolled:
    """How far days are counted for good, and where the next one begins."""

    day: date
    ends: Ends

    @classmethod
    def read(cls, text: str) -> _Rolled:
        """From the mark's value: `2026-11-24 1201 1187`."""
        day, inbound, outbound = text.split()
        return cls(date.fromisoformat(day), Ends(int(inbound), int(outbound)))

    def __str__(self) -> str:
        return f"{self.day.isoformat()} {self.ends.inbound} {self.ends.outbound}"


class Retention:
    """The three duties over one database. `body_days` and `id_days` are the operator's."""

    def __init__(self, database: Database, clock: Clock, zone: ZoneInfo, *, body_days: int, id_days: int) -> None:
        self._database = database
        self._clock = clock
        self._zone = zone
        self._body_days = body_days
        self._id_days = id_days

    def roll_up(self) -> int:
        """Count today, and every day that is not settled yet; how many days."""
        today = self._clock().astimezone(self._zone).date()
        rolled = self._rolled(today)
        day, counted = rolled.day + timedelta(days=1), 0
        while day <= today:
            start, end = bounds(day, self._zone)
            # Counting takes long and writing does not: nobody has to wait for the first.
            with self._database.reading.connect() as connection:
                rows = _Counted.take(connection, rolled.ends, start, end)
                settled = end + SETTLING <= self._clock()
                if settled:
                    rolled = _Rolled(day, retention.ends_before(connection, rolled.ends, end))
            with self._database.writer(), self._database.engine.begin() as connection:
                rows.put(connection, day)
                if settled:
                    marks.put(connection, ROLLED_UP, str(rolled), self._clock())
            day, counted = day + timedelta(days=1), counted + 1
        return counted

    def blank_bodies(self) -> int:
        """Empty the texts that are older than the operator keeps them; how many steps it took."""
        return self._steps(Rule.TEXTS, blank_bodies, self._clock() - timedelta(days=self._body_days))

    def drop_old(self) -> int:
        """Delete what is older than ids are kept, expired conversations and dialogues; how many steps it took."""
        before = self._clock() - timedelta(days=self._id_days)
        steps = self._steps(Rule.MESSAGES, drop_old, before)
        steps += self._steps(Rule.RELAYS, _drop_relays, before)
        with self._database.writer(), self._database.engine.begin() as connection:
            gone = drop_expired(connection, self._clock())
            privacy.note_run(connection, Rule.CONVERSATIONS, gone, None, self._clock())
        return steps + self._steps(Rule.CONVERSATIONS, _drop_conversations, self._clock() - SPENT)

    def _rolled(self, today: date) -> _Rolled:
        with self._database.reading.connect() as connection:
            text = marks.get(connection, ROLLED_UP)
            oldest = retention.first_moment(connection) if text is None else None
        if text is not None:
            return _Rolled.read(text)
        first = oldest.astimezone(self._zone).date() if oldest is not None else today
        return _Rolled(min(first, today) - timedelta(days=1), Ends())

    def _steps(self, rule: Rule, step: Callable[[Connection, datetime], Step], before: datetime) -> int:
        steps, more = 0, True
        while more:
            with self._database.writer(), self._database.engine.begin() as connection:
                done = step(connection, before)
                oldest = retention.first_moment(connection) if rule is Rule.MESSAGES else None
                # In the step's own transaction: the proof says what was removed, no more and no less.
                privacy.note_run(connection, rule, done.gone, oldest, self._clock())
            steps, more = steps + 1, done.more
        return steps
