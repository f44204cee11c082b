"""Figures of relays: how the villages of an alert stand, and how reliably villages answer."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from statistics import median
from typing import Any

from sqlalchemy import Connection, func, or_, select

from smsinfo.db.models import Region, RegionFact, RelayTask
from smsinfo.db.queries.reach import VILLAGE_LENGTH
from smsinfo.db.queries.recipients import touches
from smsinfo.domain.relays import OPEN, TaskState

_fact: Any = RegionFact.__table__
_region: Any = Region.__table__
_task: Any = RelayTask.__table__


@dataclass(frozen=True, slots=True)
class VillageNow:
    """One village of an alert's area: its relays' answer (None: it has none that was asked), how many heard it."""

    code: str
    name: str
    no_signal: bool
    state: TaskState | None
    heard: int | None


@dataclass(frozen=True, slots=True)
class Reliability:
    """How the relays of one place answered: requests (alerts, drills and tests), those confirmed, the median time to
    SUDAH in seconds, the last SUDAH."""

    code: str
    asked: int
    confirmed: int
    seconds: int | None
    last: datetime | None


def villages(connection: Connection, alert_id: int, regions: Sequence[str]) -> list[VillageNow]:
    """All villages of the area, by code. Of several relays the one who answered speaks for the village."""
    inside = touches(_region.c.code, sorted(regions)) & (func.length(_region.c.code) == VILLAGE_LENGTH)
    columns = (_region.c.code, _region.c.name, _fact.c.no_signal, _task.c.state, _task.c.heard)
    joined = _region.outerjoin(_fact, _fact.c.region_code == _region.c.code).outerjoin(
        _task, (_task.c.region_code == _region.c.code) & (_task.c.alert_id == alert_id)
    )
    found: dict[str, VillageNow] = {}
    for code, name, dark, state, heard in connection.execute(
        select(*columns).select_from(joined).where(inside).order_by(_region.c.code, _task.c.id)
    ):
        before = found.get(code)
        if before is None or (before.state in OPEN and state == TaskState.CONFIRMED.value):
            found[code] = VillageNow(code, name, bool(dark), TaskState(state) if state else None, heard)
    return list(found.values())


def reliability(
    connection: Connection, region: str | None, length: int, start: datetime, end: datetime
) -> list[Reliability]:
    """Requests of [start, end) by the first `length` characters of the village's code, in the order of the codes.

    What was stopped before anybody answered, and what waits still, is asked of nobody.
    """
    ended = _task.c.state.in_([TaskState.CONFIRMED.value, TaskState.MISSED.value])
    wanted = select(_task.c.region_code, _task.c.state, _task.c.asked_at, _task.c.confirmed_at).where(
        ended, _task.c.asked_at >= start, _task.c.asked_at < end
    )
    if region is not None:
        here, prefix = _task.c.region_code, f"{region}."
        wanted = wanted.where(or_(here == region, here.startswith(prefix, autoescape=True)))
    asked: defaultdict[str, int] = defaultdict(int)
    answers: defaultdict[str, list[tuple[datetime, datetime]]] = defaultdict(list)
    for code, _state, at, confirmed in connection.execute(wanted):
        asked[code[:length]] += 1
        if confirmed is not None:
            answers[code[:length]].append((at, confirmed))
    return [_reliable(code, asked[code], answers[code]) for code in sorted(asked)]


def _reliable(code: str, asked: int, answers: Sequence[tuple[datetime, datetime]]) -> Reliability:
    took = [(confirmed - at).total_seconds() for at, confirmed in answers]
    last = max((confirmed for _at, confirmed in answers), default=None)
    return Reliability(code, asked, len(answers), int(median(took)) if took else None, last)
