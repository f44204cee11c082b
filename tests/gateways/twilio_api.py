"""Twilio's REST API as tests see it: MTs to hand over, and answers as Twilio makes them."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any, Final

from smsinfo.domain.sending import Mt
from smsinfo.sms.segments import split

from .cast import ACCOUNT, CITIZEN, PUBLIC_URL, SID
from .provider import Canned

SERVICE: Final = "MG0123456789abcdef0123456789abcdef"
KEY_SID: Final = "SK0123456789abcdef0123456789abcdef"
MESSAGES: Final = f"/2010-04-01/Accounts/{ACCOUNT}/Messages.json"
RECEIPTS: Final = f"{PUBLIC_URL}/gw/twilio/dlr"


def mt(text: str = "Banjir: siaga 1", to: str = CITIZEN, key: str = "mt-17", **valid_for: float) -> Mt:
    """An MT as the outbox hands it over."""
    parts = split(text)
    return Mt(key, to, text, parts.encoding, parts.count, timedelta(**valid_for or {"hours": 4}))


def taken(sid: object = SID, **changed: Any) -> Canned:
    """Twilio's answer to a message that it took."""
    return Canned(201, json.dumps({"sid": sid, "status": "queued", "to": CITIZEN, "body": "Banjir"} | changed))


def refusal(code: object, status: int = 400, **headers: str) -> Canned:
    """Twilio's form of a refusal; its words name the number."""
    body = {"code": code, "message": f"The 'To' number {CITIZEN} is wrong.", "more_info": "https://", "status": status}
    return Canned(status, json.dumps(body), headers)


def record(**values: object) -> Canned:
    """A record of Twilio's."""
    return Canned(200, json.dumps(values))
