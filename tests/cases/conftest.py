"""A place built once for all stories of a file, on both databases; each finds it without people."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack

import pytest
from sqlalchemy import delete

from smsinfo.bootstrap import Services
from smsinfo.db.models import (
    CaseAnswer,
    CaseEvent,
    CaseTold,
    CitizenCase,
    ConsentEvent,
    Contact,
    Conversation,
    DutyRoster,
    InboundMessage,
    KimGroup,
    Membership,
    OutboundMessage,
    ReportOffice,
    Rumour,
    RumourCount,
    StaffAccount,
    StaffPhone,
    Subscription,
    Suppression,
)
from tests.conftest import new_postgresql
from tests.support import HeldClock, make_services

ALL = (
    *(DutyRoster, StaffPhone, StaffAccount),
    *(OutboundMessage, InboundMessage, ConsentEvent, Subscription, Conversation, Suppression),
    *(CaseTold, CaseAnswer, CaseEvent, CitizenCase, RumourCount, Rumour, ReportOffice, Membership, KimGroup, Contact),
)


@pytest.fixture(scope="module")
def held() -> HeldClock:
    """The one clock of a file's stories."""
    return HeldClock()


@pytest.fixture
def clock(held: HeldClock) -> HeldClock:
    """The held clock, set back to 10.00 WIB."""
    held.now = HeldClock().now
    return held


@pytest.fixture(scope="module", params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgresql)])
def village(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory, held: HeldClock
) -> Iterator[Services]:
    """Whole services, made once on each engine."""
    with ExitStack() as stack:
        file = tmp_path_factory.mktemp("village") / "smsinfo.db"
        url = f"sqlite:///{file}" if request.param == "sqlite" else stack.enter_context(new_postgresql())
        made = make_services(url, held, rate_per_phone=1000, spend_cap_phone_idr=10**9)
        stack.callback(made.database.close)
        yield made


@pytest.fixture
def services(village: Services, clock: HeldClock) -> Services:
    """A village where nobody has texted yet."""
    with village.database.write() as session:
        for model in ALL:
            session.execute(delete(model))
    return village
