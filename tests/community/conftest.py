"""Two villages on both databases. The place is built once; every test finds it with its members and nothing else."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack

import pytest
from sqlalchemy import delete

from smsinfo.bootstrap import Services
from smsinfo.db.models import (
    ConsentEvent,
    Contact,
    Contribution,
    ContributionStep,
    Conversation,
    InboundMessage,
    KimGroup,
    Membership,
    OutboundMessage,
    Subscription,
    Suppression,
)
from tests.community.village import Village
from tests.conftest import new_postgresql
from tests.support import HeldClock, make_services

PEOPLE = (
    ContributionStep,
    Contribution,
    Membership,
    KimGroup,
    OutboundMessage,
    InboundMessage,
    ConsentEvent,
    Subscription,
    Conversation,
    Contact,
    Suppression,
)


@pytest.fixture(scope="session")
def village_clock() -> HeldClock:
    """The one clock of all these tests."""
    return HeldClock()


@pytest.fixture(scope="session", params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgresql)])
def village_services(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory, village_clock: HeldClock
) -> Iterator[Services]:
    """Whole services, made once on each engine. Three contributions a day are the most."""
    with ExitStack() as stack:
        file = tmp_path_factory.mktemp("village") / "smsinfo.db"
        url = f"sqlite:///{file}" if request.param == "sqlite" else stack.enter_context(new_postgresql())
        services = make_services(url, village_clock, rate_per_phone=1000, spend_cap_phone_idr=10**9, news_per_day=3)
        stack.callback(services.database.close)
        yield services


@pytest.fixture
def village(village_services: Services, village_clock: HeldClock) -> Village:
    """The villages where nobody has sent anything, at 10.00 WIB."""
    village_clock.now = HeldClock().now
    with village_services.database.write() as session:
        for model in PEOPLE:
            session.execute(delete(model))
    return Village(village_services, village_clock)
