"""What an operator has to know, as data: pure rules over the figures."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from enum import StrEnum
from typing import Final
from zoneinfo import ZoneInfo

from smsinfo.config import Settings
from smsinfo.db.queries.channels import State
from smsinfo.domain.channels import Plan
from smsinfo.domain.messages import Lane, MtStatus
from smsinfo.domain.privacy import ANSWER_WITHIN, WARN_BEFORE
from smsinfo.outbox.figures import HANDED_OVER, Figures
from smsinfo.outbox.pace import BREAK_AFTER, FIRST_BREAK, LONGEST_BREAK
from smsinfo.outbox.quiet import free_since
from smsinfo.outbox.sentences import SENTENCES

WATCHED: Final = "watched:"
"""Marks of this name: since when a channel is watched. Its silence is not counted from before."""
USED: Final = "used:"
"""Marks of this name: rupiah that a channel took in the last seven days."""
UNWELL: Final = "unwell:"
"""Marks of this name: what a channel's last health check found wrong."""
LOOP_LOST: Final = "loop_lost:"
"""Marks of this name: at which channel the loop text of another has not arrived."""
UNSEALED: Final = "unsealed:"
"""Marks of this name: an alert (its code) of which a worker found that it is not what was approved."""

FEED: Final = "feed:"
"""Marks of this name: since when a feed of CAP documents can't be read, and why."""

FAILING_FOR: Final = timedelta(minutes=1)
REPLIES_LATE: Final = timedelta(minutes=2)
ALERTS_LATE: Final = timedelta(minutes=15)
NOTHING_FOR: Final = timedelta(minutes=1)
STUCK_FOR: Final = timedelta(minutes=5)
"""An urgent alert waits for so long, and nothing at all has left by its channel meanwhile."""
WORKER_GONE: Final = timedelta(minutes=1)
CLOCK_OFF: Final = timedelta(minutes=2)
DAY_BEGINS, DAY_ENDS = time(7), time(21)
LEAST_MESSAGES: Final = 50
SIM_DAYS: Final = 14
SIM_DAYS_URGENT: Final = 3
SPEND_SHARE: Final = 0.8
FEED_FAILING: Final = timedelta(minutes=15)
LONGEST_LABEL: Final = 40
UNKNOWN_SHARE: Final = 0.05
UNSEALED_FOR: Final = timedelta(days=1)
UNKNOWN_LEAST: Final = 20
"""Of fewer messages than these a share says nothing."""


class Severity(StrEnum):
    """How soon somebody has to look: `CRITICAL` also at night, `WARNING` in the morning."""

    WARNING = "warning"
    CRITICAL = "critical"


@dataclass(frozen=True, slots=True)
class Alarm:
    """One thing that is wrong. `about` is a channel, a machine (clock_wrong), or empty; `other` another channel that
    may be at fault as well."""

    code: str
    severity: Severity
    about: str
    english: str
    indonesian: str
    other: str = ""


def span(length: timedelta, language: str = "en") -> str:
    """A length of time for people, in its largest unit: `3 min`, `2 jam`."""
    units = {"en": ("s", "min", "h", "d"), "id": ("detik", "menit", "jam", "hari")}[language]
    seconds = max(0, int(length.total_seconds()))
    for size, unit in ((86400, units[3]), (3600, units[2]), (60, units[1])):
        if seconds >= size:
            return f"{seconds // size} {unit}"
    return f"{seconds} {units[0]}"


def rupiah(amount: float) -> str:
    """`1.250.000`: as Indonesia writes it."""
    return f"{amount:,.0f}".replace(",", ".")


def daytime(start: datetime, end: datetime, zone: ZoneInfo) -> timedelta:
    """How much of the time between two moments lay between 07:00 and 21:00 local: at night nobody texts."""
    total, day = timedelta(), start.astimezone(zone).date()
    while day <= end.astimezone(zone).date():
        begins, ends = datetime.combine(day, DAY_BEGINS, zone), datetime.combine(day, DAY_ENDS, zone)
        total += max(timedelta(), min(ends, end) - max(begins, start))
        day += timedelta(days=1)
    return total


def alarms(
    figures: Figures, settings: Settings, plans: Mapping[str, Plan], *, takes: Collection[str], host: str
) -> tuple[Alarm, ...]:
    """All that is wrong now. `takes` are the channels by which MOs come, `host` is this machine."""
    found = [*_of_all(figures, settings, host), *_late(figures, settings)]
    found += [*_stuck(figures, plans), *_feeds(figures, settings)]
    found += _requests(figures)
    for name, plan in plans.items():
        found += _of_channel(figures, settings, plan, figures.states.get(name))
        if name in takes:
            found += _silent(figures, settings, name)
    return tuple(found)


