"""SMS Gateway for Android: the app's own OpenAPI document accepts our requests, and its official client says the same.

Needs ../shared/rigs (or SMSINFO_TEST_RIGS), npm's @stoplight/prism-cli and PyPI's android-sms-gateway.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest

from smsinfo.domain.sending import Found, Health, Lookup, Mt
from smsinfo.gateways.android_event import RECEIPTS, RECEIVED
from smsinfo.gateways.android_words import STATES
from smsinfo.gateways.http import Answer, HttpCaller
from tests.conftest import skip_or_fail
from tests.gateways.android_cast import NEW_FORM, android, event, signed
from tests.gateways.provider import Called, Canned, running_provider

from .kannel import free_ports, listens, wait_until

pytestmark = pytest.mark.interop

RIG = Path(os.environ.get("SMSINFO_TEST_RIGS") or Path(__file__).parents[3] / "shared" / "rigs") / "android"
DOCUMENT = "smsgate_openapi3.json"
EXAMPLE_ID = "PyDmBQZZXYmyxMwED8Fzy"
"""The id that the document gives as an example."""

MT = Mt("alert-17-42", "+6281234567890", "Awas banjir", "gsm7", 1, timedelta(hours=4))


def rig(name: str) -> Path:
    """A file of the rig."""
    path = RIG / name
    if not path.exists():
        skip_or_fail(f"no {path}: set SMSINFO_TEST_RIGS to the folder with the rigs")
    return path


def official(name: str) -> Any:
    """A module of the official client."""
    try:
        return import_module(f"android_sms_gateway.{name}")
    except ImportError:
        skip_or_fail("no android-sms-gateway (PyPI)")


def prism() -> str:
    """The program that mocks an OpenAPI document and checks each request against it."""
    found = shutil.which("prism") or shutil.which("prism", path=str(RIG / "node_modules" / ".bin"))
    return found or skip_or_fail("no prism (npm install -g @stoplight/prism-cli)")


@contextmanager
def running_mock(folder: Path) -> Iterator[str]:
    """The address of a mock of the app's document, mended as the rig mends it, until the block ends."""
    shutil.copy(rig(DOCUMENT), folder)
    subprocess.run([sys.executable, rig("fix.py")], cwd=folder, check=True, capture_output=True)
    (port,) = free_ports(1)
    command = [prism(), "mock", "-h", "127.0.0.1", "-p", str(port), "smsgate_fixed.json"]
    with (folder / "prism.log").open("wb") as log, subprocess.Popen(command, cwd=folder, stdout=log, stderr=log) as run:
        try:
            wait_until(lambda: listens(port) or run.poll() is not None, "prism listens")
            assert run.poll() is None, (folder / "prism.log").read_text()
            yield f"http://127.0.0.1:{port}"
        finally:
            run.terminate()


