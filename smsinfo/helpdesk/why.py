"""Why something did not arrive, as data: pure rules over a message, an alert, and what holds messages back now.

Each rule ends in a code of `Why`, which the pages put into words. The order says what a caller is told: what the person
decided comes before what the channel did, and that before what time does.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from smsinfo.db.queries.channels import State
from smsinfo.domain.contacts import Category
from smsinfo.domain.desk import AlertThen, Out, Tried, Why
from smsinfo.domain.messages import Lane, MtStatus, Purpose
from smsinfo.domain.regions import covers
from smsinfo.outbox.quiet import not_before


@dataclass(frozen=True, slots=True)
class Now:
    """What holds messages back at a moment: quiet hours, channels that are paused or failing, the day's money."""

    at: datetime
    quiet_hours: str
    zone: ZoneInfo
    channels: Mapping[str, State]
    no_money: bool


@dataclass(frozen=True, slots=True)
class Wishes:
    """What a contact wants: nothing (`stopped`), or the alerts of regions: (region, category, since).

    `set_aside`: the networks say that there is no such phone.
    """

    stopped: bool
    practice: bool
    subscriptions: tuple[tuple[str, str, datetime], ...]
    set_aside: bool = False


def of_message(out: Out, tried: Tried | None, wishes: Wishes, now: Now) -> Why:
    """What became of a message, or what it waits for."""
    status = MtStatus(out.status)
    if status is MtStatus.QUEUED:
        return _waiting(out, tried, wishes, now)
    if status is MtStatus.CANCELLED and wishes.stopped and out.purpose != Purpose.REPLY:
        return Why("stopped", out.status_at)
    error = out.error or (tried.error if tried is not None else "")
    if status is MtStatus.FAILED:
        return Why("failed", out.status_at, error)
    if status is MtStatus.EXPIRED:
        return Why("expired", out.expires_at, error)
    return Why(status.value, out.status_at)


def _waiting(out: Out, tried: Tried | None, wishes: Wishes, now: Now) -> Why:
    lane, channel = Lane(out.lane), now.channels.get(out.channel)
    opens = not_before(lane, now.at, now.quiet_hours, now.zone)
    rules: tuple[tuple[bool, Why], ...] = (
        (wishes.stopped and out.purpose != Purpose.REPLY, Why("stopped")),
        (out.expires_at <= now.at, Why("expired", out.expires_at, tried.error if tried else "")),
        (channel is not None and channel.paused, Why("paused")),
        (channel is not None and channel.is_open(now.at), Why("failing")),
        (opens > now.at, Why("quiet", opens)),
        (tried is not None, Why("retry", out.not_before, tried.error if tried else "", out.attempts)),
        # Urgent and other alerts have money of their own (smsinfo.outbox.budget).
        (now.no_money and lane in (Lane.REPLY, Lane.BULK), Why("money")),
        (out.not_before > now.at, Why("later", out.not_before)),
    )
    return next((why for holds, why in rules if holds), Why("queue"))


def of_silence(silence: str) -> Why:
    """Why a text of the contact got no reply; the codes are those of `inbox` and `conversation.guards`."""
    return Why(f"silent_{silence}" if silence else "silent")


def of_missing(alert: AlertThen, wishes: Wishes) -> Why:
    """Why no message was made for an alert."""
    near = [s for s in wishes.subscriptions if _meets(s[0], alert.regions)]
    fitting = [s for s in near if s[1] in (Category.ALL, alert.category)]
    rules: tuple[tuple[bool, Why], ...] = (
        (wishes.stopped, Why("stopped")),
        (wishes.set_aside, Why("set_aside")),
        (wishes.practice, Why("practice")),
        (not wishes.subscriptions, Why("no_subscription")),
        (not near, Why("other_region")),
        (not fitting, Why("other_category")),
        (all(since > alert.created_at for _, _, since in fitting), Why("too_late", _first(fitting))),
        (alert.fanned_out_at is None, Why("underway")),
    )
    return next((why for holds, why in rules if holds), Why("not_made"))


def _meets(place: str, regions: Iterable[str]) -> bool:
    """As the fan-out has it: the place itself, what lies in it, and what covers it."""
    return any(covers(place, region) or covers(region, place) for region in regions)


def _first(fitting: list[tuple[str, str, datetime]]) -> datetime | None:
    return min((since for _, _, since in fitting), default=None)
