"""Gaps: the texts that got no answer, and the clusters that they were brought into."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime
from typing import Any, Final, NamedTuple, TypedDict

from sqlalchemy import Select, case, delete, func, insert, select, update
from sqlalchemy.dialects.postgresql import insert as pg_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert
from sqlalchemy.orm import Session, aliased

from smsinfo.db.models import Contact, GapCluster, GapCount, GapMessage, InboundMessage
from smsinfo.domain.gaps import GapState
from smsinfo.domain.messages import ReplyKind

REGENCY: Final = len("62.06")
_BATCH: Final = 500


class Unanswered(NamedTuple):
    """An MO that got nothing, or a menu from which its writer took nothing. `region` is a regency, '' unknown."""

    id: int
    text: str
    region: str
    received_at: datetime


class Page(NamedTuple):
    """A step of a walk by id: what was found, where the next one begins, and whether more may follow."""

    texts: list[Unanswered]
    next_id: int
    more: bool


class ClusterRow(NamedTuple):
    """A cluster as far as bringing texts together needs it."""

    id: int
    terms: str
    asked: int


class Grown(TypedDict):
    """What texts add to a cluster."""

    title: str
    terms: str
    asked: int
    last_asked_at: datetime


def unanswered(session: Session, after: int, before: datetime, most: int) -> Page:
    """The MOs after an id that got nothing. The walk stops at the first that is younger than `before`:

    a menu may still be answered by a digit, and a transaction with a lower id may still end.
    """
    after_it = aliased(InboundMessage)
    # What the same person texted next, where this one got a menu: an answer says that the menu helped.
    next_kind = (
        select(after_it.kind)
        .where(after_it.contact_id == InboundMessage.contact_id, after_it.id > InboundMessage.id)
        .order_by(after_it.id)
        .limit(1)
        .correlate(InboundMessage)
        .scalar_subquery()
    )
    menu = InboundMessage.kind == ReplyKind.MENU.value
    columns = (
        InboundMessage.id,
        InboundMessage.received_at,
        InboundMessage.kind,
        InboundMessage.command,
        InboundMessage.body,
        InboundMessage.region_code,
        func.coalesce(Contact.practice, False),
        case((menu, next_kind), else_=None),
    )
    page = select(*columns).outerjoin(Contact, Contact.id == InboundMessage.contact_id)
    rows = session.execute(page.where(InboundMessage.id > after).order_by(InboundMessage.id).limit(most)).all()
    found: list[Unanswered] = []
    for number, received_at, kind, command, body, region, practice, then in rows:
        if received_at >= before:
            return Page(found, number - 1, False)
        helped = kind == ReplyKind.MENU.value and then == ReplyKind.ANSWER.value
        in_vain = kind in (ReplyKind.NONE.value, ReplyKind.MENU.value) and command is None and not helped
        if in_vain and body and not practice:
            found.append(Unanswered(number, body, (region or "")[:REGENCY], received_at))
    return Page(found, rows[-1].id if rows else after, len(rows) == most)


def clusters(session: Session) -> list[ClusterRow]:
    """All clusters, whatever their state."""
    columns = select(GapCluster.id, GapCluster.terms, GapCluster.asked).order_by(GapCluster.id)
    return [ClusterRow(*row) for row in session.execute(columns)]


def add_cluster(session: Session, grown: Grown, first_asked_at: datetime) -> int:
    """A new, open cluster; its id."""
    row = GapCluster(state=GapState.OPEN.value, first_asked_at=first_asked_at, **grown)
    session.add(row)
    session.flush()
    return row.id


def grow(session: Session, rows: Mapping[int, Grown]) -> None:
    """Texts have come to clusters, by id."""
    if rows:
        session.execute(update(GapCluster), [{"id": number, **grown} for number, grown in rows.items()])


def add_messages(session: Session, messages: Sequence[tuple[int, int]]) -> None:
    """(MO, cluster): to which cluster the texts went."""
    for start in range(0, len(messages), _BATCH):
        batch = messages[start : start + _BATCH]
        session.execute(insert(GapMessage), [{"inbound_id": mo, "cluster_id": cluster} for mo, cluster in batch])


def count(session: Session, counted: Mapping[tuple[int, date, str], int]) -> None:
    """Add to the counts by (cluster, week, region)."""
    if not counted:
        return
    make: Any = pg_insert if session.get_bind().dialect.name == "postgresql" else sqlite_insert
    add = make(GapCount)
    keys = [GapCount.cluster_id, GapCount.week, GapCount.region_code]
    add = add.on_conflict_do_update(index_elements=keys, set_={"asked": GapCount.asked + add.excluded.asked})
    rows = [
        {"cluster_id": cluster, "week": week, "region_code": region, "asked": asked}
        for (cluster, week, region), asked in sorted(counted.items())
    ]
    session.execute(add, rows)


def locked(session: Session, numbers: Collection[int]) -> list[GapCluster]:
    """These clusters, held against others until the transaction ends."""
    wanted = select(GapCluster).where(GapCluster.id.in_(sorted(numbers))).order_by(GapCluster.id)
    return list(session.scalars(wanted.with_for_update()))


def one_cluster(session: Session, number: int) -> GapCluster | None:
    """A cluster to look at; `locked` is for who changes it."""
    return session.get(GapCluster, number)


def page_of_clusters(
    session: Session,
    states: Collection[str],
    regions: Collection[str] | None,
    week: date | None,
    limit: int,
    offset: int,
) -> list[GapCluster]:
    """Clusters in one of the states, most asked first; those asked for from these regencies and in this week."""
    wanted = select(GapCluster).where(GapCluster.state.in_(sorted(states)))
    if regions is not None or week is not None:
        asked = _in_regions(select(GapCount.cluster_id), GapCount.region_code, regions)
        wanted = wanted.where(GapCluster.id.in_(asked if week is None else asked.where(GapCount.week == week)))
    ordered = wanted.order_by(GapCluster.asked.desc(), GapCluster.last_asked_at.desc(), GapCluster.id)
    return list(session.scalars(ordered.limit(limit).offset(offset)))


def texts_of(
    session: Session, numbers: Collection[int], most: int, regions: Collection[str] | None = None
) -> dict[int, list[str]]:
    """The newest texts of these clusters that have not been emptied, newest first: one question for all of them.

    With `regions` only those that came from these regencies.
    """
    place = func.row_number().over(partition_by=GapMessage.cluster_id, order_by=GapMessage.inbound_id.desc())
    texts = (
        select(GapMessage.cluster_id, GapMessage.inbound_id, InboundMessage.body, place.label("place"))
        .join(InboundMessage, InboundMessage.id == GapMessage.inbound_id)
        .where(GapMessage.cluster_id.in_(sorted(numbers)), InboundMessage.body != "")
    )
    ranked = _in_regions(texts, func.substr(InboundMessage.region_code, 1, REGENCY), regions).subquery()
    rows = session.execute(select(ranked).where(ranked.c.place <= most).order_by(ranked.c.inbound_id.desc()))
    found: defaultdict[int, list[str]] = defaultdict(list)
    for row in rows:
        found[row.cluster_id].append(row.body)
    return found


def counts_of(
    session: Session, numbers: Collection[int], regions: Collection[str] | None = None
) -> list[tuple[int, date, str, int]]:
    """(cluster, week, region, times) of these clusters, by week; with `regions` from these regencies."""
    columns: Any = select(GapCount.cluster_id, GapCount.week, GapCount.region_code, GapCount.asked)
    columns = _in_regions(columns, GapCount.region_code, regions)
    rows = session.execute(columns.where(GapCount.cluster_id.in_(sorted(numbers))).order_by(GapCount.week))
    return [(row[0], row[1], row[2], row[3]) for row in rows]


def weeks(session: Session, most: int) -> list[date]:
    """The weeks in which anything was asked in vain, newest first."""
    return list(session.scalars(select(GapCount.week).distinct().order_by(GapCount.week.desc()).limit(most)))


def drop_old(session: Session, open_before: datetime, closed_before: datetime) -> int:
    """Forget open clusters that nobody has asked for since a moment, and closed ones since another; how many."""
    waits = GapCluster.state == GapState.OPEN.value
    old = (waits & (GapCluster.last_asked_at < open_before)) | (~waits & (GapCluster.last_asked_at < closed_before))
    numbers = list(session.scalars(select(GapCluster.id).where(old)))
    for start in range(0, len(numbers), _BATCH):
        session.execute(delete(GapCluster).where(GapCluster.id.in_(numbers[start : start + _BATCH])))
    return len(numbers)


def _in_regions(wanted: Select[Any], column: Any, regions: Collection[str] | None) -> Select[Any]:
    return wanted if regions is None else wanted.where(column.in_(sorted(regions)))
