"""Twilio: signed webhooks in, TwiML out.

Signatures (twilio 9.13, `twilio.request_validator`; www.twilio.com/docs/usage/security):

- By default Twilio signs with the account's auth token, HMAC-SHA1 over the address and all parameters.
- Where the account uses a shared key for its webhooks, Twilio adds the header `X-Twilio-Webhooks-Signature-Settings:
  key=<id>,algorithm=HMAC_SHA256`, and the secret is the shared key's. Both forms are in `X-Twilio-Signature`. So a
  request with that header is checked against `shared_key` only, one without it against `auth_token` only.

The signed text has no separators: name and value of each parameter in the order of the names, one after the other. So
another cut of the same letters (`BodyKTP=` for `Body=KTP`) has the same signature. What must be there must therefore be
there exactly once, and a message's id must end where an id of Twilio ends: a replay can't pass as a new message.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar, Final
from xml.sax.saxutils import escape

from pydantic import Field, SecretStr, field_validator
from twilio.request_validator import (  # type: ignore[import-untyped]
    SIGNATURE_HEADER,
    SIGNATURE_SETTINGS_HEADER,
    RequestValidator,
    get_signature_algorithm,
)
from twilio.twiml.messaging_response import MessagingResponse  # type: ignore[import-untyped]

from smsinfo.config import Settings
from smsinfo.domain.clock import Clock
from smsinfo.domain.gateway import GatewayRequest, GatewayResponse, Route
from smsinfo.domain.messages import MoMessage, Reply
from smsinfo.errors import BadRequest, Unauthenticated
from smsinfo.gateways.reading import Form, Options, check_external_id, read_options

STOP_WORDS: Final = frozenset({"STOP", "STOPALL", "UNSUBSCRIBE", "CANCEL", "END", "QUIT", "REVOKE", "OPTOUT"})
"""Whole messages that Twilio takes as an opt-out and answers itself.

Source: help.twilio.com, "Twilio support for opt-out keywords (SMS STOP filtering)".
"""

_SIGNATURE: Final = SIGNATURE_HEADER.lower()
_SIGNED_BY: Final = SIGNATURE_SETTINGS_HEADER.lower()
# A message's id is SM (text) or MM (with media) and 32 hex digits; what goes on after them is the next parameter.
_OVERLONG_ID: Final = re.compile(r"(?:SM|MM)[0-9a-f]{32}.", re.DOTALL)


# The library builds the TwiML once: its trees cost as much for each reply as the check of the signature.
_SILENCE: Final[str] = MessagingResponse().to_xml()
_twiml = MessagingResponse()
_twiml.message("REPLY")
_AROUND: Final[list[str]] = _twiml.to_xml().split("REPLY")


class TwilioOptions(Options):
    """`[channels.<name>]` of kind twilio. Secrets may be several, by comma, while they are being changed."""

    secrets: ClassVar[frozenset[str]] = frozenset({"auth_token", "shared_key"})

    account_sid: str = Field(
        pattern=r"^AC[0-9A-Za-z]+$",
        description="The account's SID.",
        examples=['account_sid = "AC0123456789abcdef0123456789abcdef"'],
    )
    auth_token: tuple[SecretStr, ...] = Field(
        description="The account's auth token, by which webhooks are signed.",
        examples=['auth_token_file = "/run/secrets/twilio"'],
    )
    shared_key: tuple[SecretStr, ...] = Field(
        default=(),
        description="The secret of the shared key, where the account signs its webhooks by one.",
        examples=['shared_key_file = "/run/secrets/twilio-webhooks"'],
    )
    sender: str = Field(
        min_length=1,
        max_length=32,
        description="The number or name that messages come from.",
        examples=['sender = "+15005550006"'],
    )

    @field_validator("auth_token", "shared_key", mode="before")
    @classmethod
    def _split(cls, value: object) -> object:
        return tuple(part.strip() for part in value.split(",") if part.strip()) if isinstance(value, str) else value

    @field_validator("auth_token")
    @classmethod
    def _not_empty(cls, tokens: tuple[SecretStr, ...]) -> tuple[SecretStr, ...]:
        if not tokens:
            raise ValueError("is empty: without it nobody could tell Twilio's requests from others")
        return tokens


@dataclass(frozen=True, slots=True)
class TwilioMo(MoMessage):
    """An MO, with `opt_out_type` (STOP, START or HELP) where Twilio's Advanced Opt-Out has answered it already."""

    opt_out_type: str = ""