@pytest.fixture(scope="module")
def mock(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """One mock for all these tests."""
    with running_mock(tmp_path_factory.mktemp("prism")) as address:
        yield address


def status_of(address: str, body: dict[str, Any], auth: tuple[str, str] | None = ("sms", "sandi")) -> int:
    """What the mock says to a POST of a message."""
    answer = HttpCaller(auth=auth).call("POST", f"{address}/messages", json=body)
    assert isinstance(answer, Answer)
    return answer.status


GOOD: dict[str, Any] = {"phoneNumbers": ["+6281234567890"], "textMessage": {"text": "Awas"}}
FORBIDDEN: dict[str, dict[str, Any]] = {
    "nobody to send to": {"phoneNumbers": []},
    "one second to live": {"ttl": 1},
    "a fourth SIM": {"simNumber": 4},
    "an id too long to keep": {"id": "x" * 37},
    "no text": {"textMessage": {}},
}


def test_the_mock_does_refuse_what_the_document_forbids(mock: str) -> None:
    assert status_of(mock, GOOD) == 202
    assert status_of(mock, GOOD, auth=None) == 401
    assert {why: status_of(mock, GOOD | wrong) for why, wrong in FORBIDDEN.items()} == dict.fromkeys(FORBIDDEN, 400)


@pytest.mark.parametrize(
    "options",
    [{}, {"sim_number": 3}, {"device": EXAMPLE_ID}, {"priority": 100}, {"priority": -128}],
    ids=["as it is", "a SIM", "a phone", "before others", "after others"],
)
@pytest.mark.parametrize(
    "message",
    [
        MT,
        Mt("k" * 200, MT.to, "警报 é", "ucs2", 1, timedelta(seconds=-1)),
        Mt("a/b ?", MT.to, "x" * 900, "gsm7", 6, timedelta(days=7)),
    ],
    ids=["an alert", "a long key at the last moment", "a long text for a week"],
)
def test_an_mt_is_accepted_by_the_document(mock: str, options: dict[str, Any], message: Mt) -> None:
    result = android(address=mock, **options).send(message)
    assert (result.error, result.detail, result.external_id) == (None, "", EXAMPLE_ID)


def test_a_look_up_is_accepted_by_the_document(mock: str) -> None:
    assert android(address=mock).look_up(MT) == Found(Lookup.TAKEN, MT.key)


def test_health_understands_the_answers_of_the_document(mock: str) -> None:
    """Its example of a phone is one that was removed."""
    assert android(address=mock).health() == Health(False, "there is no phone")


def test_an_app_of_this_document_takes_nothing_back(mock: str) -> None:
    assert android(address=mock).recall([MT.key]) == 0


def sent_by_the_official_client(**more: Any) -> Called:
    """The request that the official client makes of our message."""
    domain, client = official("domain"), official("client")
    message = domain.Message(
        id=MT.key, phone_numbers=[MT.to], text_message=domain.TextMessage(text=MT.text), ttl=14400, **more
    )
    answer = {"id": MT.key, "state": "Pending", "recipients": []}
    with running_provider() as provider:
        provider.queue(Canned(202, json.dumps(answer)))
        with client.APIClient("sms", "sandi", base_url=provider.url) as api:
            api.send(message, skip_phone_validation=True)
        return provider.last


def sent_by_us(**options: Any) -> Called:
    """The request that we make of it."""
    with running_provider() as provider:
        android(address=provider.url, user="sms", password="sandi", **options).send(MT)
        return provider.last


@pytest.mark.parametrize(
    ("options", "more"),
    [({}, {}), ({"sim_number": 2}, {"sim_number": 2}), ({"device": EXAMPLE_ID}, {"device_id": EXAMPLE_ID})],
    ids=["as it is", "a SIM", "a phone"],
)
def test_the_official_client_sends_the_same(options: dict[str, Any], more: dict[str, Any]) -> None:
    theirs, ours = sent_by_the_official_client(**more), sent_by_us(**options)
    assert (ours.method, ours.path, ours.query) == (theirs.method, theirs.path, theirs.query)
    assert ours.headers["authorization"] == theirs.headers["authorization"]
    assert json.loads(ours.body) == {k: v for k, v in json.loads(theirs.body).items() if k != "isEncrypted"}


def test_the_official_client_knows_the_same_states_and_events() -> None:
    enums = official("enums")
    assert {state.value for state in enums.ProcessState} == set(STATES)
    assert {RECEIVED, *RECEIPTS} <= {event.value for event in enums.WebhookEvent}


def test_the_official_client_reads_the_same_of_a_text() -> None:
    theirs = official("webhooks").SmsReceivedPayload.from_dict(NEW_FORM)
    ours = android().parse_mo(signed(event(NEW_FORM)))
    assert ours is not None
    assert (ours.sender, ours.recipient, ours.text) == (theirs.sender, theirs.recipient, theirs.message)
    assert ours.sent_at == theirs.received_at


@pytest.mark.parametrize(
    ("payload", "names"),
    [
        ("SmsReceivedPayload", {"sender", "recipient", "phoneNumber", "simNumber", "message", "receivedAt"}),
        ("SmsSentPayload", {"messageId", "sentAt"}),
        ("SmsDeliveredPayload", {"messageId", "deliveredAt"}),
        ("SmsFailedPayload", {"messageId", "failedAt", "reason"}),
    ],
)
def test_what_we_read_of_an_event_is_in_the_document(payload: str, names: set[str]) -> None:
    schemas = json.loads(rig(DOCUMENT).read_text(encoding="utf-8"))["components"]["schemas"]
    documented = set(schemas["SmsEventPayload"]["properties"])
    for part in schemas[payload]["allOf"]:
        documented |= set(part.get("properties", {}))
    assert names <= documented
    assert {"id", "event", "payload"} <= set(schemas["WebHookEvent"]["required"])
