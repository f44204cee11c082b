"""Kannel: requests as smsbox makes them -> who they are from, MO, answer, receipt."""

from __future__ import annotations

import pytest

from smsinfo.domain.gateway import GatewayRequest
from smsinfo.domain.messages import MoMessage, MtStatus
from smsinfo.domain.sending import Dlr, SendError
from smsinfo.errors import BadRequest, Unauthenticated
from smsinfo.gateways.kannel_words import NACKS

from .cast import CITIZEN, NEXT_TOKEN, NOW, SHARED_KEY, TOKEN, mo_of, reply
from .kannel_cast import ID, SENT, basic, by_get, by_post, escaped, kannel, receipt

BURMESE = "သတိပေးချက် 警报 😀"


@pytest.mark.parametrize(
    ("request_", "text"),
    [
        (by_get(), "KTP"),
        (by_get(text="+KTP++hilang%0A"), " KTP  hilang\n"),
        (by_get(text=escaped("Mau é €?", "utf-8")), "Mau é €?"),
        (by_get(charset="UTF-16BE", text=escaped(BURMESE, "utf-16-be")), BURMESE),
        (by_get(charset="ISO-8859-1", text=escaped("Mau é?", "latin-1")), "Mau é?"),
        (by_get(charset="WINDOWS-1252", text=escaped("5 €", "cp1252")), "5 €"),
        (by_get(text="KTP%E9%26id%3D7"), "KTP\ufffd&id=7"),
        (by_get(charset="UTF-16BE", text="%00K%00T%00"), "KT\ufffd"),
        (by_get(text=""), ""),
        (by_post(b"KTP"), "KTP"),
        (by_post(b" a+b=%41&c "), " a+b=%41&c "),
        (by_post("Mau é €?".encode()), "Mau é €?"),
        (by_post(BURMESE.encode("utf-16-be"), 'text/plain; charset="UTF-16BE"'), BURMESE),
        (by_post(b""), ""),
    ],
    ids=[
        "GET",
        "GET with blanks",
        "GET outside ASCII",
        "GET in UCS-2",
        "GET in Latin-1",
        "GET in Windows-1252",
        "GET with a broken byte and signs of an address",
        "GET in UCS-2 with half a letter",
        "GET of nothing",
        "POST",
        "POST with signs of an address",
        "POST outside ASCII",
        "POST in UCS-2",
        "POST of nothing",
    ],
)
def test_a_text_is_read_as_it_was_written(request_: GatewayRequest, text: str) -> None:
    assert kannel().parse_mo(request_) == MoMessage("kannel", ID, CITIZEN, "8888", text, NOW, SENT)


def test_receiver_and_time_may_be_left_out() -> None:
    mo = mo_of(kannel(sender="INFO"), by_get(to=None, time=None))
    assert (mo.recipient, mo.sent_at) == ("INFO", None)


@pytest.mark.parametrize(
    "request_",
    [by_get(charset="8-BIT", text="%05%00%03"), by_post(b"\x05\x00\x03", "application/octet-stream")],
    ids=["GET", "POST"],
)
def test_what_is_no_text_is_taken_and_left(request_: GatewayRequest) -> None:
    assert kannel().parse_mo(request_) is None
    assert kannel().respond(None, None).body == ""


