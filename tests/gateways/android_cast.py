"""The cast of the Android tests: one phone, and requests as its app makes them."""

from __future__ import annotations

import hmac
import json
from datetime import datetime
from hashlib import sha256
from typing import Any, Final

from smsinfo.domain.gateway import GatewayRequest
from smsinfo.gateways.android import AndroidGateway

from .cast import CITIZEN, NOW, PUBLIC_URL, SHARED_KEY, TOKEN, clock, settings

URL: Final = f"{PUBLIC_URL}/gw/android/event"
SIM: Final = "+6281100000123"
OPTIONS: Final = {
    "address": "http://192.168.1.20:8080",
    "user": "sms",
    "password": TOKEN,
    "signing_key": SHARED_KEY,
    "sender": SIM,
}
EVENT_ID: Final = "Ey6ECgOkVVFjz3CL48B8C"
NEW_FORM: Final = {
    "messageId": "1a2b3c4d",
    "message": "KTP",
    "sender": CITIZEN,
    "recipient": SIM,
    "phoneNumber": CITIZEN,
    "simNumber": 1,
    "receivedAt": "2026-11-24T09:59:30.000+07:00",
}
OLD_FORM: Final = {
    "messageId": "1a2b3c4d",
    "message": "KTP",
    "phoneNumber": CITIZEN,
    "simNumber": 1,
    "receivedAt": "2026-11-24T09:59:30.000+07:00",
}
"""An MO since 2026, and before: phoneNumber is the other side."""


def android(**options: Any) -> AndroidGateway:
    """The channel of these tests; `options` replace its own, None takes one away."""
    own = {name: value for name, value in (OPTIONS | options).items() if value is not None}
    return AndroidGateway("android", own, settings(), clock)


def event(payload: Any, name: str = "sms:received", **changed: Any) -> bytes:
    """The body of a webhook; `changed` replaces its outer fields, None leaves one out."""
    outer = {"deviceId": "ffffffffceb0b1db0000018e937c815b", "event": name, "id": EVENT_ID} | {
        "payload": payload,
        "webhookId": "LreFUt-Z3sSq0JufY9uWB",
    }
    return json.dumps({key: value for key, value in (outer | changed).items() if value is not None}).encode()


def text(**changed: Any) -> bytes:
    """The body of an MO; `changed` replaces fields of its payload, None leaves one out."""
    return event({name: value for name, value in (NEW_FORM | changed).items() if value is not None})


def stamp(moment: datetime = NOW) -> str:
    """X-Timestamp."""
    return str(int(moment.timestamp()))


def sign(body: bytes, at: str, key: str = SHARED_KEY) -> str:
    """X-Signature as the app computes it."""
    return hmac.new(key.encode(), body + at.encode(), sha256).hexdigest()


def post(body: bytes, signature: str | None = None, at: str | None = None) -> GatewayRequest:
    """A webhook request; unsigned unless a signature is given."""
    headers = {"content-type": "application/json", "x-signature": signature, "x-timestamp": at}
    return GatewayRequest("POST", URL, {name: value for name, value in headers.items() if value is not None}, body=body)


def signed(body: bytes, moment: datetime = NOW, key: str = SHARED_KEY) -> GatewayRequest:
    """A webhook request that the phone has signed at that moment."""
    return post(body, sign(body, stamp(moment), key), stamp(moment))
