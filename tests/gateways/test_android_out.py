"""SMS Gateway for Android: MT -> request, its answers, look-up, recall and health."""

from __future__ import annotations

import json
from base64 import b64encode
from collections.abc import Iterator
from datetime import timedelta
from hashlib import sha256
from typing import Any

import pytest

from smsinfo.domain.sending import Found, Health, Lookup, Mt, SendError, SendResult
from smsinfo.gateways.android import AndroidGateway

from .android_cast import android
from .cast import CITIZEN, TOKEN
from .provider import Canned, Provider, nobody_listens, running_provider


@pytest.fixture
def provider() -> Iterator[Provider]:
    """The app, or its server."""
    with running_provider() as running:
        yield running


def mt(text: str = "Awas banjir", key: str = "a-key", **valid_for: float) -> Mt:
    """An MT to the citizen."""
    return Mt(key, CITIZEN, text, "gsm7", 1, timedelta(**valid_for or {"hours": 4}))


def phone(provider: Provider, path: str = "", **options: Any) -> AndroidGateway:
    """The channel before this provider."""
    return android(address=provider.url + path, **options)


def state(name: str, message_id: str = "a-key") -> str:
    """A message as the app shows it."""
    recipients = [{"phoneNumber": CITIZEN, "state": name}]
    return json.dumps({"id": message_id, "deviceId": "d", "state": name, "recipients": recipients})


TAKEN = Canned(202, state("Pending"))
LONG_KEY = "reply:2026-11-24T03:00:00+00:00:0123456789"


@pytest.mark.parametrize(
    ("message", "options", "expected"),
    [
        (mt(), {}, {}),
        (mt("警报"), {}, {"textMessage": {"text": "警报"}}),
        (mt(minutes=1.51), {}, {"ttl": 90}),
        (mt(seconds=-5), {}, {"ttl": 5}),
        (mt(), {"sim_number": 2}, {"simNumber": 2}),
        (mt(), {"device": "PyDmBQZZXYmyxMwED8Fzy"}, {"deviceId": "PyDmBQZZXYmyxMwED8Fzy"}),
        (mt(), {"priority": 100}, {"priority": 100}),
        (mt(key=LONG_KEY), {}, {"id": sha256(LONG_KEY.encode()).hexdigest()[:36]}),
    ],
    ids=["GSM-7", "UCS-2", "ninety seconds", "at the last moment", "a SIM", "a phone", "before others", "a long key"],
)
def test_an_mt_is_exactly_this_request(
    provider: Provider, message: Mt, options: dict[str, Any], expected: dict[str, Any]
) -> None:
    provider.queue(TAKEN)
    assert phone(provider, **options).send(message) == SendResult(external_id="a-key")
    call = provider.last
    assert (call.method, call.path, call.query) == ("POST", "/messages", {"skipPhoneValidation": "true"})
    assert call.headers["authorization"] == "Basic " + b64encode(f"sms:{TOKEN}".encode()).decode()
    assert call.headers["content-type"] == "application/json"
    assert (
        json.loads(call.body)
        == {
            "id": "a-key",
            "phoneNumbers": [CITIZEN],
            "textMessage": {"text": "Awas banjir"},
            "ttl": 14400,
            "withDeliveryReport": True,
            "priority": 0,
        }
        | expected
    )


def test_the_cloud_has_the_same_requests_below_another_path(provider: Provider) -> None:
    provider.queue(TAKEN)
    assert phone(provider, "/3rdparty/v1/").send(mt()).accepted
    assert provider.last.path == "/3rdparty/v1/messages"


def said(message: str) -> str:
    """The body of a refusal, which may name the number."""
    return json.dumps({"message": f"{message} {CITIZEN}", "code": 400})


