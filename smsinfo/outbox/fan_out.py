"""The fan-out: an alert becomes a row in the outbox for each recipient, page by page, each exactly once.

A page's rows and the cursor behind them are committed together, so a process that dies leaves whole pages: whoever goes
on begins where the last one ended. The caller has compared what was approved, and asks for page after page.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import Connection

from smsinfo.db.engine import Database
from smsinfo.db.queries import fan_out, relaying
from smsinfo.db.queries.fan_out import FanOut, Page, Subject, Way
from smsinfo.domain.alerts import Kind
from smsinfo.domain.audience import Audience
from smsinfo.domain.clock import Clock
from smsinfo.domain.messages import Lane
from smsinfo.errors import Refused, Unsealed
from smsinfo.logs import get_logger

log = get_logger(__name__)
PAGE: Final = 10_000
"""Subscriptions a page, about half as many people (figures: bench/README.md, "The fan-out")."""

PAUSE: Final = 0.03
"""Seconds to leave between two pages on SQLite. Who waits for its write lock looks again each 25 ms or less for the
first tenth of a second (sqliteDefaultBusyCallback): without a pause they would look in vain for the whole fan-out."""

GOING_OUT: Final = frozenset({"approved", "sending"})
"""The statuses in which an alert gets recipients: one that was cancelled meanwhile gets no more."""

URGENT_SEVERITIES: Final = frozenset({"Extreme", "Severe"})
URGENT_TYPES: Final = frozenset({"Update", "Cancel"})


@dataclass(frozen=True, slots=True)
class Routing:
    """What the caller has decided of the way: `channels` is operator -> channel, `default` that of everybody else.

    `tariffs` is channel -> rupiah a segment. `ordinary_from` is when an alert that is not urgent may leave: now, or the
    end of the quiet hours. `practice` is a simulator's channel for the practice contacts of a drill ("": they get
    nothing; a number that somebody made up must never reach a real gateway). `place` is a moment not after the
    approval that gives an urgent alert its place in the queue, the same for all pages (None: now, and everybody in
    the order of their ids).
    """

    channels: Mapping[str, str]
    default: str
    tariffs: Mapping[str, int]
    ordinary_from: datetime
    practice: str = ""
    place: datetime | None = None


def lane_of(severity: str, msg_type: str, kind: str = Kind.ALERT) -> Lane:
    """Extreme and Severe alerts, corrections and cancellations pass everything else (values of CAP 1.2); ordinary
    announcements pass nothing."""
    if kind == Kind.ANNOUNCEMENT:
        return Lane.BULK
    urgent = severity in URGENT_SEVERITIES or msg_type in URGENT_TYPES
    return Lane.URGENT if urgent else Lane.ALERT


def plan(alert: Subject, routing: Routing) -> FanOut:
    """What the pages of an alert have in common. Raises Refused where a text or a price is missing."""
    if fan_out.FALLBACK not in alert.languages:
        raise Refused(f"alert {alert.id} has no text in {fan_out.FALLBACK}, which everybody else's falls back to")
    return FanOut(
        alert_id=alert.id,
        audience=Audience.read(alert.audience),
        category=alert.category,
        regions=alert.regions,
        languages=alert.languages,
        expires_at=alert.expires_at,
        lane=lane_of(alert.severity, alert.msg_type, alert.kind),
        ways=tuple((operator, _way(routing, name)) for operator, name in sorted(routing.channels.items())),
        default=_way(routing, routing.default),
        practice=_way(routing, routing.practice) if alert.drill and routing.practice else None,
    )


def _way(routing: Routing, channel: str) -> Way:
    if channel not in routing.tariffs:
        raise Refused(f"no tariff was given for {channel}")
    return Way(channel, routing.tariffs[channel])


def fan_out_page(
    database: Database,
    clock: Clock,
    alert_id: int,
    routing: Routing,
    *,
    size: int = PAGE,
    check: Callable[[Connection, int], str] = lambda *_: "",
    ask: Callable[[Connection, Subject, FanOut, Page], int] = lambda *_: 0,
) -> bool:
    """Put the next page of an alert's recipients into the outbox; True when more is to come.

    Several processes may do so at once: of two that take the same page, one does it. `check` says in the transaction
    of the page why the alert must not be sent ("": it may). `ask` puts the messages of relays beside the first page and
    says how many: they get no plain text (alerts/reading_out.py). Raises Unsealed for what `check` says, and Refused
    where the alert has no text to fall back to, or a channel no price.
    """
    with database.read() as session:
        connection = session.connection()
        alert = fan_out.subject(connection, alert_id)
        if alert is None or alert.fanned_out_at is not None or alert.status not in GOING_OUT:
            return False
        audience = Audience.read(alert.audience)
        last, more = fan_out.page_after(connection, audience, alert.reached_id, size)
        fan = plan(alert, routing)
        first = fan_out.first_people(connection, fan) if alert.reached_id == 0 else []
    now = clock()
    step = timedelta() if routing.place is None else fan_out.STEP
    page = Page(alert.reached_id, last, now, _base(fan, routing, now) + step, step)
    nobody = not alert.regions or alert.expires_at <= now
    with database.writer(), database.engine.begin() as connection:
        if not fan_out.advance(connection, alert, last):
            return True  # somebody else was quicker, or it was cancelled: look again
        if problem := check(connection, alert_id):
            raise Unsealed(alert_id, problem)
        asked = ask(connection, alert, fan, page) if alert.reached_id == 0 and not nobody else 0
        added = 0 if nobody else asked + _add(connection, fan, page, first)
        more = more and not nobody
        fan_out.note(connection, alert, added, None if more else now)
    if not more:
        log.info("alert_fanned_out", alert=alert_id, recipients=alert.recipients + added)
    return more


def _add(connection: Connection, fan: FanOut, page: Page, first: Sequence[int]) -> int:
    """The plain texts of a page; how many. Relays are few: what was made for them is taken back, which costs one small
    statement where there are some, and none of the others' rows is asked for it."""
    relays = relaying.tasked(connection, fan.alert_id)
    added = fan_out.add_first(connection, fan, page, [number for number in first if number not in relays])
    added += fan_out.add(connection, fan, page)
    return added - relaying.drop_plain(
        connection, fan.alert_id, [number for number in relays if page.after < number <= page.last]
    )


def _base(fan: FanOut, routing: Routing, now: datetime) -> datetime:
    if fan.lane is Lane.URGENT:
        return now if routing.place is None else min(now, routing.place)
    return max(now, routing.ordinary_from)
