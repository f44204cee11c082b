"""From an alert to its rows in the outbox: who gets it, in which words, by which channel; all of it in SQL.

A page is a range of contacts by id. Its subscriptions lie side by side in the unique index of (contact, region,
category), so a page reads them once and in order, however many of a contact's subscriptions overlap.

Who goes first stands in `not_before`, by which the queue is ordered: relays, village heads and one person of each
village a moment before everybody else, and these in rounds, so that no village waits until others have all of theirs.
A few rounds and not a place for each person: rows are then appended to a few places of the queue's index and not all
over it, and no page has to be sorted (figures: bench/README.md).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache
from typing import Any, Final

from sqlalchemy import ColumnElement, Connection, Select, bindparam, case, func, literal, select, update
from sqlalchemy.dialects.postgresql import insert as pg_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert

from smsinfo.db.models import Alert, AlertRegion, AlertText, Contact, ContactRole, OutboundMessage, Region, Subscription
from smsinfo.db.queries.recipients import FIRST_ROLES, WEEK, Target, few_announcements, meant, touches
from smsinfo.domain.audience import Audience, To
from smsinfo.domain.contacts import Category
from smsinfo.domain.messages import Lane, MtStatus, Purpose

_alert: Any = Alert.__table__
_region: Any = AlertRegion.__table__
_place: Any = Region.__table__
_text: Any = AlertText.__table__
_contact: Any = Contact.__table__
_role: Any = ContactRole.__table__
_subscription: Any = Subscription.__table__
_out: Any = OutboundMessage.__table__
FALLBACK = "id"
"""The language of whoever has chosen none, or one that the alert was not written in."""

ROUNDS: Final = 8
"""Neighbours by id, who were often imported village by village, fall into different rounds."""
STEP: Final = timedelta(milliseconds=1)
AT_ONCE: Final = 500


@dataclass(frozen=True, slots=True)
class Subject:
    """An alert as its fan-out finds it. `regions` are codes, `languages` those of its texts."""

    id: int
    status: str
    kind: str
    drill: bool
    msg_type: str
    category: str
    severity: str
    expires_at: datetime
    audience: str
    reached_id: int
    recipients: int
    fanned_out_at: datetime | None
    regions: tuple[str, ...]
    languages: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Way:
    """A channel and its price: rupiah a segment."""

    channel: str
    tariff_idr: int


@dataclass(frozen=True, slots=True)
class FanOut:
    """What the pages of an alert have in common: its statement is made once from it.

    `ways` is for one operator each, `default` for all other operators; `practice` is for practice contacts (None: they
    get nothing).
    """

    alert_id: int
    audience: Audience
    category: str
    regions: tuple[str, ...]
    languages: tuple[str, ...]
    expires_at: datetime
    lane: Lane
    ways: tuple[tuple[str, Way], ...]
    default: Way
    practice: Way | None


@dataclass(frozen=True, slots=True)
class Page:
    """The contacts after one id up to another, and when their messages are made and may leave; `step` is between two
    rounds (none: all of them in the order of their ids)."""

    after: int
    last: int
    now: datetime
    not_before: datetime
    step: timedelta = timedelta()


def subject(connection: Connection, alert_id: int) -> Subject | None:
    """The alert with its regions and languages; None where there is none."""
    names = tuple(name for name in Subject.__slots__ if name not in ("regions", "languages"))
    row = connection.execute(select(*(_alert.c[name] for name in names)).where(_alert.c.id == alert_id)).first()
    if row is None:
        return None
    regions = connection.execute(select(_region.c.region_code).where(_region.c.alert_id == alert_id))
    languages = connection.execute(select(_text.c.language).where(_text.c.alert_id == alert_id))
    places, spoken = tuple(sorted(regions.scalars())), tuple(sorted(languages.scalars()))
    return Subject(**row._mapping, regions=places, languages=spoken)


def page_after(connection: Connection, audience: Audience, after: int, size: int) -> tuple[int, bool]:
    """The contact up to which the next `size` rows go by which an audience is found, and whether there may be more.

    Those of subscribers are subscriptions, those of another alert's recipients its messages, else contacts.
    """
    those = _ranged(audience, after)
    column = those.selected_columns[0]
    page = those.order_by(column).limit(size).subquery()
    last, found = connection.execute(select(func.max(page.c[0]), func.count()).select_from(page)).one()
    return (int(last) if found else after), found == size


def _ranged(audience: Audience, after: int) -> Select[tuple[int]]:
    if audience.to is To.SUBSCRIBERS:
        return select(_subscription.c.contact_id).where(_subscription.c.contact_id > after)
    if audience.to is To.HANDED:
        mine = (_out.c.alert_id == audience.of) & (_out.c.contact_id > after)
        return select(_out.c.contact_id).where(mine)
    return select(_contact.c.id).where(_contact.c.id > after)


def advance(connection: Connection, alert: Subject, last: int) -> bool:
    """Move the alert's cursor and hold the alert till the end of the transaction.

    False where it is not any more as it was read: another process has done this page, or the alert was cancelled.
    """
    same = (_alert.c.id == alert.id) & (_alert.c.reached_id == alert.reached_id) & (_alert.c.status == alert.status)
    unfinished = _alert.c.fanned_out_at.is_(None)
    return connection.execute(update(_alert).where(same, unfinished).values(reached_id=last)).rowcount == 1


def note(connection: Connection, alert: Subject, added: int, finished: datetime | None) -> None:
    """Count a page's recipients; `finished` is set with the last page."""
    values = {"recipients": _alert.c.recipients + added, "fanned_out_at": finished}
    connection.execute(update(_alert).where(_alert.c.id == alert.id).values(values))


