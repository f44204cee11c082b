"""Webhooks: from an HTTP request to the provider's answer, and never a traceback."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote_plus, urlencode

import pytest
from flask.testing import FlaskClient
from sqlalchemy.exc import OperationalError
from structlog.testing import capture_logs
from twilio.request_validator import RequestValidator  # type: ignore[import-untyped]
from werkzeug.datastructures import MultiDict

from smsinfo.errors import NotReady
from smsinfo.web.app import create_app
from smsinfo.web.webhooks import LARGEST_BODY

from .fakes import SIMULATOR, TWILIO, FakeHeart, FakeInbox, fake_services

CITIZEN = "+628123456789"
URL = "https://sms.example.org/gw/sms/mo"
FORM = [("From", CITIZEN), ("Body", "KTP"), ("MessageSid", "SM1")]
EMPTY = '<?xml version="1.0" encoding="UTF-8"?><Response />'


def client(inbox: FakeInbox | None = None, **values: Any) -> FlaskClient:
    """A client of an application with one Twilio channel, `sms`."""
    return create_app(fake_services({"sms": TWILIO}, inbox, **values)).test_client()


def signature(pairs: list[tuple[str, str]], url: str = URL) -> dict[str, str]:
    """The header that proves the request."""
    return {"X-Twilio-Signature": str(RequestValidator("the-token").compute_signature(url, MultiDict(pairs)))}


def send(web: FlaskClient, pairs: list[tuple[str, str]], query: str = "", **headers: str) -> Any:
    """Post a signed form."""
    signed = signature(pairs, URL + query)
    return web.post("/gw/sms/mo" + query, data=urlencode(pairs), headers=signed | headers, content_type=FORM_TYPE)


FORM_TYPE = "application/x-www-form-urlencoded"


def test_a_signed_text_is_answered_and_noted_as_handed_over() -> None:
    inbox = FakeInbox()
    answer = send(client(inbox), FORM)
    assert (answer.status_code, answer.content_type) == (200, "text/xml; charset=utf-8")
    assert "<Message>KTP-el gratis.</Message>" in answer.text
    assert [(mo.sender, mo.text, mo.external_id) for mo in inbox.seen] == [(CITIZEN, "KTP", "SM1")]
    assert inbox.handed.noted == [("sms", "SM1")]


def test_silence_is_an_empty_answer_and_nothing_is_handed_over() -> None:
    inbox = FakeInbox(reply=None)
    answer = send(client(inbox), FORM)
    assert (answer.status_code, answer.text) == (200, EMPTY)
    assert inbox.handed.noted == []


@pytest.mark.parametrize(
    "text",
    [" KTP ", "", "\n\n", "a&b=c;d+e%20", "banjir é 中 😀", "half a \ufffd letter"],
    ids=["blanks", "nothing", "lines", "signs", "letters", "replacement"],
)
def test_the_text_arrives_as_it_was_signed(text: str) -> None:
    inbox = FakeInbox()
    assert send(client(inbox), [("From", CITIZEN), ("Body", text), ("MessageSid", "SM1")]).status_code == 200
    assert [mo.text for mo in inbox.seen] == [text]


def test_the_query_of_the_webhooks_address_is_part_of_what_is_signed() -> None:
    web = client()
    assert send(web, FORM, "?key=a%2Fb").status_code == 200
    unsigned = web.post("/gw/sms/mo?key=other", data=urlencode(FORM), headers=signature(FORM), content_type=FORM_TYPE)
    assert unsigned.status_code == 403


def test_the_configured_address_counts_and_no_header() -> None:
    inbox = FakeInbox()
    web = client(inbox)
    headers = {"Host": "10.0.0.1:8000", "X-Forwarded-Host": "10.0.0.1", "X-Forwarded-Proto": "http"}
    assert send(web, FORM, **headers).status_code == 200
    forged = signature(FORM, "https://evil.example/gw/sms/mo") | {
        "Host": "evil.example",
        "X-Forwarded-Host": "evil.example",
    }
    assert web.post("/gw/sms/mo", data=urlencode(FORM), headers=forged, content_type=FORM_TYPE).status_code == 403
    assert len(inbox.seen) == 1


@pytest.mark.parametrize(
    ("pairs", "status", "text"),
    [
        ([("From", CITIZEN), ("Body", "KTP")], 400, "MessageSid is missing"),
        ([*FORM, ("Body", "STOP")], 400, "Body came 2 times"),
        ([*FORM, ("AccountSid", "AC99")], 403, "another account"),
        ([*FORM, *((f"X{n}", "") for n in range(200))], 400, "more than 200 parameters"),
    ],
    ids=["no id", "two texts", "another account", "a flood of parameters"],
)
def test_a_refusal_is_a_short_plain_line(pairs: list[tuple[str, str]], status: int, text: str) -> None:
    inbox = FakeInbox()
    answer = send(client(inbox), pairs)
    assert (answer.status_code, answer.content_type) == (status, "text/plain; charset=utf-8")
    assert text in answer.text
    assert answer.text.count("\n") == 1
    assert inbox.seen == []


def test_an_unsigned_text_is_forbidden_and_its_number_is_not_logged() -> None:
    inbox = FakeInbox()
    with capture_logs() as events:
        answer = client(inbox).post("/gw/sms/mo", data=dict(FORM))
    assert answer.status_code == 403
    assert inbox.seen == []
    assert [(event["event"], event["path"]) for event in events] == [("webhook_refused", "/gw/sms/mo")]
    assert CITIZEN[1:] not in str(events)


@pytest.mark.parametrize(
    "body",
    [b"\xff\xfe\x00", b"Body=%FF%FE&From=%C0", b"%", b"&&&===", b"Body", b"{}", b""],
    ids=["no UTF-8", "escaped no UTF-8", "half an escape", "signs", "a name", "JSON", "empty"],
)
@pytest.mark.parametrize("kind", [FORM_TYPE, "application/json", "multipart/form-data; boundary=x", "text/xml", ""])
def test_bytes_that_are_no_form_are_forbidden(body: bytes, kind: str) -> None:
    answer = client().post("/gw/sms/mo", data=body, content_type=kind, headers={"X-Twilio-Signature": "x"})
    assert answer.status_code == 403


def test_bytes_that_are_no_utf8_are_read_the_same_for_the_signature_and_the_text() -> None:
    inbox = FakeInbox()
    pairs = [("From", CITIZEN), ("Body", "KTP \ufffd"), ("MessageSid", "SM1")]
    body = f"From={quote_plus(CITIZEN)}&Body=KTP+%FF&MessageSid=SM1"
    answer = client(inbox).post("/gw/sms/mo", data=body, headers=signature(pairs), content_type=FORM_TYPE)
    assert (answer.status_code, inbox.seen[0].text) == (200, "KTP \ufffd")


@pytest.mark.parametrize("chunked", [False, True], ids=["with its length", "chunked"])
def test_a_body_over_64_kb_is_not_read(chunked: bool) -> None:
    inbox = FakeInbox()
    long = [("From", CITIZEN), ("Body", "A" * LARGEST_BODY), ("MessageSid", "SM1")]
    environ = {"wsgi.input_terminated": True, "HTTP_TRANSFER_ENCODING": "chunked"} if chunked else {}
    answer = client(inbox).post(
        "/gw/sms/mo",
        data=urlencode(long),
        headers=signature(long),
        content_type=FORM_TYPE,
        environ_overrides=environ,
    )
    assert (answer.status_code, answer.text) == (413, "too large\n")
    assert inbox.seen == []


AWAY = OperationalError("SELECT", {}, Exception("gone"))


@pytest.mark.parametrize("problem", [NotReady("the database is away"), AWAY], ids=["NotReady", "OperationalError"])
def test_a_database_that_is_away_is_503_with_a_time_to_try_again(problem: Exception) -> None:
    inbox = FakeInbox(problem=problem)
    answer = send(client(inbox), FORM)
    assert (answer.status_code, answer.headers["Retry-After"], answer.text) == (503, "10", "not ready, try again\n")
    assert inbox.handed.noted == []


def test_a_fault_of_ours_is_logged_and_tells_the_outside_nothing() -> None:
    with capture_logs() as events:
        answer = send(client(FakeInbox(problem=ZeroDivisionError("inside"))), FORM)
    assert (answer.status_code, answer.text) == (500, "internal error\n")
    (event,) = events
    assert (event["event"], event["path"]) == ("request_failed", "/gw/sms/mo")
    assert "ZeroDivisionError: inside" in event["traceback"]
    assert "exc_info" not in event


def test_other_methods_and_addresses_are_plain_refusals() -> None:
    web = client()
    assert web.get("/gw/sms/mo").status_code == 405
    assert web.get("/gw/sms/mo").headers["Allow"] == "OPTIONS, POST"
    assert web.post("/gw/sms/other").text == "no such address\n"
    assert web.post("/gw/simulator/mo").status_code == 404


def test_a_webhook_gets_no_cookie_and_none_of_the_pages_headers() -> None:
    answer = send(client(), FORM)
    assert sorted(answer.headers.keys()) == ["Content-Length", "Content-Type"]


def test_the_heart_starts_with_the_first_request_and_not_before() -> None:
    services = fake_services({"sms": TWILIO})
    web, heart = create_app(services).test_client(), services.heart
    assert isinstance(heart, FakeHeart)
    assert heart.starts == 0
    send(web, FORM)
    assert heart.starts == 1


def test_the_simulator_takes_json() -> None:
    inbox = FakeInbox()
    web = create_app(fake_services({"phone": SIMULATOR}, inbox)).test_client()
    answer = web.post("/gw/phone/mo", json={"from": CITIZEN, "text": "KTP", "id": "7"})
    assert answer.get_json() == {
        "reply": {"text": "KTP-el gratis.", "encoding": "gsm7", "segments": 1, "kind": "answer"},
    }
    assert inbox.handed.noted == [("phone", "7")]
    assert web.post("/gw/phone/mo", json={"from": CITIZEN}).status_code == 400
