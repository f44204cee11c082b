"""What a worker does for the villages by the clock: numbers asked about, what is over, groups that fell quiet."""

from __future__ import annotations

from smsinfo.bootstrap import Services


class Villages:
    """One worker's duties, each a transaction."""

    def __init__(self, services: Services) -> None:
        self._services = services
        self._confirming = services.community.confirming

    def confirm_members(self) -> int:
        """Whose numbers are still theirs, of those who work for us."""
        with self._services.database.write() as session:
            return self._confirming.members(session, self._services.clock())

    def confirm_subscribers(self) -> int:
        """The same of subscribers, some in each hour."""
        with self._services.database.write() as session:
            return self._confirming.subscribers(session, self._services.clock())

    def tidy(self) -> int:
        """Invitations and memberships that are over."""
        with self._services.database.write() as session:
            return self._confirming.tidy(session, self._services.clock())

    def prompt(self) -> int:
        """A word to groups that fell quiet."""
        with self._services.database.write() as session:
            return self._services.community.quiet.prompt(session, self._services.clock())
