"""What we ask of Twilio keeps to Twilio's own OpenAPI document, and what it answers by it we understand."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest

from smsinfo.domain.gateway import Gateway
from smsinfo.domain.sending import Found, Health, Lookup, SendError, SendResult
from smsinfo.gateways.twilio_words import STATUSES
from tests.conftest import skip_or_fail
from tests.gateways.cast import CITIZEN, NOW, SHARED_KEY, twilio
from tests.gateways.twilio_api import KEY_SID, SERVICE, mt

from .twilio_mock import ACCOUNTS, BALANCE, Document, Twilio, read_document, running

pytestmark = pytest.mark.interop

NOT_OURS = {"receiving", "received", "partially_delivered"}
"""Statuses of texts that come in, and one that says nothing that we could use."""


@pytest.fixture(scope="module")
def document() -> Document:
    """Twilio's document."""
    return read_document()


@dataclass(frozen=True)
class Line:
    """Twilio, and what we reach it by."""

    twilio: Twilio
    address: str

    def channel(self, **options: Any) -> Gateway:
        """A channel on this Twilio."""
        return twilio(api_base=self.address, **options)


@pytest.fixture(scope="module")
def shared_line(document: Document) -> Iterator[Line]:
    """One Twilio for all tests."""
    application = Twilio(document, NOW)
    with running(application) as address:
        yield Line(application, address)


@pytest.fixture
def line(shared_line: Line) -> Line:
    """A Twilio that has no messages yet."""
    shared_line.twilio.forget()
    return shared_line


OPTIONS: dict[str, dict[str, Any]] = {
    "a number": {},
    "a name": {"sender": "BPBDKTG"},
    "a messaging service": {"messaging_service": SERVICE},
    "without receipts": {"status_callbacks": False},
    "an API key": {"api_key": KEY_SID, "api_secret": SHARED_KEY},
}


@pytest.mark.parametrize("options", OPTIONS.values(), ids=OPTIONS.keys())
def test_what_we_send_is_allowed_and_its_answer_understood(line: Line, options: dict[str, Any]) -> None:
    result = line.channel(**options).send(mt("Banjir: siaga 1. 警报", key="mt/1 &"))
    assert line.twilio.refused == []
    assert result == SendResult(external_id=line.twilio.made[0]["sid"], detail=line.twilio.made[0]["status"])
    assert (line.twilio.made[0]["to"], line.twilio.made[0]["body"]) == (CITIZEN, "Banjir: siaga 1. 警报")


@pytest.mark.parametrize("valid_for", [timedelta(seconds=-5), timedelta(seconds=0.4), timedelta(days=400)])
def test_any_validity_becomes_one_that_is_allowed(line: Line, valid_for: timedelta) -> None:
    assert line.channel().send(mt(seconds=valid_for.total_seconds())).accepted
    assert line.twilio.refused == []


def test_what_the_document_does_not_allow_is_refused_and_known_as_a_refusal(line: Line) -> None:
    result = line.channel(account_sid="AC01").send(mt())
    assert result == SendResult(error=SendError.REJECTED, detail="HTTP 422, Twilio 20422")
    assert len(line.twilio.refused) == 1
    assert line.twilio.made == []


@pytest.mark.parametrize("options", [OPTIONS["a number"], OPTIONS["a messaging service"]], ids=["number", "service"])
def test_a_message_whose_answer_was_lost_is_found_again(line: Line, options: dict[str, Any]) -> None:
    channel = line.channel(**options)
    sent = channel.send(mt("Banjir: siaga 1"))
    assert channel.look_up(mt("Banjir: siaga 1")) == Found(Lookup.TAKEN, sent.external_id)
    assert channel.look_up(mt("Banjir: siaga 2")) == Found(Lookup.ABSENT)
    assert channel.look_up(mt("Banjir: siaga 1", to="+628129999999")) == Found(Lookup.ABSENT)
    channel.send(mt("Banjir: siaga 1", key="mt-18"))
    assert channel.look_up(mt("Banjir: siaga 1")) == Found(Lookup.UNCLEAR)
    assert line.twilio.refused == []


def test_how_the_account_is(line: Line, document: Document) -> None:
    if not {ACCOUNTS, BALANCE} <= set(document["paths"]):
        skip_or_fail("this OpenAPI document of Twilio knows messages only")
    assert line.channel().health() == Health(True, "account active, balance 0.05 USD")
    by_key = line.channel(api_key=KEY_SID, api_secret=SHARED_KEY)
    assert by_key.health() == Health(True, "Twilio knows our API key, balance 0.05 USD")
    assert line.twilio.refused == []


def test_each_status_of_the_document_is_known(document: Document) -> None:
    statuses = set(document["components"]["schemas"]["message_enum_status"]["enum"])
    assert statuses == set(STATUSES) | NOT_OURS
