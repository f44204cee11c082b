"""Twilio: its receipts, signed as its texts are."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from smsinfo.domain.gateway import GatewayRequest, GatewayResponse, Route
from smsinfo.domain.messages import MtStatus
from smsinfo.domain.sending import Dlr, SendError
from smsinfo.errors import BadRequest, Unauthenticated
from smsinfo.gateways.twilio_words import NOT_IN_TIME

from .cast import ACCOUNT, CITIZEN, OURS, SID, Pairs, post, sign, twilio
from .twilio_api import RECEIPTS

ADDRESS = f"{RECEIPTS}?key=mt-17"


def receipt(*more: tuple[str, str], **changed: str | None) -> Pairs:
    """The parameters of a real receipt, in Twilio's order; `changed` replaces some, None leaves one out."""
    usual: dict[str, str | None] = {
        "SmsSid": SID,
        "SmsStatus": "delivered",
        "MessageStatus": "delivered",
        "To": CITIZEN,
        "MessageSid": SID,
        "AccountSid": ACCOUNT,
        "From": OURS,
        "ApiVersion": "2010-04-01",
        "RawDlrDoneDate": "2611241000",
    }
    return (*((name, value) for name, value in (usual | changed).items() if value is not None), *more)


def called(pairs: Pairs, query: Pairs = (("key", "mt-17"),)) -> GatewayRequest:
    """A receipt at our address, as the web layer hands it over."""
    request = post(pairs, sign(pairs, ADDRESS), ADDRESS)
    return GatewayRequest(request.method, request.url, request.headers, query, pairs, request.body)


@dataclass(frozen=True)
class Read:
    """What must be read of a receipt."""

    pairs: Pairs
    status: MtStatus
    error: SendError | None = None
    detail: str = "delivered"


def failed(code: str, status: str = "undelivered") -> Pairs:
    """A receipt of a failure."""
    return receipt(("ErrorCode", code), MessageStatus=status, RawDlrDoneDate=None)


READ = {
    "delivered": Read(receipt(), MtStatus.DELIVERED),
    "read": Read(receipt(MessageStatus="read"), MtStatus.DELIVERED, detail="read"),
    "accepted": Read(receipt(MessageStatus="accepted"), MtStatus.SENT, detail="accepted"),
    "by a messaging service that has not chosen yet": Read(
        receipt(("MessagingServiceSid", "MG01"), MessageStatus="queued", From=None), MtStatus.SENT, detail="queued"
    ),
    "sending": Read(receipt(MessageStatus="sending"), MtStatus.SENT, detail="sending"),
    "sent": Read(receipt(MessageStatus="sent"), MtStatus.SENT, detail="sent"),
    "the handset is off": Read(
        failed("30003"),
        MtStatus.FAILED,
        SendError.TEMPORARY,
        "undelivered, Twilio 30003: the handset is off or out of coverage",
    ),
    "no such number": Read(
        failed("30005"),
        MtStatus.FAILED,
        SendError.BAD_NUMBER,
        "undelivered, Twilio 30005: the network does not know the number",
    ),
    "filtered": Read(
        failed("30007"),
        MtStatus.FAILED,
        SendError.REJECTED,
        "undelivered, Twilio 30007: filtered by Twilio or the network",
    ),
    "the queue is full": Read(
        failed("30001", "failed"), MtStatus.FAILED, SendError.THROTTLED, "failed, Twilio 30001: the queue is full"
    ),
    "out of money": Read(
        failed("30002", "failed"),
        MtStatus.FAILED,
        SendError.NO_BALANCE,
        "failed, Twilio 30002: the account was suspended: out of money, or for its conduct",
    ),
    "opted out, told late by a messaging service": Read(
        failed("21610", "failed"),
        MtStatus.FAILED,
        SendError.OPTED_OUT,
        "failed, Twilio 21610: the number has sent STOP",
    ),
    "Indonesia is shut": Read(
        failed("21408", "failed"),
        MtStatus.FAILED,
        SendError.DENIED,
        "failed, Twilio 21408: this country is not enabled in the account's messaging geo permissions",
    ),
    "too late": Read(
        failed(str(NOT_IN_TIME), "failed"),
        MtStatus.EXPIRED,
        SendError.TEMPORARY,
        "failed, Twilio 30036: it waited longer than its validity",
    ),
    "a code of tomorrow": Read(failed("31999"), MtStatus.FAILED, detail="undelivered, Twilio 31999"),
    "a code that is none": Read(failed("none"), MtStatus.FAILED, detail="undelivered"),
    "an endless code": Read(failed("9" * 5000), MtStatus.FAILED, detail="undelivered, Twilio 999999999"),
    "a failure without a code": Read(receipt(MessageStatus="failed"), MtStatus.FAILED, detail="failed"),
    "delivered, whatever the code": Read(receipt(("ErrorCode", "30003")), MtStatus.DELIVERED),
    "a parameter that nobody knew yet": Read(receipt(("ZNew", "1")), MtStatus.DELIVERED),
}


