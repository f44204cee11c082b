"""A watch room on both engines."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from .dutyroom import Dutyroom
from .riverside import Riverside
from .watchroom import Watchroom


@pytest.fixture
def room(database_url: str) -> Iterator[Watchroom]:
    """Officials, two channels, nobody who subscribed."""
    found = Watchroom(database_url)
    yield found
    found.close()


@pytest.fixture
def small(sqlite_url: str) -> Iterator[Watchroom]:
    """The same on SQLite only, for rules that no database has a part in."""
    found = Watchroom(sqlite_url)
    yield found
    found.close()


@pytest.fixture
def night(database_url: str) -> Iterator[Dutyroom]:
    """Officials with phones and a roster, on both engines."""
    found = Dutyroom(database_url)
    found.rostered()
    yield found
    found.close()


@pytest.fixture
def quiet(sqlite_url: str) -> Iterator[Dutyroom]:
    """The same on SQLite only, for what no database has a part in."""
    found = Dutyroom(sqlite_url)
    found.rostered()
    yield found
    found.close()


@pytest.fixture
def river(database_url: str) -> Iterator[Riverside]:
    """On both engines."""
    made = Riverside(database_url)
    yield made
    made.close()


@pytest.fixture
def shore(sqlite_url: str) -> Iterator[Riverside]:
    """On SQLite only, for rules that no database has a part in."""
    made = Riverside(sqlite_url)
    yield made
    made.close()
