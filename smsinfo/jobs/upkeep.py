"""The worker's duties beside sending, each once in a while: leases, receipts, moved queues, alarms, forgetting,
publishing."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import datetime, timedelta

from smsinfo.bootstrap import Services
from smsinfo.content.gap_refresh import GapRefresh
from smsinfo.db.queries import cap_documents, channels, moving, privacy
from smsinfo.db.queries.channels import State
from smsinfo.domain.messages import Lane
from smsinfo.domain.privacy import Rule
from smsinfo.jobs.audit_news import AuditNews
from smsinfo.jobs.casework import Casework
from smsinfo.jobs.publishing import publish_due
from smsinfo.jobs.requests import DataRequests
from smsinfo.jobs.reviews import Reviews
from smsinfo.jobs.villages import Villages
from smsinfo.jobs.watchkeeping import Watchkeeping
from smsinfo.logs import get_logger
from smsinfo.outbox.clearing import Clearing
from smsinfo.outbox.loop import Loop
from smsinfo.outbox.retention import Retention
from smsinfo.outbox.route import routes
from smsinfo.outbox.sweep import Sweeper
from smsinfo.outbox.watch import Watch
from smsinfo.subscribers.dead import DeadNumbers
from smsinfo.understanding.places import PlaceIndex

log = get_logger(__name__)
PATIENCE = timedelta(seconds=60)
"""How long a channel's breaker is open before its queue goes another way."""


@dataclass
class Duty:
    """Something to do each `every`; `due` is when the next time is."""

    name: str
    every: timedelta
    run: Callable[[], object]
    due: datetime

    def do(self, now: datetime) -> None:
        """Do it if it is time. A duty that fails is logged, and does not keep the others from theirs."""
        if now < self.due:
            return
        self.due = now + self.every
        try:
            self.run()
        except Exception:
            log.exception("duty_failed", duty=self.name)


def duties(services: Services, full: Callable[[], Collection[str]] = frozenset) -> list[Duty]:
    """Those that take no time, the first time at once. `full` are the channels that have used up their day."""
    worded = services.outbox.numbers.worded
    sweeper = Sweeper(services.database, services.sealer, services.clock, services.gateways, worded)
    watch = Watch(services)
    loop = Loop(services)
    table: list[tuple[str, float, Callable[[], object]]] = [
        ("overdue", 5, sweeper.overdue),
        ("expired", 60, sweeper.expired),
        ("inline", 15, sweeper.inline),
        ("receipts", 2, services.receipts.unpark),
        ("beat", 10, watch.beat),
        ("watch", 30, watch.tick),
        ("health", 15, watch.check_health),
        ("queues", 10, lambda: move_queues(services, full())),
        ("loops", 30, loop.tick),
        ("dialogues", 60, services.ussd.sweep),
        ("audit", 30, AuditNews(services).tick),
        ("ask", 5, Watchkeeping(services).ask),
        ("cases", 20, Casework(services).tick),
        ("relays", 15, lambda: see_to_relays(services)),
        ("publish", 1, lambda: publish_due(services)),
    ]
    return _of(table, services.clock())


def long_duties(services: Services) -> list[Duty]:
    """Those that may take minutes where a day was busy: counting days, emptying old texts, forgetting messages."""
    settings = services.settings
    keeping = Retention(
        services.database, services.clock, settings.zone, body_days=settings.body_days, id_days=settings.id_days
    )
    clearing = Clearing(services.database, services.sealer, services.clock, services.gateways, settings.body_days)
    reviews, watchkeeping, casework = Reviews(services), Watchkeeping(services), Casework(services)
    villages, requests = Villages(services), DataRequests(services)
    table: list[tuple[str, float, Callable[[], object]]] = [
        ("counts", 600, keeping.roll_up),
        ("texts", 3600, keeping.blank_bodies),
        ("messages", 3600, keeping.drop_old),
        ("stores-forget", 60, clearing.forget),
        ("stores-prune", 3600, clearing.prune),
        ("gaps", 3600, gap_refresh(services).refresh),
        ("dead", 3600, dead_numbers(services).tick),
        ("remind", 3600, reviews.remind),
        ("withdraw", 3600, reviews.withdraw),
        ("late", 3600, casework.escalate),
        ("forget", 3600, casework.forget),
        ("roster", 3600, watchkeeping.check_roster),
        ("cards", 3600, lambda: remind_of_cards(services)),
        ("news", 3600, lambda: forget_news(services)),
        ("drill", 3600, watchkeeping.remind_of_drill),
        ("lessons", 3600, lambda: forget_lessons(services)),
        ("relay-test", 900, lambda: test_relays(services)),
        ("cap-forget", 3600, lambda: forget_cap_documents(services)),
        ("requests", 900, requests.warn),
        ("requests-forget", 3600, requests.forget),
        ("members", 3600, villages.confirm_members),
        ("yearly", 3600, villages.confirm_subscribers),
        ("tidy", 3600, villages.tidy),
        ("quiet", 3600, villages.prompt),
    ]
    return _of(table, services.clock())