def add(connection: Connection, fan: FanOut, page: Page) -> int:
    """Put a row into the outbox for each recipient of the page; how many are new."""
    return connection.execute(_statement(fan, connection.dialect.name, first=False), _bound(page)).rowcount


def first_people(connection: Connection, fan: FanOut) -> list[int]:
    """Who hears of it before everybody else, wherever their ids lie: relays and village heads, who tell others, and one
    person of each village. Whether the alert is for them is not asked yet."""
    telling = connection.execute(select(_role.c.contact_id).where(_role.c.role.in_(FIRST_ROLES))).scalars()
    living = (_contact.c.status == "active") & _contact.c.practice.is_(False)
    if connection.dialect.name == "postgresql":
        # For the first of each place it would go through all ids: reading all people once is quicker.
        those = (living, touches(_contact.c.region_code, fan.regions))
        one_each = select(func.min(_contact.c.id)).where(*those).group_by(_contact.c.region_code)
    else:
        somebody = select(_contact.c.id).where(_contact.c.region_code == _place.c.code, living)
        one = somebody.order_by(_contact.c.id).limit(1).scalar_subquery()
        one_each = select(one).where(touches(_place.c.code, fan.regions))
    return sorted({*telling, *(number for number in connection.scalars(one_each) if number is not None)})


def add_first(connection: Connection, fan: FanOut, page: Page, people: Sequence[int]) -> int:
    """The same for these people, as far as the alert is for them."""
    values = _bound(page) | {"from": page.not_before - page.step}
    statement, added = _statement(fan, connection.dialect.name, first=True), 0
    for start in range(0, len(people), AT_ONCE):
        some = {"people": list(people[start : start + AT_ONCE])}
        added += connection.execute(statement, values | some).rowcount
    return added


def _bound(page: Page) -> dict[str, Any]:
    turns = {f"from{number}": page.not_before + number * page.step for number in range(1, ROUNDS)}
    times = {"at": page.now, "from": page.not_before, "week": page.now - WEEK}
    return {"after": page.after, "last": page.last, **times, **turns}


@lru_cache(maxsize=16)
def _statement(fan: FanOut, dialect: str, *, first: bool) -> Any:
    """Making it costs as much as 300 rows (bench/README.md): it is made once an alert."""
    once: Any = pg_insert(_out) if dialect == "postgresql" else sqlite_insert(_out)
    row = _row(fan) | {"not_before": bindparam("from", type_=_out.c.not_before.type) if first else _turn()}
    people = _first(fan) if first else _recipients(fan)
    made = once.from_select(list(row), people.with_only_columns(*row.values(), maintain_column_froms=True))
    made = made.on_conflict_do_nothing(
        index_elements=[_out.c.alert_id, _out.c.contact_id, _out.c.purpose], index_where=_out.c.alert_id.is_not(None)
    )
    return made.execution_options(preserve_rowcount=True)  # SQLAlchemy forgets the count of an INSERT otherwise


