"""The settings of kind http: how an aggregator is asked, how it answers, and what it sends to us, each a table."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from functools import cached_property
from ipaddress import IPv4Network, IPv6Network
from typing import Annotated, Any, ClassVar, Final, Literal
from zoneinfo import ZoneInfo

from pydantic import BeforeValidator, Field, SecretStr, field_validator

from smsinfo.domain.sending import SendError
from smsinfo.gateways.aggregator_places import Place, PlaceSetting, time_of
from smsinfo.gateways.aggregator_templates import PLACEHOLDERS, escape_for, placeholders
from smsinfo.gateways.reading import Options

SHORTEST_SECRET: Final = 16
"""Characters of a callback's secret: fewer can be guessed."""

ANY: Final = "*"
"""In `errors`: a refusal whose code is not in the table."""

_ADDRESS = re.compile(r"https?://[^\s/?#@{}]+(/[^\s?#]*)?")
_HEADER = re.compile(r"[A-Za-z0-9-]{1,64}")
_PROOF: Final = r"^((query|form|json|header|hmac):[A-Za-z0-9_.-]{1,64}|basic:[^\s:]{1,64})?$"


def _written(value: object) -> object:
    """A number or truth value of TOML as providers get it."""
    if isinstance(value, bool):
        return str(value).lower()
    return str(value) if isinstance(value, int | float) else value


Written = Annotated[str, BeforeValidator(_written)]
Templates = dict[str, Written]


class HttpOptions(Options):
    """`[channels.<name>]` of kind http; each of its tables is read by itself."""

    secrets: ClassVar[frozenset[str]] = frozenset({"user", "secret"})

    sender: str = Field(
        pattern=r"^[ -~]{1,20}$",
        description="The number, short code or registered name that messages come from.",
        examples=['sender = "INFODESA"'],
    )
    user: SecretStr | None = Field(
        default=None,
        description="What `{user}` stands for: the account or the public half of its key.",
        examples=['user = "infodesa"'],
    )
    secret: SecretStr | None = Field(
        default=None,
        description="What `{secret}` stands for: the password or API key.",
        examples=['secret_file = "/run/secrets/lokal"'],
    )
    send: dict[str, Any] | None = Field(
        default=None,
        repr=False,
        description="How a text is handed over.",
        examples=['[channels.lokal.send] with address = "https://sms.example.co.id/api/send"'],
    )
    errors: dict[str, SendError] = Field(
        default={},
        description="The provider's codes -> our errors; also HTTP status codes, and `*` for all others.",
        examples=['errors = { "5" = "denied", "7" = "no_balance" }'],
    )
    receipts: dict[str, Any] | None = Field(
        default=None,
        description="What a receipt looks like.",
        examples=['[channels.lokal.receipts] with status = "form:status"'],
    )
    texts: dict[str, Any] | None = Field(
        default=None,
        description="What a citizen's text looks like.",
        examples=['[channels.lokal.texts] with text = "form:message"'],
    )
    callbacks: dict[str, Any] | None = Field(
        default=None,
        repr=False,
        description="How receipts and texts prove that they are the provider's.",
        examples=['[channels.lokal.callbacks] with proof = "query:token"'],
    )
    balance: dict[str, Any] | None = Field(
        default=None,
        repr=False,
        description="How the balance is asked for.",
        examples=['[channels.lokal.balance] with balance = "json:balance"'],
    )


