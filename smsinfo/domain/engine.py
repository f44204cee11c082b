"""How one part wakes another up, whatever does the waking."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Protocol

from sqlalchemy import Connection

Task = Callable[..., object]
"""A function of keyword arguments that JSON can carry. It may run twice: the rows tell what is left to do."""


class Engine(Protocol):
    """Runs tasks some time after the transaction in which they were deferred, somewhere."""

    def defer(self, connection: Connection, task: str, **arguments: Any) -> None:
        """Run the task after this transaction has been committed; never if it is rolled back."""

    def start(self, tasks: Mapping[str, Task]) -> None:
        """Begin to run tasks beside the caller. Called once, by a worker."""

    def stop(self) -> None:
        """End, when the tasks that run have ended."""
