"""Kannel: MT -> sendsms as it wants it, its answers, its health, and the settings of a channel."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from smsinfo.domain.sending import Found, Health, Lookup, Mt, SendError, SendResult
from smsinfo.errors import BadSetting
from smsinfo.gateways.kannel import KannelGateway
from smsinfo.gateways.kannel_words import REFUSALS

from .cast import CITIZEN, NEXT_TOKEN, SHARED_KEY, TOKEN
from .kannel_cast import basic, by_get, kannel
from .provider import Canned, Provider, nobody_listens, running_provider


@pytest.fixture
def provider() -> Iterator[Provider]:
    """smsbox, or bearerbox's admin port."""
    with running_provider() as running:
        yield running


def mt(text: str = "Awas banjir", encoding: str = "gsm7", key: str = "a-key", **valid_for: float) -> Mt:
    """An MT to the citizen."""
    return Mt(key, CITIZEN, text, encoding, 1, timedelta(**valid_for or {"hours": 4}))


def sending(provider: Provider, **options: Any) -> KannelGateway:
    """The channel before this provider."""
    return kannel(address=f"{provider.url}/cgi-bin/sendsms", **options)


TAKEN = Canned(202, "0: Accepted for delivery")
DLR_URL = f"https://kannel:{SHARED_KEY}@sms.example.org/gw/kannel/dlr?type=%d&time=%t&answer=%A&key=a-key"


@pytest.mark.parametrize(
    ("message", "options", "expected"),
    [
        (mt(), {}, {"coding": "0", "validity": "240"}),
        (mt("警报", "ucs2"), {}, {"coding": "2", "validity": "240"}),
        (mt(minutes=90.9), {}, {"coding": "0", "validity": "90"}),
        (mt(seconds=-5), {}, {"coding": "0", "validity": "1"}),
        (mt(), {"smsc": "telkomsel"}, {"coding": "0", "validity": "240", "smsc": "telkomsel"}),
    ],
    ids=["GSM-7", "UCS-2", "ninety minutes", "at the last moment", "by one line"],
)
def test_an_mt_is_exactly_this_request(
    provider: Provider, message: Mt, options: dict[str, str], expected: dict[str, str]
) -> None:
    provider.queue(TAKEN)
    assert sending(provider, **options).send(message) == SendResult(detail="0: Accepted for delivery")
    call = provider.last
    assert (call.method, call.path, call.query) == ("POST", "/cgi-bin/sendsms", {})
    assert call.body.decode() == message.text
    assert call.headers["content-type"] == "text/plain; charset=UTF-8"
    told = {name.removeprefix("x-kannel-"): value for name, value in call.headers.items() if "x-kannel" in name}
    own = {
        "username": "smsinfo",
        "password": TOKEN,
        "from": "8888",
        "to": CITIZEN,
        "dlr-mask": "31",
        "dlr-url": DLR_URL,
    }
    assert told == own | expected


@pytest.mark.parametrize(
    ("options", "key", "expected"),
    [
        ({"callback_url": "http://10.0.0.5:8000/"}, "k", f"http://kannel:{SHARED_KEY}@10.0.0.5:8000/gw/kannel/dlr"),
        ({"callback_url": "https://x.id/sms"}, "k", f"https://kannel:{SHARED_KEY}@x.id/sms/gw/kannel/dlr"),
        (
            {"mo_secret": f"{NEXT_TOKEN},{SHARED_KEY}"},
            "k",
            f"https://kannel:{NEXT_TOKEN}@sms.example.org/gw/kannel/dlr",
        ),
        ({}, "a/b 50%d+é", "&key=a%%2Fb%%2050%%25d%%2B%%C3%%A9"),
    ],
    ids=["another address", "with a path", "the new secret", "a key is no escape of Kannel's"],
)
def test_where_receipts_go(provider: Provider, options: dict[str, str], key: str, expected: str) -> None:
    provider.queue(TAKEN)
    assert sending(provider, **options).send(mt(key=key)).accepted
    assert expected in provider.last.headers["x-kannel-dlr-url"]