REFUSALS = {
    "invalid phone number": SendError.BAD_NUMBER,
    "not mobile phone number": SendError.BAD_NUMBER,
    "can't parse phone number": SendError.BAD_NUMBER,
    "Invalid device ID": SendError.DENIED,
    "record not found": SendError.DENIED,
    "more than one record": SendError.DENIED,
    "invalid user": SendError.DENIED,
}
WRONG_PLACE = "the address is not that of the app or its server"
ANSWERS: dict[str, tuple[Canned, SendResult]] = {
    "taken": (TAKEN, SendResult(external_id="a-key")),
    "taken under an id of its own": (Canned(202, state("Pending", "own")), SendResult(external_id="own")),
    "taken before": (Canned(409, said("duplicate id")), SendResult("a-key", detail="HTTP 409: taken before")),
    "nothing": (Canned(202), SendResult(None, SendError.UNKNOWN, "HTTP 202 without the id of a message")),
    "no JSON": (Canned(200, "<html>"), SendResult(None, SendError.UNKNOWN, "HTTP 200 without the id of a message")),
    "a list": (Canned(202, "[]"), SendResult(None, SendError.UNKNOWN, "HTTP 202 without the id of a message")),
    "no id": (Canned(202, '{"id": 7}'), SendResult(None, SendError.UNKNOWN, "HTTP 202 without the id of a message")),
    "another 400": (Canned(400, said("Text message is empty")), SendResult(None, SendError.REJECTED, "HTTP 400")),
    "400 without a word": (Canned(400), SendResult(None, SendError.REJECTED, "HTTP 400")),
    "wrong password": (Canned(401), SendResult(None, SendError.DENIED, "HTTP 401")),
    "no right": (Canned(403), SendResult(None, SendError.DENIED, "HTTP 403")),
    "wrong path": (Canned(404), SendResult(None, SendError.DENIED, f"HTTP 404: {WRONG_PLACE}")),
    "another service": (Canned(405), SendResult(None, SendError.DENIED, f"HTTP 405: {WRONG_PLACE}")),
    "too quick": (Canned(429, "", {"Retry-After": "7"}), SendResult(None, SendError.THROTTLED, "HTTP 429", 7.0)),
    "an error there": (Canned(500, said("record not found")), SendResult(None, SendError.TEMPORARY, "HTTP 500")),
    "the queue is full": (
        Canned(503, said("queue limits exceeded")),
        SendResult(None, SendError.TEMPORARY, "HTTP 503: the phone's queue is full or too old: is it online?"),
    ),
    "a proxy gave up": (Canned(504), SendResult(None, SendError.UNKNOWN, "HTTP 504")),
    **{
        words: (Canned(400, said(f"can't use phone in row 1: {words}")), SendResult(None, error, f"HTTP 400: {words}"))
        for words, error in REFUSALS.items()
    },
}


@pytest.mark.parametrize(("answer", "expected"), ANSWERS.values(), ids=ANSWERS.keys())
def test_what_the_app_answers(provider: Provider, answer: Canned, expected: SendResult) -> None:
    provider.queue(answer)
    assert phone(provider).send(mt()) == expected


def test_silence_after_the_request_is_unknown_and_before_it_temporary(provider: Provider) -> None:
    provider.queue(Canned(cut=True))
    assert phone(provider).send(mt()).error is SendError.UNKNOWN
    away = android(address=nobody_listens()).send(mt())
    assert away == SendResult(error=SendError.TEMPORARY, detail="NewConnectionError")


STATES = ("Pending", "Processed", "Sent", "Delivered", "Failed", "Cancelling", "Cancelled")
LOOK_UPS: dict[str, tuple[Canned, Found]] = {
    **{name: (Canned(200, state(name)), Found(Lookup.TAKEN, "a-key")) for name in STATES},
    "nobody knows it": (Canned(404), Found(Lookup.ABSENT)),
    "a state that nobody knew": (Canned(200, state("Lost")), Found(Lookup.UNCLEAR)),
    "no JSON": (Canned(200, "<html>"), Found(Lookup.UNCLEAR)),
    "two of them": (Canned(400, said("multiple messages found")), Found(Lookup.UNCLEAR)),
    "wrong password": (Canned(401), Found(Lookup.UNCLEAR)),
    "an error there": (Canned(500), Found(Lookup.UNCLEAR)),
    "no answer": (Canned(cut=True), Found(Lookup.UNCLEAR)),
}


@pytest.mark.parametrize(("answer", "expected"), LOOK_UPS.values(), ids=LOOK_UPS.keys())
def test_the_app_can_be_asked_for_a_message_by_our_key(provider: Provider, answer: Canned, expected: Found) -> None:
    provider.queue(answer)
    assert phone(provider).look_up(mt()) == expected
    assert (provider.last.method, provider.last.path) == ("GET", "/messages/a-key")


def test_a_key_is_no_path(provider: Provider) -> None:
    provider.queue(Canned(404))
    assert phone(provider).look_up(mt(key="../a b")).lookup is Lookup.ABSENT
    assert provider.last.path == "/messages/..%2Fa%20b"


GONE = Canned(200, state("Cancelled"))
RECALLS: dict[str, tuple[tuple[Canned, ...], int, int]] = {
    "all three": ((GONE,), 3, 3),
    "one has left, one is not there": ((Canned(409), Canned(404), GONE), 1, 3),
    "the phone may yet send it": ((Canned(200, state("Cancelling")), GONE), 2, 3),
    "an app that can't": ((Canned(405), GONE), 0, 1),
    "nobody answers": ((GONE, Canned(cut=True), GONE), 1, 2),
    "wrong password": ((Canned(401),), 0, 1),
}


