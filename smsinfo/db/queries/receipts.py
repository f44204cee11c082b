"""Rows that receipts concern. Each function is a step of a transaction that the caller owns."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, delete, insert, select, update

from smsinfo.db.models import OutboundMessage, ParkedReceipt, ReceiptPart
from smsinfo.domain.messages import MtStatus
from smsinfo.domain.sending import Dlr, SendError

_out: Any = OutboundMessage.__table__
_parked: Any = ParkedReceipt.__table__
_part: Any = ReceiptPart.__table__


@dataclass(frozen=True, slots=True)
class Target:
    """The message that a receipt is about."""

    id: int
    status: MtStatus


def find(connection: Connection, channel: str, external_id: str, number: int | None) -> Target | None:
    """The message of a receipt: by our own number where the receipt carries it, else by the provider's id.

    Always of the same channel: a message that has gone elsewhere since must not fail by the first channel's receipt.
    """
    wanted = select(_out.c.id, _out.c.status).where(_out.c.channel == channel).limit(1)
    row = None
    if number is not None:
        row = connection.execute(wanted.where(_out.c.id == number).with_for_update()).first()
    if row is None and external_id:
        newest = wanted.where(_out.c.external_id == external_id).order_by(_out.c.id.desc())
        row = connection.execute(newest.with_for_update()).first()
    return Target(row.id, MtStatus(row.status)) if row is not None else None


def raise_to(connection: Connection, target: Target, status: MtStatus, dlr: Dlr, now: datetime) -> bool:
    """Set the higher status, if the row is still as it was seen."""
    values: dict[str, Any] = {"status": status.value, "status_at": now, "lease_until": None}
    if dlr.error is not None:
        values |= {"error": dlr.error.value, "detail": dlr.detail[:160]}
    same = (_out.c.id == target.id) & (_out.c.status == target.status.value)
    return connection.execute(update(_out).where(same).values(**values)).rowcount == 1


def note_part(
    connection: Connection, number: int, part: int, status: MtStatus, rank: Mapping[MtStatus, int]
) -> dict[int, MtStatus]:
    """Keep what one segment came to, never backwards; all segments that have told something."""
    rows = connection.execute(select(_part.c.part, _part.c.status).where(_part.c.outbound_id == number))
    told = {row.part: MtStatus(row.status) for row in rows}
    before = told.get(part)
    if before is None:
        connection.execute(insert(_part).values(outbound_id=number, part=part, status=status.value))
    elif rank[status] > rank[before]:
        mine = (_part.c.outbound_id == number) & (_part.c.part == part)
        connection.execute(update(_part).where(mine).values(status=status.value))
    if before is None or rank[status] > rank[before]:
        told[part] = status
    return told


def park(connection: Connection, dlr: Dlr, now: datetime) -> None:
    """Keep a receipt until its message is known; the same one only once."""
    same = (
        select(_parked.c.id)
        .where(
            _parked.c.channel == dlr.channel,
            _parked.c.external_id == dlr.external_id,
            _parked.c.key == dlr.key,
            _parked.c.status == dlr.status.value,
            _parked.c.part == dlr.part,
        )
        .limit(1)
    )
    if connection.execute(same).first() is not None:
        return
    connection.execute(
        insert(_parked).values(
            channel=dlr.channel,
            external_id=dlr.external_id,
            key=dlr.key[:40],
            status=dlr.status.value,
            part=dlr.part,
            parts=dlr.parts,
            error=dlr.error.value if dlr.error is not None else None,
            detail=dlr.detail[:160],
            at=dlr.at,
            received_at=now,
        )
    )


def parked(connection: Connection, most: int) -> Iterator[tuple[int, Dlr]]:
    """Parked receipts in the order in which they came, each with its number."""
    for row in connection.execute(select(_parked).order_by(_parked.c.id).limit(most)).all():
        error = SendError(row.error) if row.error else None
        yield (
            row.id,
            Dlr(
                row.channel,
                MtStatus(row.status),
                row.external_id,
                row.key,
                row.part,
                row.parts,
                row.at,
                error,
                row.detail,
            ),
        )


def unpark(connection: Connection, number: int) -> None:
    """The parked receipt has found its message."""
    connection.execute(delete(_parked).where(_parked.c.id == number))


def drop_parked(connection: Connection, before: datetime) -> int:
    """Forget receipts that never found a message; how many."""
    return connection.execute(delete(_parked).where(_parked.c.received_at < before)).rowcount
