"""Taking back the messages of an alert that wait still. Each function is a step of the caller's transaction."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Final

from sqlalchemy import Connection, func, select, update

from smsinfo.db.models import OutboundMessage
from smsinfo.db.queries.outbox import QUEUED, STOPPED
from smsinfo.domain.messages import MtStatus

_out: Any = OutboundMessage.__table__
PAGE: Final = 5_000
"""Rows of one transaction. The first page goes with the stop itself; a worker does the others."""


def cancel_page(connection: Connection, now: datetime, alert_id: int, after: int) -> int | None:
    """`queued` -> `cancelled` for an alert's next rows after a contact; the contact to go on after, None at the end.

    The alert itself must be stopped before: from then on none of its rows is begun (outbox.begin).
    """
    mine = (_out.c.alert_id == alert_id) & (_out.c.contact_id > after)
    page = select(_out.c.contact_id).where(mine).order_by(_out.c.contact_id).limit(PAGE).subquery()
    last, found = connection.execute(select(func.max(page.c.contact_id), func.count()).select_from(page)).one()
    if not found:
        return None
    gone = {"status": MtStatus.CANCELLED.value, "status_at": now, "detail": STOPPED}
    these = mine & (_out.c.contact_id <= last) & (_out.c.status == QUEUED)
    connection.execute(update(_out).where(these).values(**gone))
    return int(last) if found == PAGE else None
