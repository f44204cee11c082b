"""The daily figures, added up in the database: a report asks one question, whatever the number of days and messages."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, Final

from sqlalchemy import ColumnElement, and_, func, or_, select, union
from sqlalchemy.orm import Session

from smsinfo.db.models import (
    Contact,
    DailyCount,
    DailyOutcome,
    DailyPlace,
    DailyTiming,
    DailyTopic,
    Region,
    Subscription,
)
from smsinfo.db.queries.sums import PLACES, TOPIC_PLACES
from smsinfo.domain.messages import ReplyKind

_count: Any = DailyCount.__table__
_place: Any = DailyPlace.__table__
_topic: Any = DailyTopic.__table__
_outcome: Any = DailyOutcome.__table__
_timing: Any = DailyTiming.__table__
_region: Any = Region.__table__

VILLAGE: Final = 13
"""The length of a village's code, 62.06.01.2001."""
MOST_LOOKS: Final = 800
"""A year and the one before are looked up day by day; whoever asks for more waits for it."""


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
    """Figures by `day`, `kind` or `language`; only some kinds, where they are given."""
    table, these = _summed(span)
    if kinds:
        these &= table.c.kind.in_(sorted(kinds))
    return _sums(session, table, [table.c[name] for name in by], these)


def counts_by_region(session: Session, span: Span, codes: Collection[str], by: Sequence[str]) -> list[Sum]:
    """The same for each of some regions of one level, with all that lies in it: the code, then the columns."""
    if all(len(code) < VILLAGE for code in codes):
        keys, these = [_place.c.place, *(_place.c[name] for name in by)], _place.c.place.in_(sorted(codes))
        return _sums(session, _place, keys, _days(_place, span) & these)
    keys, these = [_count.c.region_code, *(_count.c[name] for name in by)], _count.c.region_code.in_(sorted(codes))
    return _sums(session, _count, keys, _days(_count, span) & these)


def answers_by_topic(session: Session, span: Span) -> list[Sum]:
    """Answers by topic."""
    if len(span.region or "") in TOPIC_PLACES:
        these = _days(_topic, span) & (_topic.c.place == (span.region or ""))
        return _sums(session, _topic, [_topic.c.topic_key], these)
    these = _counted_in(span) & (_count.c.kind == ReplyKind.ANSWER.value)
    return _sums(session, _count, [_count.c.topic_key], these)


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


def _summed(span: Span) -> tuple[Any, ColumnElement[bool]]:
    """The table that holds the figures of the span's region, and which rows of it are the span's."""
    if len(span.region or "") in PLACES:
        return _place, _days(_place, span) & (_place.c.place == (span.region or ""))
    return _count, _counted_in(span)


def _counted_in(span: Span) -> ColumnElement[bool]:
    """The counts of a region and of what lies in it, as a stretch of the key. Codes are compared byte by byte."""
    region = span.region or ""
    # "/" follows ".": digits and dots are all that codes are made of.
    return and_(_days(_count, span), _count.c.region_code >= region, _count.c.region_code < f"{region}/")


def _days(table: Any, span: Span) -> ColumnElement[bool]:
    """The days of a span, each by itself while there are not many: so a database looks each of them up by the key,
    where a stretch of days would have it read what all places had in them."""
    days = (span.last - span.first).days + 1
    if days > MOST_LOOKS:
        return table.c.day.between(span.first, span.last)  # type: ignore[no-any-return]
    return table.c.day.in_([span.first + timedelta(days=n) for n in range(days)])  # type: ignore[no-any-return]


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
