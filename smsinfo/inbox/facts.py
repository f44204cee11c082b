"""What the menu of USSD asks the database, when a screen shows it."""

from __future__ import annotations

from datetime import datetime

from smsinfo.db.engine import Database
from smsinfo.db.queries.alerts import InForce, in_force
from smsinfo.db.queries.contacts import subscriptions
from smsinfo.db.queries.public_alerts import by_code
from smsinfo.domain.alerts import AlertNow
from smsinfo.domain.public_alerts import PublicAlert
from smsinfo.domain.regions import covers


class DatabaseFacts:
    """The facts for one person and one turn: each is read once at most."""

    def __init__(self, database: Database, contact_id: int | None, now: datetime) -> None:
        self._database = database
        self._contact_id = contact_id
        self._now = now
        self._alerts: list[InForce] | None = None
        self._subscriptions: tuple[str, ...] | None = None

    def alerts(self, region: str | None) -> tuple[AlertNow, ...]:
        """The alerts in force for a place: for it, for anything in it, for anything that covers it."""
        if self._alerts is None:
            with self._database.read() as session:
                self._alerts = in_force(session, self._now)
        return tuple(
            one.alert
            for one in self._alerts
            if region is None or any(covers(code, region) or covers(region, code) for code in one.regions)
        )

    def alert(self, code: str) -> PublicAlert | None:
        """The alert of a code that was ever official, drills too."""
        with self._database.read() as session:
            return by_code(session, code)

    def subscriptions(self) -> tuple[str, ...]:
        """The region codes, the oldest first."""
        if self._subscriptions is None:
            with self._database.read() as session:
                found = subscriptions(session, self._contact_id) if self._contact_id is not None else []
                self._subscriptions = tuple(dict.fromkeys(one.region_code for one in found))
        return self._subscriptions
