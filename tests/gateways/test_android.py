"""SMS Gateway for Android: whose events are believed, event -> MO, event -> receipt, and the settings of a channel."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from smsinfo.domain.gateway import GatewayRequest, Route
from smsinfo.domain.messages import MtStatus
from smsinfo.domain.sending import Dlr, SendError
from smsinfo.errors import BadRequest, BadSetting, Unauthenticated
from smsinfo.gateways.android_words import REASONS

from .android_cast import EVENT_ID, NEW_FORM, OLD_FORM, SIM, android, event, post, sign, signed, stamp, text
from .cast import CITIZEN, NEXT_TOKEN, NOW, SHARED_KEY, TOKEN, mo_of, reply

SENT_AT = datetime(2026, 11, 24, 2, 59, 30, tzinfo=UTC)
KTP = event(NEW_FORM)
NOW_STAMP = stamp()
BELIEVED = {
    "signed just now": signed(KTP),
    "in capitals": post(KTP, sign(KTP, NOW_STAMP).upper(), NOW_STAMP),
    "a phone that is five minutes slow": signed(KTP, NOW - timedelta(minutes=5)),
    "a phone that is five minutes fast": signed(KTP, NOW + timedelta(minutes=5)),
    "letters outside ASCII": signed(text(message="banjir é 中 😀")),
}


@pytest.mark.parametrize("request_", BELIEVED.values(), ids=BELIEVED.keys())
def test_what_the_phone_signed_lately_is_believed(request_: GatewayRequest) -> None:
    android().authenticate(request_)


REFUSED = {
    "nothing signed": (post(KTP), "X-Signature"),
    "no time": (post(KTP, sign(KTP, "")), "X-Timestamp"),
    "a time that is none": (post(KTP, sign(KTP, "now"), "now"), "X-Timestamp"),
    "a negative time": (post(KTP, sign(KTP, "-1"), "-1"), "X-Timestamp"),
    "digits of another script": (post(KTP, "ab", "١٢٣"), "X-Timestamp"),
    "another key": (signed(KTP, key=NEXT_TOKEN), "signing_key"),
    "another body": (post(text(message="STOP"), sign(KTP, NOW_STAMP), NOW_STAMP), "signing_key"),
    "another time": (post(KTP, sign(KTP, stamp(SENT_AT)), NOW_STAMP), "signing_key"),
    "a signature that is no text": (post(KTP, "\udcff", NOW_STAMP), "signing_key"),
    "the stamp's first digit moved into the body": (
        post(KTP + NOW_STAMP[:1].encode(), sign(KTP, NOW_STAMP), NOW_STAMP[1:]),
        "5 minutes",
    ),
    "too old": (signed(KTP, NOW - timedelta(minutes=5, seconds=1)), "clock"),
    "of the future": (signed(KTP, NOW + timedelta(minutes=5, seconds=1)), "clock"),
}


@pytest.mark.parametrize(("request_", "why"), REFUSED.values(), ids=REFUSED.keys())
def test_everything_else_is_refused(request_: GatewayRequest, why: str) -> None:
    with pytest.raises(Unauthenticated, match=why):
        android().authenticate(request_)


def test_two_keys_hold_while_one_is_being_changed() -> None:
    changing = android(signing_key=f"{NEXT_TOKEN}, {SHARED_KEY}")
    changing.authenticate(signed(KTP))
    changing.authenticate(signed(KTP, key=NEXT_TOKEN))


READ: dict[str, tuple[bytes, dict[str, Any]]] = {
    "the form of today": (KTP, {}),
    "the form before 2026": (event(OLD_FORM), {}),
    "the SIM's number is not known": (event(NEW_FORM | {"recipient": None}), {"recipient": SIM}),
    "blanks stay": (text(message=" KTP \n"), {"text": " KTP \n"}),
    "an empty text": (text(message=""), {"text": ""}),
    "a sender that is no number": (text(sender="TELKOMSEL"), {"sender": "TELKOMSEL"}),
    "no number at all": (text(sender=""), {"sender": ""}),
    "UTC": (text(receivedAt="2026-11-24T02:59:30Z"), {}),
    "no time": (text(receivedAt=None), {"sent_at": None}),
}


@pytest.mark.parametrize(("body", "expected"), READ.values(), ids=READ.keys())
def test_what_a_text_says(body: bytes, expected: dict[str, Any]) -> None:
    mo = mo_of(android(), signed(body))
    usual = {"text": "KTP", "sender": CITIZEN, "external_id": EVENT_ID, "recipient": SIM, "sent_at": SENT_AT}
    assert {name: getattr(mo, name) for name in usual} == usual | expected
    assert (mo.channel, mo.received_at, mo.practice) == ("android", NOW, False)
    assert android().parse_dlr(signed(body)) == ()


def test_the_same_text_twice_is_two_messages_and_a_repeated_event_is_one() -> None:
    """messageId is a hash of the text, so only the outer id tells."""
    again = mo_of(android(), signed(KTP))
    assert mo_of(android(), signed(KTP)).external_id == again.external_id
    assert mo_of(android(), signed(event(NEW_FORM, id="another"))).external_id == "another"


@pytest.mark.parametrize(
    ("ours", "theirs", "read"),
    [(None, 2, True), (1, 1, True), (1, 2, False), (1, None, True)],
    ids=["we use all SIMs", "ours", "the owner's other SIM", "the phone does not tell"],
)
def test_a_text_to_the_phones_other_sim_is_not_read(ours: int | None, theirs: int | None, read: bool) -> None:
    found = android(sim_number=ours).parse_mo(signed(event(NEW_FORM | {"simNumber": theirs})))
    assert (found is not None) == read


OTHERS = {
    "a ping": event({"health": {"status": "pass"}}, "system:ping"),
    "a ping of an old app": event({}, "system:ping"),
    "a picture": event({"messageId": "m", "subject": "foto"}, "mms:received"),
    "data": event({"messageId": "m", "data": "SGk="}, "sms:data-received"),
    "what nobody knows yet": event({}, "app:started"),
    "a message of another program on the phone": event({"messageId": "x" * 37}, "sms:sent"),
}


@pytest.mark.parametrize("body", OTHERS.values(), ids=OTHERS.keys())
def test_other_events_say_nothing(body: bytes) -> None:
    assert android().parse_mo(signed(body)) is None
    assert android().parse_dlr(signed(body)) == ()
    assert android().respond(None, None).status == 200


UNREADABLE = {
    "no JSON": b"{",
    "no UTF-8": b'{"event": "\xff"}',
    "very deep": b"[" * 60_000,
    "a list": b"[]",
    "no event": event(NEW_FORM, event=None),
    "an event that is no text": event(NEW_FORM, event=1),
    "no id": event(NEW_FORM, id=None),
    "an empty id": event(NEW_FORM, id=""),
    "an id without end": event(NEW_FORM, id="x" * 129),
    "NUL in the id": event(NEW_FORM, id="a\x00"),
    "no payload": event(None),
    "a payload that is no object": event("KTP"),
    "no text": text(message=None),
    "a text that is none": text(message=12),
    "no sender": text(sender=None, phoneNumber=None),
    "a sender that is no text": text(sender=62812),
    "two texts": KTP.replace(b'"message": "KTP"', b'"message": "KTP", "message": "STOP"'),
    "two ids": KTP.replace(b'"id":', b'"id": "1", "id":'),
    "a time that is none": text(receivedAt="kemarin"),
    "a time without zone": text(receivedAt="2026-11-24T09:59:30"),
    "a time beyond the calendar": text(receivedAt="0001-01-01T00:00:00+07:00"),
}


@pytest.mark.parametrize("body", UNREADABLE.values(), ids=UNREADABLE.keys())
def test_what_lacks_something_or_has_it_twice_is_not_read(body: bytes) -> None:
    with pytest.raises(BadRequest) as refusal:
        android().parse_mo(signed(body))
    assert CITIZEN not in str(refusal.value)


def receipt(name: str, **more: Any) -> bytes:
    """The body of a receipt."""
    return event({"messageId": "a-key", "phoneNumber": CITIZEN, "simNumber": None} | more, f"sms:{name}")


TIME = "2026-11-24T09:59:30.000+07:00"
SENT, DELIVERED, FAILED, EXPIRED = MtStatus.SENT, MtStatus.DELIVERED, MtStatus.FAILED, MtStatus.EXPIRED
RECEIPTS: dict[str, tuple[bytes, Dlr]] = {
    "sent": (
        receipt("sent", sentAt=TIME, partsCount=3),
        Dlr("android", SENT, "a-key", "a-key", at=SENT_AT),
    ),
    "delivered, the same for each part": (
        receipt("delivered", deliveredAt=TIME, sender=SIM, recipient=CITIZEN),
        Dlr("android", DELIVERED, "a-key", "a-key", at=SENT_AT),
    ),
    "failed": (
        receipt("failed", failedAt=TIME, reason="Send result: RESULT_ERROR_NO_SERVICE (Failed because ...)"),
        Dlr("android", FAILED, "a-key", "a-key", 1, 1, SENT_AT, SendError.TEMPORARY, "RESULT_ERROR_NO_SERVICE"),
    ),
    "cancelled by somebody": (
        receipt("cancelled"),
        Dlr("android", FAILED, "a-key", "a-key", detail="cancelled in the app"),
    ),
}


@pytest.mark.parametrize(("body", "expected"), RECEIPTS.values(), ids=RECEIPTS.keys())
def test_what_a_receipt_says(body: bytes, expected: Dlr) -> None:
    assert android().parse_dlr(signed(body)) == (expected,)
    assert android().parse_mo(signed(body)) is None
    assert android().respond_dlr().status == 200


WHY: dict[str, tuple[MtStatus, SendError | None, str]] = {
    "TTL expired": (EXPIRED, None, "TTL expired"),
    "Can't send message: No SIMs found": (FAILED, SendError.DENIED, "No SIMs found"),
    "Can't send message: SIM 2 not found": (FAILED, SendError.DENIED, "SIM not found"),
    "Can't send message: SIM selection requires READ_PHONE_STATE permission": (
        FAILED,
        SendError.DENIED,
        "SIM selection",
    ),
    f"Delivery result from SC {SIM}: 70": (EXPIRED, None, "delivery result 70"),
    f"Delivery result from SC {SIM}: 65": (FAILED, SendError.UNREACHABLE, "delivery result 65"),
    f"Delivery result from SC {SIM}: 96": (FAILED, SendError.TEMPORARY, "delivery result 96"),
    "Send result: RESULT_RIL_MODEM_ERR (The vendor RIL ...)": (FAILED, SendError.TEMPORARY, "RESULT_RIL_MODEM_ERR"),
    f"sendSMS: {CITIZEN} is not right": (FAILED, None, "for another reason"),
    "": (FAILED, None, "for another reason"),
    "Send result: RESULT_ERROR_GENERIC_FAILURE (...)": (FAILED, SendError.TEMPORARY, "RESULT_ERROR_GENERIC_FAILURE"),
    "Send result: RESULT_ERROR_LIMIT_EXCEEDED (...)": (FAILED, SendError.THROTTLED, "RESULT_ERROR_LIMIT_EXCEEDED"),
    "Send result: RESULT_NO_DEFAULT_SMS_APP (...)": (FAILED, SendError.DENIED, "RESULT_NO_DEFAULT_SMS_APP"),
    "Send result: RESULT_RIL_SIM_ABSENT (...)": (FAILED, SendError.DENIED, "RESULT_RIL_SIM_ABSENT"),
    "Send result: RESULT_ERROR_NULL_PDU (...)": (FAILED, SendError.REJECTED, "RESULT_ERROR_NULL_PDU"),
    "Send result: RESULT_RIL_NETWORK_REJECT (...)": (FAILED, SendError.UNREACHABLE, "RESULT_RIL_NETWORK_REJECT"),
    **{f"Result: {words} (...)": (FAILED, error, words) for words, error in REASONS.items()},
}


@pytest.mark.parametrize(("reason", "expected"), WHY.items(), ids=[expected[2] for expected in WHY.values()])
def test_why_a_message_failed(reason: str, expected: tuple[MtStatus, SendError | None, str]) -> None:
    (found,) = android().parse_dlr(signed(receipt("failed", failedAt=TIME, reason=reason)))
    assert (found.status, found.error, found.detail) == expected


@pytest.mark.parametrize(
    "body",
    [receipt("sent", messageId=None), receipt("sent", messageId=""), receipt("delivered", deliveredAt="soon")],
    ids=["no message", "an empty id", "a time that is none"],
)
def test_a_receipt_that_names_no_message_is_not_read(body: bytes) -> None:
    with pytest.raises(BadRequest):
        android().parse_dlr(signed(body))


def test_the_phone_has_one_address_and_replies_go_out_as_messages() -> None:
    channel = android()
    assert (channel.routes, channel.inline_reply, channel.sender) == ((Route("event"),), False, SIM)
    assert channel.respond(mo_of(channel, signed(KTP)), reply()).body == ""


WRONG_SETTINGS = {
    "no signing key": ({"signing_key": None}, "signing_key", "is missing"),
    "an empty signing key": ({"signing_key": " , "}, "signing_key", "is empty"),
    "a signing key to guess": ({"signing_key": "rahasia"}, "signing_key", "8 characters"),
    "no password": ({"password": None}, "password", "is missing"),
    "an empty password": ({"password": ""}, "password", "printable"),
    "a password that no header can hold": ({"password": "中"}, "password", "printable"),
    "a user with a colon": ({"user": "a:b"}, "user", "pattern"),
    "an address without scheme": ({"address": "192.168.1.20:8080"}, "address", "pattern"),
    "a log-in in the address": ({"address": "http://a:b@192.168.1.20"}, "address", "pattern"),
    "no SIM": ({"sim_number": 4}, "sim_number", "less than or equal to 3"),
    "a priority beyond a byte": ({"priority": 128}, "priority", "less than or equal to 127"),
    "a slip": ({"signing_kay": "x"}, "signing_kay", "did you mean signing_key"),
}


@pytest.mark.parametrize(("changed", "name", "problem"), WRONG_SETTINGS.values(), ids=WRONG_SETTINGS.keys())
def test_a_wrong_setting_is_named_with_what_is_wrong(changed: dict[str, Any], name: str, problem: str) -> None:
    with pytest.raises(BadSetting) as refusal:
        android(**changed)
    assert refusal.value.name == f"channels.android.{name}"
    assert problem in refusal.value.problem
    assert refusal.value.example
    assert TOKEN not in str(refusal.value)
    assert SHARED_KEY not in str(refusal.value)