@pytest.mark.parametrize(
    ("request_", "problem"),
    [
        (by_get(id=None), "the parameter id is missing"),
        (by_get(sender=None), "the parameter from is missing"),
        (by_get(text=None), "the parameter text is missing"),
        (by_get(charset=None), "the parameter charset is missing"),
        (by_get("mo", ("text", "STOP")), "the parameter text came 2 times"),
        (by_get("mo", ("id", "7")), "the parameter id came 2 times"),
        (by_get(charset="%C"), "is charset=%C in the address?"),
        (by_get(charset="GSM"), "the charset is none of utf-8, utf-16be"),
        (by_get(time="%t"), "is time=%t in the address?"),
        (by_get(time="1764000000"), "is time=%t in the address?"),
        (by_get(id=""), "1 to 128 printable characters"),
        (by_get(id="x" * 129), "1 to 128 printable characters"),
        (by_post(b"KTP", query=""), "the parameter id is missing"),
        (by_post(b"KTP", x_kannel_from=""), "the parameter from is missing"),
        (by_post(b"KTP", query=f"id={ID}&from=62811"), "the parameter from came 2 times"),
        (by_post(b"KTP", "text/plain"), "the charset is none of"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_what_lacks_something_or_has_it_twice_is_refused(request_: GatewayRequest, problem: str) -> None:
    with pytest.raises(BadRequest) as refusal:
        kannel().parse_mo(request_)
    assert problem in str(refusal.value)


@pytest.mark.parametrize("secret", [NEXT_TOKEN, SHARED_KEY], ids=["new", "old"])
@pytest.mark.parametrize("path", ["mo", "dlr"])
def test_old_and_new_secret_both_hold_while_they_are_changed(path: str, secret: str) -> None:
    kannel(mo_secret=f"{NEXT_TOKEN}, {SHARED_KEY}").authenticate(by_get(path, authorization=basic(secret)))


@pytest.mark.parametrize(
    "authorization",
    [
        "",
        "Basic",
        basic("another-secret-of-somebody"),
        basic(SHARED_KEY, "smsinfo"),
        basic(""),
        basic(SHARED_KEY)[:-1],
        f"Bearer {SHARED_KEY}",
        SHARED_KEY,
        basic(TOKEN),
        "Basic \xe9\ud800",
    ],
    ids=["none", "no secret", "another", "another user", "empty", "cut", "bearer", "bare", "sendsms's", "no ASCII"],
)
def test_everybody_else_is_refused(authorization: str) -> None:
    for request in (
        by_get(authorization=authorization),
        by_get("dlr", ("secret", SHARED_KEY), authorization=authorization),
    ):
        with pytest.raises(Unauthenticated) as refusal:
            kannel().authenticate(request)
        assert SHARED_KEY not in str(refusal.value)


@pytest.mark.parametrize(
    ("text", "coding"),
    [("KTP-el gratis: é €", None), ("警报", "2")],
    ids=["GSM-7", "UCS-2"],
)
def test_a_reply_says_how_it_is_coded_and_how_long_it_is_worth_sending(text: str, coding: str | None) -> None:
    answer = kannel().respond(mo_of(kannel(), by_get()), reply(text))
    assert (answer.status, answer.body, answer.content_type) == (200, text, "text/plain; charset=utf-8")
    assert (answer.headers.get("X-Kannel-Coding"), answer.headers["X-Kannel-Validity"]) == (coding, "240")


def test_silence_is_an_empty_body() -> None:
    answer = kannel().respond(mo_of(kannel(), by_get()), None)
    assert (answer.status, answer.body, dict(answer.headers)) == (200, "", {})


NETWORK = "id:00A1 sub:001 dlvrd:001 submit date:2611240259 done date:2611240300 stat:{} err:{} text:Awas banjir di"


@pytest.mark.parametrize(
    ("kind", "answer", "status", "error", "detail"),
    [
        ("8", "ACK/", MtStatus.SENT, None, "type 8"),
        ("4", NETWORK.format("ENROUTE", "000"), MtStatus.SENT, None, "type 4, stat ENROUTE, err 000"),
        ("1", NETWORK.format("DELIVRD", "000"), MtStatus.DELIVERED, None, "type 1, stat DELIVRD, err 000"),
        ("1", "", MtStatus.DELIVERED, None, "type 1"),
        ("2", NETWORK.format("UNDELIV", "1B"), MtStatus.FAILED, None, "type 2, stat UNDELIV, err 1B"),
        ("2", NETWORK.format("EXPIRED", "027"), MtStatus.EXPIRED, None, "type 2, stat EXPIRED, err 027"),
        ("2", NETWORK.format("UNKNOWN", "000"), MtStatus.UNKNOWN, None, "type 2, stat UNKNOWN, err 000"),
        ("34", "", MtStatus.EXPIRED, None, "type 34"),
        ("66", "", MtStatus.UNKNOWN, None, "type 66"),
        ("16", "NACK/", MtStatus.FAILED, None, "type 16"),
        ("16", "NACK/ERROR 0812", MtStatus.FAILED, None, "type 16"),
        ("16", "NACK/0x00000045/Submit failed", MtStatus.FAILED, None, "NACK 0x00000045"),
        ("16", "NACK/validity expired", MtStatus.EXPIRED, None, "NACK validity expired"),
        *[
            ("16", f"NACK/{words}", MtStatus.FAILED, error, f"NACK {words}")
            for words, error in NACKS.items()
        ],
    ],
)  # fmt: skip
def test_receipts(kind: str, answer: str, status: MtStatus, error: SendError | None, detail: str) -> None:
    expected = Dlr("kannel", status, key="a-key", at=SENT, error=error, detail=detail)
    assert kannel().parse_dlr(receipt(kind, answer)) == (expected,)
    assert kannel().respond_dlr().status == 200


@pytest.mark.parametrize(
    ("request_", "problem"),
    [
        (receipt("%d"), "is type=%d in the dlr-url?"),
        (receipt("3"), "the parameter type is none of 1, 2, 4, 8, 16, 34, 66"),
        (receipt("1", key=None), "the parameter key is missing"),
        (receipt("1", key="a\0b"), "1 to 128 printable characters"),
        (receipt("1", time="%t"), "is time=%t in the address?"),
        (receipt("1", type=None), "the parameter type is missing"),
    ],
    ids=["not filled in", "unknown kind", "no key", "NUL in the key", "no time", "no kind"],
)
def test_a_receipt_of_nothing_is_refused(request_: GatewayRequest, problem: str) -> None:
    with pytest.raises(BadRequest) as refusal:
        kannel().parse_dlr(request_)
    assert problem in str(refusal.value)


def test_a_receipt_may_lack_time_and_answer() -> None:
    (dlr,) = kannel().parse_dlr(receipt("1", time=None, answer=None))
    assert (dlr.status, dlr.at) == (MtStatus.DELIVERED, None)
