"""Twilio: signed webhooks in, TwiML out; messages out by its REST API, signed receipts for them.

Sources: www.twilio.com/docs/messaging (webhooks, TwiML, message resource), www.twilio.com/docs/usage/security. In
Indonesia Twilio can only send: www.twilio.com/en-us/guidelines/id/sms.

Signatures (twilio 9.13, `twilio.request_validator`), of receipts as of texts:

- By default Twilio signs with the account's auth token, HMAC-SHA1 over the address and all parameters.
- Where the account uses a shared key for its webhooks, Twilio adds the header `X-Twilio-Webhooks-Signature-Settings:
  key=<id>,algorithm=HMAC_SHA256`, and the secret is the shared key's. Both forms are in `X-Twilio-Signature`. So a
  request with that header is checked against `shared_key` only, one without it against `auth_token` only.

The signed text has no separators: name and value of each parameter in the order of the names, one after the other. So
another cut of the same letters (`BodyKTP=` for `Body=KTP`) has the same signature. What must be there must therefore be
there exactly once, and a message's id must end where an id of Twilio ends: a replay can't pass as a new message.

A receipt's `RawDlrDoneDate` is in the network's own time without a zone, so it tells us nothing.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from importlib import import_module
from typing import TYPE_CHECKING, Any, ClassVar, Final, cast
from xml.sax.saxutils import escape

from twilio.request_validator import (  # type: ignore[import-untyped]
    SIGNATURE_HEADER,
    SIGNATURE_SETTINGS_HEADER,
    RequestValidator,
    get_signature_algorithm,
)
from twilio.twiml.messaging_response import MessagingResponse  # type: ignore[import-untyped]

from smsinfo.config import Settings
from smsinfo.domain.clock import Clock
from smsinfo.domain.gateway import GatewayRequest, GatewayResponse, ReceiveOnly, Route
from smsinfo.domain.messages import MoMessage, Reply
from smsinfo.domain.sending import Dlr, Found, Health, Mt, SendResult
from smsinfo.errors import BadRequest, Unauthenticated
from smsinfo.gateways.reading import Form, check_external_id, read_options
from smsinfo.gateways.twilio_settings import TwilioOptions
from smsinfo.gateways.twilio_words import read_receipt

if TYPE_CHECKING:
    from smsinfo.gateways.twilio_rest import TwilioRest

REST: Final = "smsinfo.gateways.twilio_rest:TwilioRest"
"""The sending half, "module:Class": loaded on first use, as the kinds are, since Twilio's client is large."""

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


@dataclass(frozen=True, slots=True)
class TwilioMo(MoMessage):
    """An MO, with `opt_out_type` (STOP, START or HELP) where Twilio's Advanced Opt-Out has answered it already."""

    opt_out_type: str = ""


class TwilioGateway(ReceiveOnly):
    """One Twilio number, short code or messaging service."""

    kind: ClassVar[str] = "twilio"
    routes: tuple[Route, ...] = (Route("mo"), Route("dlr"))
    inline_reply: bool = True
    can_send: bool = True
    can_look_up: bool = True
    gives_receipts: bool = True

    def __init__(self, channel: str, options: Mapping[str, Any], settings: Settings, clock: Clock) -> None:
        """Raises BadSetting for a wrong or missing setting of the channel."""
        own = read_options(TwilioOptions, channel, options)
        self.channel = channel
        self.sender = own.sender
        self.practice = False
        self._own = own
        self.gives_receipts = own.status_callbacks
        self._receipts = f"{settings.public_url}/gw/{channel}/dlr" if own.status_callbacks else ""
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
        if any(account != self._own.account_sid for account in form.get("AccountSid", ())):
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

    def respond(self, mo: MoMessage | None, reply: Reply | None) -> GatewayResponse:
        """TwiML with the reply; without one where there is none, or where Twilio answers itself."""
        body = _SILENCE if reply is None or mo is None or _answered_by_twilio(mo) else escape(reply.text).join(_AROUND)
        return GatewayResponse(body, content_type="text/xml; charset=utf-8")

    def parse_dlr(self, request: GatewayRequest) -> tuple[Dlr, ...]:
        """The receipt, with our key where the address that we gave has it. Raises BadRequest."""
        form = Form.of(request.form)
        external_id = self._external_id(form)
        status, code, to = form.once("MessageStatus"), form.at_most_once("ErrorCode"), form.at_most_once("To")
        found = read_receipt(status, code or "", to or "")
        if found is None:
            return ()
        key = Form.of(request.query).at_most_once("key")
        return (
            Dlr(
                channel=self.channel,
                status=found.status,
                external_id=external_id,
                key="" if key is None else check_external_id(key),
                error=found.error,
                detail=found.detail,
            ),
        )

    def respond_dlr(self) -> GatewayResponse:
        """Nothing to say (www.twilio.com/docs/api/errors/15003)."""
        return GatewayResponse("", status=204)

    def send(self, mt: Mt) -> SendResult:
        """Hand one MT over. Twilio knows no idempotency key: ours comes back with the receipts only."""
        return self._rest.send(mt)

    def look_up(self, mt: Mt) -> Found:
        """Was it taken? By number, sender, text and time, UNCLEAR where that could be two."""
        return self._rest.look_up(mt)

    def health(self) -> Health:
        """The state of the account and its balance."""
        return self._rest.health()

    @cached_property
    def _rest(self) -> TwilioRest:
        module, _, name = REST.partition(":")
        return cast("TwilioRest", getattr(import_module(module), name)(self._own, self._receipts, self._clock))

    def _external_id(self, form: Form) -> str:
        """The message's id, unless the parameters are those of another message cut anew. Raises BadRequest."""
        found = form.at_most_once("MessageSid") or form.at_most_once("SmsMessageSid")
        if found is None:
            raise BadRequest("the parameter MessageSid is missing")
        if _OVERLONG_ID.match(found):
            raise BadRequest("the id of the message goes on after its end")
        if ("AccountSid" in form) != ("To" in form) or (
            "AccountSid" not in form and f"AccountSid{self._own.account_sid}" in _signed_text(form)
        ):
            raise BadRequest("AccountSid and To must be there exactly once, both or neither")
        return check_external_id(found)


def _signed_text(form: Form) -> str:
    return "".join(name + value for name in sorted(form) for value in sorted(set(form[name])))


def _answered_by_twilio(mo: MoMessage) -> bool:
    if isinstance(mo, TwilioMo) and mo.opt_out_type:
        return True
    return mo.text.strip().upper() in STOP_WORDS
