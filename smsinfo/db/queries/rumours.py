"""Rumours: what is heard where, and which claim answers it."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date, datetime
from typing import Any, Final, NamedTuple

from sqlalchemy import func, insert, or_, select, update
from sqlalchemy.dialects.postgresql import insert as pg_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert
from sqlalchemy.orm import Session

from smsinfo.db.models import Rumour as Row
from smsinfo.db.models import RumourCount
from smsinfo.domain.cases import Rumour, RumourState

_NAMES: Final = ("id", "title", "sample", "heard", "state", "claim_key", "first_at", "last_at", "answered_at")
_COLUMNS: Final = tuple(getattr(Row, name) for name in _NAMES)
REGENCY: Final = 5
"""Characters of a regency's code: rumours are counted by regency."""


class Terms(NamedTuple):
    """A rumour's vector as it is compared."""

    id: int
    terms: str
    heard: int


class Rising(NamedTuple):
    """A rumour with how often it was heard in the days that were asked for, by region."""

    rumour: Rumour
    times: int
    regions: tuple[tuple[str, int], ...]


def get(session: Session, number: int) -> Rumour | None:
    """One rumour."""
    row = session.execute(select(*_COLUMNS).where(Row.id == number)).first()
    return _rumour(row) if row is not None else None


def of_claim(session: Session, key: str) -> Rumour | None:
    """The rumour that a claim answers."""
    row = session.execute(select(*_COLUMNS).where(Row.claim_key == key).order_by(Row.id).limit(1)).first()
    return _rumour(row) if row is not None else None


def open_terms(session: Session, since: datetime) -> list[Terms]:
    """The rumours without a verdict that were heard since a moment, as they are compared, oldest first."""
    wanted = select(Row.id, Row.terms, Row.heard).where(Row.state == RumourState.OPEN, Row.last_at > since)
    return [Terms(*row) for row in session.execute(wanted.order_by(Row.id))]


def open_ones(session: Session, limit: int) -> list[Rumour]:
    """Rumours without a verdict, the newest heard first."""
    wanted = select(*_COLUMNS).where(Row.state == RumourState.OPEN).order_by(Row.last_at.desc()).limit(limit)
    return [_rumour(row) for row in session.execute(wanted)]


def add(session: Session, values: Mapping[str, Any]) -> int:
    """A new rumour; its id."""
    made: int = session.execute(insert(Row).values(**values).returning(Row.id)).scalar_one()
    return made


def change(session: Session, number: int, values: Mapping[str, Any]) -> None:
    """Write these values."""
    session.execute(update(Row).where(Row.id == number).values(**values))


def hear(session: Session, number: int, region: str, day: date, now: datetime) -> None:
    """It was heard once more, in this region (empty: nobody knows where)."""
    session.execute(update(Row).where(Row.id == number).values(heard=Row.heard + 1, last_at=now))
    make = pg_insert if session.get_bind().dialect.name == "postgresql" else sqlite_insert
    values = {"rumour_id": number, "day": day, "region_code": region[:REGENCY], "heard": 1}
    count = make(RumourCount).values(**values)
    keys = [RumourCount.rumour_id, RumourCount.day, RumourCount.region_code]
    session.execute(count.on_conflict_do_update(index_elements=keys, set_={"heard": RumourCount.heard + 1}))


def rising(
    session: Session, states: Collection[RumourState], regions: Collection[str] | None, since: date, limit: int
) -> list[Rising]:
    """What was heard most often since a day, in these regencies (None: everywhere)."""
    times = func.sum(RumourCount.heard)
    counted = select(RumourCount.rumour_id, times.label("times")).where(RumourCount.day >= since)
    if regions is not None:
        counted = counted.where(RumourCount.region_code.in_(sorted(regions)))
    sums = counted.group_by(RumourCount.rumour_id).subquery()
    wanted = select(*_COLUMNS, sums.c.times).join(sums, sums.c.rumour_id == Row.id).where(Row.state.in_(states))
    rows = session.execute(wanted.order_by(sums.c.times.desc(), Row.last_at.desc(), Row.id).limit(limit)).all()
    where = _regions(session, [row.id for row in rows], since, regions)
    return [Rising(_rumour(row), row.times, where.get(row.id, ())) for row in rows]


def _regions(
    session: Session, numbers: Collection[int], since: date, regions: Collection[str] | None
) -> dict[int, tuple[tuple[str, int], ...]]:
    heard = func.sum(RumourCount.heard)
    wanted = (
        select(RumourCount.rumour_id, RumourCount.region_code, heard)
        .where(RumourCount.rumour_id.in_(sorted(numbers)), RumourCount.day >= since)
        .group_by(RumourCount.rumour_id, RumourCount.region_code)
        .order_by(heard.desc(), RumourCount.region_code)
    )
    if regions is not None:
        wanted = wanted.where(RumourCount.region_code.in_(sorted(regions)))
    found: dict[int, tuple[tuple[str, int], ...]] = {}
    for number, region, times in session.execute(wanted):
        found[number] = (*found.get(number, ()), (region, times))
    return found


def heard_between(session: Session, first: date, last: date, region: str | None) -> list[tuple[Rumour, int]]:
    """The rumours heard from one day to another, both counted, in a regency or all in it, with how often."""
    counted = select(RumourCount.rumour_id, func.sum(RumourCount.heard).label("times"))
    counted = counted.where(RumourCount.day.between(first, last))
    if region is not None:
        code = RumourCount.region_code
        counted = counted.where(or_(code == region[:REGENCY], code.startswith(f"{region}.", autoescape=True)))
    sums = counted.group_by(RumourCount.rumour_id).subquery()
    wanted = select(*_COLUMNS, sums.c.times).join(sums, sums.c.rumour_id == Row.id)
    return [(_rumour(row), row.times) for row in session.execute(wanted.order_by(sums.c.times.desc(), Row.id))]


def _rumour(row: Any) -> Rumour:
    first, last, answered = row.first_at, row.last_at, row.answered_at
    state = RumourState(row.state)
    return Rumour(row.id, row.title, row.sample, row.heard, state, row.claim_key, first, last, answered)
