"""The hot path of sending: what came of one hand-over and the beginning of the next, together in one transaction.

The statements are those of the outbox; the driver's own cursor runs them (db/hot.py). On PostgreSQL both are one
statement, so a message costs one round trip and one commit.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any, Final

from sqlalchemy import Connection, bindparam, select, update

from smsinfo.db.engine import Database
from smsinfo.db.hot import Hot, Lost, cursor_of
from smsinfo.db.models import OutboundMessage
from smsinfo.db.queries.outbox import SENDING, begin_statement, begin_values
from smsinfo.domain.messages import MtStatus
from smsinfo.domain.outbox import Claimed

_out: Any = OutboundMessage.__table__
_MARKED: Final = {
    "status": bindparam("end_status", MtStatus.SENT.value, _out.c.status.type),
    "external_id": bindparam("end_external", type_=_out.c.external_id.type),
    "cost_idr": bindparam("end_cost", type_=_out.c.cost_idr.type),
    "status_at": bindparam("now", type_=_out.c.status_at.type),
    "lease_until": bindparam("end_lease", type_=_out.c.lease_until.type),
    "error": None,
    "detail": None,
}


@dataclass(frozen=True, slots=True)
class Sent:
    """A hand-over that succeeded: the provider's id, and what it took or will take (rupiah).

    `held_until`: a device holds it, at the latest until then, where its memory counts (None: it does not).
    """

    item: Claimed
    external_id: str
    cost_idr: int
    held_until: datetime | None = None


class Turns:
    """The hand-overs of one database."""

    def __init__(self, database: Database) -> None:
        self._database = database
        engine = database.hot
        self._begin, self._end = Hot(begin_statement(), engine), Hot(_end(), engine)
        self._both = None if database.is_sqlite else Hot(_end_and_begin(), engine)

    def turn(self, sent: Sent | None, item: Claimed | None, now: datetime, lease_end: datetime) -> bool:
        """Mark one message as sent and begin another; False where that one must not leave (see outbox.begin).

        A broken connection is tried again with a new one: what may have happened already changes nothing the second
        time, and at worst the other message waits for its lease. Raises Lost where there is no database.
        """
        values = _end_values(sent) | (begin_values(item, now, lease_end) if item else {"now": now})
        try:
            return self._run(values, ends=sent is not None, begins=item is not None)
        except Lost:
            if self._database.is_sqlite:
                raise
            self._database.hot.dispose()  # the others of the pool are most likely as old
            return self._run(values, ends=sent is not None, begins=item is not None)

    def _run(self, values: Mapping[str, Any], *, ends: bool, begins: bool) -> bool:
        with self._database.writer(), cursor_of(self._database.hot) as cursor:
            if self._both is not None and ends and begins:
                self._both.run(cursor, values)
                return cursor.fetchone() is not None
            if self._database.is_sqlite:
                cursor.execute("BEGIN IMMEDIATE")
            if ends:
                self._end.run(cursor, values)
            if begins:
                self._begin.run(cursor, values)
            begun = begins and cursor.rowcount == 1
            if self._database.is_sqlite:
                cursor.execute("COMMIT")
            return begun


def end(connection: Connection, sent: Sent, now: datetime) -> bool:
    """The same mark in a transaction of the caller's. False where the row has moved on meanwhile (see outbox.end)."""
    return connection.execute(_end(), _end_values(sent) | {"now": now}).rowcount == 1


@cache
def _end() -> Any:
    mine = (_out.c.id == bindparam("end_id")) & (_out.c.fence == bindparam("end_fence"))
    return update(_out).where(mine, _out.c.status == SENDING).values(_MARKED)


def _end_values(sent: Sent | None) -> dict[str, Any]:
    if sent is None:
        return {}
    return {
        "end_id": sent.item.id,
        "end_fence": sent.item.fence,
        "end_external": sent.external_id,
        "end_cost": sent.cost_idr,
        "end_lease": sent.held_until,
    }


def _end_and_begin() -> Any:
    begun = begin_statement().returning(_out.c.id).cte("begun")
    return select(begun.c.id).add_cte(_end().returning(_out.c.id).cte("ended"))
