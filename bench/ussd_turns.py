"""USSD turns: dialogues that press what the screens offer, as WSGI environments and as bytes for the wire."""

from __future__ import annotations

import json
import random
import re
import secrets
from dataclasses import dataclass, field
from io import BytesIO
from typing import Any
from urllib.parse import urlencode

from texts import PEOPLE, common, person

SECRET = "bench-secret-of-ussd"
_OPTIONS = {"kind": "ussd", "code": "*123*45#", "proof": "query:token", "secret": SECRET}
CHANNELS: dict[str, dict[str, Any]] = {
    "stateless": _OPTIONS | {"dialect": "africastalking"},
    "stored": _OPTIONS | {"dialect": "hubtel"},
}
"""Channel -> its settings: one network that resends all inputs, and one that does not."""
LONGEST = 6
"""Turns of a dialogue, the dialling among them."""
_FORM, _JSON = "application/x-www-form-urlencoded", "application/json"
_OPTION = re.compile(r"^(\d{1,2}|#)[ .:]", re.MULTILINE)


@dataclass
class Dialogue:
    """One citizen's dialogue on one of the channels."""

    channel: str
    sender: str
    typed: list[str] = field(default_factory=list)
    session: str = field(default_factory=lambda: secrets.token_hex(16))
    more: bool = True

    @property
    def ended(self) -> bool:
        """The screen was the last, or it is long enough."""
        return not self.more or len(self.typed) >= LONGEST - 1

    def body(self) -> bytes:
        """The request of the turn that is due."""
        if self.channel == "stateless":
            form = {"sessionId": f"ATUid_{self.session}", "serviceCode": "*123*45#", "networkCode": "51010"}
            return urlencode(form | {"phoneNumber": self.sender, "text": "*".join(self.typed)}).encode()
        turn = {
            "SessionId": self.session,
            "Mobile": self.sender[1:],
            "ServiceCode": "123*45",
            "Type": "Response" if self.typed else "Initiation",
            "Message": self.typed[-1] if self.typed else "*123*45#",
            "Operator": "mtn",
            "Sequence": len(self.typed) + 1,
            "ClientState": "",
            "Platform": "USSD",
        }
        return json.dumps(turn).encode()

    def hears(self, answer: bytes) -> None:
        """Read the screen and press what it offers; where it asks for words, type some."""
        if self.channel == "stateless":
            word, _, text = answer.decode().partition(" ")
            self.more = word == "CON"
        else:
            screen = json.loads(answer)
            text, self.more = screen["Message"], screen["Type"] == "response"
        self.typed.append(random.choice(_OPTION.findall(text) or [random.choice(common()).replace("*", "")[:160]]))


def dialogue(channel: str) -> Dialogue:
    """A new one of somebody who has texted before."""
    return Dialogue(channel, person(random.randrange(PEOPLE)))


def _type(channel: str) -> str:
    return _FORM if channel == "stateless" else _JSON


def environ(of: Dialogue) -> dict[str, Any]:
    """The WSGI environment of the turn that is due."""
    body = of.body()
    return {
        "REQUEST_METHOD": "POST",
        "PATH_INFO": f"/gw/{of.channel}/ussd",
        "QUERY_STRING": f"token={SECRET}",
        "SERVER_NAME": "127.0.0.1",
        "SERVER_PORT": "8000",
        "SERVER_PROTOCOL": "HTTP/1.1",
        "REMOTE_ADDR": "127.0.0.1",
        "wsgi.url_scheme": "http",
        "wsgi.input": BytesIO(body),
        "wsgi.errors": BytesIO(),
        "CONTENT_LENGTH": str(len(body)),
        "CONTENT_TYPE": _type(of.channel),
    }


def raw(of: Dialogue) -> bytes:
    """The turn that is due as it goes over the wire."""
    body = of.body()
    head = (
        f"POST /gw/{of.channel}/ussd?token={SECRET} HTTP/1.1\r\nHost: 127.0.0.1:8000\r\n"
        f"Content-Type: {_type(of.channel)}\r\nContent-Length: {len(body)}\r\n\r\n"
    )
    return head.encode() + body
