"""Africa's Talking: texts in and receipts by unsigned callbacks, texts out by its HTTP; USSD. For African numbers only.

Source: developers.africastalking.com, SMS (Sending, Notifications) and USSD (Handle sessions).

- Callbacks are forms without any signature. Our secret therefore stands in the query of the addresses that we give
  them; where servers between us write addresses to their logs, the secret is there too.
- An MO has an id of its own, a receipt the `messageId` that the hand-over was answered with. There is neither a key of
  ours nor a way to ask for a message: after a time-out nobody can tell whether it was taken.
- `enqueue` lets it answer before the operators do, so that time-outs are rare; what they say comes as a receipt.
- It takes no validity for ordinary texts, and cuts long ones itself, with one receipt for the whole.
- USSD is the dialect `africastalking` of kind ussd; a channel of this kind has its address too.
"""

from __future__ import annotations

import hmac
import re
from collections.abc import Mapping
from datetime import UTC, datetime
from ipaddress import IPv4Network, IPv6Network, ip_address
from typing import Any, ClassVar, Final

from pydantic import Field, SecretStr, field_validator

from smsinfo.config import Settings
from smsinfo.domain.clock import Clock
from smsinfo.domain.gateway import GatewayRequest, GatewayResponse, ReceiveOnly, Route
from smsinfo.domain.messages import MoMessage, MtStatus, Reply
from smsinfo.domain.sending import Dlr, Health, Mt, SendResult
from smsinfo.domain.ussd import Screen, UssdTurn
from smsinfo.errors import BadRequest, Unauthenticated
from smsinfo.gateways.africastalking_words import REASONS, STATUSES, read_answer, read_health
from smsinfo.gateways.http import HttpCaller
from smsinfo.gateways.reading import Form, Options, check_external_id, read_options
from smsinfo.gateways.ussd_dialect import ROUTE, read_turn, refuse, show
from smsinfo.gateways.ussd_presets import read_dialect
from smsinfo.gateways.ussd_settings import LARGEST_SCREEN, SMALLEST_SCREEN

LIVE: Final = "https://api.africastalking.com"
SANDBOX: Final = "https://api.sandbox.africastalking.com"
SANDBOX_USER: Final = "sandbox"
"""The user name by which its own libraries choose the sandbox."""

_SECRET: Final = re.compile(r"[A-Za-z0-9_-]{20,128}")
_PRINTABLE: Final = re.compile(r"[!-~]{1,256}")


class AfricasTalkingOptions(Options):
    """`[channels.<name>]` of kind africastalking. `secret` may be several, by comma, while it is being changed."""

    secrets: ClassVar[frozenset[str]] = frozenset({"api_key", "secret"})

    username: str = Field(
        pattern=r"^[!-~]{1,64}$",
        description="The app's username there; sandbox for their sandbox.",
        examples=['username = "sandbox"'],
    )
    api_key: SecretStr = Field(
        description="The app's API key.",
        examples=['api_key_file = "/run/secrets/africastalking"'],
    )
    secret: tuple[SecretStr, ...] = Field(
        description="Ours, at least 20 letters, digits, - or _: it stands in the callback addresses as ?secret=.",
        examples=['secret_file = "/run/secrets/africastalking-callback"'],
    )
    sender: str = Field(
        pattern=r"^[ -~]{1,32}$",
        description="The short code or sender id that messages come from; it must be registered there.",
        examples=['sender = "20880"'],
    )
    address: str = Field(
        default="",
        pattern=r"^(https?://[^\s/?#@]+)?$",
        description="Their API, if not the usual one of the live system or the sandbox.",
        examples=[f'address = "{SANDBOX}"'],
    )
    allowed: tuple[IPv4Network | IPv6Network, ...] = Field(
        default=(),
        description="Addresses or networks that callbacks may come from; empty for any.",
        examples=['allowed = ["203.0.113.0/24"]'],
    )

    screen_limit: int = Field(
        default=160,
        ge=SMALLEST_SCREEN,
        le=LARGEST_SCREEN,
        description="Septets that a USSD screen may hold.",
        examples=["screen_limit = 182"],
    )

    @field_validator("api_key")
    @classmethod
    def _check_key(cls, key: SecretStr) -> SecretStr:
        if not _PRINTABLE.fullmatch(key.get_secret_value()):
            raise ValueError("must be printable ASCII characters without blanks: it travels in a header")
        return key

    @field_validator("secret", mode="before")
    @classmethod
    def _split(cls, value: object) -> object:
        return tuple(part.strip() for part in value.split(",") if part.strip()) if isinstance(value, str) else value

    @field_validator("secret")
    @classmethod
    def _check_secrets(cls, secrets: tuple[SecretStr, ...]) -> tuple[SecretStr, ...]:
        if not secrets:
            raise ValueError("is empty: without it anybody could send texts and receipts in their name")
        if not all(_SECRET.fullmatch(secret.get_secret_value()) for secret in secrets):
            raise ValueError("must be 20 to 128 letters, digits, - or _: it stands in an address")
        return secrets