def make(
    code: str, severity: Severity, about: str = "", age: timedelta | None = None, other: str = "", **values: object
) -> Alarm:
    """An alarm with its sentences filled in."""
    length = age or timedelta()
    english, indonesian = (
        sentence.format(about=about, age=span(length), umur=span(length, "id"), other=other, **values)
        for sentence in SENTENCES[code]
    )
    return Alarm(code, severity, about, english, indonesian, other)


def failing_for(state: State, now: datetime) -> timedelta:
    """For how long at least a channel's breaker has kept it closed; nothing before it opens.

    When it first opened is not stored; but before each further failure lay a break of a known length.
    """
    if state.failures < BREAK_AFTER or state.last_failed_at is None:
        return timedelta()
    broken, earlier = state.failures - BREAK_AFTER, timedelta()
    for n in range(min(broken, 10)):
        earlier += min(FIRST_BREAK * (1 << n), LONGEST_BREAK)
    return earlier + (now - state.last_failed_at)


def _of_all(figures: Figures, settings: Settings, host: str) -> Iterator[Alarm]:
    beat = figures.last_beat
    if beat is None:
        yield make("no_worker_yet", Severity.WARNING)
    elif figures.at - beat > WORKER_GONE:
        yield make("no_worker", Severity.CRITICAL, age=figures.at - beat)
    clock = figures.database_clock
    off = figures.behind if clock is None else abs(clock - figures.at)
    if off > CLOCK_OFF:
        yield make("clock_wrong", Severity.CRITICAL, host, off)
    for name, fact in figures.facts.items():
        if name.startswith(UNSEALED) and figures.at - fact.at <= UNSEALED_FOR:
            yield make("alert_unsealed", Severity.CRITICAL, name.removeprefix(UNSEALED))
    caps = (
        ("spend_day", figures.spent.day, settings.spend_cap_idr),
        ("spend_month", figures.spent.month, settings.spend_cap_month_idr),
    )
    for code, spent, cap in caps:
        if spent >= SPEND_SHARE * cap:
            severity = Severity.CRITICAL if spent >= cap else Severity.WARNING
            yield make(code, severity, percent=100 * spent // cap, spent=rupiah(spent))


def feed_label(url: str) -> str:
    """What a feed is called in alarms: the end of its address."""
    return url.partition("://")[2][-LONGEST_LABEL:]


def _feeds(figures: Figures, settings: Settings) -> Iterator[Alarm]:
    for label in map(feed_label, settings.cap_feeds):
        fact = figures.facts.get(FEED + label)
        if fact is not None and figures.at - fact.at > FEED_FAILING:
            yield make("feed_failing", Severity.WARNING, label, figures.at - fact.at, detail=_short(fact.value))


def _requests(figures: Figures) -> Iterator[Alarm]:
    """A request about personal data near the end of its clock or past it; at night nobody can answer one."""
    if figures.oldest_request is None:
        return
    left = figures.oldest_request + ANSWER_WITHIN - figures.at
    if left < timedelta():
        yield make("request_late", Severity.WARNING, age=-left)
    elif left <= WARN_BEFORE:
        yield make("request_due", Severity.WARNING, age=left)


def _late(figures: Figures, settings: Settings) -> Iterator[Alarm]:
    """Queues that should have moved. An alert that quiet hours hold back is late only when it may leave."""
    oldest: dict[tuple[str, str], timedelta] = {}
    for queue in figures.waiting:
        if queue.lane is Lane.BULK:
            continue
        code = "replies_late" if queue.lane is Lane.REPLY else "alerts_late"
        age = figures.at - free_since(queue.lane, queue.oldest, figures.at, settings.quiet_hours, settings.zone)
        oldest[code, queue.channel] = max(age, oldest.get((code, queue.channel), age))
    for (code, channel), age in oldest.items():
        if code == "replies_late" and age > REPLIES_LATE:
            yield make(code, Severity.CRITICAL, channel, age)
        elif code == "alerts_late" and age > ALERTS_LATE:
            yield make(code, Severity.WARNING, channel, age)


def _stuck(figures: Figures, plans: Mapping[str, Plan]) -> Iterator[Alarm]:
    """An alert that waits where nothing moves; a large one that is on its way is none."""
    ages = {
        (queue.lane, queue.channel): figures.at - queue.oldest
        for queue in figures.waiting
        if queue.lane in (Lane.URGENT, Lane.ALERT)
    }
    age, ways = max(ages.values(), default=timedelta()), [one for one in plans.values() if _may_text(one)]
    if age > NOTHING_FOR and not any(_sends(figures.states.get(one.name), figures.at) for one in ways):
        yield make("nothing_sends", Severity.CRITICAL, age=age)
    for (lane, channel), waited in ages.items():
        last = figures.last_sent(channel)
        if lane is Lane.URGENT and waited > STUCK_FOR and (last is None or figures.at - last > STUCK_FOR):
            yield make("urgent_stuck", Severity.CRITICAL, channel, waited)


def _may_text(plan: Plan) -> bool:
    return plan.can_send and plan.kind != "mail"


def _sends(state: State | None, now: datetime) -> bool:
    """Whether a channel may hand over: neither paused nor held back by its breaker."""
    return state is None or not (state.paused or state.is_open(now))


def _of_channel(figures: Figures, settings: Settings, plan: Plan, state: State | None) -> Iterator[Alarm]:
    if state is not None:
        failing = failing_for(state, figures.at)
        if failing > FAILING_FOR:
            yield make(
                "channel_failing", Severity.CRITICAL, plan.name, failing, detail=_short(state.last_error or "unknown")
            )
        yield from _unwell(figures, plan)
        yield from _balance(figures, plan, state)
    yield from _sim(figures, settings, plan.name)
    sent = figures.segments.get(plan.name, 0)
    if plan.daily_segments and sent >= SPEND_SHARE * plan.daily_segments:
        severity = Severity.CRITICAL if sent >= plan.daily_segments else Severity.WARNING
        yield make("segments_day", severity, plan.name, sent=sent, cap=plan.daily_segments)
    lost = figures.facts.get(LOOP_LOST + plan.name)
    if lost is not None and settings.channels[plan.name].loop_to == lost.value:
        yield make("loop_lost", Severity.CRITICAL, plan.name, other=lost.value)
    told = {tally.status: tally.messages for tally in figures.tallies if tally.channel == plan.name}
    unknown = told.get(MtStatus.UNKNOWN, 0)
    total = sum(told.get(status, 0) for status in HANDED_OVER)
    if total >= UNKNOWN_LEAST and unknown > UNKNOWN_SHARE * total:
        yield make("unknown_share", Severity.WARNING, plan.name, percent=round(100 * unknown / total))


def _unwell(figures: Figures, plan: Plan) -> Iterator[Alarm]:
    """What the last check found, until a message has left since."""
    fact, sent = figures.facts.get(UNWELL + plan.name), figures.last_sent(plan.name)
    if fact is not None and (sent is None or sent <= fact.at):
        yield make("channel_unwell", Severity.WARNING, plan.name, detail=_short(fact.value))


def _balance(figures: Figures, plan: Plan, state: State) -> Iterator[Alarm]:
    if state.balance_idr is None:
        return
    fact = figures.facts.get(USED + plan.name)
    week, few = int(fact.value) if fact is not None else 0, LEAST_MESSAGES * plan.tariff_idr
    if state.balance_idr < max(week, few):
        severity = Severity.CRITICAL if state.balance_idr < few else Severity.WARNING
        yield make("balance_low", severity, plan.name, balance=rupiah(state.balance_idr), used=rupiah(week))


def _sim(figures: Figures, settings: Settings, name: str) -> Iterator[Alarm]:
    expires = settings.channels[name].sim_expires
    if expires is None:
        return
    days = (expires - figures.midnight.date()).days
    if days <= SIM_DAYS:
        severity = Severity.CRITICAL if days <= SIM_DAYS_URGENT else Severity.WARNING
        yield make("sim_expires", severity, name, date=expires.isoformat())


def _silent(figures: Figures, settings: Settings, name: str) -> Iterator[Alarm]:
    watched = figures.facts.get(WATCHED + name)
    if watched is None:
        return
    since = max(watched.at, figures.heard.get(name, watched.at))
    quiet = daytime(since, figures.at, settings.zone)
    if quiet > timedelta(hours=settings.silent_hours):
        yield make("silent", Severity.WARNING, name, quiet)


def _short(detail: str) -> str:
    return detail if len(detail) <= 60 else f"{detail[:57]}..."
