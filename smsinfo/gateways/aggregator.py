"""Any aggregator with an HTTP interface, by settings alone: for local providers that have no file of their own.

What such providers do, and what this file therefore takes for granted nowhere (docs/gateways/http.md has examples):
they take GET, a form or JSON; want the number as +62..., 62... or 08...; answer JSON, XML or `0|id`, often with 200 to
a refusal; name errors by codes or words of their own; call back by GET or POST with a token, Basic, a signature, or
from fixed addresses only. All of that stands in the channel's tables, which `aggregator_parts` reads and checks.

A text without an id of the provider gets one derived of number, text and the provider's time under a key of ours, so a
repeat is recognised and the id does not tell the number.
"""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Mapping
from datetime import datetime
from typing import Any, ClassVar, Final
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from pydantic import SecretStr

from smsinfo.config import Settings, decode_key
from smsinfo.domain.clock import Clock
from smsinfo.domain.gateway import GatewayRequest, GatewayResponse, ReceiveOnly, Route
from smsinfo.domain.messages import MoMessage, Reply
from smsinfo.domain.sending import Dlr, Health, Mt, SendError, SendResult
from smsinfo.errors import BadRequest
from smsinfo.gateways.aggregator_answers import error_of, read_answer, read_balance, shown, status_of
from smsinfo.gateways.aggregator_parts import Parts, read_parts
from smsinfo.gateways.aggregator_places import Received, of_request, time_of
from smsinfo.gateways.aggregator_proofs import check_proof
from smsinfo.gateways.aggregator_settings import (
    CallbackOptions,
    HttpOptions,
    ReceiptOptions,
    RequestOptions,
    TextOptions,
)
from smsinfo.gateways.aggregator_templates import (
    account_values,
    escape_for,
    fill,
    fill_all,
    fill_tree,
    for_address,
    for_header,
    message_values,
)
from smsinfo.gateways.http import Answer, HttpCaller
from smsinfo.gateways.reading import check_external_id

BOTH: Final = "event"
"""The action of an address that gets receipts and texts alike."""


