"""Kind ussd: request -> turn, screen -> answer, in the ways of seven networks."""

from __future__ import annotations

import json

import pytest

from smsinfo.domain.ussd import Screen

from .cast import CITIZEN, NOW
from .ussd_cast import DIGITS, ENDED, ENDS, FIRST, LATER, NETWORKS, SESSION, Said, channel, turn_of

CODES = {"borneo": "*123*62#", "hubtel": "713*45", "infobip": "*123*1#", "africastalking": "*384*123#"}
NUMBERED = ("borneo", "hubtel")
each_network = pytest.mark.parametrize("network", NETWORKS)


@each_network
def test_the_first_turn_is_known_and_its_input_is_nobodys_answer(network: str) -> None:
    turn = turn_of(network, Said(when=FIRST, sequence=1))
    assert (turn.first, turn.ended, turn.text, turn.session, turn.sender) == (True, False, "", SESSION, DIGITS)
    assert (turn.channel, turn.received_at, turn.practice) == (network, NOW, False)
    assert turn.path == ("" if network == "africastalking" else None)
    assert turn.number == (1 if network in NUMBERED else None)
    assert turn.code == CODES.get(network, channel(network).sender)


@each_network
def test_a_later_turn_has_its_input(network: str) -> None:
    turn = turn_of(network, Said("2", inputs=("1",), sequence=3))
    assert (turn.first, turn.ended, turn.text, turn.session) == (False, False, "2", SESSION)
    assert turn.path == ("1*2" if network == "africastalking" else None)
    assert turn.number == (3 if network in NUMBERED else None)


TYPED = ("", " ", "0", "00", "#", "9", "abc", "1; DROP TABLE x", "<b>1</b>", "é", "{text}", "ktp hilang")
BEYOND_LATIN = ("\u0661", "😀")


@pytest.mark.parametrize(
    ("network", "typed"),
    [(network, typed) for network in NETWORKS for typed in TYPED + (BEYOND_LATIN if network != "lama" else ())],
)
def test_whatever_is_typed_arrives_as_it_is(network: str, typed: str) -> None:
    assert turn_of(network, Said(typed, inputs=("1",))).text == typed


@each_network
def test_an_asterisk_inside_an_input_stays_except_where_asterisks_join_inputs(network: str) -> None:
    turn = turn_of(network, Said("a*b", inputs=("1",)))
    assert (turn.text, turn.path) == (("b", "1*a*b") if network == "africastalking" else ("a*b", None))


@each_network
def test_the_same_request_again_is_the_same_turn(network: str) -> None:
    assert turn_of(network, Said("1")) == turn_of(network, Said("1"))


@pytest.mark.parametrize("network", ENDS)
def test_the_end_of_a_dialogue_is_told_without_an_input(network: str) -> None:
    turn = turn_of(network, Said("1", ENDED))
    assert (turn.ended, turn.first, turn.text, turn.session) == (True, False, "", SESSION)
    assert turn.sender == ("" if network == "infobip" else DIGITS)


GOES_ON: dict[str, object] = {
    "africastalking": "CON Pilih:\n1 Surat",
    "arkesel": {"sessionID": SESSION, "userID": "U7", "msisdn": DIGITS, "message": "{}", "continueSession": True},
    "borneo": {"dialog": {"id": SESSION, "action": "ask"}, "trx": 77, "network": "51010", "text": "{}"},
    "hubtel": {
        "SessionId": SESSION,
        "Type": "response",
        "Message": "{}",
        "Label": "smsinfo",
        "DataType": "input",
        "FieldType": "text",
    },
    "infobip": {"shouldClose": False, "ussdMenu": "{}", "responseExitCode": 200, "responseMessage": ""},
    "lama": "Pilih:\n1 Surat",
    "nalo": {"USERID": "U7", "MSISDN": DIGITS, "USERDATA": "1", "MSG": "{}", "MSGTYPE": True},
}
CLOSES: dict[str, dict[str, object]] = {
    "arkesel": {"continueSession": False},
    "borneo": {"dialog": {"id": SESSION, "action": "close"}},
    "hubtel": {"Type": "release", "DataType": "display"},
    "infobip": {"shouldClose": True},
    "nalo": {"MSGTYPE": False},
}


def filled(table: dict[str, object], text: str) -> dict[str, object]:
    """The expected answer with the screen in it."""
    return {name: text if value == "{}" else value for name, value in table.items()}


