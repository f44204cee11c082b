"""A citizen with a phone, on both databases. The place is built once; every test finds it without people."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from typing import Any

import pytest
from sqlalchemy import delete

from smsinfo.bootstrap import Services, build
from smsinfo.db.models import (
    ConsentEvent,
    Contact,
    Conversation,
    InboundMessage,
    OutboundMessage,
    Subscription,
    Suppression,
    UssdSession,
)
from tests.conftest import new_postgresql
from tests.support import HeldClock, Phone, make_services

PEOPLE = (UssdSession, OutboundMessage, InboundMessage, ConsentEvent, Subscription, Conversation, Contact, Suppression)
Open = Callable[..., Services]
PhoneOf = Callable[[str], Phone]


@pytest.fixture(scope="session")
def held() -> HeldClock:
    """The one clock of all these tests."""
    return HeldClock()


@pytest.fixture
def clock(held: HeldClock) -> HeldClock:
    """The held clock, set back to 10.00 WIB."""
    held.now = HeldClock().now
    return held


@pytest.fixture
def open_services(database_url: str, clock: HeldClock) -> Iterator[Open]:
    """Whole services over a database of this test alone, with other settings; all are closed at the end."""
    made: list[Services] = []

    def one(**settings: Any) -> Services:
        made.append(make_services(database_url, clock, **settings))
        return made[-1]

    yield one
    for services in made:
        services.database.close()


@pytest.fixture(scope="session", params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgresql)])
def built(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory, held: HeldClock
) -> Iterator[Services]:
    """Whole services that do not hold a busy test back, made once on each engine."""
    with ExitStack() as stack:
        file = tmp_path_factory.mktemp("journeys") / "smsinfo.db"
        url = f"sqlite:///{file}" if request.param == "sqlite" else stack.enter_context(new_postgresql())
        services = make_services(url, held, rate_per_phone=1000, spend_cap_phone_idr=10**9)
        stack.callback(services.database.close)
        yield services


@pytest.fixture
def services(built: Services, clock: HeldClock) -> Services:
    """Whole services where nobody has texted yet."""
    with built.database.write() as session:
        for model in PEOPLE:
            session.execute(delete(model))
    return built


@pytest.fixture(scope="session")
def built_strict(built: Services, held: HeldClock) -> Services:
    """The same place with the limits of the design."""
    settings = built.settings.model_copy(update={"rate_per_phone": 10})
    return build(settings, clock=held, database=built.database)


@pytest.fixture
def strict(services: Services, built_strict: Services) -> Services:
    """The limits of the design, where nobody has texted yet."""
    return built_strict


@pytest.fixture
def citizen(services: Services, clock: HeldClock) -> Phone:
    """Siti, who has never texted before."""
    return Phone(services, clock)


@pytest.fixture
def phone_of(services: Services, clock: HeldClock) -> PhoneOf:
    """Anybody's phone."""
    return lambda number: Phone(services, clock, number)
