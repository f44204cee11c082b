"""USSD from an HTTP request to the screen, over the networks of docs/ussd.md; refusals in the network's own form."""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import urlsplit

import pytest
from flask.testing import FlaskClient
from sqlalchemy.exc import OperationalError
from structlog.testing import capture_logs
from werkzeug.test import TestResponse

from smsinfo.domain.gateway import GatewayRequest
from smsinfo.errors import NotReady
from smsinfo.web.app import create_app
from smsinfo.web.webhooks import LARGEST_BODY
from tests.gateways.africastalking_cast import OPTIONS, callback
from tests.gateways.cast import CITIZEN
from tests.gateways.ussd_cast import (
    DIGITS,
    ENDED,
    ENDS,
    FIRST,
    FORM,
    KEY,
    LATER,
    NETWORKS,
    OUTSIDE,
    SESSION,
    Said,
    ask,
    documented,
    sent,
)
from tests.gateways.ussd_menu import HOME, PAPERS, WRONG, MenuInMemory

from .corpus import expand, rows
from .fakes import FakeInbox, fake_services

AWAY = "Maaf, layanan sedang terganggu. Coba lagi beberapa menit lagi."
TEXT = {"arkesel": "message", "borneo": "text", "hubtel": "Message", "infobip": "ussdMenu", "nalo": "MSG"}
CLOSED: dict[str, dict[str, Any]] = {
    "arkesel": {"continueSession": False},
    "borneo": {"dialog": {"action": "close"}},
    "hubtel": {"Type": "release"},
    "infobip": {"shouldClose": True},
    "nalo": {"MSGTYPE": False},
}
NEIGHBOUR = "628125550002"
each_network = pytest.mark.parametrize("network", NETWORKS)


def client(menu: MenuInMemory, inbox: FakeInbox | None = None, **values: Any) -> FlaskClient:
    """A client of an application with all the networks."""
    channels = {name: {"kind": "ussd", **options} for name, options in documented().items()}
    return create_app(fake_services(channels, inbox, menu, **values)).test_client()


def post(web: FlaskClient, request: GatewayRequest) -> TestResponse:
    """The request over HTTP."""
    address = urlsplit(request.url)
    return web.open(
        f"{address.path}?{address.query}",
        method=request.method,
        data=request.body,
        headers=dict(request.headers),
        content_type=request.headers.get("content-type", "application/json"),
        environ_base={"REMOTE_ADDR": request.remote_address},
    )


def screen(network: str, answer: TestResponse) -> str:
    """What the phone shows."""
    if network in TEXT:
        return str(json.loads(answer.text)[TEXT[network]])
    return answer.text if network == "lama" else answer.text[len("CON ") :]


def closes(network: str, answer: TestResponse) -> bool:
    """The answer ends the dialogue."""
    if network in TEXT:
        data = json.loads(answer.text)
        return all(data[name] == value for name, value in CLOSED[network].items())
    return answer.headers.get("Freeflow") == "FB" if network == "lama" else answer.text.startswith("END ")


@each_network
def test_a_dialogue_goes_from_screen_to_screen(network: str) -> None:
    menu = MenuInMemory()
    web, shown = client(menu), []
    for sequence, (when, *inputs) in enumerate([(FIRST,), (LATER, "1"), (LATER, "1", "7")], start=1):
        said = Said(inputs[-1] if inputs else "", when, tuple(inputs[:-1]), sequence=sequence)
        answer = post(web, ask(network, said))
        assert answer.status_code == 200
        assert not closes(network, answer)
        shown.append(screen(network, answer))
    assert shown == [HOME, PAPERS, WRONG + PAPERS]
    assert len(menu.seen) == 3


@each_network
def test_the_limit_of_the_channel_reaches_the_menu(network: str) -> None:
    menu = MenuInMemory()
    assert post(client(menu), ask(network, Said(when=FIRST, sequence=1))).status_code == 200
    assert menu.limits == [documented()[network].get("screen_limit", 160)]


