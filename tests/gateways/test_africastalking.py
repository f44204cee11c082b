"""Africa's Talking: whose callbacks are believed, callback -> MO, callback -> receipt, and a channel's settings."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from smsinfo.domain.gateway import GatewayRequest, Route
from smsinfo.domain.messages import MtStatus
from smsinfo.domain.sending import Dlr, SendError
from smsinfo.errors import BadRequest, BadSetting, Unauthenticated

from .africastalking_cast import FARMER, MESSAGE_ID, MO_ID, NOT_OURS, SHORT_CODE, africastalking, callback
from .cast import NEXT_TOKEN, NOW, SHARED_KEY, TOKEN, mo_of, reply

SECRET = (("secret", SHARED_KEY),)
BELIEVED = {
    "the secret in the address": (callback("mo"), {}),
    "beside another parameter": (callback("mo", query=(("a", "b"), *SECRET)), {}),
    "from an address on the list": (callback("mo", remote="203.0.113.9"), {"allowed": ["203.0.113.0/24"]}),
    "from the other address on the list": (callback("dlr", remote="::1"), {"allowed": ["203.0.113.9", "::1"]}),
    "with the secret that comes next": (
        callback("mo", query=(("secret", NEXT_TOKEN),)),
        {"secret": f"{NEXT_TOKEN}, {SHARED_KEY}"},
    ),
}


@pytest.mark.parametrize(("request_", "options"), BELIEVED.values(), ids=BELIEVED.keys())
def test_who_knows_the_secret_is_believed(request_: GatewayRequest, options: dict[str, Any]) -> None:
    africastalking(**options).authenticate(request_)


REFUSED = {
    "no secret": (callback("mo", query=()), {}, "must end with"),
    "an empty secret": (callback("mo", query=(("secret", ""),)), {}, "not right"),
    "another secret": (callback("mo", query=(("secret", NOT_OURS),)), {}, "not right"),
    "the beginning of it": (callback("mo", query=(("secret", SHARED_KEY[:-1]),)), {}, "not right"),
    "letters that are none": (callback("mo", query=(("secret", "\udcff"),)), {}, "not right"),
    "the secret and another": (callback("mo", query=(*SECRET, ("secret", "x"))), {}, "once"),
    "the secret in the form only": (callback("mo", query=(), secret=SHARED_KEY), {}, "must end with"),
    "from elsewhere": (callback("mo", remote="198.51.100.1"), {"allowed": ["203.0.113.0/24"]}, "allowed"),
    "from nowhere": (callback("mo", remote=""), {"allowed": ["203.0.113.0/24"]}, "allowed"),
    "from the list without the secret": (
        callback("mo", query=(), remote="203.0.113.9"),
        {"allowed": ["203.0.113.9"]},
        "must end with",
    ),
}


@pytest.mark.parametrize(("request_", "options", "why"), REFUSED.values(), ids=REFUSED.keys())
def test_everything_else_is_refused(request_: GatewayRequest, options: dict[str, Any], why: str) -> None:
    with pytest.raises(Unauthenticated, match=why) as refusal:
        africastalking(**options).authenticate(request_)
    assert SHARED_KEY not in str(refusal.value)


AT_NOON = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
READ: dict[str, tuple[GatewayRequest, dict[str, Any]]] = {
    "a real callback": (callback("mo"), {}),
    "blanks stay": (callback("mo", text=" KTP \n"), {"text": " KTP \n"}),
    "an empty text": (callback("mo", text=""), {"text": ""}),
    "without to": (callback("mo", to=None), {}),
    "an alphanumeric sender": (callback("mo", from_="SAFARICOM"), {"sender": "SAFARICOM"}),
    "a date with its zone": (callback("mo", date="2026-11-24T12:00:00+03:00"), {"sent_at": AT_NOON}),
    "a date in UTC": (callback("mo", date="2026-11-24T09:00:00.000Z"), {"sent_at": AT_NOON}),
    "a date that is none": (callback("mo", date="leo"), {}),
    "a date beyond the calendar": (callback("mo", date="0001-01-01T00:00:00+03:00"), {}),
    "no date": (callback("mo", date=None), {}),
    "no link": (callback("mo", linkId=None), {}),
}


@pytest.mark.parametrize(("request_", "expected"), READ.values(), ids=READ.keys())
def test_what_a_text_says(request_: GatewayRequest, expected: dict[str, Any]) -> None:
    mo = mo_of(africastalking(), request_)
    usual = {"text": "KTP", "sender": FARMER, "external_id": MO_ID, "recipient": SHORT_CODE, "sent_at": None}
    assert {name: getattr(mo, name) for name in usual} == usual | expected
    assert (mo.channel, mo.received_at, mo.practice) == ("africastalking", NOW, False)


UNREADABLE = {
    "no id": callback("mo", id=None),
    "an empty id": callback("mo", id=""),
    "an id without end": callback("mo", id="x" * 129),
    "NUL in the id": callback("mo", id="a\x00"),
    "no sender": callback("mo", from_=None),
    "no text": callback("mo", text=None),
    "two texts": callback("mo", ("text", "STOP")),
    "two senders": callback("mo", ("from", "+254711000001")),
    "two ids": callback("mo", ("id", "2")),
    "two recipients": callback("mo", ("to", "1")),
    "two dates": callback("mo", ("date", "")),
}


@pytest.mark.parametrize("request_", UNREADABLE.values(), ids=UNREADABLE.keys())
def test_what_lacks_something_or_has_it_twice_is_not_read(request_: GatewayRequest) -> None:
    with pytest.raises(BadRequest) as refusal:
        africastalking().parse_mo(request_)
    assert FARMER not in str(refusal.value)


SENT, DELIVERED, FAILED, EXPIRED = MtStatus.SENT, MtStatus.DELIVERED, MtStatus.FAILED, MtStatus.EXPIRED
STATUSES: dict[str, tuple[MtStatus, SendError | None]] = {
    "Sent": (SENT, None),
    "Submitted": (SENT, None),
    "Buffered": (SENT, None),
    "Success": (DELIVERED, None),
    "Rejected": (FAILED, None),
    "Failed": (FAILED, None),
    "AbsentSubscriber": (FAILED, SendError.UNREACHABLE),
    "Expired": (EXPIRED, None),
}


@pytest.mark.parametrize("told", STATUSES)
def test_what_a_receipt_says(told: str) -> None:
    status, error = STATUSES[told]
    expected = Dlr("africastalking", status, MESSAGE_ID, error=error, detail=told)
    assert africastalking().parse_dlr(callback("dlr", status=told)) == (expected,)


REASONS: dict[str, SendError | None] = {
    "InsufficientCredit": SendError.UNREACHABLE,
    "InvalidLinkId": SendError.REJECTED,
    "UserIsInactive": SendError.UNREACHABLE,
    "UserInBlackList": SendError.OPTED_OUT,
    "UserAccountSuspended": SendError.UNREACHABLE,
    "NotNetworkSubcriber": SendError.UNREACHABLE,
    "NotNetworkSubscriber": SendError.UNREACHABLE,
    "UserNotSubscribedToProduct": SendError.UNREACHABLE,
    "UserDoesNotExist": SendError.BAD_NUMBER,
    "DeliveryFailure": None,
    "DoNotDisturbRejection": SendError.TEMPORARY,
}


@pytest.mark.parametrize("told", ["Rejected", "Failed"])
@pytest.mark.parametrize("reason", REASONS)
def test_why_a_message_failed(told: str, reason: str) -> None:
    (found,) = africastalking().parse_dlr(callback("dlr", status=told, failureReason=reason))
    assert (found.status, found.error, found.detail) == (FAILED, REASONS[reason], f"{told}, {reason}")


@pytest.mark.parametrize(
    ("told", "reason", "detail"),
    [("Failed", f"call {FARMER}", "Failed"), ("Failed", "", "Failed"), ("Success", "DeliveryFailure", "Success")],
    ids=["a reason that nobody knows", "an empty reason", "a reason for nothing"],
)
def test_only_reasons_that_we_know_are_kept(told: str, reason: str, detail: str) -> None:
    (found,) = africastalking().parse_dlr(callback("dlr", status=told, failureReason=reason))
    assert (found.error, found.detail) == (None, detail)


UNREADABLE_RECEIPTS = {
    "no id": callback("dlr", id=None),
    "no status": callback("dlr", status=None),
    "a status that nobody knows": callback("dlr", status="Lost"),
    "two statuses": callback("dlr", ("status", "Failed")),
    "two reasons": callback("dlr", ("failureReason", "a"), ("failureReason", "b")),
}


@pytest.mark.parametrize("request_", UNREADABLE_RECEIPTS.values(), ids=UNREADABLE_RECEIPTS.keys())
def test_a_receipt_that_says_nothing_is_not_read(request_: GatewayRequest) -> None:
    with pytest.raises(BadRequest):
        africastalking().parse_dlr(request_)


def test_replies_go_out_as_messages() -> None:
    channel = africastalking()
    assert (channel.routes, channel.inline_reply) == ((Route("mo"), Route("dlr"), Route("ussd")), False)
    assert (channel.respond(mo_of(channel, callback("mo")), reply()).body, channel.respond_dlr().status) == ("", 200)


WRONG_SETTINGS: dict[str, tuple[dict[str, Any], str, str]] = {
    "no secret": ({"secret": None}, "secret", "is missing"),
    "an empty secret": ({"secret": " , "}, "secret", "is empty"),
    "a secret to guess": ({"secret": "rahasia-19-karakter"}, "secret", "20 to 128"),
    "a secret that no address can hold": ({"secret": "rahasia & lebih rahasia"}, "secret", "20 to 128"),
    "no key": ({"api_key": None}, "api_key", "is missing"),
    "a key that no header can hold": ({"api_key": "atsk_1\nX-Evil: 1"}, "api_key", "printable"),
    "no username": ({"username": ""}, "username", "pattern"),
    "an address with a path": ({"address": "https://api.example.org/version1"}, "address", "pattern"),
    "a screen beyond the standard": ({"screen_limit": 183}, "screen_limit", "182"),
    "a network that is none": ({"allowed": ["203.0.113.999"]}, "allowed", "not a valid IPv"),
    "a slip": ({"sekret": "x"}, "sekret", "did you mean secret"),
}


@pytest.mark.parametrize(("changed", "name", "problem"), WRONG_SETTINGS.values(), ids=WRONG_SETTINGS.keys())
def test_a_wrong_setting_is_named_with_what_is_wrong(changed: dict[str, Any], name: str, problem: str) -> None:
    with pytest.raises(BadSetting) as refusal:
        africastalking(**changed)
    assert refusal.value.name == f"channels.africastalking.{name}"
    assert problem in refusal.value.problem
    assert refusal.value.example
    assert not [secret for secret in (TOKEN, SHARED_KEY) if secret in str(refusal.value)]