class AfricasTalkingGateway(ReceiveOnly):
    """One short code or sender id at Africa's Talking."""

    kind: ClassVar[str] = "africastalking"
    routes: tuple[Route, ...] = (Route("mo"), Route("dlr"), Route(ROUTE))
    inline_reply: bool = False
    can_send: bool = True
    gives_receipts: bool = True

    def __init__(self, channel: str, options: Mapping[str, Any], settings: Settings, clock: Clock) -> None:
        """Raises BadSetting for a wrong or missing setting of the channel."""
        own = read_options(AfricasTalkingOptions, channel, options)
        self.channel = channel
        self.sender = own.sender
        self.practice = False
        self.screen_limit = own.screen_limit
        self._own = own
        self._dialect = read_dialect(channel, self.kind)
        self._secrets = tuple(secret.get_secret_value().encode() for secret in own.secret)
        self._address = own.address or (SANDBOX if own.username == SANDBOX_USER else LIVE)
        self._http = HttpCaller()
        self._clock = clock

    def authenticate(self, request: GatewayRequest) -> None:
        """Raise Unauthenticated unless the address that was called holds one of our secrets."""
        given = Form.of(request.query).get("secret", [])
        if len(given) != 1:
            raise Unauthenticated("the address that Africa's Talking calls must end with ?secret=SECRET, once")
        if not any(hmac.compare_digest(given[0].encode(errors="replace"), known) for known in self._secrets):
            raise Unauthenticated("the secret is not right: compare it with the callback address at Africa's Talking")
        if self._own.allowed and not _is_in(request.remote_address, self._own.allowed):
            raise Unauthenticated("the request comes from an address that the setting allowed does not list")

    def parse_mo(self, request: GatewayRequest) -> MoMessage:
        """The text. `sent_at` only where their date has a zone. Raises BadRequest."""
        form = Form.of(request.form)
        return MoMessage(
            channel=self.channel,
            external_id=check_external_id(form.once("id")),
            sender=form.once("from"),
            recipient=form.at_most_once("to") or self.sender,
            text=form.once("text"),
            received_at=self._clock(),
            sent_at=_time(form.at_most_once("date") or ""),
        )

    def respond(self, mo: MoMessage | None, reply: Reply | None) -> GatewayResponse:
        """An empty 200: the reply goes out as a message of its own."""
        return GatewayResponse("")

    def parse_dlr(self, request: GatewayRequest) -> tuple[Dlr, ...]:
        """The receipt. Raises BadRequest."""
        form = Form.of(request.form)
        message_id, told = check_external_id(form.once("id")), form.once("status")
        if told not in STATUSES:
            raise BadRequest(f"the status is none of {', '.join(STATUSES)}")
        status, error = STATUSES[told]
        reason = form.at_most_once("failureReason") or ""
        detail = told
        if status is MtStatus.FAILED and reason in REASONS:
            error, detail = REASONS[reason], f"{told}, {reason}"
        return (Dlr(self.channel, status, external_id=message_id, error=error, detail=detail),)

    def parse_turn(self, request: GatewayRequest) -> UssdTurn:
        """The turn of a dialogue. Raises BadRequest."""
        return read_turn(self._dialect, request, self.channel, "", self._clock())

    def show(self, turn: UssdTurn, screen: Screen) -> GatewayResponse:
        """The screen behind CON or END."""
        return show(self._dialect, turn, screen)

    def refuse(self, message: str, status: int) -> GatewayResponse:
        """The end of a dialogue that can't be answered."""
        return refuse(self._dialect, message, status)

    def send(self, mt: Mt) -> SendResult:
        """Hand one MT over."""
        form = {
            "username": self._own.username,
            "to": mt.to,
            "from": self.sender,
            "message": mt.text,
            "bulkSMSMode": "1",  # we pay, not the citizen
            "enqueue": "1",
        }
        answer = self._http.call("POST", f"{self._address}/version1/messaging", form=form, headers=self._login())
        return answer if isinstance(answer, SendResult) else read_answer(answer)

    def health(self) -> Health:
        """Ask for the balance, which proves the log-in too."""
        params = {"username": self._own.username}
        return read_health(
            self._http.call("GET", f"{self._address}/version1/user", params=params, headers=self._login())
        )

    def _login(self) -> dict[str, str]:
        return {"apiKey": self._own.api_key.get_secret_value(), "Accept": "application/json"}


def _is_in(address: str, networks: tuple[IPv4Network | IPv6Network, ...]) -> bool:
    try:
        found = ip_address(address)
    except ValueError:
        return False
    return any(found in network for network in networks)


def _time(text: str) -> datetime | None:
    """Their date in UTC; None without a zone, since they do not say which one they mean then."""
    try:
        time = datetime.fromisoformat(text)
        return time.astimezone(UTC) if time.tzinfo else None
    except (ValueError, OverflowError):
        return None
