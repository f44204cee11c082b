"""What may still be spent: caps a day and a month in rupiah, and a reserve that only urgent alerts may use."""

from __future__ import annotations

import time
from dataclasses import dataclass
from datetime import datetime

from smsinfo.config import Settings
from smsinfo.db.engine import Database
from smsinfo.db.queries.spending import last_id_before, spent_between
from smsinfo.domain.clock import Clock
from smsinfo.domain.messages import Lane
from smsinfo.logs import get_logger

log = get_logger(__name__)
WARN_AT = 0.8
QUICK = 0.05
"""Seconds: a look that takes no longer may be taken each second."""

REST = 20
"""After a slower one so many times as long passes before the next: with a million messages a day it takes half a
second, and must not become the worker's main work."""


@dataclass(frozen=True, slots=True)
class Spent:
    """Rupiah of messages that were handed over since local midnight and since the first of the month."""

    day: int
    month: int


def lanes_within(spent: Spent, settings: Settings) -> tuple[Lane, ...]:
    """The lanes that the money allows, in their order. Replies have the daily cap, all have the monthly one.

    An urgent alert may use the reserve too; beyond that nothing leaves.
    """
    month_left = settings.spend_cap_month_idr - spent.month
    day_left = settings.spend_cap_idr - spent.day
    if month_left > 0:
        return (Lane.URGENT, Lane.REPLY, Lane.ALERT, Lane.BULK) if day_left > 0 else (Lane.URGENT, Lane.ALERT)
    return (Lane.URGENT,) if month_left + settings.alert_reserve_idr > 0 else ()


class Budget:
    """The lanes that may be sent now, looked at again with each `refresh`."""

    def __init__(self, database: Database, clock: Clock, settings: Settings) -> None:
        self._database = database
        self._clock = clock
        self._settings = settings
        self._warned = ""
        self._midnight: datetime | None = None
        self._yesterday = 0
        self._earlier = 0
        self._next_look = 0.0
        self.lanes: tuple[Lane, ...] = tuple(Lane)
        self.spent = Spent(0, 0)

    def refresh(self) -> None:
        """Count again what was spent, unless that was just done and takes long; warn once a day at 80 % of a cap."""
        start = time.monotonic()
        if start < self._next_look:
            return
        self._look()
        taken = time.monotonic() - start
        self._next_look = start + taken * REST if taken > QUICK else 0.0

    def _look(self) -> None:
        local = self._clock().astimezone(self._settings.zone)
        midnight = local.replace(hour=0, minute=0, second=0, microsecond=0)
        with self._database.read() as session:
            connection = session.connection()
            if midnight != self._midnight:
                self._midnight, self._yesterday = midnight, last_id_before(connection, midnight)
                first = last_id_before(connection, midnight.replace(day=1))
                self._earlier = spent_between(connection, first, self._yesterday)
            day = spent_between(connection, self._yesterday)
        self.spent = Spent(day, self._earlier + day)
        self.lanes = lanes_within(self.spent, self._settings)
        self._warn(midnight)

    def _warn(self, midnight: datetime) -> None:
        shares = (self.spent.day / self._settings.spend_cap_idr, self.spent.month / self._settings.spend_cap_month_idr)
        if max(shares) >= WARN_AT and self._warned != midnight.date().isoformat():
            self._warned = midnight.date().isoformat()
            log.warning("spending_near_the_cap", day_idr=self.spent.day, month_idr=self.spent.month)