class TwilioGateway:
    """One Twilio number, short code or messaging service."""

    kind: ClassVar[str] = "twilio"
    routes: ClassVar[tuple[Route, ...]] = (Route("mo"),)
    inline_reply: ClassVar[bool] = True

    def __init__(self, channel: str, options: Mapping[str, Any], settings: Settings, clock: Clock) -> None:
        """Raises BadSetting for a wrong or missing setting of the channel."""
        own = read_options(TwilioOptions, channel, options)
        self.channel = channel
        self.sender = own.sender
        self.practice = False
        self._account = own.account_sid
        self._by_token = tuple(RequestValidator(token.get_secret_value()) for token in own.auth_token)
        self._by_shared_key = tuple(RequestValidator(key.get_secret_value()) for key in own.shared_key)
        self._clock = clock

    def authenticate(self, request: GatewayRequest) -> None:
        """Raise Unauthenticated unless Twilio signed exactly this request, for our account."""
        signature = request.headers.get(_SIGNATURE)
        if not signature:
            raise Unauthenticated("there is no X-Twilio-Signature")
        signed_by = request.headers.get(_SIGNED_BY)
        algorithm = get_signature_algorithm(signed_by)
        form = Form.of(request.form)
        validators = self._by_shared_key if signed_by else self._by_token
        if not any(validator.validate(request.url, form, signature, algorithm) for validator in validators):
            raise Unauthenticated("the signature is not right: compare auth_token and SMSINFO_PUBLIC_URL with Twilio's")
        if any(account != self._account for account in form.get("AccountSid", ())):
            raise Unauthenticated("the request is for another account")

    def parse_mo(self, request: GatewayRequest) -> TwilioMo:
        """The text, untrimmed; media is left where it is. Raises BadRequest."""
        form = Form.of(request.form)
        external_id = self._external_id(form)
        opt_out_type = (form.at_most_once("OptOutType") or "").upper()
        body = form.once("Body")
        return TwilioMo(
            channel=self.channel,
            external_id=external_id,
            sender=form.once("From"),
            recipient=form.at_most_once("To") or self.sender,
            # Twilio has blocked the number whatever word it was: it must be an opt-out here too.
            text="STOP" if opt_out_type == "STOP" else body,
            received_at=self._clock(),
            opt_out_type=opt_out_type,
        )

    def respond(self, mo: MoMessage, reply: Reply | None) -> GatewayResponse:
        """TwiML with the reply; without one where there is none, or where Twilio answers itself."""
        body = _SILENCE if reply is None or _answered_by_twilio(mo) else escape(reply.text).join(_AROUND)
        return GatewayResponse(body, content_type="text/xml; charset=utf-8")

    def _external_id(self, form: Form) -> str:
        """The message's id, unless the parameters are those of another message cut anew. Raises BadRequest."""
        found = form.at_most_once("MessageSid") or form.at_most_once("SmsMessageSid")
        if found is None:
            raise BadRequest("the parameter MessageSid is missing")
        if _OVERLONG_ID.match(found):
            raise BadRequest("the id of the message goes on after its end")
        if ("AccountSid" in form) != ("To" in form) or (
            "AccountSid" not in form and f"AccountSid{self._account}" in _signed_text(form)
        ):
            raise BadRequest("AccountSid and To must be there exactly once, both or neither")
        return check_external_id(found)


def _signed_text(form: Form) -> str:
    return "".join(name + value for name in sorted(form) for value in sorted(set(form[name])))


def _answered_by_twilio(mo: MoMessage) -> bool:
    if isinstance(mo, TwilioMo) and mo.opt_out_type:
        return True
    return mo.text.strip().upper() in STOP_WORDS
