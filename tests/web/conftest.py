"""Whole services, made once for all tests of the corpus (each test is another citizen of the same place); a browser."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, sync_playwright

from smsinfo.web.app import create_app
from tests.conftest import skip_or_fail

from .corpus import TWILIO, Line
from .real import HeldClock, real_services
from .staffroom import StaffRoom

CHROMIUM = Path("/usr/bin/chromium")


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


@pytest.fixture
def room(sqlite_url: str) -> Iterator[StaffRoom]:
    """The staff pages, without anybody yet."""
    found = StaffRoom(sqlite_url)
    yield found
    found.close()


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Debian's Chromium; a machine without it says so, and a machine that must have everything fails."""
    if not CHROMIUM.exists():
        skip_or_fail(f"needs {CHROMIUM} (apt-get install chromium)")
    try:
        tool = sync_playwright().start()
    except Exception as error:  # the driver's own Node did not start, and it raises nothing more telling
        skip_or_fail(f"playwright's driver does not start: {error} (apt-get install libatomic1)")
    found = tool.chromium.launch(executable_path=str(CHROMIUM), args=["--no-sandbox", "--disable-dev-shm-usage"])
    yield found
    found.close()
    tool.stop()
