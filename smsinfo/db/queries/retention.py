"""Counting days, emptying texts and deleting rows. Each function is a step of a transaction that the caller owns."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import chain
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, and_, case, delete, func, literal, select, update
from sqlalchemy.dialects.postgresql import insert as pg_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert

from smsinfo.db.models import (
    AlertText,
    Attempt,
    Contact,
    Conversation,
    DailyCount,
    InboundMessage,
    OutboundMessage,
    ReceiptPart,
)
from smsinfo.domain.messages import MtStatus

_in: Any = InboundMessage.__table__
_out: Any = OutboundMessage.__table__
_count: Any = DailyCount.__table__
_contact: Any = Contact.__table__
_text: Any = AlertText.__table__
_conversation: Any = Conversation.__table__
_KEYS = ("region_code", "topic_key", "kind", "channel", "language")
_SUMS = ("messages", "segments", "cost_idr")
_BATCH = 500


@dataclass(frozen=True, slots=True)
class Ends:
    """The last MO and the last MT of a stretch of days: ids rise with time, and neither time has an index."""

    inbound: int = 0
    outbound: int = 0


def count_between(connection: Connection, after: Ends, start: datetime, end: datetime) -> list[dict[str, Any]]:
    """The counts of the messages of [start, end) that come after these ids: one dict of `daily_count` a row, no day.

    An MO counts as a message by what became of it; the segments and the money of its answer stand in the same row,
    unless the answer left by another channel. An MT without an MO counts by its purpose. What never left costs nothing.
    """
    sums: dict[tuple[Any, ...], list[int]] = {}
    for row in chain(
        connection.execute(_received(after, start, end)), connection.execute(_handed_over(after, start, end))
    ):
        found = sums.setdefault(tuple(row[: len(_KEYS)]), [0, 0, 0])
        for place, value in enumerate(row[len(_KEYS) :]):
            found[place] += int(value)
    return [
        {**dict(zip(_KEYS, key, strict=True)), **dict(zip(_SUMS, sums[key], strict=True))}
        for key in sorted(sums, key=str)
    ]


def _received(after: Ends, start: datetime, end: datetime) -> Select[Any]:
    keys = (
        func.coalesce(_in.c.region_code, ""),
        func.coalesce(_in.c.topic_key, ""),
        _in.c.kind,
        _in.c.channel,
        _in.c.language,
    )
    these = (_in.c.id > after.inbound) & (_in.c.received_at >= start) & (_in.c.received_at < end)
    return select(*keys, func.count(), literal(0), literal(0)).where(these).group_by(*keys)


def _handed_over(after: Ends, start: datetime, end: datetime) -> Select[Any]:
    asked = _out.outerjoin(_in, _in.c.id == _out.c.inbound_id)
    joined = asked.outerjoin(_text, _text.c.id == _out.c.alert_text_id).outerjoin(
        _contact, _contact.c.id == _out.c.contact_id
    )
    names = (
        func.coalesce(_in.c.region_code, _out.c.region_code, "").label("region"),
        func.coalesce(_in.c.topic_key, "").label("topic"),
        func.coalesce(_in.c.kind, _out.c.purpose).label("what"),
        _out.c.channel.label("way"),
        func.coalesce(_in.c.language, _text.c.language, _contact.c.language, "").label("spoken"),
    )
    these = (_out.c.id > after.outbound) & (_out.c.created_at >= start) & (_out.c.created_at < end)
    left = (_out.c.attempts > 0) & _out.c.status.not_in((MtStatus.QUEUED.value, MtStatus.CANCELLED.value))
    # The names are made in the inner query: PostgreSQL takes each bound '' for another value, and so each group key.
    inner = (
        select(*names, case((_in.c.id.is_(None), 1), else_=0).label("own"), _out.c.segments, _out.c.cost_idr)
        .select_from(joined)
        .where(these, left)
        .subquery()
    )
    keys = [inner.c[name] for name in ("region", "topic", "what", "way", "spoken")]
    sums = (func.sum(inner.c[name]) for name in ("own", "segments", "cost_idr"))
    return select(*keys, *sums).group_by(*keys)


def put_counts(connection: Connection, day: date, rows: Sequence[dict[str, Any]]) -> None:
    """These are the counts of the day, whatever stood there. Two processes at the same time write the same."""
    connection.execute(delete(_count).where(_count.c.day == day))
    make = pg_insert if connection.dialect.name == "postgresql" else sqlite_insert
    add: Any = make(_count)
    add = add.on_conflict_do_update(
        index_elements=list(_count.primary_key.columns), set_={name: add.excluded[name] for name in _SUMS}
    )
    if rows:
        connection.execute(add, [{"day": day, **row} for row in rows])


def ends_before(connection: Connection, after: Ends, moment: datetime) -> Ends:
    """The last ids, after these, before the first message of `moment` or later."""
    return Ends(
        _end_before(connection, _in.c.id, _in.c.received_at, after.inbound, moment),
        _end_before(connection, _out.c.id, _out.c.created_at, after.outbound, moment),
    )


def _end_before(
    connection: Connection, number: ColumnElement[int], at: ColumnElement[datetime], after: int, moment: datetime
) -> int:
    first = connection.execute(
        select(number).where(number > after, at >= moment).order_by(number).limit(1)
    ).scalar_one_or_none()
    if first is not None:
        return int(first) - 1
    return int(connection.execute(select(func.coalesce(func.max(number), after)).where(number > after)).scalar_one())


def first_moment(connection: Connection) -> datetime | None:
    """When the oldest message was received or made; None where there is none."""
    oldest = [
        connection.execute(select(at).order_by(number).limit(1)).scalar()
        for number, at in ((_in.c.id, _in.c.received_at), (_out.c.id, _out.c.created_at))
    ]
    return min((moment for moment in oldest if moment is not None), default=None)


@dataclass(frozen=True, slots=True)
class Page:
    """A step of a walk by id: where the next one begins, how many rows were changed, and whether more may follow."""

    next_id: int
    changed: int
    more: bool


def blank_inbound(connection: Connection, after: int, before: datetime, most: int) -> Page:
    """Empty the texts of the next MOs that were received before a moment."""
    page = select(_in.c.id, _in.c.received_at < before).where(_in.c.id > after).order_by(_in.c.id).limit(most)
    return _blank(connection, _in, page, {"body": ""}, after, most)


def blank_outbound(connection: Connection, after: int, before: datetime, most: int) -> Page:
    """Empty the texts of the next MTs that were made, and had expired, before a moment: those can't leave any more."""
    old = and_(_out.c.created_at < before, _out.c.expires_at < before)
    page = select(_out.c.id, old).where(_out.c.id > after).order_by(_out.c.id).limit(most)
    subject: Any = case((_out.c.subject.is_(None), None), else_="")
    return _blank(connection, _out, page, {"body": "", "subject": subject}, after, most)


