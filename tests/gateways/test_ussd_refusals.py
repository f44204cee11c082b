"""Kind ussd: what is not read, and that the refusal tells nothing of what came."""

from __future__ import annotations

from typing import Any

import pytest

from smsinfo.errors import BadRequest

from .ussd_cast import DIGITS, FIRST, NETWORKS, SESSION, Said, ask, channel, sent, turn_of

each_network = pytest.mark.parametrize("network", NETWORKS)


@pytest.mark.parametrize("written", ["*".join("1" * 2000), "1*" + "2*" * 500, "*" * 100, "1" * 183])
def test_a_path_has_an_end(written: str) -> None:
    with pytest.raises(BadRequest, match=r"more than (100 inputs|182 characters)"):
        turn_of("africastalking", Said("1"), text=written)


@pytest.mark.parametrize("network", sorted(set(NETWORKS) - {"africastalking"}))
def test_two_thousand_inputs_in_one_are_no_input(network: str) -> None:
    with pytest.raises(BadRequest, match="182 characters"):
        turn_of(network, Said("*".join("1" * 2000)))


SESSIONS = {
    "africastalking": "sessionId",
    "arkesel": "sessionID",
    "hubtel": "SessionId",
    "lama": "session",
    "nalo": "SESSIONID",
}
NUMBERS = {
    "africastalking": "phoneNumber",
    "arkesel": "msisdn",
    "borneo": "msisdn",
    "hubtel": "Mobile",
    "infobip": "msisdn",
    "lama": "msisdn",
    "nalo": "MSISDN",
}
INPUTS = {"hubtel": "Message", "infobip": "text", "africastalking": "text", "lama": "input", "nalo": "USERDATA"}


@pytest.mark.parametrize(
    ("network", "field"),
    [*SESSIONS.items(), *NUMBERS.items(), *INPUTS.items(), ("hubtel", "Type"), ("borneo", "dialog")],
)
def test_a_request_that_lacks_something_is_not_read(network: str, field: str) -> None:
    with pytest.raises(BadRequest, match=r"missing|nothing at") as refusal:
        turn_of(network, Said("1"), without=field)
    assert DIGITS not in str(refusal.value)


@each_network
@pytest.mark.parametrize("session", ["", "x" * 129, "a b", "a\nb", "\x00", "sesi-é"])
def test_a_session_id_is_short_and_plain(network: str, session: str) -> None:
    with pytest.raises(BadRequest):
        turn_of(network, Said("1", session=session))


WRONG_TYPES: dict[str, tuple[str, dict[str, Any]]] = {
    "half a letter as session": ("arkesel", {"sessionID": "\ud800"}),
    "a list as session": ("arkesel", {"sessionID": ["s"]}),
    "a table as session": ("arkesel", {"sessionID": {"a": 1}}),
    "no session": ("arkesel", {"sessionID": None}),
    "a list as number": ("nalo", {"MSISDN": [DIGITS]}),
    "a list as input": ("nalo", {"USERDATA": ["1"]}),
    "no input": ("nalo", {"USERDATA": None}),
    "a word for a truth value": ("arkesel", {"newSession": "perhaps"}),
    "nothing for a truth value": ("arkesel", {"newSession": None}),
    "a word that nobody knows": ("hubtel", {"Type": "Hello"}),
    "a list as word": ("hubtel", {"Type": ["Response"]}),
    "a word as sequence": ("hubtel", {"Sequence": "two"}),
    "minus one as sequence": ("hubtel", {"Sequence": -1}),
    "a sequence without end": ("hubtel", {"Sequence": 10**9}),
    "a list where a table was": ("borneo", {"dialog": ["9f-7"]}),
    "a table to give back": ("arkesel", {"userID": {"a": 1}}),
    "a novel to give back": ("arkesel", {"userID": "x" * 257}),
    "lines to give back": ("arkesel", {"userID": "a\r\nb"}),
    "half a letter to give back": ("arkesel", {"userID": "\ud800"}),
    "infinity to give back": ("arkesel", {"userID": float("inf")}),
    "no number of JSON to give back": ("arkesel", {"userID": float("nan")}),
    "a number without end": ("hubtel", {"Mobile": "6" * 33}),
    "a code without end": ("hubtel", {"ServiceCode": "1" * 257}),
}


@pytest.mark.parametrize(("network", "changed"), WRONG_TYPES.values(), ids=WRONG_TYPES.keys())
def test_a_value_of_the_wrong_type_is_not_read(network: str, changed: dict[str, Any]) -> None:
    with pytest.raises(BadRequest) as refusal:
        turn_of(network, Said("1"), **changed)
    assert DIGITS not in str(refusal.value)


BODIES = {
    "nothing": b"",
    "no JSON": b"halo",
    "half of it": b'{"SessionId": "a"',
    "a list": b'[{"SessionId": "a"}]',
    "a text": b'"SessionId"',
    "null": b"null",
    "a form": b"SessionId=a&Mobile=628123456789&Type=Initiation",
    "a name twice": b'{"SessionId": "a", "SessionId": "b", "Mobile": "628123456789", "Type": "Initiation"}',
    "bytes": b"\xff\xfe\x00",
    "deep": b'{"a":' * 20_000,
    "a number of 5,000 digits": b'{"SessionId": ' + b"1" * 5_000 + b"}",
}


@pytest.mark.parametrize("body", BODIES.values(), ids=BODIES.keys())
@pytest.mark.parametrize("network", ["arkesel", "borneo", "hubtel", "infobip", "nalo"])
def test_a_body_that_is_no_object_of_json_is_not_read(network: str, body: bytes) -> None:
    with pytest.raises(BadRequest, match="one JSON object"):
        channel(network).parse_turn(sent(network, Said("1"), body))


@pytest.mark.parametrize("field", ["sessionId", "phoneNumber", "text", "serviceCode"])
def test_a_field_of_a_form_stands_there_once(field: str) -> None:
    said = Said("1")
    request = ask("africastalking", said)
    twice = sent("africastalking", said, dict(request.form), (field, "x"))
    with pytest.raises(BadRequest, match=f"{field} came 2 times"):
        channel("africastalking").parse_turn(twice)


@pytest.mark.parametrize("field", ["session", "msisdn", "input", "new"])
def test_a_parameter_of_an_address_stands_there_once(field: str) -> None:
    said = Said("1")
    fields = {"session": SESSION, "msisdn": DIGITS, "input": "1", "new": "0"}
    with pytest.raises(BadRequest, match=f"{field} came 2 times"):
        channel("lama").parse_turn(sent("lama", said, fields, (field, "x")))


@pytest.mark.parametrize("rest", ["", "/start", "/session/a", "/session/a/b/start", "/session//start", "/x/a/start"])
def test_an_address_that_the_dialect_does_not_know_is_not_read(rest: str) -> None:
    request = ask("infobip", Said(when=FIRST))
    other = type(request)("POST", f"https://sms.example.org/gw/infobip/ussd{rest}", request.headers, body=request.body)
    with pytest.raises(BadRequest, match="must end with /ussd/session"):
        channel("infobip").parse_turn(other)
