"""The worker's loop: drain each channel, poll what must be polled, and the small duties. Many may run at once."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import timedelta
from functools import partial

from smsinfo.alerts.dispatch import Dispatch
from smsinfo.alerts.guard import SealGuard
from smsinfo.alerts.newcomers import Newcomers
from smsinfo.alerts.reading_out import ReadingOut
from smsinfo.bootstrap import FAN_OUT, Services
from smsinfo.db.queries import marks
from smsinfo.domain.messages import Lane
from smsinfo.domain.outbox import Claimed
from smsinfo.jobs.cap_feeds import CapFeeds
from smsinfo.jobs.polling import poll
from smsinfo.jobs.upkeep import Duty, duties, long_duties
from smsinfo.logs import get_logger
from smsinfo.outbox.budget import Budget
from smsinfo.outbox.daily import Daily
from smsinfo.outbox.drain import Drain, Line
from smsinfo.outbox.quiet import awake
from smsinfo.outbox.route import routes

log = get_logger(__name__)
IDLE_SECONDS = 0.25
POLL_SECONDS = 1.0
HOUSE_SECONDS = 30.0
ENDING_SECONDS = 15.0
"""To see that an alert of a million has left takes a look at all its rows."""
FEED_SECONDS = 10.0
LOCKED = marks.SENDING_LOCKED


class Worker:
    """One process that sends. `run` returns after `stop`, when what was begun has ended."""

    def __init__(self, services: Services) -> None:
        self._services = services
        self._stop = threading.Event()
        self._budget = Budget(services.database, services.clock, services.settings)
        self._locked = False
        self._daily = Daily(services.database, services.clock, services.settings)
        self._duties: list[Duty] = duties(services, lambda: self._daily.full)
        self._long: list[Duty] = long_duties(services)
        alerts = services.alerts
        self._guard = SealGuard(services.database, services.clock, alerts.seals, alerts.lifecycle, alerts.history)
        self._dispatch = Dispatch(
            services.database,
            services.clock,
            services.settings,
            services.plans,
            alerts.lifecycle,
            self._guard,
            ReadingOut(services.outbox.numbers),
            pause=self._stop.wait,
        )
        self._newcomers = Newcomers(services.database, services.clock, self._guard, self._dispatch.routing)
        ending = timedelta(seconds=ENDING_SECONDS)
        self._ending = Duty("alerts", ending, self._dispatch.finish, services.clock())
        self._feeds = CapFeeds(services)
        self._drains = {name: self._drain(name) for name, plan in services.plans.items() if plan.can_send}

    def stop(self) -> None:
        """End soon: no further hand-over begins."""
        self._stop.set()

    def run(self) -> None:
        """Work until `stop`: a thread for each channel, and this one for the duties."""
        threads = [
            threading.Thread(target=self._keep, args=(step, pause), name=name, daemon=True)
            for name, step, pause in self._steps()
        ]
        self.look()
        self._services.engine.start({FAN_OUT: self._fan_out})
        for thread in threads:
            thread.start()
        while not self._stop.wait(POLL_SECONDS):
            self.look()
        for thread in threads:
            thread.join(timeout=60)
        self._services.engine.stop()
        for drain in self._drains.values():
            drain.close()

    def look(self) -> None:
        """The duties that are due, the budget, and whether sending is locked. Never raises."""
        try:
            self._budget.refresh()
            self._daily.refresh()
            with self._services.database.read() as session:
                self._locked = marks.get(session.connection(), LOCKED) is not None
        except Exception as error:
            log.warning("database_away", error=type(error).__name__)
            return
        for duty in self._duties:
            duty.do(self._services.clock())

    def step(self) -> int:
        """Everything once, in this thread: for the embedded default and for tests. How many messages were claimed."""
        self.look()
        self._keep_house()
        self._see_to_alerts()
        self._feeds.tick()
        for gateway in self._services.gateways.values():
            if gateway.must_poll:
                poll(self._services, gateway)
        return sum(drain.run_once() for drain in self._drains.values())

    def _steps(self) -> list[tuple[str, Callable[[], int], float]]:
        steps = [(f"send-{name}", drain.run_once, IDLE_SECONDS) for name, drain in self._drains.items()]
        for name, gateway in self._services.gateways.items():
            if gateway.must_poll:
                steps.append((f"poll-{name}", self._poller(name), POLL_SECONDS))
        steps.append(("alerts", self._see_to_alerts, POLL_SECONDS))
        steps.append(("keep-house", self._keep_house, HOUSE_SECONDS))
        if self._services.settings.cap_feeds:
            steps.append(("read-feeds", self._feeds.tick, FEED_SECONDS))
        return steps

    def _see_to_alerts(self) -> int:
        """Pages of approved alerts until there are no more, and the end of those that have left."""
        pages = 0
        while not self._locked and not self._stop.is_set() and self._dispatch.run_once():
            pages += 1
        if not self._locked:
            self._newcomers.run_once()
        self._dispatch.clean()
        self._ending.do(self._services.clock())
        return 0

    def _fan_out(self, alert_id: int) -> None:
        """The engine's task: an alert was approved somewhere, so look at once."""
        log.info("alert_woke_worker", alert=alert_id)
        self._see_to_alerts()

    def _keep_house(self) -> int:
        """The long duties that are due, in a thread of their own: the heartbeat must not wait for them."""
        for duty in self._long:
            duty.do(self._services.clock())
        return 0

    def _poller(self, name: str) -> Callable[[], int]:
        return lambda: poll(self._services, self._services.gateways[name])

    def _keep(self, step: Callable[[], int], pause: float) -> None:
        """Repeat a step; wait when there was nothing to do, or when it failed (the database may be away)."""
        while not self._stop.is_set():
            try:
                busy = step() > 0
            except Exception as error:
                log.warning("step_failed", error=type(error).__name__)
                busy = False
                self._stop.wait(POLL_SECONDS)
            if not busy:
                self._stop.wait(pause)

    def _drain(self, name: str) -> Drain:
        services = self._services
        settings = services.settings
        lease = timedelta(seconds=settings.lease_seconds)
        line = Line(services.plans[name], services.gateways[name], settings.channels[name].threads, lease)
        return Drain(
            services.database,
            services.sealer,
            services.clock,
            line,
            lanes=partial(self._lanes, name),
            stopping=self._stop.is_set,
            reroute=self._elsewhere,
            worded=services.outbox.numbers.worded,
            guard=self._guard,
        )

    def _lanes(self, name: str) -> tuple[Lane, ...]:
        if self._locked:
            return ()
        settings = self._services.settings
        lanes = self._daily.lanes(name, self._budget.lanes)
        return awake(lanes, self._services.clock(), settings.quiet_hours, settings.zone)

    def _elsewhere(self, item: Claimed) -> str | None:
        others = [p for p in routes(self._services.plans.values(), item.operator) if p.name != item.channel]
        return others[0].name if others and item.mail_to is None else None
