"""The worker's part: approved alerts go into the outbox page by page, the most urgent first, and come to their end."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import Any, Final

from smsinfo.alerts.guard import SealGuard
from smsinfo.alerts.lifecycle import Lifecycle
from smsinfo.alerts.reading_out import ReadingOut
from smsinfo.config import Settings
from smsinfo.db.engine import Database
from smsinfo.db.queries import alerting, channels, dispatching, stopping
from smsinfo.db.queries.dispatching import Going
from smsinfo.domain.alerts import ALONE, Act, Form, Kind, Status
from smsinfo.domain.cap import Severity
from smsinfo.domain.channels import Plan
from smsinfo.domain.clock import Clock
from smsinfo.domain.messages import Lane
from smsinfo.errors import AlertRefused, Refused, Unsealed
from smsinfo.gateways import SIMULATOR
from smsinfo.logs import get_logger
from smsinfo.outbox.fan_out import PAGE, PAUSE, Routing, fan_out_page
from smsinfo.outbox.quiet import not_before
from smsinfo.outbox.route import best

log = get_logger(__name__)
_SECOND: Final = timedelta(seconds=1)
HEAD_START: Final = (timedelta(weeks=3), timedelta(weeks=2), timedelta(weeks=1), _SECOND, _SECOND)
"""By rank. The queue is ordered by when a message may leave, so an Extreme alert passes a Severe one of a million that
waits already, and a correction both. No alert lives as long as the difference between two ranks."""

ORDINARY: Final = 3
ANNOUNCEMENT: Final = 4
STOPPED_LATELY: Final = timedelta(days=2)


def rank(form: Form, severity: Severity, kind: Kind) -> int:
    """Who goes first: corrections and recalls, Extreme, Severe, the rest, announcements."""
    if kind is Kind.ANNOUNCEMENT:
        return ANNOUNCEMENT
    if form in ALONE:
        return 0
    return {Severity.EXTREME: 1, Severity.SEVERE: 2}.get(severity, ORDINARY)


class Dispatch:
    """One worker's dispatch. Several workers may run it: pages and steps are conditional updates."""

    def __init__(
        self,
        database: Database,
        clock: Clock,
        settings: Settings,
        plans: Mapping[str, Plan],
        lifecycle: Lifecycle,
        guard: SealGuard,
        reading: ReadingOut,
        *,
        pause: Callable[[float], object] = lambda _: None,
        size: int = PAGE,
    ) -> None:
        """`pause` waits for so many seconds between two pages on SQLite, where others want to write as well."""
        self._database = database
        self._clock = clock
        self._settings = settings
        self._plans = plans
        self._lifecycle = lifecycle
        self._guard = guard
        self._reading = reading
        self._pause = pause
        self._size = size
        self._cleaned: set[int] = set()

    def run_once(self) -> int:
        """The next page of the most urgent alert; 1, or 0 where nothing waits (or can't go on now)."""
        with self._database.read() as session:
            waiting = dispatching.going(session.connection())
        for one in sorted(waiting, key=_order):
            if self._page(one):
                return 1
        return 0

    def finish(self) -> int:
        """Complete what has left, and expire what nobody approved or sent in time; how many."""
        now = self._clock()
        with self._database.read() as session:
            connection = session.connection()
            done = [n for n in dispatching.fanned_out(connection) if not dispatching.is_under_way(connection, n)]
            late = [one.id for one in alerting.overdue(session, now, (Status.SUBMITTED, Status.APPROVED))]
        ended = sum(self._step(number, Act.FINISH, finished_at=now) for number in done)
        return ended + sum(self._step(number, Act.EXPIRE, stopped_at=now) for number in late)

    def clean(self) -> int:
        """Mark what still waits of stopped alerts as cancelled; how many alerts were gone through.

        None of it would have left: a row whose alert is stopped is never begun.
        """
        with self._database.read() as session:
            found = dispatching.stopped(session.connection(), self._clock() - STOPPED_LATELY)
        new = [number for number in found if number not in self._cleaned]
        for number in new:
            after: int | None = 0
            while after is not None:
                with self._database.writer(), self._database.engine.begin() as connection:
                    after = stopping.cancel_page(connection, self._clock(), number, after)
                self._rest()
            self._cleaned.add(number)
        return len(new)

    def _page(self, one: Going) -> bool:
        """One page, also where it was the last; False where the alert can't go on."""
        self._step(one.id, Act.BEGIN, sending_at=self._clock())
        try:
            more = fan_out_page(
                self._database,
                self._clock,
                one.id,
                self.routing(one),
                size=self._size,
                check=self._guard.check,
                ask=self._reading.add,
            )
        except Unsealed:
            self._guard.tell()
            return True
        except Refused as problem:
            log.error("alert_not_sent", alert=one.id, problem=str(problem))
            return False
        if more:
            self._rest()
        return True

    def _step(self, alert_id: int, act: Act, **values: Any) -> bool:
        """Take a step if the alert is where it begins; False where somebody else has moved it."""
        with self._database.read() as session:
            seen = alerting.get(session, alert_id)
        if seen is None or (act is Act.BEGIN and seen.status is not Status.APPROVED):
            return False
        try:
            with self._database.write() as session:
                self._lifecycle.step(session, self._clock(), act, seen, **values)
        except AlertRefused:
            return False
        return True

    def routing(self, one: Going) -> Routing:
        """By the channels that work now. Raises Refused where none can send."""
        now = self._clock()
        with self._database.read() as session:
            states = channels.all_states(session.connection())
        broken = {name for name, state in states.items() if state.is_open(now) or state.paused}
        plans = self._plans.values()
        default = best(plans, "", broken=broken) or next((plan for plan in plans if _sends_texts(plan)), None)
        if default is None:
            raise Refused("no channel can send this: declare one in smsinfo.toml (docs/gateways)")
        named = {operator for plan in plans for operator in plan.operators}
        ways = {operator: best(plans, operator, broken=broken) or default for operator in sorted(named)}
        played = next((plan.name for plan in plans if plan.kind == SIMULATOR and plan.can_send), "")
        return Routing(
            channels={operator: plan.name for operator, plan in ways.items()},
            default=default.name,
            tariffs={plan.name: plan.tariff_idr for plan in plans},
            ordinary_from=not_before(Lane.ALERT, now, self._settings.quiet_hours, self._settings.zone),
            practice=played,
            place=place(one, now),
        )

    def _rest(self) -> None:
        if self._database.is_sqlite:
            self._pause(PAUSE)


def place(one: Going, now: datetime) -> datetime:
    """Where the alert stands among others in the queue: the same for all its pages."""
    return (one.approved_at or now) - HEAD_START[rank(one.form, one.severity, one.kind)]


def _order(one: Going) -> tuple[int, int]:
    return rank(one.form, one.severity, one.kind), one.id


def _sends_texts(plan: Plan) -> bool:
    return plan.can_send and plan.kind != "mail"
