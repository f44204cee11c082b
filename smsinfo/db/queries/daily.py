"""The daily figures, added up in the database: a report asks one question, whatever the number of days and messages."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

from sqlalchemy import ColumnElement, and_, func, or_, select, union
from sqlalchemy.orm import Session

from smsinfo.db.models import Contact, DailyCount, DailyOutcome, DailyTiming, Region, Subscription

_count: Any = DailyCount.__table__
_outcome: Any = DailyOutcome.__table__
_timing: Any = DailyTiming.__table__
_region: Any = Region.__table__

VILLAGE: Final = 13
"""The length of a village's code, 62.06.01.2001."""


@dataclass(frozen=True, slots=True)
class Span:
    """Days from first to last, both counted, in a region and all that lies in it (None: everywhere)."""

    first: date
    last: date
    region: str | None = None


@dataclass(frozen=True, slots=True)
class Sum:
    """The figures of one group; `keys` are the values by which was grouped."""

    keys: tuple[Any, ...]
    messages: int
    segments: int
    cost_idr: int


def counts(session: Session, span: Span, by: Sequence[str], kinds: Collection[str] = ()) -> list[Sum]:
    """`daily_count` by columns of it; only some kinds, where they are given."""
    columns = [_count.c[name] for name in by]
    return _sums(session, _count, columns, _these(span, kinds))


def counts_by_region(session: Session, span: Span, length: int, by: Sequence[str]) -> list[Sum]:
    """The same by the first `length` characters of the region's code, then by columns."""
    place = func.substr(_count.c.region_code, 1, length)
    return _sums(session, _count, [place, *(_count.c[name] for name in by)], _these(span, ()))


def outcomes(session: Session, span: Span, by: Sequence[str]) -> list[Sum]:
    """`daily_outcome` by columns of it. It knows no region."""
    columns = [_outcome.c[name] for name in by]
    return _sums(session, _outcome, columns, _outcome.c.day.between(span.first, span.last))


def timings(session: Session, span: Span) -> list[tuple[str, int, int]]:
    """(channel, step in seconds, answers), by channel and step; the open step 0 comes last."""
    keys = (_timing.c.channel, _timing.c.seconds)
    rows = session.execute(
        select(*keys, func.sum(_timing.c.answers))
        .where(_timing.c.day.between(span.first, span.last))
        .group_by(*keys)
        .order_by(_timing.c.channel, _timing.c.seconds == 0, _timing.c.seconds)
    )
    return [(channel, seconds, int(answers)) for channel, seconds, answers in rows]


def places(session: Session, parent: str | None) -> dict[str, str]:
    """Code -> name of the regions directly below a region; without one, all regencies and cities."""
    within = _region.c.parent_code == parent if parent else func.length(_region.c.code) == len("62.06")
    rows = session.execute(select(_region.c.code, _region.c.name).where(within).order_by(_region.c.code))
    return {row.code: row.name for row in rows}


def place_name(session: Session, code: str) -> str | None:
    """The name of a region; None for a code that we do not know."""
    name: str | None = session.execute(select(_region.c.name).where(_region.c.code == code)).scalar()
    return name


def villages(session: Session, region: str | None = None) -> int:
    """How many villages (desa and kelurahan) there are."""
    there = and_(func.length(_region.c.code) == VILLAGE, _within(_region.c.code, region))
    return int(session.execute(select(func.count()).select_from(_region).where(there)).scalar_one())


def villages_with_people(session: Session, before: datetime, region: str | None = None) -> int:
    """In how many villages somebody whom we know by now lived, or subscribed, before a moment."""
    lives = select(Contact.region_code).where(
        func.length(Contact.region_code) == VILLAGE,
        Contact.practice.is_(False),
        Contact.first_seen_at < before,
        _within(Contact.region_code, region),
    )
    wants = (
        select(Subscription.region_code)
        .join(Contact, Contact.id == Subscription.contact_id)
        .where(
            func.length(Subscription.region_code) == VILLAGE,
            Contact.practice.is_(False),
            Subscription.created_at < before,
            _within(Subscription.region_code, region),
        )
    )
    return int(session.execute(select(func.count()).select_from(union(lives, wants).subquery())).scalar_one())


def _these(span: Span, kinds: Collection[str]) -> ColumnElement[bool]:
    these = [_count.c.day.between(span.first, span.last), _within(_count.c.region_code, span.region)]
    return and_(*these, *([_count.c.kind.in_(sorted(kinds))] if kinds else []))


def _within(column: Any, region: str | None) -> ColumnElement[bool]:
    """The region itself or what lies in it: never BETWEEN, which a collation could bend."""
    if region is None:
        return and_(True)
    return or_(column == region, column.startswith(f"{region}.", autoescape=True))


def _sums(session: Session, table: Any, keys: Sequence[Any], these: ColumnElement[bool]) -> list[Sum]:
    figures = (func.sum(table.c[name]) for name in ("messages", "segments", "cost_idr"))
    # By label: PostgreSQL takes the same substr with a second parameter for another expression.
    labels = [f"key_{place}" for place in range(len(keys))]
    named = (key.label(label) for key, label in zip(keys, labels, strict=True))
    rows = session.execute(select(*named, *figures).where(these).group_by(*labels).order_by(*labels))
    return [Sum(tuple(row[: len(keys)]), *(int(value or 0) for value in row[len(keys) :])) for row in rows]
