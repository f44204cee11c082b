"""Twilio: what is asked of its REST API, what its refusals mean, and that silence is told apart from a refusal."""

from __future__ import annotations

import subprocess
import sys
from base64 import b64encode
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from smsinfo.domain.sending import Mt, SendError, SendResult
from smsinfo.errors import BadSetting
from smsinfo.gateways.twilio_words import COUNTRYWIDE, ERRORS

from .cast import ACCOUNT, CITIZEN, NEXT_TOKEN, OURS, SHARED_KEY, SID, TOKEN, twilio
from .provider import Called, Canned, Provider, nobody_listens, running_provider
from .twilio_api import KEY_SID, MESSAGES, RECEIPTS, SERVICE, mt, refusal, taken

MALAYSIAN = "+60123456789"


@pytest.fixture(scope="module")
def provider() -> Iterator[Provider]:
    """Twilio's API on this machine."""
    with running_provider() as running:
        yield running


def sent(provider: Provider, message: Mt, **options: Any) -> Called:
    """What is asked of Twilio for an MT."""
    provider.queue(taken())
    result = twilio(api_base=provider.url, **options).send(message)
    assert result == SendResult(external_id=SID, detail="queued")
    return provider.last


USUAL = {
    "To": CITIZEN,
    "From": OURS,
    "Body": "Banjir: siaga 1",
    "ValidityPeriod": "14400",
    "SmartEncoded": "false",
    "StatusCallback": f"{RECEIPTS}?key=mt-17",
}


def but(*gone: str, **changed: str) -> dict[str, str]:
    """The usual parameters, some of them changed or gone."""
    return {name: value for name, value in (USUAL | changed).items() if name not in gone}


SENT: dict[str, tuple[Mt, dict[str, Any], dict[str, str]]] = {
    "a number": (mt(), {}, USUAL),
    "a name": (mt(), {"sender": "BPBDKTG"}, but(From="BPBDKTG")),
    "a messaging service, which chooses": (
        mt(),
        {"messaging_service": SERVICE},
        but("From", MessagingServiceSid=SERVICE),
    ),
    "without receipts": (mt(), {"status_callbacks": False}, but("StatusCallback")),
    "a key that an address must escape": (
        mt(key="a/b &c=d"),
        {},
        but(StatusCallback=f"{RECEIPTS}?key=a%2Fb%20%26c%3Dd"),
    ),
    "letter by letter": (mt("Air naik.\n警报 & é +1=2"), {}, but(Body="Air naik.\n警报 & é +1=2")),
    "valid for longer than Twilio keeps it": (mt(days=2), {}, but(ValidityPeriod="36000")),
    "valid for 90 seconds": (mt(seconds=90.9), {}, but(ValidityPeriod="90")),
    "valid for no time": (mt(seconds=0), {}, but(ValidityPeriod="1")),
}


@pytest.mark.parametrize(("message", "options", "form"), SENT.values(), ids=SENT.keys())
def test_a_message_is_asked_for_like_this(
    provider: Provider, message: Mt, options: dict[str, Any], form: dict[str, str]
) -> None:
    call = sent(provider, message, **options)
    assert (call.method, call.path, call.query) == ("POST", MESSAGES, {})
    assert call.form == form


LOGINS = {
    "the account and its token": ({}, ACCOUNT, TOKEN),
    "the first of two tokens": ({"auth_token": f"{NEXT_TOKEN}, {TOKEN}"}, ACCOUNT, NEXT_TOKEN),
    "an API key": ({"api_key": KEY_SID, "api_secret": SHARED_KEY}, KEY_SID, SHARED_KEY),
}


@pytest.mark.parametrize(("options", "user", "password"), LOGINS.values(), ids=LOGINS.keys())
def test_who_asks(provider: Provider, options: dict[str, str], user: str, password: str) -> None:
    call = sent(provider, mt(), **options)
    assert call.headers["authorization"] == "Basic " + b64encode(f"{user}:{password}".encode()).decode()
    assert call.path == MESSAGES


