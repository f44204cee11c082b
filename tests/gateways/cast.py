"""The cast of the gateway tests: one account, one citizen, one moment, and requests as Twilio makes them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import Any, Final, cast
from urllib.parse import quote_plus

from twilio.request_validator import RequestValidator  # type: ignore[import-untyped]
from werkzeug.datastructures import MultiDict

from smsinfo.config import Settings
from smsinfo.domain.gateway import Gateway, GatewayRequest
from smsinfo.domain.messages import MoMessage, Reply, ReplyKind
from smsinfo.gateways import make_gateway

ACCOUNT: Final = "AC0123456789abcdef0123456789abcdef"
TOKEN: Final = "the-token-of-the-account"
NEXT_TOKEN: Final = "the-token-that-comes-next"
SHARED_KEY: Final = "the-secret-of-the-shared-key"
SECRETS: Final = (TOKEN, NEXT_TOKEN, SHARED_KEY, "kunci-rahasia-jaringan-borneo")
SID: Final = "SM0123456789abcdef0123456789abcdef"
OURS: Final = "+15005550006"
CITIZEN: Final = "+628123456789"
NOW: Final = datetime(2026, 11, 24, 3, 0, tzinfo=UTC)
PUBLIC_URL: Final = "https://sms.example.org"
URL: Final = f"{PUBLIC_URL}/gw/twilio/mo"

Pairs = tuple[tuple[str, str], ...]


def clock() -> datetime:
    """The moment at which all these tests happen."""
    return NOW


def settings(**values: Any) -> Settings:
    """Settings with a public address and nothing else."""
    return Settings(public_url=PUBLIC_URL, **values)


def gateway(kind: str, options: Mapping[str, Any] | None = None, **values: Any) -> Gateway:
    """A channel named after its kind."""
    return make_gateway(kind, kind, options or {}, settings(**values), clock)


def twilio(**options: Any) -> Gateway:
    """The Twilio channel of the cast; `options` replace its own."""
    return gateway("twilio", {"account_sid": ACCOUNT, "auth_token": TOKEN, "sender": OURS} | options)


def full(*more: tuple[str, str], **changed: str | None) -> Pairs:
    """The parameters of a real request, in Twilio's order; `changed` replaces some, None leaves one out."""
    usual: dict[str, str | None] = {
        "ToCountry": "US",
        "ToState": "",
        "SmsMessageSid": SID,
        "NumMedia": "0",
        "FromZip": "",
        "SmsSid": SID,
        "FromState": "",
        "SmsStatus": "received",
        "FromCity": "",
        "Body": "KTP",
        "FromCountry": "ID",
        "To": OURS,
        "NumSegments": "1",
        "MessageSid": SID,
        "AccountSid": ACCOUNT,
        "From": CITIZEN,
        "ApiVersion": "2010-04-01",
    }
    return (*((name, value) for name, value in (usual | changed).items() if value is not None), *more)


def sign(pairs: Pairs, url: str = URL, token: str = TOKEN, algorithm: str | None = None) -> str:
    """The signature that Twilio would send, by Twilio's own library."""
    compute = cast("Callable[..., str]", RequestValidator(token).compute_signature)
    return compute(url, MultiDict(pairs), algorithm)


def post(pairs: Pairs, signature: str | None = None, url: str = URL, **headers: str) -> GatewayRequest:
    """A form request as the web layer hands it over; header names with _ for -."""
    sent = {name.replace("_", "-"): value for name, value in headers.items()}
    if signature is not None:
        sent["x-twilio-signature"] = signature
    body = "&".join(f"{quote_plus(name)}={quote_plus(value)}" for name, value in pairs).encode()
    return GatewayRequest("POST", url, sent, form=pairs, body=body)


def reply(text: str = "KTP-el gratis.", kind: ReplyKind = ReplyKind.ANSWER) -> Reply:
    """A reply in Indonesian."""
    return Reply(text, kind, "id")


def mo_of(gateway: Gateway, request: GatewayRequest) -> MoMessage:
    """The text of a request that must be one."""
    mo = gateway.parse_mo(request)
    assert mo is not None
    return mo