@pytest.mark.parametrize(
    ("answer", "expected"),
    [
        (TAKEN, SendResult(detail="0: Accepted for delivery")),
        (Canned(202, "3: Queued for later delivery"), SendResult(detail="3: Queued for later delivery")),
        (Canned(202, "Sent. Message splits: 3"), SendResult(detail="Sent.")),
        (Canned(202, ""), SendResult(error=SendError.UNKNOWN, detail="HTTP 202 without the words of sendsms")),
        (Canned(200, "<html>"), SendResult(error=SendError.UNKNOWN, detail="HTTP 200 without the words of sendsms")),
        (Canned(403, "Forbidden"), SendResult(error=SendError.DENIED, detail="HTTP 403")),
        (Canned(400, "UDH field misformed"), SendResult(error=SendError.REJECTED, detail="HTTP 400")),
        (Canned(500, "oh"), SendResult(error=SendError.TEMPORARY, detail="HTTP 500")),
        (Canned(504, "oh"), SendResult(error=SendError.UNKNOWN, detail="HTTP 504")),
        (Canned(cut=True), SendResult(error=SendError.UNKNOWN, detail="ProtocolError")),
        *[
            (Canned(400, f"{words}, rejected 0812"), SendResult(error=error, detail=f"HTTP 400: {words}"))
            for words, error in REFUSALS.items()
        ],
    ],
)  # fmt: skip
def test_what_sendsms_answers(provider: Provider, answer: Canned, expected: SendResult) -> None:
    provider.queue(answer)
    assert sending(provider).send(mt()) == expected


def test_what_never_left_may_be_sent_again() -> None:
    result = kannel(address=f"{nobody_listens()}/cgi-bin/sendsms").send(mt())
    assert result == SendResult(error=SendError.TEMPORARY, detail="NewConnectionError")


def test_nobody_can_be_asked_for_what_was_sent() -> None:
    assert not kannel().can_look_up
    assert kannel().look_up(mt()) == Found(Lookup.UNCLEAR)


STATUS = """Kannel bearerbox version `1.4.5'.

Status: {}, uptime 0d 0h 0m 5s

WDP: received 0 (0 queued), sent 0 (0 queued)

Box connections:
    smsbox:(none), IP 127.0.0.1 (0 queued), (on-line 0d 0h 0m 4s)

SMSC connections:
    telkomsel[telkomsel]    SMPP:10.0.0.1:2775/2775:smsinfo:VMA ({}, rcvd: sms 2 (0.39,0.39,0.39) / dlr 0, failed 0)
    xl[xl]    SMPP:10.0.0.2:2775/2775:smsinfo:VMA ({}, rcvd: sms 2 (0.39,0.39,0.39) / dlr 0, failed 0)
"""
WATCHER = "only-reads-the-status"  # Kannel takes it in an address only
KNOWS_US = Canned(400, "Missing receiver(s) number(s), rejected")


@pytest.mark.parametrize(
    ("smsc", "status", "ok"),
    [
        ("", ("running", "online 5s", "online 7s"), True),
        ("", ("running", "re-connecting", "online 7s"), True),
        ("", ("running", "re-connecting", "dead"), False),
        ("", ("suspended", "online 5s", "online 7s"), False),
        ("telkomsel", ("running", "online 5s", "dead"), True),
        ("telkomsel", ("running", "re-connecting", "online 7s"), False),
        ("route-a", ("running", "re-connecting", "online 7s"), True),
    ],
    ids=[
        "all lines",
        "one line",
        "no line",
        "suspended",
        "our line",
        "not our line",
        "a route that is no line",
    ],
)
def test_health_needs_a_line(provider: Provider, smsc: str, status: tuple[str, str, str], ok: bool) -> None:
    provider.queue(KNOWS_US, Canned(200, STATUS.format(*status)))
    box, first, second = (words.partition(" ")[0] for words in status)
    channel = sending(provider, smsc=smsc, admin_address=provider.url + "/", status_password=WATCHER)
    assert channel.health() == Health(ok, f"bearerbox {box}, telkomsel {first}, xl {second}")
    probe, asked = provider.calls
    assert "x-kannel-to" not in probe.headers
    assert (asked.method, asked.path, asked.query) == ("GET", "/status.txt", {"password": WATCHER})


