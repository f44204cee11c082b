"""Counting a day's hand-overs by what became of them, and its answers by how long they took."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any, Final

from sqlalchemy import ColumnElement, Connection, Select, case, delete, extract, func, select
from sqlalchemy.dialects.postgresql import insert as pg_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert

from smsinfo.db.models import DailyOutcome, DailyTiming, InboundMessage, OutboundMessage
from smsinfo.db.queries.retention import Ends
from smsinfo.domain.messages import MtStatus, Purpose, ReplyKind

_in: Any = InboundMessage.__table__
_out: Any = OutboundMessage.__table__
_outcome: Any = DailyOutcome.__table__
_timing: Any = DailyTiming.__table__

STEPS: Final = (1, 2, 3, 5, 8, 12, 20, 30, 60, 120, 300, 900, 3600, 14400)
"""Upper ends in seconds: fine where answers should lie, coarse where they should not. Beyond the last stands 0."""

_ENDED: Final = (MtStatus.SENT.value, MtStatus.DELIVERED.value)


def outcomes_between(connection: Connection, after: Ends, start: datetime, end: datetime) -> list[dict[str, Any]]:
    """The MTs made in [start, end), after these ids: a dict of `daily_outcome` a row, without the day.

    What never left costs nothing; it is counted, so that what still waits is not forgotten.
    """
    keys = (_out.c.channel, _out.c.operator, _out.c.purpose, _out.c.status)
    left = _out.c.attempts > 0
    sums = (
        func.count().label("messages"),
        func.sum(case((left, _out.c.segments), else_=0)).label("segments"),
        func.sum(case((left, _out.c.cost_idr), else_=0)).label("cost_idr"),
    )
    these = (_out.c.id > after.outbound) & (_out.c.created_at >= start) & (_out.c.created_at < end)
    rows = connection.execute(select(*keys, *sums).where(these).group_by(*keys).order_by(*keys))
    return [{**row, "segments": int(row["segments"]), "cost_idr": int(row["cost_idr"])} for row in rows.mappings()]


def timings_between(connection: Connection, after: Ends, start: datetime, end: datetime) -> list[dict[str, Any]]:
    """The answers to the MOs received in [start, end) by channel and step: dicts of `daily_timing` without the day.

    From when the text reached us until the answer was handed over or, where the network tells, was on the phone.
    """
    took = _seconds(connection, _out.c.status_at, _in.c.received_at)
    step = case(*((took <= end_of, end_of) for end_of in STEPS), else_=0).label("seconds")
    asked = (_in.c.id > after.inbound) & (_in.c.received_at >= start) & (_in.c.received_at < end)
    answered = (_in.c.kind == ReplyKind.ANSWER.value) & (_out.c.purpose == Purpose.REPLY.value)
    inner: Select[Any] = (
        select(_in.c.channel, step)
        .join_from(_in, _out, _out.c.inbound_id == _in.c.id)
        .where(asked, answered, _out.c.status.in_(_ENDED))
    )
    each = inner.subquery()
    keys = (each.c.channel, each.c.seconds)
    rows = connection.execute(select(*keys, func.count().label("answers")).group_by(*keys).order_by(*keys))
    return [dict(row) for row in rows.mappings()]


def put_day(
    connection: Connection, day: date, outcomes: Sequence[dict[str, Any]], timings: Sequence[dict[str, Any]]
) -> None:
    """These are the figures of the day, whatever stood there. Two processes at the same time write the same."""
    make = pg_insert if connection.dialect.name == "postgresql" else sqlite_insert
    for table, rows in ((_outcome, outcomes), (_timing, timings)):
        connection.execute(delete(table).where(table.c.day == day))
        if rows:
            put: Any = make(table)
            rest = [column.name for column in table.columns if not column.primary_key]
            again = {name: put.excluded[name] for name in rest}
            put = put.on_conflict_do_update(index_elements=list(table.primary_key.columns), set_=again)
            connection.execute(put, [{"day": day, **row} for row in rows])


def _seconds(connection: Connection, later: ColumnElement[datetime], earlier: ColumnElement[datetime]) -> Any:
    """The time between two columns in seconds, as each database reckons it."""
    if connection.dialect.name == "postgresql":
        return extract("epoch", later - earlier)
    # A day as a float is exact to some hundredths of a millisecond: a second is to be a second.
    return func.round((func.julianday(later) - func.julianday(earlier)) * 86400.0, 3)
