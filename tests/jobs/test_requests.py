"""Requests about personal data: who has to answer is told before the clock ends, once, and closed ones go in time."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest

from smsinfo.db.models import Contact, PrivacyRequest, StaffPhone
from smsinfo.db.queries import data_requests as rows
from smsinfo.db.queries import privacy
from smsinfo.domain.privacy import RequestKind, RequestState, RequestWay, Rule
from smsinfo.domain.staff import Role
from smsinfo.jobs.requests import DataRequests
from smsinfo.outbox.watch import Watch
from tests.support import CITIZEN, NEIGHBOUR, STRANGER
from tests.web.frontdesk import FrontDesk

PHONES = {"kota": CITIZEN, "hulu": NEIGHBOUR, "prov": STRANGER}


@pytest.fixture
def office(database_url: str) -> Iterator[FrontDesk]:
    """Three administrators with phones: of Katingan, of another regency, of the province; and an editor."""
    found = FrontDesk(database_url)
    for name, region in (("kota", "62.06"), ("hulu", "62.02"), ("prov", "62")):
        account = found.person(name, (Role.ADMINISTRATOR, region))
        found.phone(PHONES[name]).texts("KTP")
        with found.services.database.write() as session:
            contact = session.query(Contact).order_by(Contact.id.desc()).first()
            assert contact is not None
            session.add(StaffPhone(account_id=account.id, contact_id=contact.id, confirmed_at=found.clock()))
    yield found
    found.close()


def enters(office: FrontDesk, hours: float, region: str | None = None) -> int:
    """A request that came so many hours ago."""
    came = office.clock() - timedelta(hours=hours)
    with office.services.database.write() as session:
        return rows.add(session, RequestKind.ACCESS, RequestWay.LETTER, "Surat 1", came, region)


def told(office: FrontDesk) -> list[str]:
    """What data officers were told."""
    return [one.body for one in office.sent() if one.dedupe_key and one.dedupe_key.startswith("privacy:")]


def test_who_has_to_answer_is_told_twelve_hours_before_and_once(office: FrontDesk) -> None:
    number = enters(office, 59.9, "62.06")
    duty = DataRequests(office.services)
    assert duty.warn() == 0
    office.clock.forward(minutes=10)
    assert [duty.warn(), duty.warn()] == [2, 0]  # Katingan and the province; no editor, nobody of another regency
    assert all(f"no {number} harus dijawab paling lambat 24-11 22.0" in text for text in told(office))
    office.clock.forward(hours=20)
    assert duty.warn() == 0


def test_where_no_region_was_said_all_of_them_are_told(office: FrontDesk) -> None:
    enters(office, 100)
    assert DataRequests(office.services).warn() == len(told(office)) == 3  # `admin` of the front desk has no phone


def test_what_is_closed_is_told_to_nobody(office: FrontDesk) -> None:
    number = enters(office, 70)
    with office.services.database.write() as session:
        rows.close(session, number, RequestState.DONE, "", "prov", office.clock())
    assert DataRequests(office.services).warn() == 0


@pytest.mark.parametrize(
    ("hours", "wanted"), [(59.9, []), (60, ["request_due"]), (72, ["request_due"]), (72.1, ["request_late"])]
)
def test_it_is_an_alarm_within_twelve_hours_and_past_the_clock(
    office: FrontDesk, hours: float, wanted: list[str]
) -> None:
    enters(office, hours)
    enters(office, 1)
    watch = Watch(office.services)
    found = [one for one in watch.judge(watch.figures()) if one.code.startswith("request_")]
    assert [one.code for one in found] == wanted
    assert all("/staff/privacy" in one.english and "/staff/privacy" in one.indonesian for one in found)


def test_an_alarm_stands_in_health_until_the_request_is_closed(office: FrontDesk) -> None:
    number, watch = enters(office, 80), Watch(office.services)
    watch.tick()
    assert "alarm request_late" in watch.parts()
    with office.services.database.write() as session:
        rows.close(session, number, RequestState.DONE, "", "prov", office.clock())
    watch.tick()
    assert "alarm request_late" not in watch.parts()


def test_closed_ones_go_after_their_time_with_proof_and_open_ones_never(office: FrontDesk) -> None:
    closed, waits = enters(office, 70), enters(office, 70)
    with office.services.database.write() as session:
        rows.close(session, closed, RequestState.REFUSED, "Bukan orangnya", "prov", office.clock())
    duty = DataRequests(office.services)
    office.clock.forward(days=400)
    assert duty.forget() == 0
    office.clock.forward(minutes=1)
    assert duty.forget() == 1
    with office.services.database.read() as session:
        assert [one.id for one in session.query(PrivacyRequest)] == [waits]
        today = office.clock().date()
        proof = {one.rule: one.removed for one in privacy.runs(session.connection(), today, today)}
    assert proof[Rule.REQUESTS] == 1
