"""What replies have cost today, against the daily cap. Pumping and loops must not empty the budget."""

from __future__ import annotations

from datetime import datetime, timedelta

from smsinfo.config import Settings
from smsinfo.db.engine import Database
from smsinfo.db.queries.messages import spent_since
from smsinfo.domain.clock import Clock
from smsinfo.logs import get_logger

log = get_logger(__name__)
WARN_AT = 0.8


class Spend:
    """Rupiah spent since local midnight: the database's sum, refreshed every few seconds, plus what this process
    added."""

    def __init__(self, database: Database, clock: Clock, settings: Settings) -> None:
        self._database = database
        self._clock = clock
        self._settings = settings
        self._spent = 0
        self._since: datetime | None = None
        self._warned = False

    @property
    def exhausted(self) -> bool:
        """True when another reply would go over the cap."""
        return self._spent >= self._settings.spend_cap_idr

    def add(self, segments: int) -> None:
        """This process has just sent so many segments."""
        self._spent += segments * self._settings.segment_idr

    def refresh(self) -> None:
        """Take the sum of all processes over; warn once a day at 80 % of the cap."""
        midnight = self._clock().astimezone(self._settings.zone).replace(hour=0, minute=0, second=0, microsecond=0)
        if self._since is None or midnight - self._since >= timedelta(hours=12):
            self._since, self._warned = midnight, False
        with self._database.read() as session:
            self._spent = spent_since(session, midnight)
        if not self._warned and self._spent >= WARN_AT * self._settings.spend_cap_idr:
            self._warned = True
            log.warning("spend_cap_near", spent_idr=self._spent, cap_idr=self._settings.spend_cap_idr)
