"""A citizen with a phone, on both databases."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from smsinfo.bootstrap import Services
from tests.support import HeldClock, Phone, make_services


@pytest.fixture
def clock() -> HeldClock:
    """The held clock."""
    return HeldClock()


Open = Callable[..., Services]


@pytest.fixture
def open_services(database_url: str, clock: HeldClock) -> Iterator[Open]:
    """Whole services with other settings; all are closed at the end."""
    made: list[Services] = []

    def one(**settings: Any) -> Services:
        made.append(make_services(database_url, clock, **settings))
        return made[-1]

    yield one
    for services in made:
        services.database.close()


@pytest.fixture
def services(open_services: Open) -> Services:
    """Whole services that do not hold a busy test back."""
    return open_services(rate_per_phone=1000)


@pytest.fixture
def citizen(services: Services, clock: HeldClock) -> Phone:
    """Siti, who has never texted before."""
    return Phone(services, clock)


@pytest.fixture
def phone_of(services: Services, clock: HeldClock) -> Callable[[str], Phone]:
    """Anybody's phone."""
    return lambda number: Phone(services, clock, number)