def _blank(
    connection: Connection, table: Any, page: Select[Any], values: dict[str, Any], after: int, most: int
) -> Page:
    rows = connection.execute(page).all()
    old = [int(number) for number, is_old in rows if is_old]
    for start in range(0, len(old), _BATCH):
        these = table.c.id.in_(old[start : start + _BATCH]) & (table.c.body != "")
        connection.execute(update(table).where(these).values(**values))
    # A young row stops the walk: it is looked at again next time.
    young = next((int(number) for number, is_old in rows if not is_old), None)
    ended = int(rows[-1].id) if rows else after
    return Page(ended if young is None else young - 1, len(old), young is None and len(rows) == most)


def drop_inbound(connection: Connection, before: datetime, most: int) -> Page:
    """Delete MOs received before a moment, of the oldest `most`. A reply outlives its MO until its own time."""
    return _drop(connection, _in, _in.c.received_at < before, most)


def drop_outbound(connection: Connection, before: datetime, most: int) -> Page:
    """Delete MTs made, and expired, before a moment, of the oldest `most`, with their attempts and receipts."""
    return _drop(connection, _out, and_(_out.c.created_at < before, _out.c.expires_at < before), most)


def _drop(connection: Connection, table: Any, old: ColumnElement[bool], most: int) -> Page:
    # The newest row stays: without it SQLite would give its id away again, and a mark would stand before new rows.
    newest = connection.execute(select(func.max(table.c.id))).scalar()
    rows = connection.execute(select(table.c.id, old).order_by(table.c.id).limit(most)).all()
    gone = [int(number) for number, is_old in rows if is_old and number != newest]
    for start in range(0, len(gone), _BATCH):
        these = gone[start : start + _BATCH]
        if table is _out:
            connection.execute(delete(Attempt).where(Attempt.outbound_id.in_(these)))
            connection.execute(delete(ReceiptPart).where(ReceiptPart.outbound_id.in_(these)))
        connection.execute(delete(table).where(table.c.id.in_(these)))
    return Page(0, len(gone), len(gone) == most)


def drop_conversations(connection: Connection, now: datetime, most: int) -> int:
    """Delete conversations that had expired by `now`; how many."""
    expired = select(_conversation.c.contact_id).where(_conversation.c.expires_at <= now).limit(most)
    # The time is asked again: somebody may text just now, and then the row lives on.
    gone = _conversation.c.contact_id.in_(expired.scalar_subquery()) & (_conversation.c.expires_at <= now)
    return connection.execute(delete(_conversation).where(gone)).rowcount