@pytest.mark.parametrize(
    ("answers", "expected"),
    [
        ([KNOWS_US], Health(True, "smsbox answers and knows us")),
        (
            [Canned(403, "Authorization failed for sendsms")],
            Health(False, "smsbox refuses our user, password or address (group sendsms-user)"),
        ),
        ([Canned(404, "Unknown request.")], Health(False, "HTTP 404: smsbox's sendsms is not at the address")),
        ([Canned(202, "0: Accepted for delivery")], Health(False, "HTTP 202: smsbox's sendsms is not at the address")),
    ],
    ids=["knows us", "wrong password", "another address", "something else"],
)
def test_without_an_admin_address_health_asks_smsbox_only(
    provider: Provider, answers: list[Canned], expected: Health
) -> None:
    provider.queue(*answers)
    assert sending(provider).health() == expected
    assert len(provider.calls) == 1


def test_health_says_who_does_not_answer(provider: Provider) -> None:
    nobody = nobody_listens()
    assert kannel(address=f"{nobody}/sms").health() == Health(False, "smsbox does not answer (NewConnectionError)")
    provider.queue(KNOWS_US)
    channel = sending(provider, admin_address=nobody, status_password=WATCHER)
    assert channel.health() == Health(False, "bearerbox does not answer (NewConnectionError)")
    provider.queue(KNOWS_US, Canned(200, "Denied"))
    channel = sending(provider, admin_address=provider.url)
    assert channel.health() == Health(False, "HTTP 200: no status; compare admin_address and status_password")


@pytest.mark.parametrize(
    ("options", "name", "problem"),
    [
        ({"mo_secret": None}, "mo_secret", "is missing"),
        ({"mo_secret": " , "}, "mo_secret", "is empty"),
        ({"mo_secret": "short"}, "mo_secret", "must be 16 to 48 letters"),
        ({"mo_secret": f"{SHARED_KEY},has a blank and 16"}, "mo_secret", "must be 16 to 48 letters"),
        ({"mo_secret": "x" * 49}, "mo_secret", "must be 16 to 48 letters"),
        ({"password": None}, "password", "is missing"),
        ({"password": "a\nb"}, "password", "printable ASCII"),
        ({"password": ""}, "password", "printable ASCII"),
        ({"user": "a b"}, "user", "pattern"),
        ({"address": "127.0.0.1:13013"}, "address", "pattern"),
        ({"address": "http://u:p@127.0.0.1:13013/cgi-bin/sendsms"}, "address", "pattern"),
        ({"address": "http://127.0.0.1:13013/cgi-bin/sendsms?username=u"}, "address", "pattern"),
        ({"callback_url": "sms.example.org"}, "callback_url", "pattern"),
        ({"admin_address": "http://127.0.0.1:13000/status?password=x"}, "admin_address", "pattern"),
        ({"sender": ""}, "sender", "pattern"),
        ({"sender": "DESA\r\nX"}, "sender", "pattern"),
        ({"secret": SHARED_KEY}, "secret", "did you mean mo_secret"),
    ],
    ids=lambda value: None if isinstance(value, str) else "-".join(f"{key}" for key in value),
)
def test_a_wrong_setting_stops_the_start(options: dict[str, Any], name: str, problem: str) -> None:
    with pytest.raises(BadSetting) as refusal:
        kannel(**options)
    assert refusal.value.name == f"channels.kannel.{name}"
    assert problem in refusal.value.problem
    assert SHARED_KEY not in str(refusal.value)


def test_secrets_can_stand_in_files_and_are_never_shown(tmp_path: Path) -> None:
    files = {}
    for name, secret in (("password", TOKEN), ("mo_secret", SHARED_KEY), ("status_password", WATCHER)):
        file = tmp_path / name
        file.write_text(secret + "\n")
        files[f"{name}_file"] = str(file)
    channel = kannel(password=None, mo_secret=None, **files)
    channel.authenticate(by_get(authorization=basic(SHARED_KEY)))
    assert not any(secret in repr(vars(channel)) for secret in (TOKEN, SHARED_KEY, WATCHER))
