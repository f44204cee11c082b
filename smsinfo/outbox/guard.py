"""What a drain asks before anything of an alert leaves: is it still what was approved, and is it still to be sent?"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Protocol

from sqlalchemy import Connection

from smsinfo.domain.outbox import Claimed


class Guard(Protocol):
    """Looks at claimed rows, with the very texts that are about to leave."""

    def held(self, connection: Connection, items: Sequence[Claimed]) -> Mapping[int, str]:
        """Row -> why it must not leave. Runs in the transaction of the claim."""

    def tell(self) -> None:
        """Write down what was found, in a transaction of its own, after the claim's."""


class NoGuard:
    """For rows that belong to no alert."""

    def held(self, connection: Connection, items: Sequence[Claimed]) -> Mapping[int, str]:
        """Nothing."""
        return {}

    def tell(self) -> None:
        """Nothing."""
