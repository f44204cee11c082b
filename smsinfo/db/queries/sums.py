"""Adding up a day's counts for the places and topics that reports ask for, so that no report reads every count."""

from __future__ import annotations

from datetime import date
from typing import Any, Final

from sqlalchemy import Connection, Select, delete, func, literal, select
from sqlalchemy.dialects.postgresql import insert as pg_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert

from smsinfo.db.models import DailyCount, DailyPlace, DailyTopic
from smsinfo.domain.messages import ReplyKind

_count: Any = DailyCount.__table__
_place: Any = DailyPlace.__table__
_topic: Any = DailyTopic.__table__

PLACES: Final = (0, 2, 5, 8)
"""The lengths of the codes that have sums of all kinds: everywhere, province, regency, district."""
TOPIC_PLACES: Final = PLACES[:3]
"""Those that have sums by topic. A district has so few texts a day that its counts are read themselves."""


def put_sums(connection: Connection, day: date) -> None:
    """The sums of a day follow its counts, whatever stood there. Two processes at the same time write the same."""
    answers = _count.c.kind == ReplyKind.ANSWER.value
    _put(connection, _place, day, [_added(day, length, ("kind", "language")) for length in PLACES])
    _put(connection, _topic, day, [_added(day, length, ("topic_key",)).where(answers) for length in TOPIC_PLACES])


def _added(day: date, length: int, names: tuple[str, ...]) -> Select[Any]:
    """The day's counts by the first `length` characters of the code, then by columns. Shorter codes lie in no such
    place."""
    place = func.substr(_count.c.region_code, 1, length) if length else literal("")
    sums = (func.sum(_count.c[name]) for name in ("messages", "segments", "cost_idr"))
    these = (_count.c.day == day) & (func.length(_count.c.region_code) >= length)
    keys = [place.label("place"), *(_count.c[name] for name in names)]
    # By label: PostgreSQL takes the same substr with a second parameter for another expression.
    return select(_count.c.day, *keys, *sums).where(these).group_by(_count.c.day, "place", *keys[1:])


def _put(connection: Connection, table: Any, day: date, parts: list[Select[Any]]) -> None:
    make = pg_insert if connection.dialect.name == "postgresql" else sqlite_insert
    connection.execute(delete(table).where(table.c.day == day))
    for rows in parts:
        put: Any = make(table).from_select([column.name for column in table.columns], rows)
        again = {column.name: put.excluded[column.name] for column in table.columns if not column.primary_key}
        connection.execute(put.on_conflict_do_update(index_elements=list(table.primary_key.columns), set_=again))