def _of(table: list[tuple[str, float, Callable[[], object]]], now: datetime) -> list[Duty]:
    return [Duty(name, timedelta(seconds=every), run, now) for name, every, run in table]


def remind_of_cards(services: Services) -> int:
    """Ask villages to confirm cards that grow old; how many people were asked."""
    with services.database.write() as session:
        return services.community.cards.remind(session, services.clock())


def forget_news(services: Services) -> int:
    """Empty contributions whose time is over; how many."""
    with services.database.write() as session:
        gone = services.community.news.forget(session, services.clock())
        privacy.note_run(session.connection(), Rule.NEWS, gone, None, services.clock())
        return gone


def gap_refresh(services: Services) -> GapRefresh:
    """What brings texts without an answer into the gap list."""
    return GapRefresh(
        services.database,
        services.clock,
        services.settings,
        lambda: PlaceIndex(services.snapshots.current().catalogue.gazetteer).names,
    )


def dead_numbers(services: Services) -> DeadNumbers:
    """What sets numbers aside of which the networks say that there is no such phone."""
    return DeadNumbers(services.database, services.clock, services.settings.zone, services.staff.audit)


def forget_lessons(services: Services) -> int:
    """Progress in courses that nobody has gone on with for long is forgotten; how many rows."""
    with services.database.writer(), services.database.engine.begin() as connection:
        gone = services.community.lessons.forget(connection, services.clock())
        privacy.note_run(connection, Rule.LESSONS, gone, None, services.clock())
        return gone


def forget_cap_documents(services: Services) -> int:
    """CAP documents that came long ago are forgotten, never those of an alert that holds still; how many."""
    now = services.clock()
    with services.database.writer(), services.database.engine.begin() as connection:
        gone = cap_documents.forget(connection, now - timedelta(days=services.settings.cap_days), now)
        privacy.note_run(connection, Rule.CAP, gone, None, now)
        return gone


def see_to_relays(services: Services) -> int:
    """Remind relays, tell them to stop, end what is over; how many texts were made. Where nobody was asked anything
    lately nothing is written."""
    with services.database.read() as session:
        if not services.community.relays.waits(session, services.clock()):
            return 0
    with services.database.write() as session:
        return services.community.relays.tick(session, services.clock())


def test_relays(services: Services) -> int:
    """The monthly test of the relays' numbers; how many people were asked."""
    with services.database.read() as session:
        if not services.community.relays.test_is_due(session, services.clock()):
            return 0
    with services.database.write() as session:
        return services.community.relays.test(session, services.clock())


def move_queues(services: Services, full: Collection[str] = ()) -> int:
    """What waits for a broken or full channel goes by the next one that fits; how many rows.

    Urgent alerts leave a broken channel at once; by a full one they still leave.
    """
    moved = 0
    with services.database.writer(), services.database.engine.begin() as connection:
        now = services.clock()
        states = channels.all_states(connection)
        broken = {name for name, state in states.items() if state.is_open(now)}
        closed = broken.union(full)
        for name in closed & set(services.plans):
            lanes = (
                _lanes_to_move(states[name], now) if name in broken else [lane for lane in Lane if lane != Lane.URGENT]
            )
            for operator in moving.waiting_operators(connection, name):
                others = [p for p in routes(services.plans.values(), operator) if p.name not in closed]
                if others and services.plans[name].kind != "mail":
                    moved += moving.move(connection, name, others[0].name, [operator], [lane.value for lane in lanes])
    if moved:
        log.warning("queues_moved", messages=moved, closed=sorted(closed))
    return moved


def _lanes_to_move(state: State, now: datetime) -> list[Lane]:
    return [Lane.URGENT] if now - (state.last_sent_at or now) < PATIENCE else list(Lane)
