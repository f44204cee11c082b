"""Whole services, made once for all tests of the corpus: each test is another citizen of the same place."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from smsinfo.web.app import create_app

from .corpus import TWILIO, Line
from .real import HeldClock, real_services


@pytest.fixture(scope="session")
def clock() -> HeldClock:
    """The time of the services behind `line`."""
    return HeldClock()


@pytest.fixture(scope="session")
def line(tmp_path_factory: pytest.TempPathFactory, clock: HeldClock) -> Iterator[Line]:
    """A Twilio channel with everything behind it."""
    folder: Path = tmp_path_factory.mktemp("real")
    services = real_services(folder, clock, {"twilio": TWILIO})
    yield Line(services, create_app(services).test_client())
    services.heart.stop()
    services.database.close()