@each_network
@pytest.mark.parametrize("text", ["Pilih:\n1 Surat", 'kutip " dan \\ é {session}'], ids=["a menu", "signs"])
def test_a_screen_goes_back_in_the_networks_form(network: str, text: str) -> None:
    gateway, turn = channel(network), turn_of(network, Said("1"))
    goes_on, last = (gateway.show(turn, Screen(text, more=more)) for more in (True, False))
    expected = GOES_ON[network]
    if isinstance(expected, dict):
        assert json.loads(goes_on.body) == filled(expected, text)
        assert json.loads(last.body) == filled(expected | CLOSES[network], text)
        assert (goes_on.content_type, goes_on.headers, last.headers) == ("application/json", {}, {})
    elif network == "lama":
        assert (goes_on.body, last.body, goes_on.charset) == (text, text, "iso-8859-1")
        assert (goes_on.content_type, goes_on.headers) == ("text/plain; charset=iso-8859-1", {"Freeflow": "FC"})
        assert last.headers == {"Freeflow": "FB"}
    else:
        assert (goes_on.body, last.body) == (f"CON {text}", f"END {text}")
        assert goes_on.content_type == "text/plain; charset=utf-8"
    assert (goes_on.status, last.status) == (200, 200)


@pytest.mark.parametrize(
    ("network", "expected"),
    [
        ("borneo", {"ok": True}),
        ("hubtel", {"SessionId": SESSION, "Type": "release", "Message": ""}),
        ("infobip", {"responseExitCode": 200, "responseMessage": ""}),
    ],
)
def test_an_end_is_acknowledged_without_a_screen(network: str, expected: dict[str, object]) -> None:
    answer = channel(network).show(turn_of(network, Said(when=ENDED)), Screen("", more=False))
    assert (json.loads(answer.body), answer.status) == (expected, 200)


REFUSED: dict[str, object] = {
    "africastalking": "END Tidak.",
    "arkesel": {"message": "Tidak.", "continueSession": False},
    "borneo": {"dialog": {"action": "close"}, "status": 400, "text": "Tidak."},
    "hubtel": {"Type": "release", "Message": "Tidak.", "Label": "smsinfo", "DataType": "display", "FieldType": "text"},
    "infobip": {"shouldClose": True, "ussdMenu": "Tidak.", "responseExitCode": 400, "responseMessage": "Tidak."},
    "lama": "Tidak.",
    "nalo": {"MSG": "Tidak.", "MSGTYPE": False},
}


@each_network
def test_a_refusal_has_the_networks_form_and_its_status(network: str) -> None:
    answer = channel(network).refuse("Tidak.", 400)
    expected = REFUSED[network]
    assert (json.loads(answer.body) if isinstance(expected, dict) else answer.body) == expected
    assert answer.status == 400
    assert [channel(network).refuse("", status).status for status in (403, 413)] == [403, 413]
    away = channel(network).refuse("Tidak.", 503)
    assert away.status == (503 if network == "lama" else 200)
    assert answer.headers == ({"Freeflow": "FB"} if network == "lama" else {})


def test_an_echo_keeps_its_type() -> None:
    for given in (12, 1.5, True, None, "x"):
        turn = turn_of("arkesel", Said("1", session=4711), userID=given)
        answer = json.loads(channel("arkesel").show(turn, Screen("a", more=True)).body)
        assert (turn.session, answer["sessionID"], answer["userID"]) == ("4711", 4711, given)


def test_the_first_turn_of_a_path_is_the_empty_one_and_a_shortcut_is_a_later_one() -> None:
    assert turn_of("africastalking", Said(when=FIRST)).first
    shortcut = turn_of("africastalking", Said("2", inputs=("1",)))
    assert (shortcut.first, shortcut.path) == (False, "1*2")


@pytest.mark.parametrize(
    ("written", "text"), [("1*2*3", "3"), ("1**2", "2"), ("*123#", "123#"), ("1*", ""), ("*" * 99, "")]
)
def test_a_path_is_handed_on_as_it_came(written: str, text: str) -> None:
    turn = turn_of("africastalking", Said("1"), text=written)
    assert (turn.path, turn.text) == (written, text)


def test_letters_of_another_charset_are_read_and_written() -> None:
    turn = turn_of("lama", Said("café"))
    answer = channel("lama").show(turn, Screen("café", more=True))
    assert (turn.text, answer.body.encode(answer.charset)) == ("café", b"caf\xe9")


def test_a_number_is_handed_on_as_it_came() -> None:
    for number in (CITIZEN, DIGITS, "08123456789", 628123456789, "warga", "1"):
        assert turn_of("hubtel", Said("1", number=number)).sender == str(number)


def test_a_word_is_known_in_capitals_and_small_letters() -> None:
    assert turn_of("hubtel", Said("1"), Type=" response ").first is False
    assert turn_of("hubtel", Said("1"), Type="INITIATION").first is True
    assert turn_of("arkesel", Said("1"), newSession="True").first is True
    assert turn_of("lama", Said("1", LATER), new="7").first is False
