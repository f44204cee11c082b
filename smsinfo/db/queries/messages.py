"""Messages in and out, beside the hot path."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, func, select, update
from sqlalchemy.orm import Session

from smsinfo.db.models import InboundMessage, OutboundMessage
from smsinfo.domain.messages import Purpose

BATCH = 500


def spent_after(session: Session, last_id: int, since: datetime) -> tuple[int, int]:
    """(newest id, rupiah of the replies after `last_id` and since a moment): the next look begins at that id.

    Replies alone: a file of two thousand new subscribers, or an alert, must not silence the answers of a day.
    """
    newest = select(func.coalesce(func.max(OutboundMessage.id), last_id)).where(OutboundMessage.id > last_id)
    spent = select(func.coalesce(func.sum(OutboundMessage.cost_idr), 0)).where(
        OutboundMessage.id > last_id,
        OutboundMessage.created_at >= since,
        OutboundMessage.purpose == Purpose.REPLY.value,
    )
    end = int(session.scalar(newest) or last_id)
    return end, int(session.scalar(spent.where(OutboundMessage.id <= end)) or 0)


def mark_handed_over(connection: Connection, channel: str, external_ids: Sequence[str], at: datetime) -> int:
    """`sending` -> `sent` for the replies to these MOs; never backwards. How many rows moved."""
    moved = 0
    for start in range(0, len(external_ids), BATCH):
        batch = list(external_ids[start : start + BATCH])
        asked = select(InboundMessage.id).where(
            InboundMessage.channel == channel, InboundMessage.external_id.in_(batch)
        )
        mark = (
            update(OutboundMessage)
            .where(OutboundMessage.inbound_id.in_(asked), OutboundMessage.status == "sending")
            .values(status="sent", status_at=at)
        )
        moved += connection.execute(mark).rowcount
    return moved


@dataclass(frozen=True, slots=True)
class Line:
    """One text of a thread, as both sides see it."""

    inbound: bool
    text: str
    at: datetime


def thread(session: Session, contact_id: int, limit: int) -> list[Line]:
    """The last texts of a contact and our replies, oldest first."""
    rows = session.execute(
        select(InboundMessage.body, InboundMessage.received_at, OutboundMessage.body, OutboundMessage.created_at)
        .outerjoin(OutboundMessage, OutboundMessage.inbound_id == InboundMessage.id)
        .where(InboundMessage.contact_id == contact_id)
        .order_by(InboundMessage.id.desc())
        .limit(limit)
    ).all()
    lines: list[Line] = []
    for asked, asked_at, answered, answered_at in reversed(rows):
        lines.append(Line(True, asked, asked_at))
        if answered is not None:
            lines.append(Line(False, answered, answered_at))
    return lines
