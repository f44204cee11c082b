"""SMS Gateway for Android (capcom6): a phone as modem. Signed webhooks in, texts out by the app's HTTP.

Source: docs.sms-gate.app (Sending Messages, Webhooks, Status Tracking) and the app's own OpenAPI document, which its
local server shows at /docs; where they are silent, the app and its server.

- The same requests go to the phone itself (local server, no Internet needed), to the public cloud, or to a server of
  one's own. Webhooks always come from the phone.
- A webhook is signed by HMAC-SHA256 over body and `X-Timestamp`, anew at each try; the app tries for two days. The
  outer `id` names the event and stays the same; `payload.messageId` of an MO is a hash of its text, so no id at all.
- `payload.sender` and `recipient` are of 2026; before, there was `phoneNumber`, the other side in both directions.
- A message has our key as its id: a second POST of it is no second text, and receipts carry it back. `sms:sent` and
  `sms:failed` come once a message, `sms:delivered` once a segment without telling which: the first counts.
- DELETE takes back what the phone has not fetched yet: newer servers only, not the app itself.
"""

from __future__ import annotations

import hmac
import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import timedelta
from hashlib import sha256
from typing import Any, ClassVar, Final
from urllib.parse import quote

from pydantic import Field, SecretStr, field_validator

from smsinfo.config import Settings
from smsinfo.domain.clock import Clock
from smsinfo.domain.gateway import GatewayRequest, GatewayResponse, ReceiveOnly, Route
from smsinfo.domain.messages import MoMessage, Reply
from smsinfo.domain.sending import Dlr, Found, Health, Mt, SendResult
from smsinfo.errors import Unauthenticated
from smsinfo.gateways.android_event import RECEIPTS, RECEIVED, Event, read_event
from smsinfo.gateways.android_words import (
    device_health,
    health_problem,
    read_answer,
    read_reason,
    read_state,
    was_cancelled,
)
from smsinfo.gateways.http import HttpCaller
from smsinfo.gateways.reading import Options, check_external_id, read_options

TOLERANCE: Final = timedelta(minutes=5)
"""How far the phone's clock may be off, and how long a request that somebody overheard could be repeated."""

LONGEST_MESSAGE_ID: Final = 36
"""Characters that the server keeps of a message's id (OpenAPI, smsgateway.Message)."""

SHORTEST_TTL: Final = 5
"""Seconds (OpenAPI, smsgateway.Message)."""

_PRINTABLE: Final = re.compile(r"[ -~]{1,64}")
_SECONDS: Final = re.compile(r"\d{1,12}", re.ASCII)


class AndroidOptions(Options):
    """`[channels.<name>]` of kind android. `signing_key` may be several, by comma, while it is being changed."""

    secrets: ClassVar[frozenset[str]] = frozenset({"password", "signing_key"})

    address: str = Field(
        pattern=r"^https?://[^\s/?#@]+(/[^\s?#]*)?$",
        description="The app's local server, or the API of its cloud or of your own server.",
        examples=['address = "http://192.168.1.20:8080"'],
    )
    user: str = Field(
        pattern=r"^[!-9;-~]{1,64}$",
        description="User name that the app shows.",
        examples=['user = "sms"'],
    )
    password: SecretStr = Field(
        description="Password that the app shows.",
        examples=['password_file = "/run/secrets/android"'],
    )
    signing_key: tuple[SecretStr, ...] = Field(
        description="Settings, Webhooks, Signing Key in the app; at least 8 characters.",
        examples=['signing_key_file = "/run/secrets/android-webhooks"'],
    )
    sender: str = Field(
        pattern=r"^[ -~]{1,32}$",
        description="The number of the SIM.",
        examples=['sender = "+6281234567890"'],
    )
    device: str = Field(
        default="",
        pattern=r"^[\w-]{0,64}$",
        description="Id of the phone, where the account has several: without it each text takes any of them.",
        examples=['device = "PyDmBQZZXYmyxMwED8Fzy"'],
    )
    sim_number: int | None = Field(
        default=None,
        ge=1,
        le=3,
        description="The SIM (1 to 3) of a phone with several; texts to its other SIMs are not read.",
        examples=["sim_number = 1"],
    )
    priority: int = Field(
        default=0,
        ge=-128,
        le=127,
        description="From 100 on texts pass the limits and pauses that are set in the app.",
        examples=["priority = 0"],
    )

    @field_validator("password")
    @classmethod
    def _check_password(cls, password: SecretStr) -> SecretStr:
        if not _PRINTABLE.fullmatch(password.get_secret_value()):
            raise ValueError("must be 1 to 64 printable ASCII characters: it travels in a header")
        return password

    @field_validator("signing_key", mode="before")
    @classmethod
    def _split(cls, value: object) -> object:
        return tuple(part.strip() for part in value.split(",") if part.strip()) if isinstance(value, str) else value

    @field_validator("signing_key")
    @classmethod
    def _check_keys(cls, keys: tuple[SecretStr, ...]) -> tuple[SecretStr, ...]:
        if not keys:
            raise ValueError("is empty: without it nobody could tell the phone's requests from others")
        if any(len(key.get_secret_value()) < 8 for key in keys):
            raise ValueError("must have at least 8 characters")
        return keys