def _recipients(fan: FanOut) -> Select[Any]:
    """Each active contact of the page once, beside the alert's text in its language."""
    if fan.audience.to is not To.SUBSCRIBERS:
        return _with_text(fan, _contact).where(_within(_contact.c.id), meant(_target(fan)))
    page = (
        select(_subscription.c.contact_id)
        .distinct()
        .where(
            _within(_subscription.c.contact_id),
            _subscription.c.category.in_([Category.ALL.value, fan.category]),
            touches(_subscription.c.region_code, fan.regions),
        )
        .subquery("page")
    )
    # The range once more: PostgreSQL does not infer it from the join, and would read all contacts for each page.
    people = _with_text(fan, page.join(_contact, _contact.c.id == page.c.contact_id)).where(_within(_contact.c.id))
    wanted = people.where(_contact.c.status == "active")
    if fan.audience.weekly is not None:
        wanted = wanted.where(few_announcements(fan.audience.weekly))
    return wanted if fan.practice else wanted.where(_contact.c.practice.is_(False))


def _first(fan: FanOut) -> Select[Any]:
    these = _contact.c.id.in_(bindparam("people", expanding=True))
    return _with_text(fan, _contact).where(these, meant(_target(fan)))


def _with_text(fan: FanOut, people: Any) -> Select[Any]:
    language = case((_contact.c.language.in_(fan.languages), _contact.c.language), else_=FALLBACK)
    text = (_text.c.alert_id == fan.alert_id) & (_text.c.language == language)
    return select(_contact.c.id).select_from(people.join(_text, text))


def _target(fan: FanOut) -> Target:
    return Target(fan.audience, fan.category, fan.regions, practice=fan.practice is not None)


def _turn() -> ColumnElement[Any]:
    """When somebody may leave, by their round."""
    first, *others = (
        bindparam("from" if not number else f"from{number}", type_=_out.c.not_before.type) for number in range(ROUNDS)
    )
    return case(dict(enumerate(others, 1)), value=_contact.c.id % ROUNDS, else_=first)


def _within(contact: ColumnElement[int]) -> ColumnElement[bool]:
    return (contact > bindparam("after", type_=_contact.c.id.type)) & (
        contact <= bindparam("last", type_=_contact.c.id.type)
    )


def _row(fan: FanOut) -> dict[str, Any]:
    """Column -> value of a new row: what enqueueing gives a single MT (outbox/enqueue.py), with the alert's text."""
    same = {
        "purpose": Purpose.ALERT.value,
        "lane": fan.lane.value,
        "body": "",
        "status": MtStatus.QUEUED.value,
        "attempts": 0,
        "expires_at": fan.expires_at,
        "alert_id": fan.alert_id,
    }
    moments = {"created_at": "at", "status_at": "at"}
    return {
        "contact_id": _contact.c.id,
        "channel": _by_way(fan, lambda way: way.channel),
        "operator": _contact.c.operator,
        "region_code": _contact.c.region_code,
        "encoding": _text.c.encoding,
        "segments": _text.c.segments,
        "cost_idr": _text.c.segments * _by_way(fan, lambda way: way.tariff_idr),
        "alert_text_id": _text.c.id,
        **{name: literal(value, _out.c[name].type) for name, value in same.items()},
        **{name: bindparam(bound, type_=_out.c[name].type) for name, bound in moments.items()},
    }


def _by_way(fan: FanOut, wanted: Callable[[Way], str | int]) -> ColumnElement[Any]:
    """Something of the way by which a contact is reached."""
    found: ColumnElement[Any] = literal(wanted(fan.default))
    if fan.ways:
        known = {operator: wanted(way) for operator, way in fan.ways}
        found = case(known, value=_contact.c.operator, else_=found)
    return case((_contact.c.practice, literal(wanted(fan.practice))), else_=found) if fan.practice else found