@pytest.mark.parametrize("row", READ.values(), ids=READ.keys())
def test_what_a_receipt_says(row: Read) -> None:
    channel, request = twilio(), called(row.pairs)
    channel.authenticate(request)
    expected = Dlr("twilio", row.status, external_id=SID, key="mt-17", error=row.error, detail=row.detail)
    assert channel.parse_dlr(request) == (expected,)


@pytest.mark.parametrize("status", ["received", "receiving", "partially_delivered", "carrier_pending", ""])
def test_a_status_that_says_nothing_to_us_is_no_receipt(status: str) -> None:
    assert twilio().parse_dlr(called(receipt(MessageStatus=status))) == ()


KEYS = {
    "none, at the service's own address": ((), ""),
    "one that was escaped": ((("key", "a/b &c=d"),), "a/b &c=d"),
    "beside others": ((("x", "1"), ("key", "mt-17")), "mt-17"),
}


@pytest.mark.parametrize(("query", "key"), KEYS.values(), ids=KEYS.keys())
def test_our_key_stands_in_the_address(query: Pairs, key: str) -> None:
    assert [dlr.key for dlr in twilio().parse_dlr(called(receipt(), query))] == [key]


UNREADABLE = {
    "no status": called(receipt(MessageStatus=None)),
    "two statuses": called(receipt(("MessageStatus", "failed"))),
    "two codes": called(receipt(("ErrorCode", "30003"), ("ErrorCode", "30005"))),
    "no id": called(receipt(MessageSid=None)),
    "two ids": called(receipt(("MessageSid", "SM2"))),
    "an id that goes on": called(receipt(MessageSid=SID + "x")),
    "an account without a number": called(receipt(To=None)),
    "two keys": called(receipt(), (("key", "mt-17"), ("key", "mt-18"))),
    "an empty key": called(receipt(), (("key", ""),)),
    "a key that is none": called(receipt(), (("key", "x\x00"),)),
    "a text": called((("MessageSid", SID), ("From", CITIZEN), ("Body", "KTP"))),
}


@pytest.mark.parametrize("request_", UNREADABLE.values(), ids=UNREADABLE.keys())
def test_what_lacks_something_or_has_it_twice_is_no_receipt(request_: GatewayRequest) -> None:
    with pytest.raises(BadRequest) as refusal:
        twilio().parse_dlr(request_)
    assert CITIZEN not in str(refusal.value)


FORGED = {
    "without a signature": post(receipt(), url=ADDRESS),
    "signed for another key": post(receipt(), sign(receipt(), f"{RECEIPTS}?key=mt-18"), ADDRESS),
    "signed without a key": post(receipt(), sign(receipt(), RECEIPTS), ADDRESS),
    "signed for a text's address": post(receipt(), sign(receipt(), ADDRESS.replace("/dlr", "/mo")), ADDRESS),
    "another status than the signed one": post(receipt(), sign(receipt(MessageStatus="failed"), ADDRESS), ADDRESS),
    "for another account": called(receipt(AccountSid="ACffffffffffffffffffffffffffffffff")),
}


@pytest.mark.parametrize("request_", FORGED.values(), ids=FORGED.keys())
def test_a_receipt_that_twilio_did_not_sign_is_refused(request_: GatewayRequest) -> None:
    with pytest.raises(Unauthenticated):
        twilio().authenticate(request_)


def test_twilio_is_told_nothing_and_has_its_own_address() -> None:
    assert twilio().respond_dlr() == GatewayResponse("", status=204)
    assert twilio().routes == (Route("mo"), Route("dlr"))