@pytest.mark.parametrize(("answers", "count", "calls"), RECALLS.values(), ids=RECALLS.keys())
def test_messages_can_be_taken_back_while_they_wait(
    provider: Provider, answers: tuple[Canned, ...], count: int, calls: int
) -> None:
    provider.queue(*answers)
    assert phone(provider).recall(["a-key", "b-key", "c-key"]) == count
    asked = [(call.method, call.path) for call in provider.calls]
    assert asked == [("DELETE", f"/messages/{letter}-key") for letter in "abc"[:calls]]


def health(status: str, **checks: tuple[str, int]) -> Canned:
    """An answer of GET /health; __ in a name for a colon."""
    found = {
        name.replace("__", ":"): {"status": told, "observedValue": value} for name, (told, value) in checks.items()
    }
    return Canned(500 if status == "fail" else 200, json.dumps({"status": status, "checks": found}))


def seen(when: str, **more: Any) -> Canned:
    """An answer of GET /devices."""
    return Canned(200, json.dumps([{"id": "d", "name": "Phone", "lastSeen": when} | more]))


WELL = health("pass", battery__level=("pass", 94))
LATELY = seen("2026-11-24T02:55:00.123456789Z")
HEALTHS: dict[str, tuple[tuple[Canned, ...], dict[str, Any], Health]] = {
    "all is well": ((WELL, LATELY), {}, Health(True, "the phone was seen 4 minutes ago")),
    "the phone's clock is ahead": (
        (WELL, seen("2026-11-24T10:02:00+07:00")),
        {},
        Health(True, "the phone was seen 0 minutes ago"),
    ),
    "the battery is low": (
        (health("fail", battery__level=("fail", 7), messages__failed=("warn", 1)), LATELY),
        {},
        Health(True, "the phone was seen 4 minutes ago; battery:level 7, messages:failed 1"),
    ),
    "no Internet is needed": (
        (health("fail", connection__status=("fail", 0)), LATELY),
        {},
        Health(True, "the phone was seen 4 minutes ago"),
    ),
    "the server's database is away": (
        (health("fail", db__ping=("fail", 3)),),
        {},
        Health(False, "health check fails: db:ping 3"),
    ),
    "it says so without a reason": (
        (Canned(503, '{"status": "fail"}'),),
        {},
        Health(False, "health check fails: health"),
    ),
    "a silent phone": (
        (WELL, seen("2026-11-24T01:59:00Z")),
        {},
        Health(False, "the phone was last seen on 2026-11-24 at 01:59 UTC"),
    ),
    "a phone never seen": ((WELL, seen("")), {}, Health(False, "the phone was never seen")),
    "our phone": ((WELL, LATELY), {"device": "d"}, Health(True, "the phone was seen 4 minutes ago")),
    "not our phone": ((WELL, LATELY), {"device": "x"}, Health(False, "the phone of the setting device is not there")),
    "a phone that was removed": (
        (WELL, seen("2026-11-24T02:55:00Z", deletedAt="2026-11-24T02:55:00Z")),
        {},
        Health(False, "there is no phone"),
    ),
    "wrong password": ((WELL, Canned(401)), {}, Health(False, "HTTP 401: the app refuses our user or password")),
    "no devices": ((WELL, Canned(200, "{}")), {}, Health(False, "HTTP 200: no list of devices")),
    "something else": (
        (Canned(200, "<html>"),),
        {},
        Health(False, "HTTP 200: neither the app nor its server is at the address"),
    ),
}


@pytest.mark.parametrize(("answers", "options", "expected"), HEALTHS.values(), ids=HEALTHS.keys())
def test_health(provider: Provider, answers: tuple[Canned, ...], options: dict[str, Any], expected: Health) -> None:
    provider.queue(*answers)
    assert phone(provider, **options).health() == expected
    assert [call.path for call in provider.calls] == ["/health", "/devices"][: len(answers)]


def test_an_older_app_names_its_devices_otherwise(provider: Provider) -> None:
    provider.queue(WELL, Canned(404), LATELY)
    assert phone(provider).health().ok
    assert [call.path for call in provider.calls] == ["/health", "/devices", "/device"]


def test_health_of_nobody() -> None:
    found = android(address=nobody_listens()).health()
    assert found == Health(False, "nobody answers at the address (NewConnectionError)")
