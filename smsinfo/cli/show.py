"""How the terminal shows the outbox and the channels: tables that fit 80 columns."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from rich.console import Group, JustifyMethod, RenderableType
from rich.table import Table
from rich.text import Text

from smsinfo.config import Settings
from smsinfo.db.queries.channels import State
from smsinfo.db.queries.reporting import Message, Tally, Tried
from smsinfo.domain.channels import Plan
from smsinfo.domain.messages import Lane, MtStatus
from smsinfo.outbox.alarms import WORKER_GONE, rupiah, span
from smsinfo.outbox.figures import Figures
from smsinfo.outbox.quiet import awake
from smsinfo.outbox.watch import ALARM, standing

TODAY = (MtStatus.SENT, MtStatus.DELIVERED, MtStatus.FAILED, MtStatus.UNKNOWN, MtStatus.EXPIRED)
OUTCOMES = (MtStatus.DELIVERED, MtStatus.SENT, MtStatus.FAILED, MtStatus.UNKNOWN, MtStatus.EXPIRED)
NOTHING = "-"


def new_table(title: str, *columns: str, words: int = 1, gap: int = 2) -> Table:
    """A table without lines; the first `words` columns are words, the rest figures. Names are never broken."""
    table = Table(title=title, title_justify="left", title_style="bold", box=None, padding=(0, gap, 0, 0))
    table.pad_edge = False
    for place, column in enumerate(columns):
        justify: JustifyMethod = "left" if place < words else "right"
        table.add_column(column, justify=justify, overflow="fold", no_wrap=place == 0, header_style="underline")
    return table


def board(figures: Figures, settings: Settings) -> RenderableType:
    """The outbox at a glance."""
    between = Text("")
    return Group(_waiting(figures), between, _today(figures, settings), between, Text(_last_lines(figures, settings)))


def board_data(figures: Figures, settings: Settings) -> dict[str, Any]:
    """The same for programs: ages in seconds, money in rupiah."""
    told, rates = _told(figures.tallies), {name: figures.per_minute(name) for name in _names(figures, settings)}
    return {
        "at": figures.at.isoformat(),
        "waiting": [
            {
                "channel": queue.channel,
                "lane": queue.lane.value,
                "messages": queue.messages,
                "oldest_seconds": int((figures.at - queue.oldest).total_seconds()),
            }
            for queue in figures.waiting
        ],
        "channels": [
            {
                "channel": name,
                "made_per_minute": made,
                "told_per_minute": ended,
                "today": {status.value: told.get((name, status), 0) for status in MtStatus},
            }
            for name, (made, ended) in rates.items()
        ],
        "spent_idr": {"day": figures.spent.day, "month": figures.spent.month},
        "cap_idr": {"day": settings.spend_cap_idr, "month": settings.spend_cap_month_idr},
        "workers": _workers(figures),
        "alarms": _alarms(figures),
    }


def channel_table(figures: Figures, settings: Settings, plans: Iterable[Plan]) -> Table:
    """All declared channels, two lines each. The last columns say how long ago."""
    heads = ("channel", "number", "/min", "state", "balance", "sent", "failed", "text in")
    table = new_table("Channels", *heads, words=2, gap=1)
    at = figures.at
    for plan in plans:
        state, expires = figures.states.get(plan.name), settings.channels[plan.name].sim_expires
        balance = state.balance_idr if state is not None else None
        table.add_row(
            f"{plan.name}\n[dim]{plan.kind}[/dim]",
            plan.number + (f"\n[dim]SIM {expires}[/dim]" if expires else ""),
            _rate(plan, figures),
            _stands(state, at) if plan.can_send else "answers",
            rupiah(balance) if balance is not None else NOTHING,
            ago(at, figures.last_sent(plan.name)),
            ago(at, state.last_failed_at if state is not None else None),
            ago(at, figures.heard.get(plan.name)),
        )
    return table


def details(message: Message, to: str, words: str, tried: Sequence[Tried], zone: ZoneInfo) -> RenderableType:
    """One message, field by field, then its failed attempts."""
    table = Table(box=None, show_header=False, pad_edge=False, padding=(0, 2, 0, 0))
    table.add_column(style="dim")
    table.add_column(overflow="fold")
    price = f"{message.segments} {'segment' if message.segments == 1 else 'segments'}, Rp {rupiah(message.cost_idr)}"
    fields = {
        "message": str(message.id),
        "status": f"{message.status} since {clock(message.status_at, zone)}",
        "to": to + (f" ({message.operator})" if message.operator else ""),
        "why": message.purpose + (f" {message.alert}" if message.alert else ""),
        "channel": f"{message.channel}, lane {message.lane}",
        "text": words or "(emptied)",
        "size": f"{message.encoding}, {price}",
        "made": clock(message.created_at, zone),
        "not before": clock(message.not_before, zone) if message.status == MtStatus.QUEUED else "",
        "expires": clock(message.expires_at, zone),
        "attempts": f"{message.attempts}" + (", repeated once for want of an answer" if message.repeats else ""),
        "provider's id": message.external_id or "",
        "last error": " ".join(filter(None, (message.error, message.detail))),
    }
    for name, value in fields.items():
        if value:
            table.add_row(name, Text(value))
    if not tried:
        return table
    failed = new_table("Failed attempts", "no.", "at", "channel", "error", "detail", words=5)
    for one in tried:
        failed.add_row(str(one.number), clock(one.at, zone), one.channel, one.error, Text(one.detail))
    return Group(table, Text(""), failed)


def shares(tallies: Iterable[Tally], day: date) -> RenderableType:
    """A day's messages by channel and outcome, with shares of all that were to leave and did not stay in the queue."""
    tallies = tuple(tallies)
    told, names = _told(tallies), sorted({tally.channel for tally in tallies})
    if not names:
        return Text(f"No messages on {day}.")
    outcomes = [status.value for status in OUTCOMES]
    table = new_table(f"Messages of {day}", "channel", "all", *outcomes, "cost")
    for name in names:
        whole = sum(told.get((name, status), 0) for status in OUTCOMES)
        cells = [_share(told.get((name, status), 0), whole) for status in OUTCOMES]
        cost = sum(one.cost_idr for one in tallies if one.channel == name and one.status in OUTCOMES)
        table.add_row(name, str(whole), *cells, rupiah(cost))
    held = sum(one.messages for one in tallies if one.status in (MtStatus.QUEUED, MtStatus.SENDING))
    off = sum(one.messages for one in tallies if one.status is MtStatus.CANCELLED)
    rest = f"{held} still wait or are being sent, {off} were cancelled; sent: no receipt came (yet)."
    return Group(table, Text(""), Text(rest))


