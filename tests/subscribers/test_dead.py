"""Numbers that the networks refuse for days are set aside, and come back by a text of their own."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import update

from smsinfo.db.models import Contact, OutboundMessage
from smsinfo.db.queries.recipients import Target, count
from smsinfo.domain.audience import Audience
from smsinfo.jobs.upkeep import dead_numbers
from smsinfo.subscribers import dead
from tests.subscribers.conftest import KAPUAS, Office
from tests.support import CITIZEN, NEIGHBOUR

FILE = f"phone,region\n{CITIZEN},Kapuas\n{NEIGHBOUR},Kapuas\n"


def refused(office: Office, number: str, days_ago: float, **values: Any) -> None:
    """A message that ended so long ago."""
    at = office.clock() - timedelta(days=days_ago)
    row = {
        "contact_id": office.contact(number).id,
        "purpose": "alert",
        "lane": "alert",
        "channel": "phone",
        "body": "x",
        "encoding": "gsm7",
        "segments": 1,
        "status": "failed",
        "error": "bad_number",
        "not_before": at,
        "expires_at": at,
        "created_at": at,
        "status_at": at,
    }
    with office.services.database.write() as session:
        session.add(OutboundMessage(**(row | values)))


def tick(office: Office) -> int:
    """A worker's duty."""
    return dead_numbers(office.services).tick()


def recipients(office: Office) -> int:
    """Whom an alert for Kapuas would reach."""
    target = Target(Audience(), "bencana", (KAPUAS,))
    with office.services.database.read() as session:
        return count(session.connection(), target, office.clock())


def test_three_days_of_refusals_set_a_number_aside_and_its_next_text_brings_it_back(both: Office) -> None:
    both.brings(FILE)
    for days in (3, 2, 1):
        refused(both, CITIZEN, days)
    assert recipients(both) == 2
    assert tick(both) == 1
    assert both.contact(CITIZEN).status == "set_aside"
    assert recipients(both) == 1
    [event] = both.events("subscribers.set_aside")
    assert json.loads(event.details) == {"count": 1}
    assert tick(both) == 0

    assert both.phone(CITIZEN).texts("STATUS")
    assert both.contact(CITIZEN).status == "active"
    assert recipients(both) == 2
    assert tick(both) == 0  # what was refused before it spoke does not count any more


def test_a_plain_question_of_somebody_known_brings_them_back_too(office: Office) -> None:
    phone = office.phone(CITIZEN)
    phone.texts("DAFTAR Kapuas")
    phone.texts("ktp")
    with office.services.database.write() as session:
        session.execute(update(Contact).values(status="set_aside"))
    assert phone.texts("kk")
    assert office.contact(CITIZEN).status == "active"


@pytest.mark.parametrize(
    ("story", "ends"),
    [
        ([(2, {}), (2.01, {}), (1, {})], "two days"),
        ([(31, {}), (2, {}), (1, {})], "one of them long ago"),
        ([(n, {"error": "unreachable"}) for n in (3, 2, 1)], "another error"),
        ([(n, {"status": "expired", "error": None}) for n in (3, 2, 1)], "no signal"),
        ([(3, {}), (2, {}), (1, {}), (0.5, {"status": "delivered", "error": None})], "delivered since"),
        ([(4, {}), (3.5, {"status": "delivered", "error": None}), (2, {}), (1, {})], "delivered in between"),
    ],
)
def test_less_than_that_leaves_a_number_where_it_is(
    office: Office, story: list[tuple[float, dict[str, Any]]], ends: str
) -> None:
    office.brings(FILE)
    for days, values in story:
        refused(office, CITIZEN, days, **values)
    assert tick(office) == 0, ends
    assert office.contact(CITIZEN).status == "active"


def test_many_dead_numbers_at_once_are_a_fault_of_a_provider(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(dead, "FEW", 1)
    office.brings(FILE)
    for number in (CITIZEN, NEIGHBOUR):
        for days in (3, 2, 1):
            refused(office, number, days)
    duty = dead_numbers(office.services)
    assert duty.look().too_many
    assert duty.tick() == 0
    assert office.events("subscribers.set_aside") == []


def test_who_is_set_aside_gets_replies_and_no_import_brings_them_back(office: Office) -> None:
    office.brings(FILE)
    with office.services.database.write() as session:
        session.execute(update(Contact).values(status="set_aside"))
    report = office.brings(FILE.replace("Kapuas", "Katingan"))
    assert [one.reason for one in report.problems] == ["set_aside", "set_aside"]
