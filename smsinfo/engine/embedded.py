"""No engine at all: the worker looks at the rows every second, which one machine can afford."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Connection

from smsinfo.domain.engine import Task


class EmbeddedEngine:
    """What is to be done stands in the rows; the loop of `smsinfo worker` finds it there."""

    def defer(self, connection: Connection, task: str, **arguments: Any) -> None:
        """Nothing: the row that is the reason is part of the same transaction."""

    def start(self, tasks: Mapping[str, Task]) -> None:
        """Nothing to start."""

    def stop(self) -> None:
        """Nothing to stop."""
