"""The cast of Kannel's tests: one channel, and requests as smsbox makes them."""

from __future__ import annotations

from base64 import b64encode
from datetime import UTC, datetime
from typing import Any, Final
from urllib.parse import parse_qsl, quote_from_bytes, urlencode

from smsinfo.domain.gateway import GatewayRequest
from smsinfo.gateways.kannel import KannelGateway

from .cast import CITIZEN, PUBLIC_URL, SHARED_KEY, TOKEN, clock, settings

OPTIONS: Final = {
    "address": "http://127.0.0.1:13013/cgi-bin/sendsms",
    "user": "smsinfo",
    "password": TOKEN,
    "mo_secret": SHARED_KEY,
    "sender": "8888",
}
ID: Final = "2f9d2df3-d3cc-4055-9a9d-7d47d175555e"
SENT: Final = datetime(2026, 11, 24, 2, 59, 30, tzinfo=UTC)


def kannel(**options: Any) -> KannelGateway:
    """The channel of these tests; `options` replace its own, None takes one away."""
    own = {name: value for name, value in (OPTIONS | options).items() if value is not None}
    return KannelGateway("kannel", own, settings(), clock)


def basic(secret: str, user: str = "kannel") -> str:
    """The header that Kannel makes of user:secret@ in an address."""
    return "Basic " + b64encode(f"{user}:{secret}".encode()).decode()


def by_get(path: str = "mo", *more: tuple[str, str], authorization: str = "", **changed: str | None) -> GatewayRequest:
    """What Kannel makes of our get-url; `changed` replaces parameters, None leaves one out; `text` comes escaped."""
    usual: dict[str, str | None] = {"id": ID, "from": CITIZEN, "to": "8888", "charset": "UTF-8"}
    usual |= {"time": "2026-11-24 02:59:30"}
    text = changed.pop("text", "KTP")
    if "sender" in changed:
        changed["from"] = changed.pop("sender")
    pairs = [(name, value) for name, value in (usual | changed).items() if value is not None]
    query = urlencode([*pairs, *more]) + ("" if text is None else f"&text={text}")
    headers = {"authorization": authorization} if authorization else {}
    return GatewayRequest(
        "GET", f"{PUBLIC_URL}/gw/kannel/{path}?{query}", headers, query=tuple(parse_qsl(query, keep_blank_values=True))
    )


def by_post(
    body: bytes, kind: str = 'text/plain; charset="UTF-8"', query: str = f"id={ID}", **headers: str
) -> GatewayRequest:
    """What Kannel makes of our post-url."""
    usual = {
        "content-type": kind,
        "x-kannel-from": CITIZEN,
        "x-kannel-to": "8888",
        "x-kannel-time": "2026-11-24 02:59:30",
    }
    sent = usual | {name.replace("_", "-"): value for name, value in headers.items()}
    sent = {name: value for name, value in sent.items() if value}
    return GatewayRequest("POST", f"{PUBLIC_URL}/gw/kannel/mo?{query}", sent, body=body)


def escaped(text: str, charset: str) -> str:
    """`%b` of a text."""
    return quote_from_bytes(text.encode(charset))


def receipt(kind: str, answer: str | None = "", **changed: str | None) -> GatewayRequest:
    """What Kannel makes of our dlr-url."""
    usual: dict[str, str | None] = {"type": kind, "time": "2026-11-24 02:59:30", "answer": answer, "key": "a-key"}
    pairs = tuple((name, value) for name, value in (usual | changed).items() if value is not None)
    return GatewayRequest("GET", f"{PUBLIC_URL}/gw/kannel/dlr?{urlencode(pairs)}", {}, query=pairs)
