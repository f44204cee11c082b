"""Twilio: what it is asked later: whether a message was taken, and how the account is."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from email.utils import format_datetime
from typing import Any

import pytest

from smsinfo.domain.sending import Found, Health, Lookup
from smsinfo.gateways.twilio_rest import PAGE

from .cast import ACCOUNT, CITIZEN, NOW, OURS, SHARED_KEY, SID, twilio
from .provider import Canned, Provider, running_provider
from .twilio_api import KEY_SID, MESSAGES, SERVICE, mt, record, refusal

EARLIER = "SM" + "e" * 32
TEXT = mt().text


@pytest.fixture(scope="module")
def provider() -> Iterator[Provider]:
    """Twilio's API on this machine."""
    with running_provider() as running:
        yield running


def at(when: datetime) -> str:
    """A time as Twilio writes it (RFC 2822)."""
    return format_datetime(when)


def message(minutes: float = 3, sender: str = OURS, **changed: Any) -> dict[str, Any]:
    """One of the number's messages, made so many minutes ago."""
    usual = {
        "sid": SID,
        "body": TEXT,
        "to": CITIZEN,
        "from": sender,
        "direction": "outbound-api",
        "status": "queued",
        "messaging_service_sid": None,
        "date_created": at(NOW - timedelta(minutes=minutes)),
        "date_sent": None,
    }
    return usual | changed


def page(*messages: dict[str, Any], more: bool = False) -> Canned:
    """A page of Twilio's list."""
    return record(messages=list(messages), next_page_uri="/2010-04-01/Page=1" if more else None, page_size=PAGE)


TAKEN, ABSENT, UNCLEAR = Found(Lookup.TAKEN, SID), Found(Lookup.ABSENT), Found(Lookup.UNCLEAR)
OLD = message(minutes=601, sid=EARLIER)
OTHERS = [
    message(body="BPBD: air surut"),
    message(sender="+15005550009"),
    message(direction="outbound-reply"),
    message(direction="inbound"),
]
LOOKED_UP: dict[str, tuple[Canned, Found]] = {
    "it is there": (page(message()), TAKEN),
    "it failed meanwhile: taken all the same": (page(message(status="failed", error_code=30005)), TAKEN),
    "it has no date yet": (page(message(date_created=None)), TAKEN),
    "among others": (page(*OTHERS, message(), OLD), TAKEN),
    "with the words of a trial account": (
        page(message(body=f"Sent from your Twilio trial account - {TEXT}")),
        TAKEN,
    ),
    "the number has no messages": (page(), ABSENT),
    "others, but not this one": (page(*OTHERS), ABSENT),
    "the same text before all that we could still ask for": (page(OLD), ABSENT),
    "two could be it": (page(message(), message(minutes=50, sid=EARLIER)), UNCLEAR),
    "a redacted text could be it": (page(message(body="")), UNCLEAR),
    "it, or a redacted one": (page(message(), message(minutes=50, sid=EARLIER, body="")), UNCLEAR),
    "not on the first page": (page(*OTHERS, more=True), UNCLEAR),
    "not among the newest; what waits may be listed last": (page(*OTHERS, OLD, more=True), UNCLEAR),
    "there, but a second could be on the next page": (page(message(), more=True), UNCLEAR),
    "there, and the page reaches back far enough": (page(message(), OLD, more=True), TAKEN),
    "refused": (refusal(20003, 401), UNCLEAR),
    "silence": (Canned(cut=True), UNCLEAR),
    "no list": (record(messages=17, next_page_uri=None), UNCLEAR),
    "a list of nothing that we know": (record(messages=["SM1"], next_page_uri=None), UNCLEAR),
    "a record without messages": (record(status="active", type="Full"), UNCLEAR),
}


@pytest.mark.parametrize(("answer", "found"), LOOKED_UP.values(), ids=LOOKED_UP.keys())
def test_whether_a_message_was_taken(provider: Provider, answer: Canned, found: Found) -> None:
    provider.queue(answer)
    assert twilio(api_base=provider.url).look_up(mt()) == found
    asked = provider.last
    assert (asked.method, asked.path, asked.query) == ("GET", MESSAGES, {"To": CITIZEN, "PageSize": str(PAGE)})


def test_a_messaging_service_is_known_by_its_own_name_not_by_the_sender_that_it_chose(provider: Provider) -> None:
    channel = twilio(api_base=provider.url, messaging_service=SERVICE)
    provider.queue(page(message(sender="+15005550009", messaging_service_sid=SERVICE)))
    assert channel.look_up(mt()) == TAKEN
    provider.queue(page(message()))
    assert channel.look_up(mt()) == ABSENT


@dataclass(frozen=True)
class Asked:
    """Answers to the questions of health, in their order, and what is told of them."""

    answers: tuple[Canned, ...]
    health: Health


ACTIVE, DOLLARS = record(status="active", type="Full"), record(balance="12.34", currency="USD")
HEALTH = {
    "active": Asked((ACTIVE, DOLLARS), Health(True, "account active, balance 12.34 USD")),
    "in rupiah": Asked(
        (ACTIVE, record(balance="150000.0", currency="IDR")),
        Health(True, "account active, balance 150000.00 IDR", balance_idr=150_000),
    ),
    "a subaccount without a balance": Asked((ACTIVE, refusal(20404, 404)), Health(True, "account active")),
    "a balance that is none": Asked((ACTIVE, record(balance=None)), Health(True, "account active")),
    "an endless balance": Asked((ACTIVE, record(balance="inf", currency="IDR")), Health(True, "account active")),
    "suspended": Asked(
        (record(status="suspended", type="Full"), record(balance="-3", currency="USD")),
        Health(False, "account suspended, balance -3.00 USD"),
    ),
    "on trial": Asked(
        (record(status="active", type="Trial"), DOLLARS),
        Health(True, "account active, on trial: it sends to verified numbers only, balance 12.34 USD"),
    ),
    "a wrong log-in": Asked(
        (refusal(20003, 401),),
        Health(
            False,
            "Twilio can't be asked: HTTP 401, Twilio 20003: the log-in is wrong, or the account is suspended or closed",
        ),
    ),
    "silence": Asked((Canned(cut=True),), Health(False, "Twilio can't be asked: ProtocolError")),
}


@pytest.mark.parametrize("row", HEALTH.values(), ids=HEALTH.keys())
def test_how_the_account_is(provider: Provider, row: Asked) -> None:
    provider.queue(*row.answers)
    assert twilio(api_base=provider.url).health() == row.health


def test_an_api_key_may_not_read_the_account_so_its_messages_are_read(provider: Provider) -> None:
    provider.queue(record(messages=[], next_page_uri=None), refusal(70051, 403))
    health = twilio(api_base=provider.url, api_key=KEY_SID, api_secret=SHARED_KEY).health()
    assert health == Health(True, "Twilio knows our API key")
    asked = [(call.path, call.query) for call in provider.calls[-2:]]
    assert asked == [(MESSAGES, {"PageSize": "1"}), (f"/2010-04-01/Accounts/{ACCOUNT}/Balance.json", {})]
