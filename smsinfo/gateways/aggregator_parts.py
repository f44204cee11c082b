"""The tables of one channel of kind http, read and held against each other: a slip stops the start, not a text."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, TypeVar
from urllib.parse import urlsplit

from smsinfo.config import LOCAL_HOSTS
from smsinfo.errors import BadSetting
from smsinfo.gateways.aggregator_places import IN_BODY
from smsinfo.gateways.aggregator_proofs import require_proof
from smsinfo.gateways.aggregator_settings import (
    BalanceOptions,
    CallbackOptions,
    HttpOptions,
    ProofOptions,
    ReceiptOptions,
    RequestOptions,
    SendOptions,
    TextOptions,
)
from smsinfo.gateways.aggregator_templates import OF_ACCOUNT, RECEIVER
from smsinfo.gateways.reading import Options, read_options

PartT = TypeVar("PartT", bound=Options)


@dataclass(frozen=True, slots=True)
class Parts:
    """What a channel has been told: `own` always, the rest where its table is there."""

    own: HttpOptions
    send: SendOptions | None
    receipts: ReceiptOptions | None
    texts: TextOptions | None
    proof: ProofOptions | None
    balance: BalanceOptions | None


def read_parts(channel: str, options: Mapping[str, Any]) -> Parts:
    """The checked tables of one channel. Raises BadSetting for the first wrong or missing setting."""
    own = read_options(HttpOptions, channel, options)
    parts = Parts(
        own,
        _part(SendOptions, channel, "send", own.send),
        _part(ReceiptOptions, channel, "receipts", own.receipts),
        _part(TextOptions, channel, "texts", own.texts),
        _part(ProofOptions, channel, "callbacks", own.callbacks),
        _part(BalanceOptions, channel, "balance", own.balance),
    )
    _check_purpose(f"channels.{channel}", parts)
    if parts.send is not None:
        _check_send(f"channels.{channel}.send", own, parts.send)
    if parts.balance is not None:
        _check_request(f"channels.{channel}.balance", own, parts.balance)
        if foreign := sorted(parts.balance.used - OF_ACCOUNT):
            raise BadSetting(
                f"channels.{channel}.balance", f"{{{foreign[0]}}} belongs to a message", 'query = { key = "{secret}" }'
            )
    _check_callbacks(f"channels.{channel}", parts)
    return parts


def _part(model: type[PartT], channel: str, name: str, table: Mapping[str, Any] | None) -> PartT | None:
    return None if table is None else read_options(model, f"{channel}.{name}", table)


def _check_purpose(place: str, parts: Parts) -> None:
    if parts.send is None and (parts.texts is None or not parts.texts.inline):
        problem = "the channel can say nothing: it has neither a send table nor a {text} in the answer to texts"
        raise BadSetting(f"{place}.send", problem, f"[{place}.send]")


def _check_send(place: str, own: HttpOptions, send: SendOptions) -> None:
    _check_request(place, own, send)
    if "text" not in send.used or not send.used & RECEIVER:
        problem = "the request must hold {text}, and the number as {to}, {to_digits} or {to_local}"
        raise BadSetting(place, problem, 'form = { to = "{to_local}", message = "{text}" }')
    if send.ok is None and send.id is None:
        problem = "say where the answer says yes: many providers answer 200 to what they refuse"
        raise BadSetting(f"{place}.ok", problem, 'ok = "json:status"')
    if send.ok is None and send.ok_values:
        raise BadSetting(f"{place}.ok_values", "says what stands at ok, and ok is missing", 'ok = "json:status"')
    if "coding" in send.used and len(send.coding) < 2:
        raise BadSetting(f"{place}.coding", "is needed for {coding}", 'coding = { gsm7 = "0", ucs2 = "8" }')


def _check_request(place: str, own: HttpOptions, request: RequestOptions) -> None:
    bodies = [name for name in ("form", "json_body", "body") if getattr(request, name)]
    if len(bodies) > 1:
        raise BadSetting(f"{place}.{bodies[1]}", f"{bodies[0]} is set too; a request has one body", "form = { ... }")
    if bodies and request.method == "GET":
        raise BadSetting(f"{place}.{bodies[0]}", "a GET has no body; use query", 'query = { to = "{to_local}" }')
    url = urlsplit(request.address)
    if url.scheme == "http" and url.hostname not in LOCAL_HOSTS and not request.allow_http:
        problem = "sends the log-in and every number in clear; use https, or accept that with allow_http = true"
        raise BadSetting(f"{place}.address", problem, 'address = "https://sms.example.co.id/api/send"')
    for name in ("user", "secret"):
        if {name, "basic"} & request.used and getattr(own, name) is None:
            example = 'user = "infodesa"' if name == "user" else 'secret_file = "/run/secrets/lokal"'
            raise BadSetting(f"{place.rpartition('.')[0]}.{name}", "is missing, and a template uses it", example)


def _check_callbacks(place: str, parts: Parts) -> None:
    if parts.receipts is not None:
        _check_receipts(f"{place}.receipts", parts.receipts)
    if parts.texts is not None and parts.texts.id is None and parts.texts.time is None:
        problem = "set id or time: without either a repeat can't be told from a new text"
        raise BadSetting(f"{place}.texts.id", problem, 'id = "form:msgid"')
    calls = {"receipts": parts.receipts, "texts": parts.texts}
    for name, call in calls.items():
        if call is not None:
            if bool(call.when) != bool(call.when_values):
                problem = "when and when_values need each other"
                raise BadSetting(f"{place}.{name}.when", problem, 'when = "json:type", when_values = ["dlr"]')
            require_proof(f"{place}.callbacks", parts.proof)
            _check_signed(f"{place}.{name}", parts.proof, call)


def _check_receipts(place: str, receipts: ReceiptOptions) -> None:
    if receipts.id is None and receipts.key is None:
        raise BadSetting(f"{place}.id", "a receipt must name its message: set id or key", 'id = "form:msgid"')
    if receipts.items is not None and receipts.items.kind != "json":
        raise BadSetting(f"{place}.items", "must be a json: place", 'items = "json:results"')


def _check_signed(place: str, proof: ProofOptions | None, call: CallbackOptions) -> None:
    """A signature covers the body alone: what stands elsewhere could be changed under it."""
    if proof is None or not proof.proof.startswith("hmac:"):
        return
    if call.method == "GET" or any(found.kind not in IN_BODY for found in call.places):
        raise BadSetting(place, "with hmac all must stand in the body of a POST: it alone is signed", 'method = "POST"')
