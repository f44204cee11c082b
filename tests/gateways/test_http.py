"""Kind http, going out: an MT -> the exact request, in the ways of several providers."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any
from xml.etree.ElementTree import fromstring

import pytest

from smsinfo.domain.sending import Found, Lookup, SendError, SendResult

from .aggregators import KEY, MT, example, http, sends, told
from .cast import CITIZEN
from .provider import Canned, Provider, nobody_listens, running_provider


@pytest.fixture
def provider() -> Iterator[Provider]:
    with running_provider() as running:
        yield running


@pytest.fixture(autouse=True)
def _secrets_stay_secret_here_too(caplog: pytest.LogCaptureFixture) -> Iterator[None]:
    yield
    assert told(caplog) == []


BORNEO_OK = '{"hasil": {"status": "OK", "id": "b-77", "biaya": 350}}'


def test_the_worked_example_hands_a_text_over_as_a_form(provider: Provider) -> None:
    provider.queue(Canned(body=BORNEO_OK))
    assert http(example("borneo", provider.url)).send(MT) == SendResult(external_id="b-77", price_idr=350)
    call = provider.last
    assert (call.method, call.path, call.query) == ("POST", "/v2/kirim", {})
    assert call.form == {
        "tujuan": "08123456789",
        "pesan": "Banjir & angin: 100% siaga",
        "pengirim": "KALTENG",
        "ref": "alert-7-42",
        "menit": "90",
        "tipe": "text",
    }
    assert call.headers["content-type"] == "application/x-www-form-urlencoded"
    assert call.headers["authorization"] == "Basic ZGlza29taW5mbzprdW5jaS1yYWhhc2lhLXBlc2FuLWJvcm5lbw=="


def test_the_recipe_for_zenziva_sends_and_reads_the_id(provider: Provider) -> None:
    provider.queue(Canned(201, '{"messageId":"157365","to":"08123456789","status":"1","text":"Success"}'))
    assert http(example("zenziva", provider.url)).send(MT) == SendResult(external_id="157365")
    assert provider.last.form == {
        "userkey": "diskominfo",
        "passkey": KEY,
        "to": "08123456789",
        "message": "Banjir & angin: 100% siaga",
    }


def test_the_recipe_for_the_old_kind_asks_by_get_and_reads_bars(provider: Provider) -> None:
    provider.queue(Canned(body="0|9912"), Canned(body="1|Saldo habis"))
    channel = http(example("lama", provider.url))
    assert channel.send(MT) == SendResult(external_id="9912")
    assert (provider.last.method, provider.last.path, provider.last.body) == ("GET", "/smsmasking.php", b"")
    assert provider.last.query == {"key": KEY, "number": "08123456789", "message": "Banjir & angin: 100% siaga"}
    assert channel.send(MT) == SendResult(error=SendError.NO_BALANCE, detail="code 1")


NASTY = 'a"b\\c</sms>&{to}\r\nX-Evil: 1\t\x00é😀'


def test_in_json_a_text_can_end_nothing(provider: Provider) -> None:
    provider.queue(Canned(body='{"ok": true}'))
    body = {"messages": [{"to": "{to_digits}", "content": {"text": "<{text}>"}, "flash": False, "ttl": 3}]}
    channel = sends(provider.url, form={}, json_body=body)
    assert channel.send(replace(MT, text=NASTY)).accepted
    assert provider.last.headers["content-type"] == "application/json"
    assert json.loads(provider.last.body) == {
        "messages": [{"to": "628123456789", "content": {"text": f"<{NASTY}>"}, "flash": False, "ttl": 3}]
    }


@dataclass(frozen=True)
class Body:
    """A body template of a type, and what the text is there when it is read back."""

    type: str
    template: str
    read: Any


BODIES = {
    "json": Body("application/json", '{"to": "{to}", "text": "{text}"}', lambda raw: json.loads(raw)["text"]),
    "xml": Body("text/xml", '<sms to="{to}" t="{text}"/>', lambda raw: fromstring(raw).get("t")),
    "plain": Body("text/plain", "{to} {text}", lambda raw: raw.decode().partition(" ")[2]),
}


@pytest.mark.parametrize("row", BODIES.values(), ids=BODIES.keys())
def test_in_a_body_a_text_is_escaped_for_its_type(row: Body, provider: Provider) -> None:
    provider.queue(Canned(body='{"ok": 1}'))
    channel = sends(provider.url, form={}, body=row.template, body_type=f"{row.type}; charset=utf-8")
    text = "Air \"naik\" & 'deras' <2 m> \\ {to} é😀"
    assert channel.send(replace(MT, text=text)).accepted
    assert row.read(provider.last.body) == text
    assert provider.last.headers["content-type"] == f"{row.type}; charset=utf-8"


def test_xml_gets_blanks_for_what_it_cannot_hold(provider: Provider) -> None:
    provider.queue(Canned(body='{"ok": 1}'))
    channel = sends(provider.url, form={}, body="<t>{to}{text}</t>", body_type="application/xml")
    channel.send(replace(MT, text="a\x00b\x1bc"))
    assert fromstring(provider.last.body).text == f"{CITIZEN}a b c"


def test_in_an_address_and_a_header_a_value_stays_in_its_place(provider: Provider) -> None:
    provider.queue(Canned(body='{"ok": 1}'))
    channel = sends(
        provider.url,
        method="PUT",
        address=f"{provider.url}/{{sender}}/to/{{to}}/{{text}}",
        headers={"X-Text": "t={text}", "Authorization": "Bearer {secret}"},
        form={"n": 7, "flash": False},
    )
    assert channel.send(replace(MT, text="../a?b#c\r\nX-Evil: é")).accepted
    call = provider.last
    assert (call.method, call.query) == ("PUT", {})
    assert call.path == "/KALTENG/to/%2B628123456789/..%2Fa%3Fb%23c%0D%0AX-Evil%3A%20%C3%A9"
    assert (call.headers["x-text"], call.headers["authorization"]) == (
        "t=../a?b#c%0D%0AX-Evil: %C3%A9",
        f"Bearer {KEY}",
    )
    assert "x-evil" not in call.headers
    assert call.form == {"n": "7", "flash": "false"}


@pytest.mark.parametrize(("minutes", "sent"), [(0, "1"), (0.5, "1"), (90, "90"), (90.9, "90")])
def test_the_validity_is_whole_minutes_and_at_least_one(minutes: float, sent: str, provider: Provider) -> None:
    provider.queue(Canned(body='{"ok": 1}'))
    channel = sends(provider.url, form={"m": "{validity_minutes}", "t": "{to}{text}"})
    channel.send(replace(MT, valid_for=timedelta(minutes=minutes)))
    assert provider.last.form["m"] == sent


def test_a_text_beyond_gsm7_says_so_where_the_provider_wants_it(provider: Provider) -> None:
    provider.queue(Canned(body=BORNEO_OK))
    http(example("borneo", provider.url)).send(replace(MT, text="siap 😀", encoding="ucs2"))
    assert (provider.last.form["tipe"], provider.last.form["pesan"]) == ("unicode", "siap 😀")


@pytest.mark.parametrize("to", ["+60123456789", "warga@desa.go.id", ""], ids=["foreign", "a mail address", "nothing"])
def test_a_number_that_the_provider_cannot_write_goes_nowhere(to: str, provider: Provider) -> None:
    result = http(example("borneo", provider.url)).send(replace(MT, to=to))
    assert (result.error, provider.calls) == (SendError.UNREACHABLE, [])


def test_silence_after_the_request_is_unknown_and_a_refused_connection_is_temporary(provider: Provider) -> None:
    provider.queue(Canned(cut=True))
    assert sends(provider.url).send(MT).error is SendError.UNKNOWN
    assert sends(nobody_listens()).send(MT).error is SendError.TEMPORARY


def test_nobody_can_be_asked_for_a_message_that_timed_out(provider: Provider) -> None:
    channel = sends(provider.url)
    assert (channel.can_look_up, channel.look_up(MT), provider.calls) == (False, Found(Lookup.UNCLEAR), [])
