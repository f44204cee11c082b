"""What the figures and open data for everybody are made from: sums of days, and the groups that are shown."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import case, func, literal, select
from sqlalchemy.orm import Session

from smsinfo.db.models import DailyPlace, DailyTopic, KimGroup

_place: Any = DailyPlace.__table__
_topic: Any = DailyTopic.__table__
Days = tuple[date, date]
"""First and last day, both counted."""


class GroupRow(NamedTuple):
    """A group that is shown to everybody."""

    name: str
    region_code: str
    decree: str
    area: str
    address: str


def first_day(session: Session) -> date | None:
    """The first day of which anything was counted."""
    found: date | None = session.scalar(select(func.min(_place.c.day)).where(_place.c.place == ""))
    return found


def messages_by_day(
    session: Session, days: Days, places: Collection[str], kinds: Collection[str]
) -> dict[tuple[str, date], int]:
    """(place, day) -> messages of these kinds. '' is everywhere; days without any are not there."""
    these = _place.c.place.in_(sorted(places)) & _place.c.day.between(*days) & _place.c.kind.in_(sorted(kinds))
    keys = (_place.c.place, _place.c.day)
    rows = session.execute(select(*keys, func.sum(_place.c.messages)).where(these).group_by(*keys))
    return {(place, day): int(messages) for place, day, messages in rows}


def answers_by_topic(session: Session, spans: Sequence[Days]) -> dict[tuple[int, str], int]:
    """(number of the span, topic) -> answers, of everywhere. The spans follow each other."""
    step = case(*((_topic.c.day <= last, literal(n)) for n, (_, last) in enumerate(spans)), else_=literal(-1))
    these = (_topic.c.place == "") & _topic.c.day.between(spans[0][0], spans[-1][1])
    rows = session.execute(
        select(step.label("step"), _topic.c.topic_key, func.sum(_topic.c.messages))
        .where(these)
        .group_by("step", _topic.c.topic_key)
    )
    return {(n, topic): int(answers) for n, topic, answers in rows}


def groups(session: Session) -> list[GroupRow]:
    """The groups that are shown and still there, by region and name."""
    columns = (KimGroup.name, KimGroup.region_code, KimGroup.decree, KimGroup.area, KimGroup.address)
    shown = KimGroup.public.is_(True) & KimGroup.closed_at.is_(None)
    rows = session.execute(select(*columns).where(shown).order_by(KimGroup.region_code, KimGroup.name))
    return [GroupRow(*row) for row in rows]
