"""A phone that dials a code through one of five networks, each written from its own manual and not from our gateways.

It complains of what a network would refuse or a phone could not show.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final
from urllib.error import HTTPError
from urllib.parse import urlencode
from urllib.request import Request, urlopen
from uuid import uuid4

# 3GPP TS 23.038, the default alphabet and its extension: an alphabet of its own, so that ours is not its own judge.
ALPHABET: Final = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿"
    "abcdefghijklmnopqrstuvwxyzäöñüà"
)
EXTENSION: Final = frozenset("^{}\\[~]|€")
PATIENCE: Final = 10
"""Seconds that a network waits for an answer."""


@dataclass(frozen=True)
class Shown:
    """One screen: its text, whether the phone asks for more, and what a network would complain of."""

    text: str
    more: bool
    complaints: tuple[str, ...] = ()
    status: int = 200


@dataclass
class Phone:
    """One handset on one network. `query` and `headers` are what the network proves itself with."""

    network: str
    url: str
    number: str
    code: str = "*123*45#"
    limit: int = 160
    query: Mapping[str, str] = field(default_factory=dict)
    headers: Mapping[str, str] = field(default_factory=dict)
    session: str = ""
    typed: list[str] = field(default_factory=list)

    def dials(self) -> Shown:
        """A new dialogue."""
        self.session, self.typed = uuid4().hex, []
        return self._asks()

    def types(self, text: str) -> Shown:
        """An input to the screen that is there."""
        self.typed.append(text)
        return self._asks()

    def again(self) -> Shown:
        """The network repeats its last request."""
        return self._asks()

    def _asks(self) -> Shown:
        shown = NETWORKS[self.network](self)
        return Shown(shown.text, shown.more, (*shown.complaints, *self._faults(shown.text)), shown.status)

    def _faults(self, text: str) -> list[str]:
        strange = sorted({char for char in text if char not in ALPHABET | EXTENSION})
        septets = sum(2 if char in EXTENSION else 1 for char in text)
        faults = [f"not GSM 7 bit: {strange}"] if strange else []
        if septets > self.limit:
            faults.append(f"{septets} septets, over {self.limit}")
        if not text.strip():
            faults.append("an empty screen")
        return faults

    @property
    def bare(self) -> str:
        """The number without its plus, as most networks write it."""
        return self.number.removeprefix("+")

    @property
    def first(self) -> bool:
        """Nothing was typed yet."""
        return not self.typed

    @property
    def message(self) -> str:
        """What the networks of Ghana send: the dialled code, then the newest input."""
        return self.typed[-1] if self.typed else self.code

    def call(self, body: str, kind: str, path: str = "", method: str = "POST") -> tuple[int, str]:
        """Status and body of the answer."""
        address = self.url + path + (f"?{urlencode(self.query)}" if self.query else "")
        request = Request(address, body.encode(), {"Content-Type": kind, **self.headers}, method=method)
        try:
            with urlopen(request, timeout=PATIENCE) as answer:
                return answer.status, answer.read().decode()
        except HTTPError as refusal:
            with refusal:
                return refusal.code, refusal.read().decode()

    def posts(self, body: Mapping[str, object], path: str = "", method: str = "POST") -> tuple[int, dict[str, Any]]:
        """Status and JSON of the answer."""
        status, answer = self.call(json.dumps(body), "application/json", path, method)
        data: dict[str, Any] = json.loads(answer)
        return status, data


def _africastalking(phone: Phone) -> Shown:
    form = {
        "sessionId": f"ATUid_{phone.session}",
        "serviceCode": phone.code,
        "phoneNumber": phone.number,
        "networkCode": "51010",
        "text": "*".join(phone.typed),
    }
    status, answer = phone.call(urlencode(form), "application/x-www-form-urlencoded")
    word, _, text = answer.partition(" ")
    wrong = () if word in ("CON", "END") else (f"an answer begins with CON or END, not {answer[:20]!r}",)
    return Shown(text, word == "CON", wrong, status)


def _hubtel(phone: Phone) -> Shown:
    body = {
        "SessionId": phone.session,
        "Mobile": phone.bare,
        "ServiceCode": phone.code.strip("*#"),
        "Type": "Initiation" if phone.first else "Response",
        "Message": phone.message,
        "Operator": "mtn",
        "Sequence": len(phone.typed) + 1,
        "ClientState": "",
        "Platform": "USSD",
    }
    status, answer = phone.posts(body)
    word = str(answer["Type"]).lower()
    wrong = () if word in ("response", "release") else (f"no such Type: {word}",)
    return Shown(answer["Message"], word == "response", wrong, status)


def _arkesel(phone: Phone) -> Shown:
    body = {
        "sessionID": phone.session,
        "userID": "U7",
        "newSession": phone.first,
        "msisdn": phone.bare,
        "userData": phone.message,
        "network": "MTN",
    }
    status, answer = phone.posts(body)
    same = [answer.get(name) == body[name] for name in ("sessionID", "userID", "msisdn")]
    wrong = () if all(same) or status != 200 else ("session, user and number must come back",)
    return Shown(answer["message"], answer["continueSession"] is True, wrong, status)


def _nalo(phone: Phone) -> Shown:
    body = {
        "USERID": "U7",
        "MSISDN": phone.bare,
        "USERDATA": phone.message,
        "MSGTYPE": phone.first,
        "NETWORK": "MTN",
        "SESSIONID": phone.session,
    }
    status, answer = phone.posts(body)
    same = [answer.get(name) == body[name] for name in ("USERID", "MSISDN", "USERDATA")]
    wrong = () if all(same) or status != 200 else ("user, number and input must come back",)
    return Shown(answer["MSG"], answer["MSGTYPE"] is True, wrong, status)


def _infobip(phone: Phone) -> Shown:
    step, method = ("start", "POST") if phone.first else ("response", "PUT")
    body = {"msisdn": phone.bare, "imsi": None, "shortCode": phone.code, "text": phone.message, "language": None}
    status, answer = phone.posts(body, f"/session/{phone.session}/{step}", method)
    wrong = () if answer["responseExitCode"] == status else (f"the exit code is {answer['responseExitCode']}",)
    return Shown(answer["ussdMenu"], answer["shouldClose"] is False, wrong, status)


NETWORKS: Final[dict[str, Callable[[Phone], Shown]]] = {
    "africastalking": _africastalking,
    "arkesel": _arkesel,
    "hubtel": _hubtel,
    "infobip": _infobip,
    "nalo": _nalo,
}
"""Network -> how it asks for a screen."""