class RequestOptions(Options):
    """A request to the provider, from templates; at most one of `form`, `json_body` and `body`."""

    method: Literal["GET", "POST", "PUT"] = Field("POST", description="Method.", examples=['method = "POST"'])
    address: str = Field(description="Address.", examples=['address = "https://sms.example.co.id/api/send"'])
    allow_http: bool = Field(False, description="The provider has no TLS.", examples=["allow_http = true"])
    headers: Templates = Field({}, repr=False, description="Headers.", examples=['headers = { X-Key = "{secret}" }'])
    query: Templates = Field({}, repr=False, description="Query.", examples=['query = { to = "{to_local}" }'])
    form: Templates = Field({}, repr=False, description="Form.", examples=['form = { to = "{to}", msg = "{text}" }'])
    json_body: dict[str, Any] = Field(
        {}, repr=False, description="JSON.", examples=['json_body = { to = "{to}", text = "{text}" }']
    )
    body: str = Field("", repr=False, description="Any body.", examples=['body = "<sms to=\\"{to}\\">{text}</sms>"'])
    body_type: str = Field(
        "text/plain; charset=utf-8", description="Type of `body`.", examples=['body_type = "text/xml; charset=utf-8"']
    )
    success: tuple[int, ...] = Field(
        (), description="Status codes of an answer that may say yes; empty: 200 to 299.", examples=["success = [200]"]
    )

    @field_validator("address")
    @classmethod
    def _check_address(cls, address: str) -> str:
        if not _ADDRESS.fullmatch(address):
            raise ValueError("must be http(s)://host/path; parameters belong into query, a log-in into headers")
        return address

    @field_validator("headers")
    @classmethod
    def _check_headers(cls, headers: Templates) -> Templates:
        for name, value in headers.items():
            if not _HEADER.fullmatch(name) or not (value.isascii() and value.isprintable()):
                raise ValueError(f"{name!r} must be a header's name with a value in printable ASCII")
        return headers

    @field_validator("address", "headers", "query", "form", "json_body", "body")
    @classmethod
    def _check_placeholders(cls, template: Any) -> Any:
        if unknown := sorted(placeholders(template) - PLACEHOLDERS.keys()):
            known = ", ".join(f"{{{name}}}" for name in PLACEHOLDERS)
            raise ValueError(f"{{{unknown[0]}}} stands for nothing; known are {known}")
        return template

    @field_validator("body_type")
    @classmethod
    def _check_type(cls, content_type: str) -> str:
        escape_for(content_type)
        return content_type

    @cached_property
    def used(self) -> frozenset[str]:
        """All placeholders of the request."""
        return placeholders([self.address, self.headers, self.query, self.form, self.json_body, self.body])


class SendOptions(RequestOptions):
    """`[channels.<name>.send]`: how a text is handed over, and how the answer is read."""

    coding: dict[Literal["gsm7", "ucs2"], Written] = Field(
        {}, description="What {coding} stands for.", examples=['coding = { gsm7 = "0", ucs2 = "8" }']
    )
    ok: PlaceSetting | None = Field(None, description="Where the answer says yes.", examples=['ok = "json:status"'])
    ok_values: tuple[Written, ...] = Field(
        (), description="What stands there for yes; empty: anything.", examples=['ok_values = ["1"]']
    )
    id: PlaceSetting | None = Field(None, description="The provider's id.", examples=['id = "json:messageId"'])
    price: PlaceSetting | None = Field(None, description="The price in rupiah.", examples=['price = "json:cost"'])
    code: PlaceSetting | None = Field(None, description="The code of an error.", examples=['code = "json:status"'])


class BalanceOptions(RequestOptions):
    """`[channels.<name>.balance]`: how the provider is asked whether the channel works."""

    balance: PlaceSetting = Field(description="Where the balance stands.", examples=['balance = "json:balance"'])
    unit: Literal["rupiah", "messages"] = Field("rupiah", description="What it counts.", examples=['unit = "messages"'])


class CallbackOptions(Options):
    """What all requests of a provider to us have in common."""

    method: Literal["GET", "POST"] = Field("POST", description="Method.", examples=['method = "GET"'])
    when: PlaceSetting | None = Field(
        None, description="What tells this kind of request from others.", examples=['when = "json:eventType"']
    )
    when_values: tuple[Written, ...] = Field(
        (), description="What stands there.", examples=['when_values = ["inbound_message_received"]']
    )
    time: PlaceSetting | None = Field(None, description="When it happened.", examples=['time = "form:date"'])
    time_format: str = Field(
        "iso", description="iso, unix, unix_ms or a strptime pattern.", examples=['time_format = "%d-%m-%Y %H:%M:%S"']
    )
    time_zone: str = Field(
        "Asia/Jakarta", description="Zone of a time without one.", examples=['time_zone = "Asia/Makassar"']
    )
    answer: str = Field("OK", description="What the provider gets back.", examples=['answer = "OK"'])
    answer_type: str = Field(
        "text/plain; charset=utf-8", description="Type of `answer`.", examples=['answer_type = "application/json"']
    )

    @field_validator("time_zone")
    @classmethod
    def _check_zone(cls, name: str) -> str:
        try:
            ZoneInfo(name)
        except (KeyError, ValueError, OSError):
            raise ValueError(f"there is no time zone {name!r}") from None
        return name

    @field_validator("time_format")
    @classmethod
    def _check_format(cls, form: str) -> str:
        some = datetime(2026, 11, 24, 3, 15, tzinfo=UTC)
        if form not in ("iso", "unix", "unix_ms") and time_of(some.strftime(form), form, ZoneInfo("UTC")) != some:
            raise ValueError(f"{form!r} is neither iso, unix, unix_ms nor a pattern such as %Y-%m-%d %H:%M:%S")
        return form

    @field_validator("answer_type")
    @classmethod
    def _check_type(cls, content_type: str) -> str:
        escape_for(content_type)
        return content_type

    @property
    def places(self) -> tuple[Place, ...]:
        """All places that are read."""
        return tuple(value for value in dict(self).values() if isinstance(value, Place))


