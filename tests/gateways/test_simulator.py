"""The simulator: the same reading and answering as a real gateway, without a provider."""

from __future__ import annotations

import json

import pytest

from smsinfo.domain.gateway import GatewayRequest
from smsinfo.domain.messages import MoMessage, ReplyKind
from smsinfo.errors import BadRequest, BadSetting

from .cast import CITIZEN, NOW, gateway, mo_of, post, reply

URL = "https://sms.example.org/gw/simulator/mo"
SIMULATOR = gateway("simulator")


def as_json(body: str | bytes) -> GatewayRequest:
    """A JSON request."""
    raw = body.encode() if isinstance(body, str) else body
    return GatewayRequest("POST", URL, {"content-type": "application/json; charset=utf-8"}, body=raw)


@pytest.mark.parametrize(
    "request_",
    [
        post((("from", CITIZEN), ("text", " KTP "), ("id", "7")), url=URL),
        as_json(json.dumps({"from": CITIZEN, "text": " KTP ", "id": "7"})),
    ],
    ids=["form", "json"],
)
def test_a_form_and_json_say_the_same(request_: GatewayRequest) -> None:
    SIMULATOR.authenticate(request_)
    assert SIMULATOR.parse_mo(request_) == MoMessage("simulator", "7", CITIZEN, "smsinfo", " KTP ", NOW)


def test_without_an_id_each_text_is_a_new_one() -> None:
    request = post((("from", CITIZEN), ("text", "KTP")), url=URL)
    assert mo_of(SIMULATOR, request).external_id != mo_of(SIMULATOR, request).external_id


def test_in_an_installation_for_practice_the_texts_are_practice() -> None:
    mo = mo_of(gateway("simulator", practice_only=True), post((("from", CITIZEN), ("text", "KTP")), url=URL))
    assert mo.practice


UNREADABLE = {
    "nothing": post((), url=URL),
    "no text": post((("from", CITIZEN),), url=URL),
    "no sender": post((("text", "KTP"),), url=URL),
    "two texts": post((("from", CITIZEN), ("text", "KTP"), ("text", "STOP")), url=URL),
    "two texts in JSON": as_json('{"from": "0812", "text": "KTP", "text": "STOP"}'),
    "no JSON": as_json("{"),
    "no UTF-8": as_json(b'{"from": "\xff"}'),
    "a list": as_json("[]"),
    "a number for a text": as_json('{"from": 62812, "text": "KTP"}'),
    "a nested text": as_json('{"from": "0812", "text": {"text": "KTP"}}'),
    "very deep": as_json("[" * 60_000),
    "half a letter in the id": as_json('{"from": "0812", "text": "KTP", "id": "\\ud800"}'),
    "NUL in the id": as_json('{"from": "0812", "text": "KTP", "id": "\\u0000"}'),
}


@pytest.mark.parametrize("request_", UNREADABLE.values(), ids=UNREADABLE.keys())
def test_what_is_no_text_of_somebody_is_refused(request_: GatewayRequest) -> None:
    with pytest.raises(BadRequest):
        SIMULATOR.parse_mo(request_)


MO = MoMessage("simulator", "7", CITIZEN, "smsinfo", "KTP", NOW)


def test_the_answer_says_what_the_phone_shows_and_what_is_billed() -> None:
    response = SIMULATOR.respond(MO, reply("Mau é?", ReplyKind.MENU))
    assert (response.status, response.content_type) == (200, "application/json")
    assert json.loads(response.body) == {
        "reply": {"text": "Mau é?", "encoding": "gsm7", "segments": 1, "kind": "menu"},
    }


def test_silence_is_null() -> None:
    assert json.loads(SIMULATOR.respond(MO, None).body) == {"reply": None}


def test_its_only_setting_is_the_sender() -> None:
    assert gateway("simulator", {"sender": "1708"}).sender == "1708"
    with pytest.raises(BadSetting, match=r"channels\.simulator\.token"):
        gateway("simulator", {"token": "x"})
