"""An office on both engines."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from .office import Office


@pytest.fixture
def office(database_url: str) -> Iterator[Office]:
    """An office without anybody in it."""
    found = Office(database_url)
    yield found
    found.close()


@pytest.fixture
def small(sqlite_url: str) -> Iterator[Office]:
    """The same on SQLite only, for rules that no database has a part in."""
    found = Office(sqlite_url)
    yield found
    found.close()
