"""Whom we reach and whom not: subscribers by place, how their number moves, and what is known of villages."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, case, func, literal, or_, select, union
from sqlalchemy.dialects.postgresql import insert as pg_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert
from sqlalchemy.orm import Session

from smsinfo.db.models import ConsentEvent, Contact, ContactCheck, ContactRole, Region, RegionFact, Subscription
from smsinfo.db.queries.daily import VILLAGE
from smsinfo.domain.contacts import ContactStatus

_contact: Any = Contact.__table__
_subscription: Any = Subscription.__table__
_consent: Any = ConsentEvent.__table__
_region: Any = Region.__table__
_fact: Any = RegionFact.__table__
_role: Any = ContactRole.__table__
_check: Any = ContactCheck.__table__
RELAY = "relay"


@dataclass(frozen=True, slots=True)
class Village:
    """One village; `people` and `no_signal` are None where nobody has said."""

    code: str
    name: str
    people: int | None
    no_signal: bool | None


@dataclass(frozen=True, slots=True)
class Fact:
    """What a file says of a village; None leaves what is there."""

    code: str
    people: int | None
    no_signal: bool | None


def subscribers(session: Session, region: str | None, length: int, status: ContactStatus) -> dict[str, int]:
    """Subscribers with this status by the first `length` characters of the region that they subscribed to."""
    place = func.substr(_subscription.c.region_code, 1, length).label("place")
    rows = session.execute(
        select(place, func.count(func.distinct(_subscription.c.contact_id)))
        .join(_contact, _contact.c.id == _subscription.c.contact_id)
        .where(_live(status), _within(_subscription.c.region_code, region))
        .group_by("place")
    )
    return {code: int(number) for code, number in rows}


def people_with_subscription(session: Session, region: str | None) -> int:
    """How many people that are, each counted once."""
    rows = select(func.count(func.distinct(_subscription.c.contact_id))).join(
        _contact, _contact.c.id == _subscription.c.contact_id
    )
    found = rows.where(_live(ContactStatus.ACTIVE), _within(_subscription.c.region_code, region))
    return int(session.execute(found).scalar_one())


def events(session: Session, edges: Sequence[datetime], region: str | None) -> dict[tuple[int, str], int]:
    """(step, kind of consent) -> how many; step n lies in [edges[n], edges[n + 1])."""
    step = case(*((_consent.c.at < end, literal(n)) for n, end in enumerate(edges[1:])), else_=literal(-1)).label(
        "step"
    )
    place = func.coalesce(_consent.c.region_code, _contact.c.region_code)
    rows = session.execute(
        select(step, _consent.c.kind, func.count())
        .join(_contact, _contact.c.id == _consent.c.contact_id, isouter=True)
        .where(
            _consent.c.at >= edges[0],
            _consent.c.at < edges[-1],
            or_(_contact.c.practice.is_(None), _contact.c.practice.is_(False)),
            _within(place, region),
        )
        .group_by("step", _consent.c.kind)
    )
    return {(int(n), kind): int(number) for n, kind, number in rows}


def villages(session: Session, region: str | None) -> list[Village]:
    """All villages, by code."""
    rows = session.execute(
        select(_region.c.code, _region.c.name, _fact.c.people, _fact.c.no_signal)
        .join(_fact, _fact.c.region_code == _region.c.code, isouter=True)
        .where(func.length(_region.c.code) == VILLAGE, _within(_region.c.code, region))
        .order_by(_region.c.code)
    )
    return [Village(*row) for row in rows]


def subscribers_by_village(session: Session, region: str | None, *, unconfirmed: bool = False) -> dict[str, int]:
    """Village -> how many subscribers live there or subscribed to it, each once; only the `unconfirmed`, if wanted."""
    asked = _check.c.unconfirmed_at.is_not(None)
    silent = select(_check.c.contact_id).where(_check.c.contact_id == _contact.c.id, asked).exists()
    these = silent if unconfirmed else and_(True)
    wants = (
        select(_subscription.c.region_code.label("place"), _subscription.c.contact_id.label("contact"))
        .join(_contact, _contact.c.id == _subscription.c.contact_id)
        .where(_live(ContactStatus.ACTIVE), these, *_a_village(_subscription.c.region_code, region))
    )
    lives = select(_contact.c.region_code, _contact.c.id).where(
        _live(ContactStatus.ACTIVE),
        these,
        *_a_village(_contact.c.region_code, region),
        select(_subscription.c.id).where(_subscription.c.contact_id == _contact.c.id).exists(),
    )
    both = union(wants, lives).subquery()
    rows = session.execute(select(both.c.place, func.count()).group_by(both.c.place))
    return {code: int(number) for code, number in rows}


def villages_with_relay(session: Session, region: str | None) -> set[str]:
    """The villages in which somebody has said that they read alerts out."""
    rows = session.execute(
        select(_role.c.region_code)
        .distinct()
        .where(_role.c.role == RELAY, _role.c.confirmed_at.is_not(None), *_a_village(_role.c.region_code, region))
    )
    return {row.region_code for row in rows}


def put_facts(session: Session, facts: Sequence[Fact], source: str, checked_on: date) -> None:
    """Write what a file says of villages over what stood there."""
    connection = session.connection()
    make: Any = pg_insert if connection.dialect.name == "postgresql" else sqlite_insert
    for fact in facts:
        said = {"people": fact.people, "no_signal": fact.no_signal}
        said = {name: value for name, value in said.items() if value is not None}
        values = {**said, "source": source, "checked_on": checked_on}
        made = make(_fact).values(region_code=fact.code, **values)
        connection.execute(made.on_conflict_do_update(index_elements=[_fact.c.region_code], set_=values))


def _live(status: ContactStatus) -> ColumnElement[bool]:
    return and_(_contact.c.status == status.value, _contact.c.practice.is_(False))


def _a_village(column: Any, region: str | None) -> tuple[ColumnElement[bool], ...]:
    return func.length(column) == VILLAGE, _within(column, region)


def _within(column: Any, region: str | None) -> ColumnElement[bool]:
    if region is None:
        return and_(True)
    return or_(column == region, column.startswith(f"{region}.", autoescape=True))
