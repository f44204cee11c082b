"""Delivery receipts: monotone, de-duplicated, joined over parts, and parked when they come before the send is marked.

A receipt may come late, twice, out of order, and before our own process has marked the message as sent. The status of
a message only ever rises in this order, so any order of the same receipts gives the same end.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta
from typing import Final

from sqlalchemy import Connection

from smsinfo.db.engine import Database
from smsinfo.db.queries import receipts
from smsinfo.db.queries.receipts import Target
from smsinfo.domain.clock import Clock
from smsinfo.domain.messages import MtStatus
from smsinfo.domain.outbox import id_of
from smsinfo.domain.sending import Dlr

RANK: Final = {
    MtStatus.QUEUED: 0,
    MtStatus.SENDING: 1,
    MtStatus.UNKNOWN: 2,
    MtStatus.SENT: 3,
    MtStatus.EXPIRED: 4,
    MtStatus.FAILED: 5,
    MtStatus.CANCELLED: 6,
    MtStatus.DELIVERED: 7,
}
"""DELIVERED is the last: a phone that has the text has it, whatever anybody said before or says after."""

KEEP_PARKED: Final = timedelta(days=3)
_ENDED: Final = frozenset({MtStatus.DELIVERED, MtStatus.FAILED, MtStatus.EXPIRED})


class Receipts:
    """Takes receipts in, whatever channel they come by."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    def take(self, dlrs: Iterable[Dlr]) -> int:
        """Store what these receipts say, in one commit; how many messages changed. The rest is parked or old news."""
        with self._database.writer(), self._database.engine.begin() as connection:
            return sum(self._take(connection, dlr) for dlr in dlrs)

    def unpark(self, most: int = 500) -> int:
        """Try parked receipts again: their messages may be marked by now; how many found theirs. Old ones go."""
        with self._database.writer(), self._database.engine.begin() as connection:
            receipts.drop_parked(connection, self._clock() - KEEP_PARKED)
            found = 0
            for number, dlr in receipts.parked(connection, most):
                target = self._find(connection, dlr)
                if target is not None and target.status not in (MtStatus.QUEUED, MtStatus.SENDING):
                    self._apply(connection, target, dlr)
                    receipts.unpark(connection, number)
                    found += 1
            return found

    def _take(self, connection: Connection, dlr: Dlr) -> bool:
        target = self._find(connection, dlr)
        if target is None or target.status in (MtStatus.QUEUED, MtStatus.SENDING):
            # The worker still holds the message, or has not marked it yet: its own mark must not find it changed.
            receipts.park(connection, dlr, self._clock())
            return False
        return self._apply(connection, target, dlr)

    def _find(self, connection: Connection, dlr: Dlr) -> Target | None:
        return receipts.find(connection, dlr.channel, dlr.external_id, id_of(dlr.key) if dlr.key else None)

    def _apply(self, connection: Connection, target: Target, dlr: Dlr) -> bool:
        status = self._joined(connection, target, dlr)
        if status is None or RANK[status] <= RANK[target.status]:
            return False
        return receipts.raise_to(connection, target, status, dlr, self._clock())

    def _joined(self, connection: Connection, target: Target, dlr: Dlr) -> MtStatus | None:
        """The message's status when each segment has its own receipt; None while some are still to come."""
        parts = max(dlr.parts, 1)
        if parts == 1:
            return dlr.status
        told = receipts.note_part(connection, target.id, dlr.part, dlr.status, RANK)
        if any(status in (MtStatus.FAILED, MtStatus.EXPIRED) for status in told.values()):
            return MtStatus.FAILED
        if len(told) == parts and all(status is MtStatus.DELIVERED for status in told.values()):
            return MtStatus.DELIVERED
        return MtStatus.SENT if dlr.status not in _ENDED else None