class ReceiptOptions(CallbackOptions):
    """`[channels.<name>.receipts]`: what a receipt looks like, at /gw/<name>/dlr."""

    items: PlaceSetting | None = Field(
        None, description="The JSON list of receipts, `json:.` for the whole body.", examples=['items = "json:results"']
    )
    id: PlaceSetting | None = Field(None, description="The provider's id.", examples=['id = "form:msgid"'])
    key: PlaceSetting | None = Field(None, description="Our key, sent as {key}.", examples=['key = "form:ref"'])
    status: PlaceSetting = Field(description="The provider's word.", examples=['status = "form:status"'])
    code: PlaceSetting | None = Field(None, description="The code of an error.", examples=['code = "form:err"'])
    statuses: dict[str, Literal["sent", "delivered", "failed", "expired", "unknown"]] = Field(
        description="Their words -> ours.", examples=['statuses = { DELIVRD = "delivered", UNDELIV = "failed" }']
    )


class TextOptions(CallbackOptions):
    """`[channels.<name>.texts]`: what a citizen's text looks like, at /gw/<name>/mo."""

    sender: PlaceSetting = Field(description="The citizen's number.", examples=['sender = "form:from"'])
    text: PlaceSetting = Field(description="The text.", examples=['text = "form:message"'])
    recipient: PlaceSetting | None = Field(
        None, description="The number texted to.", examples=['recipient = "form:to"']
    )
    id: PlaceSetting | None = Field(None, description="The provider's id.", examples=['id = "form:id"'])
    answer_silent: str = Field("", description="`answer` without a reply.", examples=['answer_silent = ""'])

    @field_validator("answer")
    @classmethod
    def _check_answer(cls, answer: str) -> str:
        if unknown := sorted(placeholders(answer) - {"text"}):
            raise ValueError(f"{{{unknown[0]}}} stands for nothing in an answer; known is {{text}}, the reply")
        return answer

    @property
    def inline(self) -> bool:
        """The reply goes back in the answer."""
        return "text" in placeholders(self.answer)


class ProofOptions(Options):
    """`[channels.<name>.callbacks]`: how requests prove that they are the provider's."""

    secrets: ClassVar[frozenset[str]] = frozenset({"secret"})

    proof: str = Field(
        "",
        pattern=_PROOF,
        description="query:<name>, form:<name>, json:<name>, header:<name>, basic:<user> or hmac:<header>.",
        examples=['proof = "header:X-Callback-Token"'],
    )
    secret: tuple[SecretStr, ...] = Field(
        (), description="What proves it; several by comma.", examples=['secret_file = "/run/secrets/lokal-callbacks"']
    )
    digest: Literal["sha1", "sha256", "sha512"] = Field(
        "sha256", description="The hash of hmac.", examples=['digest = "sha512"']
    )
    addresses: tuple[IPv4Network | IPv6Network, ...] = Field(
        (), description="Where requests may come from.", examples=['addresses = ["203.0.113.0/24"]']
    )

    @field_validator("secret", mode="before")
    @classmethod
    def _split(cls, value: object) -> object:
        return tuple(part.strip() for part in value.split(",") if part.strip()) if isinstance(value, str) else value

    @field_validator("secret")
    @classmethod
    def _check_secret(cls, secrets: tuple[SecretStr, ...]) -> tuple[SecretStr, ...]:
        if any(len(secret.get_secret_value()) < SHORTEST_SECRET for secret in secrets):
            raise ValueError(f"must have at least {SHORTEST_SECRET} characters")
        return secrets
