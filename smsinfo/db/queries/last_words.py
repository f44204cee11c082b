"""The numbers for messages that are still to leave to people who were erased: kept no longer than those wait."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Final

from sqlalchemy import Connection, delete, insert, select

from smsinfo.db.models import LastWord, OutboundMessage
from smsinfo.domain.messages import MtStatus
from smsinfo.domain.outbox import Leaving

_last: Any = LastWord.__table__
_out: Any = OutboundMessage.__table__
_WAITS: Final = (MtStatus.QUEUED.value, MtStatus.SENDING.value)


def keep(connection: Connection, outbound_id: int, to: Leaving) -> None:
    """Remember for whom the message is."""
    connection.execute(insert(_last).values(outbound_id=outbound_id, msisdn_sealed=to.sealed, practice=to.practice))


def keep_for_reply(connection: Connection, inbound_id: int, to: Leaving) -> None:
    """The same for the reply to a text."""
    number = connection.execute(select(_out.c.id).where(_out.c.inbound_id == inbound_id)).scalar_one()
    keep(connection, number, to)


def forget(connection: Connection, now: datetime) -> int:
    """Forget the numbers of messages that have left, or that nobody waits for any more; how many."""
    waits = select(_out.c.id).where(_out.c.status.in_(_WAITS), _out.c.expires_at > now)
    return connection.execute(delete(_last).where(_last.c.outbound_id.not_in(waits))).rowcount
