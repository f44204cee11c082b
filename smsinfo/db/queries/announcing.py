"""Who hears of something once, beside alerts: active subscribers by language and operator, and their rows."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, String, cast, exists, func, literal, select
from sqlalchemy.dialects.postgresql import insert as pg_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert

from smsinfo.db.models import Contact, OutboundMessage, Subscription

_contact: Any = Contact.__table__
_subscription: Any = Subscription.__table__
_out: Any = OutboundMessage.__table__


@dataclass(frozen=True, slots=True)
class Group:
    """People of one language (None: they chose none) and one operator who have not been told yet."""

    language: str | None
    operator: str
    people: int


def groups(connection: Connection, reason: str, practice: Collection[bool]) -> list[Group]:
    """Whom a reason has not reached yet. `practice` are the kinds of contacts that are meant."""
    rows = connection.execute(
        select(_contact.c.language, _contact.c.operator, func.count().label("people"))
        .where(_meant(reason, practice))
        .group_by(_contact.c.language, _contact.c.operator)
        .order_by(_contact.c.operator, _contact.c.language)
    )
    return [Group(row.language, row.operator, row.people) for row in rows]


def add(
    connection: Connection,
    group: Group,
    reason: str,
    practice: Collection[bool],
    values: Mapping[str, str | int | datetime],
    most: int,
) -> int:
    """Put rows of these values into the outbox, for up to `most` of the group whom the reason has not reached yet.

    How many. Whoever was told in between by another process is left out.
    """
    those = _meant(reason, practice) & (_contact.c.operator == group.operator)
    those &= _contact.c.language.is_not_distinct_from(group.language)
    row = {
        "contact_id": _contact.c.id,
        "operator": _contact.c.operator,
        "region_code": _contact.c.region_code,
        "dedupe_key": _key(reason),
        **{name: literal(value, _out.c[name].type) for name, value in values.items()},
    }
    make: Any = pg_insert(_out) if connection.dialect.name == "postgresql" else sqlite_insert(_out)
    made = make.from_select(list(row), select(*row.values()).where(those).order_by(_contact.c.id).limit(most))
    once = made.on_conflict_do_nothing(
        index_elements=[_out.c.dedupe_key], index_where=_out.c.dedupe_key.is_not(None)
    ).execution_options(preserve_rowcount=True)
    return int(connection.execute(once).rowcount)


def _meant(reason: str, practice: Collection[bool]) -> ColumnElement[bool]:
    subscribed = exists().where(_subscription.c.contact_id == _contact.c.id)
    told = exists().where(_out.c.dedupe_key == _key(reason))
    meant: ColumnElement[bool] = (_contact.c.status == "active") & _contact.c.practice.in_(list(practice))
    return meant & subscribed & ~told


def _key(reason: str) -> ColumnElement[str]:
    return literal(reason).concat(cast(_contact.c.id, String))