class HttpGateway(ReceiveOnly):
    """One number or name at an aggregator."""

    kind: ClassVar[str] = "http"
    # What a channel can do depends on its tables, so these belong to the instance.
    routes: tuple[Route, ...]
    inline_reply: bool
    can_send: bool
    gives_receipts: bool

    def __init__(self, channel: str, options: Mapping[str, Any], settings: Settings, clock: Clock) -> None:
        """Raises BadSetting for a wrong or missing setting of the channel."""
        parts = read_parts(channel, options)
        self.channel = channel
        self.sender = parts.own.sender
        self.practice = False
        self.routes = _routes(parts)
        self.inline_reply = parts.texts is not None and parts.texts.inline
        self.can_send = parts.send is not None
        self.gives_receipts = parts.receipts is not None
        self._parts = parts
        self._id_key = _id_key(settings)
        self._http = HttpCaller()
        self._clock = clock

    def authenticate(self, request: GatewayRequest) -> None:
        """Raise Unauthenticated unless the request has what the table `callbacks` asks for."""
        check_proof(self._parts.proof, request)

    def parse_mo(self, request: GatewayRequest) -> MoMessage | None:
        """The text; None for what `when` doesn't name, and at the common address for what has none.

        Raises BadRequest.
        """
        texts = self._parts.texts
        if texts is None:
            raise BadRequest("this channel takes no texts")
        received = of_request(request)
        if not _concerns(texts, received) or (_is_common(request) and received.find(texts.text) is None):
            return None
        sender, text = received.once(texts.sender), received.once(texts.text)
        return MoMessage(
            channel=self.channel,
            external_id=self._external_id(texts, received, sender, text),
            sender=sender,
            recipient=received.find(texts.recipient) or self.sender,
            text=text,
            received_at=self._clock(),
            sent_at=_time(texts, received),
        )

    def respond(self, mo: MoMessage | None, reply: Reply | None) -> GatewayResponse:
        """The channel's answer; with the reply in it where the provider sends it on."""
        texts = self._parts.texts
        if texts is None or (reply is None and texts.inline):
            return GatewayResponse(texts.answer_silent if texts else "")
        values = {"text": reply.text if reply else ""}
        answer = fill(texts.answer, values, escape_for(texts.answer_type))
        return GatewayResponse(answer, content_type=texts.answer_type)

    def parse_dlr(self, request: GatewayRequest) -> tuple[Dlr, ...]:
        """The receipts; none for what `when` doesn't name, and at the common address for what has none.

        Raises BadRequest.
        """
        receipts = self._parts.receipts
        if receipts is None:
            return ()
        received = of_request(request)
        if not _concerns(receipts, received):
            return ()
        items = received.each(receipts.items)
        if _is_common(request) and all(item.find(receipts.status) is None for item in items):
            return ()
        return tuple(self._receipt(receipts, item) for item in items)

    def respond_dlr(self) -> GatewayResponse:
        """The channel's answer to receipts."""
        receipts = self._parts.receipts
        return GatewayResponse(receipts.answer, content_type=receipts.answer_type) if receipts else GatewayResponse("")

    def send(self, mt: Mt) -> SendResult:
        """Hand one MT over by the table `send`. A provider of Indonesian numbers only never sees another."""
        send = self._parts.send
        if send is None:
            return super().send(mt)
        values = _account(self._parts.own) | message_values(mt, send.coding)
        if send.used - values.keys():
            return SendResult(
                error=SendError.UNREACHABLE, detail="the number can't be written as this provider wants it"
            )
        answer = self._call(send, values)
        return answer if isinstance(answer, SendResult) else read_answer(send, self._parts.own.errors, answer)

    def health(self) -> Health:
        """Ask for the balance, where the table `balance` says how."""
        balance = self._parts.balance
        if balance is None:
            return Health(True, "nothing to ask: the channel has no balance table")
        answer = self._call(balance, _account(self._parts.own))
        return Health(False, answer.detail) if isinstance(answer, SendResult) else read_balance(balance, answer)

    def _call(self, request: RequestOptions, values: Mapping[str, str]) -> Answer | SendResult:
        headers = fill_all(request.headers, values, for_header)
        body = None
        if request.body:
            headers = {"Content-Type": request.body_type} | headers
            body = fill(request.body, values, escape_for(request.body_type)).encode()
        return self._http.call(
            request.method,
            fill(request.address, values, for_address),
            params=fill_all(request.query, values) or None,
            form=fill_all(request.form, values) or None,
            json=fill_tree(request.json_body, values) or None,
            body=body,
            headers=headers,
        )

    def _receipt(self, receipts: ReceiptOptions, received: Received) -> Dlr:
        external_id, key = received.find(receipts.id), received.find(receipts.key)
        if not external_id and not key:
            raise BadRequest(f"the receipt names no message: there is nothing at {receipts.id or receipts.key}")
        word, code = received.once(receipts.status), received.find(receipts.code) or ""
        return Dlr(
            channel=self.channel,
            status=status_of(receipts.statuses, word),
            external_id=check_external_id(external_id) if external_id else "",
            key=check_external_id(key) if key else "",
            at=_time(receipts, received),
            error=error_of(self._parts.own.errors, code),
            detail=" ".join(shown(part) for part in (word, code) if part),
        )

    def _external_id(self, texts: TextOptions, received: Received, sender: str, text: str) -> str:
        if texts.id is not None:
            return check_external_id(received.once(texts.id))
        time = received.find(texts.time)
        if not time:
            raise BadRequest(f"there is nothing at {texts.time}, and it tells a repeat from a new text")
        named = "\0".join((sender, text, time)).encode(errors="replace")
        return hmac.new(self._id_key, named, hashlib.sha256).hexdigest()


def _routes(parts: Parts) -> tuple[Route, ...]:
    methods = {name: {call.method} for name, call in (("mo", parts.texts), ("dlr", parts.receipts)) if call}
    if len(methods) == 2:
        methods[BOTH] = methods["mo"] | methods["dlr"]
    return tuple(Route(action, tuple(sorted(used))) for action, used in methods.items())


def _account(own: HttpOptions) -> dict[str, str]:
    user, secret = (part or SecretStr("") for part in (own.user, own.secret))
    return account_values(own.sender, user.get_secret_value(), secret.get_secret_value())


def _id_key(settings: Settings) -> bytes:
    root = decode_key(settings.audit_key) if settings.audit_key else b""
    return HKDF(algorithm=hashes.SHA256(), length=32, salt=None, info=b"smsinfo message ids v1").derive(root)


def _is_common(request: GatewayRequest) -> bool:
    return urlsplit(request.url).path.endswith(f"/{BOTH}")


def _concerns(call: CallbackOptions, received: Received) -> bool:
    """The request is what the table is about; always so where the table doesn't say `when`."""
    found = received.find(call.when) or ""
    return call.when is None or found.strip().casefold() in {value.casefold() for value in call.when_values}


def _time(call: CallbackOptions, received: Received) -> datetime | None:
    return time_of(received.find(call.time), call.time_format, ZoneInfo(call.time_zone))