class AndroidGateway(ReceiveOnly):
    """One SIM of one phone. The phone sends all its events to one address."""

    kind: ClassVar[str] = "android"
    keeps: str = (
        "the phone's own messages and the app's list: on the phone, delete the "
        "conversation and the app's message (docs/gateways/android.md)"
    )
    routes: tuple[Route, ...] = (Route("event"),)
    inline_reply: bool = False
    can_send: bool = True
    can_look_up: bool = True
    gives_receipts: bool = True

    def __init__(self, channel: str, options: Mapping[str, Any], settings: Settings, clock: Clock) -> None:
        """Raises BadSetting for a wrong or missing setting of the channel."""
        own = read_options(AndroidOptions, channel, options)
        self.channel = channel
        self.sender = own.sender
        self.practice = False
        self._own = own
        self._address = own.address.rstrip("/")
        self._http = HttpCaller(auth=(own.user, own.password.get_secret_value()))
        self._clock = clock

    def authenticate(self, request: GatewayRequest) -> None:
        """Raise Unauthenticated unless the phone signed exactly this body, within the last minutes."""
        signature = request.headers.get("x-signature", "")
        stamp = request.headers.get("x-timestamp", "")
        if not signature or not _SECONDS.fullmatch(stamp):
            raise Unauthenticated("there is no X-Signature with an X-Timestamp in seconds")
        signed = request.body + stamp.encode()
        keys = (key.get_secret_value().encode() for key in self._own.signing_key)
        given = signature.lower().encode(errors="replace")
        if not any(hmac.compare_digest(hmac.new(key, signed, sha256).hexdigest().encode(), given) for key in keys):
            raise Unauthenticated("the signature is not right: compare signing_key with the app's Signing Key")
        if abs(self._clock().timestamp() - int(stamp)) > TOLERANCE.total_seconds():
            raise Unauthenticated("the request is over 5 minutes old or ahead: set the phone's clock by the network")

    def parse_mo(self, request: GatewayRequest) -> MoMessage | None:
        """The text; None for other events and for the phone's other SIMs. `sent_at` is by the phone's clock.

        Raises BadRequest.
        """
        event = read_event(request.body)
        if event.name != RECEIVED or self._of_other_sim(event):
            return None
        recipient = event.payload.get("recipient")
        return MoMessage(
            channel=self.channel,
            external_id=check_external_id(event.external_id),
            sender=event.first_text("sender", "phoneNumber"),
            recipient=recipient if isinstance(recipient, str) and recipient else self.sender,
            text=event.text("message"),
            received_at=self._clock(),
            sent_at=event.time("receivedAt"),
        )

    def respond(self, mo: MoMessage | None, reply: Reply | None) -> GatewayResponse:
        """An empty 200: the reply goes out as a message of its own."""
        return GatewayResponse("")

    def parse_dlr(self, request: GatewayRequest) -> tuple[Dlr, ...]:
        """The receipt of an event about an MT; none of any other event or another program's MT. Raises BadRequest."""
        event = read_event(request.body)
        if event.name not in RECEIPTS:
            return ()
        status, time = RECEIPTS[event.name]
        message_id = check_external_id(event.text("messageId"))
        if len(message_id) > LONGEST_MESSAGE_ID:
            return ()
        receipt = Dlr(self.channel, status, external_id=message_id, key=message_id, at=event.time(time))
        if event.name == "sms:cancelled":
            return (replace(receipt, detail="cancelled in the app"),)
        if event.name != "sms:failed":
            return (receipt,)
        status, error, detail = read_reason(str(event.payload.get("reason", "")))
        return (replace(receipt, status=status, error=error, detail=detail),)

    def send(self, mt: Mt) -> SendResult:
        """Hand one MT to the app or its server, once however often it is tried."""
        message_id = _message_id(mt.key)
        message: dict[str, Any] = {
            "id": message_id,
            "phoneNumbers": [mt.to],
            "textMessage": {"text": mt.text},
            "ttl": max(SHORTEST_TTL, int(mt.valid_for.total_seconds())),
            "withDeliveryReport": True,
            "priority": self._own.priority,
        }
        if self._own.sim_number:
            message["simNumber"] = self._own.sim_number
        if self._own.device:
            message["deviceId"] = self._own.device
        # Its library may not know a new prefix yet; we have checked the number by our own rules.
        params = {"skipPhoneValidation": "true"}
        answer = self._http.call("POST", f"{self._address}/messages", params=params, json=message)
        return answer if isinstance(answer, SendResult) else read_answer(answer, message_id)

    def look_up(self, mt: Mt) -> Found:
        """Ask for the message by its id."""
        message_id = _message_id(mt.key)
        return read_state(self._http.call("GET", self._message(message_id)), message_id)

    def recall(self, keys: Sequence[str]) -> int:
        """Take messages back one by one, until one call finds nobody or an app that can't."""
        taken_back = 0
        for key in keys:
            answer = self._http.call("DELETE", self._message(_message_id(key)))
            if isinstance(answer, SendResult) or answer.status not in (200, 404, 409):
                break
            taken_back += was_cancelled(answer)
        return taken_back

    def health(self) -> Health:
        """Ask for the checks of the phone or the server, then for the phones, which proves the log-in too."""
        problem, told = health_problem(self._http.call("GET", f"{self._address}/health"))
        if problem:
            return Health(False, problem)
        answer = self._http.call("GET", f"{self._address}/devices")
        if not isinstance(answer, SendResult) and answer.status == 404:  # a local server of before 2026
            answer = self._http.call("GET", f"{self._address}/device")
        found = device_health(answer, self._own.device, self._clock())
        return replace(found, detail=f"{found.detail}; {told}") if told else found

    def _message(self, message_id: str) -> str:
        return f"{self._address}/messages/{quote(message_id, safe='')}"

    def _of_other_sim(self, event: Event) -> bool:
        """Only where the phone tells which SIM it was."""
        found = event.payload.get("simNumber")
        return None not in (self._own.sim_number, found) and found != self._own.sim_number


def _message_id(key: str) -> str:
    """A key as the server can keep it: a longer one by its digest, so that the same key is still the same message."""
    return key if len(key) <= LONGEST_MESSAGE_ID else sha256(key.encode()).hexdigest()[:LONGEST_MESSAGE_ID]
