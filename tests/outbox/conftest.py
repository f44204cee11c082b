"""A desk on both engines."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from .desk import Desk


@pytest.fixture
def desk(database_url: str) -> Iterator[Desk]:
    """Services with one simulated channel that sends a hundred segments a second."""
    found = Desk(database_url)
    yield found
    found.close()
