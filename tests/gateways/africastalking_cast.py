"""The cast of the Africa's Talking tests: one short code, one farmer, and callbacks as they come."""

from __future__ import annotations

from typing import Any, Final
from urllib.parse import urlencode

from smsinfo.domain.gateway import GatewayRequest
from smsinfo.gateways.africastalking import AfricasTalkingGateway

from .cast import PUBLIC_URL, SHARED_KEY, TOKEN, Pairs, clock, settings

FARMER: Final = "+254711000000"
SHORT_CODE: Final = "20880"
MO_ID: Final = "b5ec3ee3-0a4d-4f5e-9d3b-0d3c1f4a8f11"
MESSAGE_ID: Final = "ATXid_03cb5ecf11ce748794c0f9a85c276259"
NOT_OURS: Final = "somebody-guesses-a-secret"
OPTIONS: Final = {"username": "desa", "api_key": TOKEN, "secret": SHARED_KEY, "sender": SHORT_CODE}

_FORMS: Final[dict[str, dict[str, str | None]]] = {
    "mo": {
        "linkId": "SampleLinkId123",
        "text": "KTP",
        "to": SHORT_CODE,
        "id": MO_ID,
        "date": "2026-11-24 06:00:00",
        "from": FARMER,
        "networkCode": "63902",
    },
    "dlr": {
        "phoneNumber": FARMER,
        "retryCount": "0",
        "id": MESSAGE_ID,
        "status": "Success",
        "networkCode": "63902",
    },
}


def africastalking(**options: Any) -> AfricasTalkingGateway:
    """The channel of these tests; `options` replace its own, None takes one away."""
    own = {name: value for name, value in (OPTIONS | options).items() if value is not None}
    return AfricasTalkingGateway("africastalking", own, settings(), clock)


def callback(
    action: str,
    *more: tuple[str, str],
    query: Pairs = (("secret", SHARED_KEY),),
    remote: str = "203.0.113.7",
    **changed: str | None,
) -> GatewayRequest:
    """A callback about a text (`mo`) or a receipt (`dlr`).

    `changed` replaces parameters (`from_` for from), None leaves one out.
    """
    usual = _FORMS[action] | {name.removesuffix("_"): value for name, value in changed.items()}
    form = (*((name, value) for name, value in usual.items() if value is not None), *more)
    return GatewayRequest(
        "POST",
        f"{PUBLIC_URL}/gw/africastalking/{action}?{urlencode(query, errors='replace')}",
        {"content-type": "application/x-www-form-urlencoded"},
        query=query,
        form=form,
        body=urlencode(form).encode(),
        remote_address=remote,
    )
