"""The figures of an alert as its pages show them: whom it would reach, and what has become of it so far."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, Final

from sqlalchemy.orm import Session

from smsinfo.alerts import live
from smsinfo.alerts.live import Live
from smsinfo.alerts.reach import Reach
from smsinfo.db.queries.coverage import Minute
from smsinfo.db.queries.staff import region_names
from smsinfo.domain.alerts import GOING_OUT, Alert
from smsinfo.domain.messages import MtStatus
from smsinfo.web.access import services
from smsinfo.web.alert_desk import alerts, now
from smsinfo.web.i18n import page_language
from smsinfo.web.tiles import Tile, tiles

MOST_ROWS: Final = 300
"""Villages in a table; the worst served come first."""
MOST_MINUTES: Final = 15
QUICK, SLOW = 5, 30
"""Seconds between two looks: while it is being sent, and while receipts are still expected."""
ByRegion = Mapping[str, Mapping[MtStatus, int]]
"""Region of the people -> status -> messages: one read of each message, from which a page has all that it counts."""


@dataclass(frozen=True, slots=True)
class Place:
    """One region with what became of the messages to its people: handed over (confirmed among them), not."""

    code: str
    name: str
    messages: int
    handed: int
    delivered: int
    failed: int


@dataclass(frozen=True, slots=True)
class Now:
    """The counts of an alert on its way; `again` are seconds until the next look (0: nothing changes any more)."""

    seen: Live
    again: int


@dataclass(frozen=True, slots=True)
class Spread:
    """Where and when: the map and the last minutes. Looked at less often: it reads each message."""

    map: list[Tile]
    minutes: list[tuple[str, dict[str, int]]]


def preview(session: Session, one: Alert) -> dict[str, Any]:
    """Whom it would reach now, with the names of places."""
    found: Reach = alerts().preview.reach(session, one, now())
    there = sorted(found.by_village.items(), key=lambda item: -item[1])
    return {
        "reach": found,
        "there": there[:MOST_ROWS],
        "there_more": max(len(there) - MOST_ROWS, 0),
    }


def so_far(session: Session, one: Alert, found: ByRegion | None = None) -> Now:
    """The counts that add up; from what was read by region, where it was."""
    told = live.totals(found) if found is not None else None
    seen = live.live(session, one, services().plans, now(), told)
    expected = seen.in_air or seen.sent or seen.unknown
    return Now(
        seen=seen,
        again=QUICK if one.status in GOING_OUT or seen.waiting else SLOW if expected else 0,
    )


def spread(session: Session, one: Alert, found: ByRegion) -> tuple[Spread, list[Place], dict[str, str]]:
    """The map and the last minutes; the places (villages, or where people said that they live), those first in which
    most are not reached yet; and the names of all these and of the alert's regions."""
    minutes = _minutes(live.by_minute(session, one))
    rows = [_place(code, code, told) for code, told in found.items()]
    worst = sorted(rows, key=lambda row: (row.handed - row.messages, row.code))[:MOST_ROWS]
    names = region_names(session, {*(row.code for row in worst), *(code[:5] for code in found), *one.regions})
    places = [replace(row, name=names.get(row.code, row.code)) for row in worst]
    return Spread(tiles(_regencies(names, found), "handed", page_language()), minutes), places, names


def _regencies(names: Mapping[str, str], found: ByRegion) -> list[Place]:
    added: defaultdict[str, defaultdict[MtStatus, int]] = defaultdict(lambda: defaultdict(int))
    for code, told in found.items():
        for status, messages in told.items():
            added[code[:5]][status] += messages
    return [_place(code, names.get(code, code), told) for code, told in added.items()]


def _place(code: str, name: str, told: Mapping[MtStatus, int]) -> Place:
    delivered = told.get(MtStatus.DELIVERED, 0)
    handed = delivered + sum(told.get(status, 0) for status in (MtStatus.SENT, MtStatus.UNKNOWN))
    return Place(code, name, sum(told.values()), handed, delivered, told.get(MtStatus.FAILED, 0))


def _minutes(found: list[Minute]) -> list[tuple[str, dict[str, int]]]:
    """The last minutes in which something was heard, the newest first, by the clock of the offices."""
    by_minute: defaultdict[str, dict[str, int]] = defaultdict(dict)
    for one in found:
        clock = f"{one.at.astimezone(services().settings.zone):%H:%M}"
        by_minute[clock][one.status.value] = one.messages
    return list(by_minute.items())[-MOST_MINUTES:][::-1]
