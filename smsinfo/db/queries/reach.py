"""Whom an alert would reach, counted by what a preview shows, and what waits in the queue before it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, func, select

from smsinfo.db.models import Contact, OutboundMessage, Region, Subscription
from smsinfo.db.queries.recipients import WEEK, Target, few_announcements, meant, touches
from smsinfo.domain.audience import Audience, To
from smsinfo.domain.contacts import Category
from smsinfo.domain.messages import Lane, MtStatus

_contact: Any = Contact.__table__
_out: Any = OutboundMessage.__table__
_region: Any = Region.__table__
_subscription: Any = Subscription.__table__
VILLAGE_LENGTH = len("62.06.01.2001")
PROVINCE_LENGTH = len("62")


@dataclass(frozen=True, slots=True)
class People:
    """People of one language (None: they chose none), operator and region (where they live; None: not told)."""

    language: str | None
    operator: str
    region_code: str | None
    practice: bool
    people: int


@dataclass(frozen=True, slots=True)
class Place:
    """One region by name."""

    code: str
    name: str
    is_village_of_area: bool


def groups(connection: Connection, target: Target, now: datetime) -> list[People]:
    """The people whom the rule means now, grouped; a few thousand rows at most."""
    keys = (_contact.c.language, _contact.c.operator, _contact.c.region_code, _contact.c.practice)
    if _is_nearly_everybody(connection, target):
        return _all_but_a_few(connection, target)
    wanted = select(*keys, func.count().label("people")).group_by(*keys)
    if target.audience.to is To.SUBSCRIBERS:
        # Reading the subscriptions once is quicker than asking for each contact whether it has one. Not DISTINCT: what
        # PostgreSQL's processes have hashed side by side comes in the order of hashes, and a million took half an hour.
        those = select(_subscription.c.contact_id).where(_fits(target))
        wanted = wanted.where(_contact.c.id.in_(those), _contact.c.status == "active")
        wanted = wanted.where(few_announcements(target.audience.weekly))
        if not target.practice:
            wanted = wanted.where(_contact.c.practice.is_(False))
    else:
        wanted = wanted.select_from(_contact).where(meant(target))
    return [People(*row) for row in connection.execute(wanted, {"week": now - WEEK})]


def _fits(target: Target) -> ColumnElement[bool]:
    wants: ColumnElement[bool] = _subscription.c.category.in_([Category.ALL.value, target.category])
    return wants & touches(_subscription.c.region_code, target.regions)


def _is_nearly_everybody(connection: Connection, target: Target) -> bool:
    """True for a whole province on SQLite, which sorts all rows that it groups. PostgreSQL groups without sorting."""
    whole = any(len(region) == PROVINCE_LENGTH for region in target.regions)
    return whole and connection.dialect.name == "sqlite" and target.audience == Audience(To.SUBSCRIBERS)


def _all_but_a_few(connection: Connection, target: Target) -> list[People]:
    """All contacts, as the index has them in order, less those whom the rule leaves out: only these are sorted."""
    keys = (_contact.c.region_code, _contact.c.language, _contact.c.operator, _contact.c.practice)
    those = _contact.c.status == "active"
    if not target.practice:
        those &= _contact.c.practice.is_(False)
    subscribed = select(_subscription.c.id).where(_subscription.c.contact_id == _contact.c.id, _fits(target)).exists()
    # In the order of ids, as subscriptions lie too; with the index it would look each of them up somewhere else.
    few = select(*keys).where(those, ~subscribed).order_by(_contact.c.id).limit(-1).subquery()
    everybody = select(*keys, func.count()).where(those).group_by(*keys)
    found: Counter[tuple[Any, ...]] = Counter()
    for row in connection.execute(everybody.union_all(select(*few.c, -func.count()).group_by(*few.c))):
        found[tuple(row[:4])] += row[4]
    return [
        People(language, operator, region, bool(practice), people)
        for (region, language, operator, practice), people in found.items()
        if people
    ]


def places(connection: Connection, regions: Collection[str], others: Collection[str]) -> list[Place]:
    """These regions, the villages that lie in one of them, and other ones (of the people who are reached), by code."""
    inside = touches(_region.c.code, sorted(regions)) & (func.length(_region.c.code) == VILLAGE_LENGTH)
    wanted = select(_region.c.code, _region.c.name, inside.label("inside")).order_by(_region.c.code)
    rows = connection.execute(wanted.where(_region.c.code.in_(sorted({*regions, *others})) | inside))
    return [Place(code, name, bool(within)) for code, name, within in rows]


def waiting(connection: Connection, lanes: Collection[Lane]) -> dict[str, int]:
    """Channel -> segments that wait in these lanes."""
    which = (_out.c.status == MtStatus.QUEUED.value) & _out.c.lane.in_([lane.value for lane in lanes])
    rows = connection.execute(select(_out.c.channel, func.sum(_out.c.segments)).where(which).group_by(_out.c.channel))
    return {channel: int(segments) for channel, segments in rows}
