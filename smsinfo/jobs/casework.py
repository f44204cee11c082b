"""The worker's duties for cases of citizens: each in a transaction of its own."""

from __future__ import annotations

from smsinfo.bootstrap import Services
from smsinfo.db.queries import privacy
from smsinfo.domain.privacy import Rule


class Casework:
    """Over whole services."""

    def __init__(self, services: Services) -> None:
        self._services = services

    def tick(self) -> int:
        """Lead cases on that were waiting for a place, and tell of verdicts that have been published."""
        services, community = self._services, self._services.community
        with services.database.write() as session:
            done = community.case_clock.place(session, services.clock())
        with services.database.write() as session:
            return done + community.hoaxes.settle(session, services.snapshots.current(), services.clock())

    def escalate(self) -> int:
        """Questions that have waited too long go on to others."""
        with self._services.database.write() as session:
            return self._services.community.case_clock.escalate(session, self._services.clock())

    def forget(self) -> int:
        """Empty the words that the operator does not keep longer."""
        settings, now = self._services.settings, self._services.clock()
        with self._services.database.write() as session:
            gone = self._services.community.case_clock.forget(session, now, settings.case_days, settings.id_days)
            privacy.note_run(session.connection(), Rule.CASES, gone, None, now)
            return gone
