"""Africa's Talking: MT -> request, its answers and its health."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest

from smsinfo.domain.sending import Found, Health, Lookup, Mt, SendError, SendResult
from smsinfo.gateways.africastalking import LIVE, SANDBOX

from .africastalking_cast import FARMER, MESSAGE_ID, SHORT_CODE, africastalking
from .cast import TOKEN
from .provider import Canned, Provider, nobody_listens, running_provider

TAKEN = {100: "Processed", 101: "Sent", 102: "Queued"}
CODES = {
    401: ("RiskHold", SendError.DENIED),
    402: ("InvalidSenderId", SendError.DENIED),
    403: ("InvalidPhoneNumber", SendError.BAD_NUMBER),
    404: ("UnsupportedNumberType", SendError.UNREACHABLE),
    405: ("InsufficientBalance", SendError.NO_BALANCE),
    406: ("UserInBlacklist", SendError.OPTED_OUT),
    407: ("CouldNotRoute", SendError.UNREACHABLE),
    409: ("DoNotDisturbRejection", SendError.TEMPORARY),
    500: ("InternalServerError", SendError.TEMPORARY),
    501: ("GatewayError", SendError.TEMPORARY),
    502: ("RejectedByGateway", SendError.UNREACHABLE),
}
MT = Mt("a-key", FARMER, "Mafuriko: hama & panda juu", "gsm7", 1, timedelta(hours=4))


@pytest.fixture
def provider() -> Iterator[Provider]:
    """Their API."""
    with running_provider() as running:
        yield running


def told(*recipients: Any, message: str = "Sent to 1/1 Total Cost: KES 0.8000", status: int = 201) -> Canned:
    """An answer about recipients."""
    return Canned(status, json.dumps({"SMSMessageData": {"Message": message, "Recipients": recipients}}))


def recipient(code: Any = 101, **changed: Any) -> dict[str, Any]:
    """One recipient in an answer."""
    usual = {"statusCode": code, "number": FARMER, "status": "Success", "cost": "KES 0.8000", "messageId": MESSAGE_ID}
    return usual | changed


def refused(code: int) -> dict[str, Any]:
    """One recipient who gets nothing, as they write it."""
    return recipient(code, status=CODES[code][0], cost="0", messageId="None")


def test_an_mt_is_exactly_this_request(provider: Provider) -> None:
    provider.queue(told(recipient()))
    result = africastalking(address=provider.url).send(MT)
    assert result == SendResult(external_id=MESSAGE_ID, detail="101 Sent, KES 0.8000")
    call = provider.last
    assert (call.method, call.path, call.query) == ("POST", "/version1/messaging", {})
    assert (call.headers["apikey"], call.headers["accept"]) == (TOKEN, "application/json")
    assert call.form == {
        "username": "desa",
        "to": FARMER,
        "from": SHORT_CODE,
        "message": "Mafuriko: hama & panda juu",
        "bulkSMSMode": "1",
        "enqueue": "1",
    }


@pytest.mark.parametrize(
    ("options", "expected"),
    [({}, LIVE), ({"username": "sandbox"}, SANDBOX), ({"address": "http://127.0.0.1:9"}, "http://127.0.0.1:9")],
    ids=["live", "sandbox", "another"],
)
def test_the_sandbox_is_another_address(
    monkeypatch: pytest.MonkeyPatch, options: dict[str, str], expected: str
) -> None:
    called: list[str] = []

    def call(_: object, method: str, url: str, **__: Any) -> SendResult:
        called.append(f"{method} {url}")
        return SendResult(error=SendError.TEMPORARY)

    monkeypatch.setattr("smsinfo.gateways.http.HttpCaller.call", call)
    africastalking(**options).send(MT)
    assert called == [f"POST {expected}/version1/messaging"]


ANSWERS: dict[str, tuple[Canned, SendResult]] = {
    **{
        name: (told(recipient(code)), SendResult(external_id=MESSAGE_ID, detail=f"{code} {name}, KES 0.8000"))
        for code, name in TAKEN.items()
    },
    "a cost that is none": (told(recipient(cost=0.8)), SendResult(external_id=MESSAGE_ID, detail="101 Sent")),
    **{
        f"{name} for the number": (told(refused(code)), SendResult(error=error, detail=f"{code} {name}"))
        for code, (name, error) in CODES.items()
    },
    **{
        f"{name} for the request": (told(message=name), SendResult(error=error, detail=f"{code} {name}"))
        for code, (name, error) in CODES.items()
    },
    "outside the hours of Nigeria": (
        told(refused(409), status=409),
        SendResult(error=SendError.TEMPORARY, detail="409 DoNotDisturbRejection"),
    ),
    "taken, without an id": (
        told(recipient(messageId="None")),
        SendResult(error=SendError.UNKNOWN, detail="HTTP 201 without a known statusCode and an id"),
    ),
    "a code that nobody knows": (
        told(recipient(999)),
        SendResult(error=SendError.UNKNOWN, detail="HTTP 201 without a known statusCode and an id"),
    ),
    "a code that is none": (
        told(recipient(["101"])),
        SendResult(error=SendError.UNKNOWN, detail="HTTP 201 without a known statusCode and an id"),
    ),
    "two recipients": (
        told(recipient(), recipient()),
        SendResult(error=SendError.UNKNOWN, detail="HTTP 201 without a recipient"),
    ),
    "nobody, for a reason that nobody knows": (
        told(message="Something"),
        SendResult(error=SendError.UNKNOWN, detail="HTTP 201 without a recipient"),
    ),
    "XML": (
        Canned(201, "<AfricasTalkingResponse/>"),
        SendResult(error=SendError.UNKNOWN, detail="HTTP 201 without a recipient"),
    ),
    "a list": (Canned(201, "[]"), SendResult(error=SendError.UNKNOWN, detail="HTTP 201 without a recipient")),
    "wrong key": (
        Canned(401, "The supplied authentication is invalid"),
        SendResult(error=SendError.DENIED, detail="HTTP 401"),
    ),
    "wrong path": (
        Canned(404),
        SendResult(error=SendError.DENIED, detail="HTTP 404: compare address with their API's"),
    ),
    "a request that they can't read": (Canned(400), SendResult(error=SendError.REJECTED, detail="HTTP 400")),
    "too quick": (
        Canned(429, "", {"Retry-After": "3"}),
        SendResult(error=SendError.THROTTLED, detail="HTTP 429", retry_after=3.0),
    ),
    "an error there": (Canned(500), SendResult(error=SendError.TEMPORARY, detail="HTTP 500")),
    "a proxy gave up": (Canned(504), SendResult(error=SendError.UNKNOWN, detail="HTTP 504")),
}


@pytest.mark.parametrize(("answer", "expected"), ANSWERS.values(), ids=ANSWERS.keys())
def test_what_they_answer(provider: Provider, answer: Canned, expected: SendResult) -> None:
    provider.queue(answer)
    assert africastalking(address=provider.url).send(MT) == expected


def test_after_a_time_out_nobody_can_be_asked(provider: Provider) -> None:
    provider.queue(Canned(cut=True))
    channel = africastalking(address=provider.url)
    assert channel.send(MT).error is SendError.UNKNOWN
    assert not channel.can_look_up
    assert channel.look_up(MT) == Found(Lookup.UNCLEAR)
    assert channel.recall(["a-key"]) == 0


def test_what_never_left_may_be_sent_again() -> None:
    away = africastalking(address=nobody_listens())
    assert away.send(MT) == SendResult(error=SendError.TEMPORARY, detail="NewConnectionError")
    assert away.health() == Health(False, "Africa's Talking does not answer (NewConnectionError)")


def balance(amount: Any) -> Canned:
    """An answer about the account."""
    return Canned(200, json.dumps({"UserData": {"balance": amount}}))


HEALTHS: dict[str, tuple[Canned, Health]] = {
    "money left": (balance("KES 1785.50"), Health(True, "balance KES 1785.50")),
    "in debt": (balance("UGX -12"), Health(False, "balance UGX -12")),
    "no amount": (balance(None), Health(False, "HTTP 200 without a balance")),
    "no JSON": (Canned(200, "<html>"), Health(False, "HTTP 200 without a balance")),
    "wrong key": (Canned(401), Health(False, "HTTP 401: Africa's Talking refuses our username or api_key")),
    "an error there": (Canned(500), Health(False, "HTTP 500 without a balance")),
}


@pytest.mark.parametrize(("answer", "expected"), HEALTHS.values(), ids=HEALTHS.keys())
def test_health_is_the_balance(provider: Provider, answer: Canned, expected: Health) -> None:
    provider.queue(answer)
    assert africastalking(address=provider.url).health() == expected
    call = provider.last
    assert (call.method, call.path, call.query) == ("GET", "/version1/user", {"username": "desa"})
    assert call.headers["apikey"] == TOKEN
