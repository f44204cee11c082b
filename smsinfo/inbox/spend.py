"""What replies have cost today, against the daily cap. Pumping and loops must not empty the budget."""

from __future__ import annotations

from datetime import datetime

from smsinfo.config import Settings
from smsinfo.db.engine import Database
from smsinfo.db.queries.messages import spent_after
from smsinfo.domain.clock import Clock
from smsinfo.logs import get_logger

log = get_logger(__name__)
WARN_AT = 0.8


class Spend:
    """Rupiah spent since local midnight: what the database tells each second, plus what this process just added."""

    def __init__(self, database: Database, clock: Clock, settings: Settings) -> None:
        self._database = database
        self._clock = clock
        self._settings = settings
        self._seen = 0
        self._last_id = 0
        self._own = 0
        self._midnight: datetime | None = None
        self._warned = False

    @property
    def exhausted(self) -> bool:
        """True when another reply would go over the cap."""
        return self._seen + self._own >= self._settings.spend_cap_idr

    def add(self, segments: int) -> None:
        """This process has just sent so many segments."""
        self._own += segments * self._settings.segment_idr

    def refresh(self) -> None:
        """Take over what all processes spent since the last look; warn once a day at 80 % of the cap."""
        midnight = self._clock().astimezone(self._settings.zone).replace(hour=0, minute=0, second=0, microsecond=0)
        if midnight != self._midnight:
            self._midnight, self._seen, self._warned = midnight, 0, False
        with self._database.read() as session:
            self._last_id, spent = spent_after(session, self._last_id, midnight)
        self._seen, self._own = self._seen + spent, 0
        if not self._warned and self._seen >= WARN_AT * self._settings.spend_cap_idr:
            self._warned = True
            log.warning("spend_cap_near", spent_idr=self._seen, cap_idr=self._settings.spend_cap_idr)
