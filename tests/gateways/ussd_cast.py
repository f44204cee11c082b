"""The cast of the USSD tests: the networks of docs/ussd.md, and requests as they make them."""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final
from urllib.parse import urlencode

from smsinfo.domain.gateway import GatewayRequest
from smsinfo.domain.ussd import UssdTurn
from smsinfo.gateways.ussd import DialectGateway

from .cast import CITIZEN, PUBLIC_URL, Pairs, clock, settings

DOCUMENT: Final = Path(__file__).parents[2] / "docs" / "ussd.md"
KEY: Final = "kunci-rahasia-jaringan-borneo"
SESSION: Final = "ATUid_3f9c-7"
DIGITS: Final = CITIZEN[1:]
OUTSIDE: Final = "203.0.113.9"
FORM: Final = "application/x-www-form-urlencoded"
FIRST, LATER, ENDED = "first", "later", "ended"


def documented() -> dict[str, dict[str, Any]]:
    """Channel -> its options, from all examples of the document, with a secret instead of a file."""
    blocks = re.findall(r"^```toml\n(.*?)^```", DOCUMENT.read_text(encoding="utf-8"), re.DOTALL | re.MULTILINE)
    found = {name: table for block in blocks for name, table in tomllib.loads(block).get("channels", {}).items()}
    for options in found.values():
        assert options.pop("kind") == "ussd"
        if options.pop("secret_file", None):
            options["secret"] = KEY
    return found


def channel(name: str, **changed: Any) -> DialectGateway:
    """A channel of the document; `changed` replaces its settings, None takes one away."""
    options = {key: value for key, value in (documented()[name] | changed).items() if value is not None}
    return DialectGateway(name, options, settings(), clock)


@dataclass(frozen=True)
class Said:
    """One turn as the phone's network knows it."""

    text: str = "1"
    when: str = LATER
    inputs: tuple[str, ...] = ()
    session: Any = SESSION
    number: Any = DIGITS
    sequence: int = 2

    @property
    def path(self) -> str:
        """All inputs of the dialogue, the newest last."""
        return "*".join((*self.inputs, self.text)) if self.when == LATER else ""


Body = dict[str, Any]


def _hubtel(said: Said) -> Body:
    return {
        "SessionId": said.session,
        "Mobile": said.number,
        "ServiceCode": "713*45",
        "Type": {FIRST: "Initiation", LATER: "Response", ENDED: "Timeout"}[said.when],
        "Message": "*713*45#" if said.when == FIRST else said.text,
        "Operator": "mtn",
        "Sequence": said.sequence,
        "ClientState": "",
        "Platform": "USSD",
    }


def _arkesel(said: Said) -> Body:
    return {
        "sessionID": said.session,
        "userID": "U7",
        "newSession": said.when == FIRST,
        "msisdn": said.number,
        "userData": "*928*45#" if said.when == FIRST else said.text,
        "network": "MTN",
    }


def _nalo(said: Said) -> Body:
    return {
        "USERID": "U7",
        "MSISDN": said.number,
        "USERDATA": "*920*45#" if said.when == FIRST else said.text,
        "MSGTYPE": said.when == FIRST,
        "NETWORK": "MTN",
        "SESSIONID": said.session,
    }


def _infobip(said: Said) -> Body:
    if said.when == ENDED:
        return {"reason": "timeout", "exitCode": 3}
    return {
        "msisdn": said.number,
        "imsi": "510010000000001",
        "shortCode": "*123*1#",
        "text": said.text,
        "ussdGwId": "7",
    }


def _borneo(said: Said) -> Body:
    state = {FIRST: "BEGIN", LATER: "CONTINUE", ENDED: "TIMEOUT"}[said.when]
    return {
        "dialog": {"id": said.session, "seq": said.sequence, "state": state},
        "msisdn": said.number,
        "input": "*123*62#" if said.when == FIRST else said.text,
        "code": "*123*62#",
        "network": "51010",
        "trx": 77,
    }


def _lama(said: Said) -> Body:
    text = "*500*62#" if said.when == FIRST else said.text
    return {"session": said.session, "msisdn": said.number, "input": text, "new": int(said.when == FIRST)}


def _africastalking(said: Said) -> Body:
    return {
        "sessionId": said.session,
        "serviceCode": "*384*123#",
        "phoneNumber": said.number,
        "networkCode": "51010",
        "text": said.path,
    }


BODIES: Final = {
    "africastalking": _africastalking,
    "arkesel": _arkesel,
    "borneo": _borneo,
    "hubtel": _hubtel,
    "infobip": _infobip,
    "lama": _lama,
    "nalo": _nalo,
}
NETWORKS: Final = tuple(BODIES)
ENDS: Final = ("borneo", "hubtel", "infobip")
"""Networks that tell the end of a dialogue."""
STEPS: Final = {FIRST: "start", LATER: "response", ENDED: "end"}
PROOFS: Final[dict[str, tuple[Pairs, dict[str, str]]]] = {
    "africastalking": ((("secret", KEY),), {}),
    "arkesel": ((("token", KEY),), {}),
    "borneo": ((), {"x-api-key": KEY}),
    "hubtel": ((("token", KEY),), {}),
    "infobip": ((), {"authorization": "Basic aW5mb2JpcDprdW5jaS1yYWhhc2lhLWphcmluZ2FuLWJvcm5lbw=="}),
    "lama": ((), {}),
    "nalo": ((("token", KEY),), {}),
}
"""Network -> query and headers that prove it."""


def below(network: str, said: Said) -> str:
    """What comes after /ussd in the address."""
    return f"/session/{said.session}/{STEPS[said.when]}" if network == "infobip" else ""


def ask(network: str, said: Said, *, without: str = "", proven: bool = True, **changed: Any) -> GatewayRequest:
    """The request of a turn. `without` leaves a field out, `changed` replaces or adds fields at the top."""
    body = {name: value for name, value in (BODIES[network](said) | changed).items() if name != without}
    return sent(network, said, body, proven=proven)


def sent(
    network: str,
    said: Said,
    body: Mapping[str, Any] | bytes,
    *more: tuple[str, str],
    proven: bool = True,
    remote: str = OUTSIDE,
) -> GatewayRequest:
    """A request with this body, as the web layer hands it over; `more` are fields besides, where it is a form."""
    query, headers = PROOFS[network] if proven else ((), {})
    method, raw = "POST", b""
    form: Pairs = ()
    if isinstance(body, bytes):
        raw = body
    elif network in ("africastalking", "lama"):
        pairs = (*((name, str(value)) for name, value in body.items()), *more)
        if network == "lama":
            method, query = "GET", (*query, *pairs)
        else:
            form, raw, headers = pairs, urlencode(pairs, errors="replace").encode(), headers | {"content-type": FORM}
    else:
        raw = json.dumps(body).encode()
    encoding = "iso-8859-1" if network == "lama" else "utf-8"
    address = f"{PUBLIC_URL}/gw/{network}/ussd{below(network, said)}"
    address += f"?{urlencode(query, encoding=encoding, errors='replace')}" if query else ""
    return GatewayRequest(method, address, headers, query=query, form=form, body=raw, remote_address=remote)


def turn_of(network: str, said: Said, **changed: Any) -> UssdTurn:
    """The turn that a network's request tells of."""
    gateway = channel(network)
    request = ask(network, said, **changed)
    gateway.authenticate(request)
    return gateway.parse_turn(request)