def test_the_machine_does_not_choose_where_we_call(provider: Provider, monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in {"TWILIO_EDGE": "sydney", "TWILIO_REGION": "au1", "TWILIO_ACCOUNT_SID": "AC2"}.items():
        monkeypatch.setenv(name, value)
    for name in ("HTTP_PROXY", "http_proxy"):
        monkeypatch.setenv(name, nobody_listens())
    assert sent(provider, mt()).path == MESSAGES


def test_several_threads_send_by_one_channel(provider: Provider) -> None:
    provider.queue(taken())
    channel, before = twilio(api_base=provider.url), len(provider.calls)
    with ThreadPoolExecutor(4) as pool:
        results = list(pool.map(channel.send, [mt(key=f"mt-{n}") for n in range(12)]))
    assert results == [SendResult(external_id=SID, detail="queued")] * 12
    keys = {call.form["StatusCallback"] for call in provider.calls[before:]}
    assert keys == {f"{RECEIPTS}?key=mt-{n}" for n in range(12)}


def result_of(provider: Provider, answer: Canned, to: str = CITIZEN) -> SendResult:
    """What sending comes to after an answer."""
    provider.queue(answer)
    result = twilio(api_base=provider.url).send(mt(to=to))
    assert not result.accepted
    assert CITIZEN not in result.detail
    return result


REFUSED = {
    "the number sent STOP": (refusal(21610), SendError.OPTED_OUT),
    "no valid number": (refusal(21211), SendError.BAD_NUMBER),
    "no mobile number": (refusal(21614), SendError.BAD_NUMBER),
    "not from this sender": (refusal(21612), SendError.UNREACHABLE),
    "too long": (refusal(21617), SendError.REJECTED),
    "too many requests": (refusal(20429, 429), SendError.THROTTLED),
    "the queue is full": (refusal(21611, 429), SendError.THROTTLED),
    "the day's messages are used up": (refusal(63038, 429), SendError.THROTTLED),
    "the hour's messages are used up": (refusal(60728, 429), SendError.THROTTLED),
    "a wrong log-in": (refusal(20003, 401), SendError.DENIED),
    "no such account": (refusal(20404, 404), SendError.DENIED),
    "a sender that can't send": (refusal(21606), SendError.DENIED),
    "a trial account": (refusal(21608), SendError.DENIED),
    "receipts to nowhere": (refusal(21609), SendError.DENIED),
    "no money": (refusal(20005, 403), SendError.NO_BALANCE),
    "out of service": (refusal(20503, 503), SendError.TEMPORARY),
}


@pytest.mark.parametrize(("answer", "error"), REFUSED.values(), ids=REFUSED.keys())
def test_what_a_refusal_means(provider: Provider, answer: Canned, error: SendError) -> None:
    assert result_of(provider, answer).error is error


@pytest.mark.parametrize("code", ERRORS)
def test_each_code_is_told_in_our_words(provider: Provider, code: int) -> None:
    error, words = ERRORS[code]
    result = result_of(provider, refusal(code), MALAYSIAN)
    assert (result.error, result.detail) == (error, f"HTTP 400, Twilio {code}: {words}")


@pytest.mark.parametrize("code", COUNTRYWIDE)
def test_where_all_of_indonesia_is_shut_the_channel_must_be_mended(provider: Provider, code: int) -> None:
    assert result_of(provider, refusal(code), MALAYSIAN).error is SendError.UNREACHABLE
    assert result_of(provider, refusal(code), CITIZEN).error is SendError.DENIED


BY_STATUS = {
    "a code of tomorrow": (refusal(21999), SendError.REJECTED, "HTTP 400, Twilio 21999"),
    "a code of tomorrow, too quick": (refusal(20999, 429), SendError.THROTTLED, "HTTP 429, Twilio 20999"),
    "a code that is none": (refusal("21610"), SendError.REJECTED, "HTTP 400"),
    "without a body": (Canned(401), SendError.DENIED, "HTTP 401"),
    "a page of a proxy": (Canned(502, "<html>Bad Gateway</html>"), SendError.TEMPORARY, "HTTP 502"),
    "a list": (Canned(400, "[21610]"), SendError.REJECTED, "HTTP 400"),
    "a proxy that gave up waiting": (Canned(504, "{}"), SendError.UNKNOWN, "HTTP 504"),
    "another address": (
        Canned(307, headers={"Location": "https://evil.example/"}),
        SendError.DENIED,
        "HTTP 307: the address has moved; correct it",
    ),
}


@pytest.mark.parametrize(("answer", "error", "detail"), BY_STATUS.values(), ids=BY_STATUS.keys())
def test_without_a_code_that_we_know_the_status_counts(
    provider: Provider, answer: Canned, error: SendError, detail: str
) -> None:
    result = result_of(provider, answer)
    assert (result.error, result.detail) == (error, detail)


@pytest.mark.parametrize("code", [20429, 20999])
def test_twilio_says_when_to_come_back(provider: Provider, code: int) -> None:
    assert result_of(provider, refusal(code, 429, **{"Retry-After": "7"})).retry_after == 7.0


UNCLEAR = {
    "cut off after it was asked": Canned(cut=True),
    "an empty answer": Canned(201),
    "a page": Canned(200, "<html>Log in to the hotspot</html>"),
    "a list": Canned(201, "[]"),
    "no sid": taken(None),
    "a sid that is none": taken(17),
    "an empty sid": taken(""),
    "a record that the client can't build": taken(date_created={"now": 1}),
}


@pytest.mark.parametrize("answer", UNCLEAR.values(), ids=UNCLEAR.keys())
def test_an_answer_that_can_not_be_one_leaves_it_open(provider: Provider, answer: Canned) -> None:
    assert result_of(provider, answer).error is SendError.UNKNOWN


def test_where_nobody_listens_nothing_was_taken() -> None:
    result = twilio(api_base=nobody_listens()).send(mt())
    assert result == SendResult(error=SendError.TEMPORARY, detail="NewConnectionError")


def test_nothing_that_is_asked_is_logged(provider: Provider, caplog: pytest.LogCaptureFixture) -> None:
    sent(provider, mt("Kode rahasia warga"))
    assert "Kode rahasia" not in caplog.text
    assert CITIZEN not in caplog.text


WRONG = {
    "a service that is none": ({"messaging_service": "MG1"}, "messaging_service", "pattern"),
    "a key that is none": ({"api_key": ACCOUNT, "api_secret": "x"}, "api_key", "pattern"),
    "a key without a secret": ({"api_key": KEY_SID}, "api_secret", "is missing, and api_key is set"),
    "a secret without a key": ({"api_secret": SHARED_KEY}, "api_secret", "is set, and api_key is missing"),
    "an API in the clear": ({"api_base": "http://api.example.org"}, "api_base", "must begin with https://"),
    "an API with a log-in": ({"api_base": "https://a:b@api.example.org"}, "api_base", "pattern"),
    "receipts perhaps": ({"status_callbacks": "perhaps"}, "status_callbacks", "boolean"),
}


@pytest.mark.parametrize(("options", "name", "problem"), WRONG.values(), ids=WRONG.keys())
def test_a_wrong_setting_of_sending_is_named(options: dict[str, Any], name: str, problem: str) -> None:
    with pytest.raises(BadSetting) as refused:
        twilio(**options)
    assert refused.value.name == f"channels.twilio.{name}"
    assert problem in refused.value.problem
    assert SHARED_KEY not in str(refused.value)


def test_a_channel_without_status_callbacks_says_that_it_gives_no_receipts() -> None:
    assert [twilio(status_callbacks=wanted).gives_receipts for wanted in (True, False)] == [True, False]


ONLY_RECEIVES = """
import sys
from tests.gateways.cast import full, post, sign, twilio
channel = twilio()
channel.authenticate(post(full(), sign(full())))
print(channel.parse_mo(post(full())).text, sorted({"twilio.rest", "requests"} & set(sys.modules)))
"""


def test_a_process_that_only_receives_loads_no_client() -> None:
    found = subprocess.run([sys.executable, "-c", ONLY_RECEIVES], capture_output=True, text=True, check=False)
    assert (found.stdout, found.stderr) == ("KTP []\n", "")
