"""Whether answers helped: counts by day, topic and region, and nobody's."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import case, func, or_, select
from sqlalchemy.dialects.postgresql import insert as pg_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert
from sqlalchemy.orm import Session

from smsinfo.db.models import Revision, Summary, Topic, TopicRating
from smsinfo.db.queries.daily import Span


class Rated(NamedTuple):
    """A topic with those who were helped, and those who were not."""

    topic: str
    yes: int
    no: int


def add(session: Session, day: date, topic: str, region: str, *, helped: bool) -> None:
    """One more answer to `Membantu?`. `region` is '' where we do not know it."""
    make: Any = pg_insert if session.get_bind().dialect.name == "postgresql" else sqlite_insert
    put = make(TopicRating)
    more = {"yes": TopicRating.yes + put.excluded.yes, "no": TopicRating.no + put.excluded.no}
    keys = [TopicRating.day, TopicRating.topic_key, TopicRating.region_code]
    values = {"day": day, "topic_key": topic, "region_code": region, "yes": int(helped), "no": int(not helped)}
    session.execute(put.on_conflict_do_update(index_elements=keys, set_=more), [values])


def by_topic(session: Session, span: Span) -> list[Rated]:
    """All topics that were rated in these days in the region, by key."""
    chosen = (TopicRating.day >= span.first, TopicRating.day <= span.last)
    rows = _sums().where(*chosen)
    if span.region:
        rows = rows.where(_inside([span.region]))
    return [
        Rated(*row) for row in session.execute(rows.group_by(TopicRating.topic_key).order_by(TopicRating.topic_key))
    ]


def sums(session: Session, spans: Sequence[Span]) -> list[tuple[int, int]]:
    """Yes and no of all topics in each of these spans, in one look; the region is that of the first span."""
    inside = [(TopicRating.day >= span.first) & (TopicRating.day <= span.last) for span in spans]
    columns = [
        func.coalesce(func.sum(case((when, said), else_=0)), 0)
        for when in inside
        for said in (TopicRating.yes, TopicRating.no)
    ]
    wanted = select(*columns).where(or_(*inside))
    if spans[0].region:
        wanted = wanted.where(_inside([spans[0].region]))
    found = [int(number) for number in session.execute(wanted).one()]
    return list(zip(found[::2], found[1::2], strict=True))


def of_topic(session: Session, key: str, since: date) -> Rated:
    """What was said of one topic since a day, in all regions."""
    rows = _sums().where(TopicRating.topic_key == key, TopicRating.day >= since).group_by(TopicRating.topic_key)
    found = session.execute(rows).first()
    return Rated(*found) if found is not None else Rated(key, 0, 0)


def poor(
    session: Session, since: date, least: int, within: Collection[str] | None = None, limit: int = 50
) -> list[Rated]:
    """Published topics that did not help at least `least` people, and no fewer than they helped; the worst first.

    Only what was said after the topic's newest text counts: a better text begins anew. `within` are the regencies whose
    ratings somebody may see.
    """
    changed = (
        select(Topic.key.label("key"), func.max(Revision.created_at).label("at"))
        .join(Summary, Summary.topic_id == Topic.id)
        .join(Revision, Revision.summary_id == Summary.id)
        .where(Revision.state == "published", Topic.status == "published")
        .group_by(Topic.key)
        .subquery()
    )
    no, yes = func.sum(TopicRating.no), func.sum(TopicRating.yes)
    rows = (
        _sums()
        .join(changed, changed.c.key == TopicRating.topic_key)
        .where(TopicRating.day >= since, TopicRating.day > func.date(changed.c.at))
    )
    if within is not None:
        rows = rows.where(_inside(within)) if within else rows.where(TopicRating.day.is_(None))
    worst = rows.group_by(TopicRating.topic_key).having(no >= least, no >= yes)
    return [Rated(*row) for row in session.execute(worst.order_by(no.desc(), TopicRating.topic_key).limit(limit))]


def _sums() -> Any:
    return select(TopicRating.topic_key, func.sum(TopicRating.yes), func.sum(TopicRating.no))


def _inside(regions: Collection[str]) -> Any:
    """A region is the code itself and all that lies in it."""
    each = (or_(TopicRating.region_code == r, TopicRating.region_code.startswith(f"{r}.")) for r in regions)
    return or_(*each)