@pytest.mark.parametrize("network", ENDS)
def test_a_dialogue_that_the_network_ended_is_forgotten(network: str) -> None:
    menu = MenuInMemory()
    web = client(menu)
    for when in (FIRST, ENDED):
        assert post(web, ask(network, Said("", when, sequence=1))).status_code == 200
    assert menu.sessions == {}


@each_network
def test_without_a_proof_nothing_is_asked_and_the_network_gets_its_own_form(network: str) -> None:
    menu, inbox = MenuInMemory(), FakeInbox()
    said = Said(when=FIRST)
    unproven = ask(network, said, proven=False)
    if network == "lama":
        unproven = sent(network, said, {"session": SESSION, "msisdn": DIGITS, "new": 1}, remote="198.51.100.1")
    with capture_logs() as events:
        answer = post(client(menu, inbox), unproven)
    assert (answer.status_code, closes(network, answer)) == (403, True)
    assert (menu.seen, inbox.seen) == ([], [])
    assert [(event["event"], event["status"]) for event in events] == [("webhook_refused", 403)]
    assert not [secret for secret in (KEY, DIGITS) if secret in str(events)]


@pytest.mark.parametrize("network", sorted(TEXT))
@pytest.mark.parametrize("body", [b"", b"halo", b"[]", b"{}", b"\xff\xfe", b'{"a": 1, "a": 2}'])
def test_what_cannot_be_read_is_refused_in_the_networks_form(network: str, body: bytes) -> None:
    menu = MenuInMemory()
    answer = post(client(menu), sent(network, Said(), body))
    assert (answer.status_code, answer.content_type) == (400, "application/json")
    assert closes(network, answer)
    assert screen(network, answer)
    assert menu.seen == []


@pytest.mark.parametrize("problem", [NotReady("gone"), OperationalError("x", {}, Exception("gone"))])
@each_network
def test_while_nobody_can_answer_the_phone_says_so(network: str, problem: Exception) -> None:
    answer = post(client(MenuInMemory(problem=problem)), ask(network, Said(when=FIRST)))
    assert screen(network, answer) == AWAY
    assert closes(network, answer)
    assert answer.status_code == (503 if network == "lama" else 200)
    assert answer.headers["Retry-After"] == "10"


def test_the_phone_is_told_in_the_language_of_the_installation() -> None:
    answer = post(client(MenuInMemory(problem=NotReady("gone")), language="en"), ask("nalo", Said(when=FIRST)))
    assert screen("nalo", answer) == "Sorry, the service is not available now. Try again in a few minutes."


@each_network
def test_a_fault_of_ours_is_logged_and_told_as_being_away(network: str) -> None:
    menu = MenuInMemory(problem=RuntimeError(f"no session for {CITIZEN}"))
    with capture_logs() as events:
        answer = post(client(menu), ask(network, Said(when=FIRST)))
    assert (screen(network, answer), events[0]["event"]) == (AWAY, "request_failed")
    assert "Traceback" not in answer.text


@pytest.mark.parametrize("network", sorted(set(NETWORKS) - {"africastalking"}))
def test_a_session_of_another_number_is_refused(network: str) -> None:
    web = client(MenuInMemory())
    assert post(web, ask(network, Said(when=FIRST, sequence=1))).status_code == 200
    stolen = post(web, ask(network, Said("1", number=NEIGHBOUR)))
    assert (stolen.status_code, closes(network, stolen)) == (400, True)
    assert screen(network, post(web, ask(network, Said("1")))) == PAPERS


@pytest.mark.parametrize("number", ["", "warga", "0000", "*123#", "+62211234567"])
@each_network
def test_whose_number_is_none_may_look(network: str, number: str) -> None:
    answer = post(client(MenuInMemory()), ask(network, Said(when=FIRST, number=number)))
    assert (answer.status_code, screen(network, answer)) == (200, HOME)