def ago(now: datetime, moment: datetime | None) -> str:
    """How long ago, `-` for never."""
    return span(max(timedelta(), now - moment)) if moment is not None else NOTHING


def clock(moment: datetime, zone: ZoneInfo) -> str:
    """A moment in local time."""
    return f"{moment.astimezone(zone):%Y-%m-%d %H:%M:%S}"


def _rate(plan: Plan, figures: Figures) -> str:
    """Segments a minute, and how much of the day's is used where there is a limit."""
    if not plan.can_send:
        return NOTHING
    used = f"\n[dim]{figures.segments.get(plan.name, 0)}/{plan.daily_segments}[/dim]" if plan.daily_segments else ""
    return f"{plan.per_minute:g}{used}"


def _stands(state: State | None, at: datetime) -> str:
    if state is None:
        return "new"
    left = f"\n{span(state.open_until - at)}" if state.open_until is not None and state.is_open(at) else ""
    return standing(state, at) + left


def _waiting(figures: Figures) -> RenderableType:
    if not figures.waiting:
        return Text("Nothing waits.", style="bold")
    table = new_table("Waiting", "channel", "lane", "messages", "oldest", words=2)
    for queue in figures.waiting:
        table.add_row(queue.channel, queue.lane.value, str(queue.messages), ago(figures.at, queue.oldest))
    return table


def _today(figures: Figures, settings: Settings) -> Table:
    table = new_table("Today", "channel", "new/min", "out/min", *(status.value for status in TODAY))
    told = _told(figures.tallies)
    for name in _names(figures, settings):
        counts = [*figures.per_minute(name), *(told.get((name, status), 0) for status in TODAY)]
        table.add_row(name, *map(str, counts))
    return table


def _last_lines(figures: Figures, settings: Settings) -> str:
    day, month = figures.spent.day, figures.spent.month
    workers = _workers(figures)
    asleep = [lane.value for lane in Lane if lane not in awake(Lane, figures.at, settings.quiet_hours, settings.zone)]
    lines = [
        f"Spent today Rp {rupiah(day)} of {rupiah(settings.spend_cap_idr)}, "
        f"this month Rp {rupiah(month)} of {rupiah(settings.spend_cap_month_idr)}.",
        f"Workers: {', '.join(workers)}." if workers else "No worker has shown itself for a minute: smsinfo worker",
    ]
    if figures.locked is not None:
        lines.append(f"Sending is locked: {figures.locked}. When you have looked: smsinfo restore --unlock")
    if asleep:
        lines.append(f"Quiet hours, {settings.quiet_hours}: {' and '.join(asleep)} wait.")
    found = _alarms(figures)
    return "\n".join([*lines, *([f"Alarms: {', '.join(found)}; see smsinfo doctor."] if found else [])])


def _workers(figures: Figures) -> list[str]:
    return sorted(name for name, at in figures.workers.items() if figures.at - at <= WORKER_GONE)


def _alarms(figures: Figures) -> list[str]:
    begun = (name.removeprefix(ALARM).partition(":") for name in sorted(figures.facts) if name.startswith(ALARM))
    return [f"{code} {about}".strip() for code, _, about in begun]


def _names(figures: Figures, settings: Settings) -> list[str]:
    """The declared channels, then those that only the database still knows."""
    return list(dict.fromkeys([*settings.channels, *(tally.channel for tally in figures.tallies)]))


def _told(tallies: Iterable[Tally]) -> dict[tuple[str, MtStatus], int]:
    return {(tally.channel, tally.status): tally.messages for tally in tallies}


def _share(part: int, whole: int) -> str:
    return f"{part} ({part / whole:.0%})" if part else "0"
