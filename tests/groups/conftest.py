"""The village, on SQLite or on both databases."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.groups.village import Village


@pytest.fixture
def village(sqlite_url: str) -> Iterator[Village]:
    """On SQLite."""
    made = Village(sqlite_url)
    yield made
    made.close()


@pytest.fixture
def both(database_url: str) -> Iterator[Village]:
    """On both databases in turn."""
    made = Village(database_url)
    yield made
    made.close()