@pytest.mark.parametrize("network", ["borneo", "hubtel"])
def test_a_repeated_turn_gets_the_same_screen_and_a_late_one_changes_nothing(network: str) -> None:
    web = client(MenuInMemory())
    turns = [Said(when=FIRST, sequence=1), Said("1", sequence=2), Said("1", sequence=2), Said("0", sequence=3)]
    assert [screen(network, post(web, ask(network, said))) for said in turns] == [HOME, PAPERS, PAPERS, HOME]
    assert post(web, ask(network, Said("7", sequence=2))).status_code == 200
    assert screen(network, post(web, ask(network, Said("1", sequence=4)))) == PAPERS


@pytest.mark.parametrize("network", sorted(TEXT))
def test_a_body_has_an_end(network: str) -> None:
    menu = MenuInMemory()
    answer = post(client(menu), sent(network, Said(), b'{"a": "' + b"x" * LARGEST_BODY + b'"}'))
    assert (answer.status_code, closes(network, answer), menu.seen) == (413, True, [])


@pytest.mark.parametrize(
    ("network", "method"), [("arkesel", "GET"), ("hubtel", "PUT"), ("lama", "POST"), ("infobip", "GET")]
)
def test_another_method_than_the_dialects_is_none(network: str, method: str) -> None:
    menu = MenuInMemory()
    request = ask(network, Said(when=FIRST))
    address = urlsplit(request.url)
    assert client(menu).open(f"{address.path}?{address.query}", method=method).status_code == 405
    assert menu.seen == []


@pytest.mark.parametrize("rest", ["", "/", "/session", "/session/a/start/x"])
def test_another_address_than_the_dialects_is_none(rest: str) -> None:
    web = client(MenuInMemory())
    headers = dict(ask("infobip", Said(when=FIRST)).headers)
    answer = web.post(f"/gw/infobip/ussd{rest}", headers=headers, json={"msisdn": DIGITS})
    assert answer.status_code in (400, 404)
    assert web.post("/gw/nalo/ussd/session/a/start", json={}).status_code == 404


TYPED = [text for text, _ in rows("ussd.text") if not text.startswith("@")]


@pytest.mark.parametrize("written", TYPED)
@each_network
def test_each_input_of_the_corpus_gets_a_screen_or_the_networks_own_end(network: str, written: str) -> None:
    typed = expand(written)
    web = client(MenuInMemory())
    assert post(web, ask(network, Said(when=FIRST, sequence=1))).status_code == 200
    answer = post(web, ask(network, Said(typed)))
    if len(typed) > 182:
        assert (answer.status_code, closes(network, answer)) == (400, True)
    else:
        assert (answer.status_code, closes(network, answer)) == (200, False)
        assert len(screen(network, answer)) <= 160


def test_letters_are_written_in_the_networks_charset() -> None:
    class Coffee(MenuInMemory):
        """Shows a letter beyond ASCII."""

        def turn(self, turn: Any, limit: int) -> Any:
            """As above."""
            return type(super().turn(turn, limit))("café", more=True)

    answer = post(client(Coffee()), ask("lama", Said(when=FIRST)))
    assert (answer.data, answer.content_type) == (b"caf\xe9", "text/plain; charset=iso-8859-1")


def test_one_channel_of_africas_talking_takes_texts_and_ussd() -> None:
    menu, inbox = MenuInMemory(), FakeInbox(reply=None)
    channels = {"africastalking": {"kind": "africastalking", **OPTIONS}}
    web = create_app(fake_services(channels, inbox, menu)).test_client()
    assert post(web, callback("mo")).status_code == 200
    form = {"sessionId": SESSION, "serviceCode": "*384*123#", "phoneNumber": CITIZEN, "text": "1"}
    secret = f"?secret={OPTIONS['secret']}"
    answer = web.post(f"/gw/africastalking/ussd{secret}", data=form, content_type=FORM)
    assert (answer.text, answer.content_type) == (f"CON {PAPERS}", "text/plain; charset=utf-8")
    refused = web.post("/gw/africastalking/ussd", data=form, content_type=FORM, environ_base={"REMOTE_ADDR": OUTSIDE})
    assert (refused.status_code, refused.text[:4]) == (403, "END ")
    assert (len(inbox.seen), len(menu.seen), menu.seen[0].code) == (1, 1, "*384*123#")
