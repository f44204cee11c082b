"""Hands the waiting MTs of one channel over: claim, begin, call, end, each message committed by itself.

Before the gateway is called the row says `sending` and is committed; after it, what came of the call is committed
together with the beginning of the next message. So a process that dies leaves at most one message a thread of which
nobody knows whether it went out, and no session is held while a network is waited for.
"""

from __future__ import annotations

import random
from collections import deque
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor, wait
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from sqlalchemy import Connection

from smsinfo.contacts.seal import Sealer
from smsinfo.db.engine import Database
from smsinfo.db.queries import channels, hand_over, outbox
from smsinfo.db.queries.hand_over import Sent, Turns
from smsinfo.db.queries.outbox import Waiting
from smsinfo.domain.channels import Plan
from smsinfo.domain.clock import Clock
from smsinfo.domain.gateway import Gateway
from smsinfo.domain.messages import Lane, MtStatus
from smsinfo.domain.outbox import Claimed
from smsinfo.domain.sending import Mt, SendError, SendResult
from smsinfo.logs import get_logger
from smsinfo.outbox.guard import Guard, NoGuard
from smsinfo.outbox.lanes import ORDER, deal
from smsinfo.outbox.numbers import PLACE
from smsinfo.outbox.pace import break_until, pace_of
from smsinfo.outbox.retry import Failure, decide

log = get_logger(__name__)
LEASE: Final = timedelta(seconds=90)
"""Longer than a call may take (20 s) and than a claim of a fast channel needs; the setting lease_seconds."""

HELD: Final = timedelta(minutes=30)
"""How long a message counts as held by a modem that has not told of it."""

LATE_PAGES: Final = 10
LATE_PAGE: Final = 1000
"""Where all that comes up has expired, a claim looks so often at so many more."""

BLAMES_CHANNEL: Final = frozenset(
    {SendError.TEMPORARY, SendError.UNKNOWN, SendError.DENIED, SendError.NO_BALANCE, SendError.THROTTLED}
)


Ended = tuple[Claimed, SendResult]
"""A message that was handed over, and what came of it."""


@dataclass(frozen=True, slots=True)
class Line:
    """One channel with all that sending through it takes."""

    plan: Plan
    gateway: Gateway
    threads: int = 1
    lease: timedelta = LEASE


