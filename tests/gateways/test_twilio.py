"""Twilio: what is read of a request, and what is answered."""

from __future__ import annotations

from dataclasses import dataclass
from xml.etree.ElementTree import fromstring

import pytest

from smsinfo.domain.messages import MoMessage
from smsinfo.errors import BadRequest, BadSetting

from .cast import ACCOUNT, CITIZEN, NOW, OURS, SID, TOKEN, Pairs, full, gateway, mo_of, post, reply, twilio


@dataclass(frozen=True)
class Read:
    """What must be read of a request."""

    pairs: Pairs
    text: str = "KTP"
    sender: str = CITIZEN
    external_id: str = SID
    recipient: str = OURS


READ = {
    "a real request": Read(full()),
    "blanks stay": Read(full(Body=" KTP \n"), text=" KTP \n"),
    "an empty text": Read(full(Body=""), text=""),
    "media stays where it is": Read(
        full(("MediaUrl0", "http://169.254.169.254/latest/"), NumMedia="999999", Body="foto"), text="foto"
    ),
    "the older name of the id": Read(full(MessageSid=None)),
    "a message with media": Read(full(MessageSid="MM" + SID[2:]), external_id="MM" + SID[2:]),
    "an id is only a key": Read(full(MessageSid="../../etc/passwd"), external_id="../../etc/passwd"),
    "few parameters": Read((("From", CITIZEN), ("Body", "KTP"), ("MessageSid", "SM06")), external_id="SM06"),
    "a sender that is no number": Read(full(From="TELKOMSEL"), sender="TELKOMSEL"),
    "an own opt-out word": Read(full(("OptOutType", "STOP"), Body="SUDAH CUKUP"), text="STOP"),
}


@pytest.mark.parametrize("row", READ.values(), ids=READ.keys())
def test_what_a_request_says(row: Read) -> None:
    mo = mo_of(twilio(), post(row.pairs))
    assert (mo.text, mo.sender, mo.external_id, mo.recipient) == (row.text, row.sender, row.external_id, row.recipient)
    assert (mo.channel, mo.received_at, mo.practice) == ("twilio", NOW, False)


UNREADABLE = {
    "no text": full(Body=None),
    "no sender": full(From=None),
    "no id": full(MessageSid=None, SmsMessageSid=None),
    "no recipient": full(To=None),
    "no account": full(AccountSid=None),
    "two texts": full(("Body", "STOP")),
    "the same text twice": full(("Body", "KTP")),
    "two senders": full(("From", "+6281300000000")),
    "two ids": full(("MessageSid", "SM2")),
    "two recipients": full(("To", "+15005550001")),
    "two opt-outs": full(("OptOutType", "STOP"), ("OptOutType", "START")),
    "an empty id": full(MessageSid="", SmsMessageSid=""),
    "an id that can't be a key": full(MessageSid="SM\x00"),
    "an id without end": full(MessageSid="x" * 129),
    "nothing": (),
}


@pytest.mark.parametrize("pairs", UNREADABLE.values(), ids=UNREADABLE.keys())
def test_what_lacks_something_or_has_it_twice_is_not_read(pairs: Pairs) -> None:
    with pytest.raises(BadRequest) as refusal:
        twilio().parse_mo(post(pairs))
    assert CITIZEN not in str(refusal.value)


def answered(text: str, *more: tuple[str, str], with_reply: bool = True) -> list[str]:
    """The texts of the messages in the answer to a text."""
    channel = twilio()
    response = channel.respond(
        channel.parse_mo(post(full(*more, Body=text))), reply("Baik & <siap>") if with_reply else None
    )
    assert (response.status, response.content_type) == (200, "text/xml; charset=utf-8")
    root = fromstring(response.body)
    assert root.tag == "Response"
    return [child.text or "" for child in root]


def test_a_reply_is_one_message_of_twiml() -> None:
    assert answered("KTP") == ["Baik & <siap>"]


def test_no_reply_is_an_empty_response() -> None:
    assert answered("KTP", with_reply=False) == []


@pytest.mark.parametrize(
    "word", ["STOP", "stop", " Stop \n", "STOPALL", "UNSUBSCRIBE", "CANCEL", "END", "QUIT", "REVOKE", "OPTOUT"]
)
def test_twilio_answers_its_own_stop_words_itself(word: str) -> None:
    assert answered(word) == []


@pytest.mark.parametrize("word", ["BERHENTI", "UNREG", "STOP KATINGAN", "stopkontak rusak", "start", "help"])
def test_our_own_stop_words_we_answer(word: str) -> None:
    assert len(answered(word)) == 1


@pytest.mark.parametrize("kind", ["STOP", "START", "HELP", "help"])
def test_what_advanced_opt_out_has_answered_we_leave_alone(kind: str) -> None:
    assert answered("apa saja", ("OptOutType", kind)) == []


def test_a_stop_word_is_known_in_any_mo_of_the_channel() -> None:
    mo = MoMessage("twilio", SID, CITIZEN, OURS, "stop", NOW)
    assert "<Message" not in twilio().respond(mo, reply()).body


WRONG_SETTINGS = {
    "no token": ({"auth_token": None}, "channels.twilio.auth_token", "is missing"),
    "an empty token": ({"auth_token": " , "}, "channels.twilio.auth_token", "is empty"),
    "no account": ({"account_sid": None}, "channels.twilio.account_sid", "is missing"),
    "an account that is none": ({"account_sid": "SK12"}, "channels.twilio.account_sid", "pattern"),
    "no sender": ({"sender": None}, "channels.twilio.sender", "is missing"),
    "a slip": ({"auth_tokn": TOKEN}, "channels.twilio.auth_tokn", "did you mean auth_token"),
    "an unknown setting": ({"colour": "blue"}, "channels.twilio.colour", "known are: account_sid"),
    "token and file": ({"auth_token_file": "/x"}, "channels.twilio.auth_token_file", "auth_token is set too"),
    "no such file": (
        {"auth_token": None, "auth_token_file": "/nowhere"},
        "channels.twilio.auth_token_file",
        "/nowhere",
    ),
}


@pytest.mark.parametrize(("changed", "name", "problem"), WRONG_SETTINGS.values(), ids=WRONG_SETTINGS.keys())
def test_a_wrong_setting_is_named_with_what_is_wrong(changed: dict[str, str | None], name: str, problem: str) -> None:
    options = {"account_sid": ACCOUNT, "auth_token": TOKEN, "sender": OURS} | changed
    with pytest.raises(BadSetting) as refusal:
        gateway("twilio", {key: value for key, value in options.items() if value is not None})
    assert refusal.value.name == name
    assert problem in refusal.value.problem
    assert refusal.value.example
    assert TOKEN not in str(refusal.value)