class Drain:
    """Sends what waits for one channel. Several processes may drain the same channel: the database keeps them apart."""

    def __init__(
        self,
        database: Database,
        sealer: Sealer,
        clock: Clock,
        line: Line,
        *,
        lanes: Callable[[], Iterable[Lane]] = lambda: ORDER,
        stopping: Callable[[], bool] = lambda: False,
        reroute: Callable[[Claimed], str | None] = lambda _: None,
        worded: Callable[[Claimed], Claimed] = lambda item: item,
        guard: Guard = NoGuard(),  # noqa: B008  (it has no state)
        rng: Callable[[], float] = lambda: random.uniform(-1, 1),
    ) -> None:
        """`lanes` are those that the budget allows now; `stopping` is asked before each hand-over; `reroute` names
        another channel for a message that this one can't deliver; `worded` puts the last words into a text; `guard` is
        asked about them.
        """
        self._database = database
        self._turns = Turns(database)
        self._sealer = sealer
        self._clock = clock
        self._line = line
        self._lanes = lanes
        self._stopping = stopping
        self._reroute = reroute
        self._worded = worded
        self._guard = guard
        self._rng = rng
        self._unsaved: deque[tuple[Ended, datetime]] = deque()
        self._was_failing = True  # until the first success tells
        self._pool = ThreadPoolExecutor(line.threads) if line.threads > 1 else None

    def close(self) -> None:
        """Give the threads back."""
        if self._pool is not None:
            self._pool.shutdown()

    def run_once(self) -> int:
        """Claim what may leave now and hand it over; how many were claimed."""
        self._save()
        claimed = self.claim()
        if not claimed:
            return 0
        items = deque(claimed)
        try:
            if self._pool is None:
                self._hand_over(items)
            else:
                shares = [self._pool.submit(self._hand_over, items) for _ in range(self._line.threads)]
                wait(shares)  # all of them, before what is left is given back
                for share in shares:
                    share.result()
        finally:
            self._give_back(items)
        return len(claimed)

    def claim(self) -> list[Claimed]:
        """The next messages by lane and rate, hidden from everybody else until the lease ends."""
        name = self._line.plan.name
        with self._database.writer(), self._database.engine.begin() as connection:
            now = self._clock()
            state = channels.hold(connection, name)
            if state is None:
                channels.ensure(connection, name, now)
                state = channels.hold(connection, name)
            assert state is not None  # noqa: S101  (just made)
            held = outbox.unsent(connection, name, now) if self._line.plan.max_unsent else 0
            pace = pace_of(self._line.plan, state, now, held)
            if pace is None:
                return []
            waiting = self._waiting(connection, now, pace.most)
            ids, free_at = pace.take(deal(waiting, state.slots, pace.most), now)
            claimed = [self._worded(item) for item in outbox.claim(connection, ids, now + self._line.lease)]
            if claimed:
                channels.change(connection, name, free_at=free_at, slots=state.slots + len(claimed))
            stopped = self._guard.held(connection, claimed)
            for item in claimed:
                if item.id in stopped:
                    outbox.hold_back(connection, item, now, stopped[item.id])
        if stopped:
            self._guard.tell()
        return [item for item in claimed if item.id not in stopped]

    def _waiting(self, connection: Connection, now: datetime, most: int) -> dict[Lane, list[Waiting]]:
        """What comes up next. What nobody waits for any more ends here, where it comes up: a look costs the same
        however long the queue is.
        """
        lanes = tuple(self._lanes())
        for page in (most, *[LATE_PAGE] * LATE_PAGES):
            found = outbox.waiting(connection, self._line.plan.name, lanes, now, page)
            late = [item.id for items in found.values() for item in items if item.late]
            outbox.expire(connection, late, now)
            found = {lane: [item for item in items if not item.late] for lane, items in found.items()}
            if not late or any(found.values()):
                break
        return found

    def _hand_over(self, items: deque[Claimed]) -> None:
        """Take one after the other; several threads may share the queue. What is left is the caller's."""
        before: Ended | None = None
        while not self._stopping():
            try:
                item = items.popleft()
            except IndexError:
                break
            try:
                begun = self._turn(before, item)
            except Exception:
                items.appendleft(item)
                raise
            if not begun:
                self._give_up(item)
            before = (item, self._call(item)) if begun else None
        if before is not None:
            self._turn(before, None)

    def _give_up(self, item: Claimed) -> None:
        """It must not leave: say so in the row where that is for good, so that it comes up no more."""
        with self._database.writer(), self._database.engine.begin() as connection:
            outbox.give_up(connection, item, self._clock())

    def _turn(self, before: Ended | None, item: Claimed | None) -> bool:
        """What came of the last call and the beginning of the next, in one commit; False where nothing is begun."""
        try:
            return self._commit(before, item)
        except Exception:
            if before is not None:
                self._unsaved.append((before, self._clock() + self._line.lease))
            raise

    def _commit(self, before: Ended | None, item: Claimed | None) -> bool:
        now = self._clock()
        if before is None or (before[1].error is None and not self._was_failing):
            return self._turns.turn(self._sent(*before, now) if before else None, item, now, now + self._line.lease)
        with self._database.writer(), self._database.engine.begin() as connection:
            self._end(connection, *before)
            return item is not None and outbox.begin(connection, item, now, now + self._line.lease)

    def _save(self) -> None:
        """Store what came of calls while the database was away, unless the lease is over: it spares a second copy."""
        while self._unsaved:
            before, until = self._unsaved[0]
            if self._clock() < until:
                self._commit(before, None)
            self._unsaved.popleft()

    def _give_back(self, items: deque[Claimed]) -> None:
        """What was claimed and not begun: we are stopping, or the database was away."""
        if items:
            with self._database.writer(), self._database.engine.begin() as connection:
                outbox.release(connection, items, self._clock())

    def _call(self, item: Claimed) -> SendResult:
        """The gateway's answer. Whatever goes wrong on our side is the message's own fault: it is set aside."""
        try:
            return self._line.gateway.send(self._mt(item))
        except Exception as error:  # a poison message must not stop the queue behind it
            log.exception("poison_message", id=item.id, channel=item.channel)
            return SendResult(error=SendError.REJECTED, detail=f"poison: {type(error).__name__}")

    def _mt(self, item: Claimed) -> Mt:
        if item.mail_to:
            to = item.mail_to
        elif item.sealed is not None:
            to = self._sealer.open(item.sealed, practice=item.practice)
        else:
            raise LookupError("the recipient was erased")
        if PLACE in item.body:
            raise LookupError("no channel declares a number that people can text")
        left = item.expires_at - self._clock()
        return Mt(item.key, to, item.body, item.encoding, item.segments, left, item.subject or "")

    def _end(self, connection: Connection, item: Claimed, result: SendResult) -> None:
        now = self._clock()
        name = self._line.plan.name
        if result.error is None:
            hand_over.end(connection, self._sent(item, result, now), now)
            state = channels.hold(connection, name) if self._was_failing else None
            if state is not None:
                channels.note_success(connection, name, now)
            self._was_failing = False
            return
        outbox.end(connection, item, self._failed(item, result) | {"status_at": now})
        outbox.note_attempt(connection, item, result.error.value, result.detail, now)
        if result.error in BLAMES_CHANNEL:
            self._blame(connection, result)

    def _blame(self, connection: Connection, result: SendResult) -> None:
        now, name = self._clock(), self._line.plan.name
        self._was_failing = True
        failures = channels.note_failure(connection, name, now, f"{result.error}: {result.detail}")
        until = break_until(failures, now)
        if result.error is SendError.THROTTLED:
            until = max(filter(None, (until, now + timedelta(seconds=result.retry_after or 1.0))))
        if until is not None:
            channels.change(connection, name, open_until=until)
            log.warning("channel_held_back", channel=name, failures=failures, error=str(result.error))

    def _sent(self, item: Claimed, result: SendResult, now: datetime) -> Sent:
        cost = result.price_idr if result.price_idr is not None else item.segments * self._line.plan.tariff_idr
        held_until = now + HELD if self._line.plan.max_unsent else None
        return Sent(item, result.external_id or item.key, cost, held_until)

    def _failed(self, item: Claimed, result: SendResult) -> dict[str, Any]:
        assert result.error is not None  # noqa: S101  (the caller has looked)
        values: dict[str, Any] = {"error": result.error.value, "detail": result.detail[: outbox.DETAIL]}
        now = self._clock()
        if result.error is SendError.UNKNOWN:
            # Nobody repeats it before the lease has passed: a receipt may still tell, and the sweeper asks.
            return values | {"status": MtStatus.UNKNOWN.value, "lease_until": now + self._line.lease}
        failure = Failure(
            result.error,
            item.attempts + 1,
            item.created_at,
            item.expires_at,
            item.purpose,
            item.repeats,
            result.retry_after,
            self._rng(),
        )
        decision = decide(failure, now)
        values |= {"status": decision.status.value, "lease_until": None}
        if decision.elsewhere and (other := self._reroute(item)) is not None:
            return values | {"not_before": now, "channel": other}
        return values | ({"not_before": decision.again_at} if decision.again_at is not None else {})
