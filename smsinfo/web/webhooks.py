"""Mounts what the gateways declare, at /gw/<channel>/<action>. This is the path that every text takes: keep it lean."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Final, cast
from urllib.parse import parse_qsl

from flask import Blueprint, Flask, Response, g, request
from werkzeug.exceptions import RequestEntityTooLarge

from smsinfo.bootstrap import Services
from smsinfo.domain.gateway import Gateway, GatewayRequest, GatewayResponse
from smsinfo.domain.sending import Dlr
from smsinfo.domain.ussd import UssdGateway
from smsinfo.errors import BadRequest, Unauthenticated
from smsinfo.gateways import SIMULATOR
from smsinfo.locale import say
from smsinfo.web.access import may_simulate
from smsinfo.web.errors import REFUSE

LARGEST_BODY: Final = 64 * 1024
"""Bytes of a request: some forty times the longest text that a gateway hands over."""

MOST_FIELDS: Final = 200
"""Parameters of one request; Twilio sends about 20, and 10 more for each picture."""

FORM: Final = "application/x-www-form-urlencoded"


def mount(app: Flask, services: Services) -> Blueprint:
    """Register an address for each declared route of each channel; the blueprint, so that it is spared form tokens."""
    blueprint = Blueprint("gw", __name__, url_prefix="/gw")
    for channel, gateway in services.gateways.items():
        for route in gateway.routes:
            view = partial(ACTIONS[route.action], services, gateway)
            endpoint = f"{channel}-{route.action}"
            rule = f"/{channel}/{route.action}" + ("/<path:below>" if route.below else "")
            blueprint.add_url_rule(rule, endpoint, view, methods=list(route.methods))
    app.register_blueprint(blueprint)
    return blueprint


def _mo(services: Services, gateway: Gateway) -> Response:
    if gateway.kind == SIMULATOR and not may_simulate():
        raise Unauthenticated("log in at /simulator first")
    return _answered(receive(services, gateway, gateway_request(services.settings.public_url)))


def _dlr(services: Services, gateway: Gateway) -> Response:
    incoming = gateway_request(services.settings.public_url)
    gateway.authenticate(incoming)
    return _told(services, gateway, gateway.parse_dlr(incoming))


def _event(services: Services, gateway: Gateway) -> Response:
    """One address for texts and receipts: what is no receipt is read as a text."""
    incoming = gateway_request(services.settings.public_url)
    gateway.authenticate(incoming)
    dlrs = gateway.parse_dlr(incoming)
    if dlrs:
        return _told(services, gateway, dlrs)
    return _answered(receive(services, gateway, incoming))


def _told(services: Services, gateway: Gateway, dlrs: tuple[Dlr, ...]) -> Response:
    """Receipts are answered once they are committed: a provider that hears nothing tells them again."""
    services.receipts.take(dlrs)
    return _answered(gateway.respond_dlr())


def _ussd(services: Services, gateway: Gateway, below: str = "") -> Response:
    """A turn of a dialogue, answered by its screen; whatever goes wrong is told in the network's own form.

    `below` is the rest of the address, which the gateway reads in the request's.
    """
    dialogue = cast(UssdGateway, gateway)
    setattr(g, REFUSE, partial(_refused, services, dialogue))
    incoming = gateway_request(services.settings.public_url)
    dialogue.authenticate(incoming)
    turn = dialogue.parse_turn(incoming)
    return _answered(dialogue.show(turn, services.ussd.turn(turn, dialogue.screen_limit)))


def _refused(services: Services, dialogue: UssdGateway, message: str | None, status: int) -> Response:
    return _answered(dialogue.refuse(message or say("ussd.away", services.settings.language), status))


def _answered(answer: GatewayResponse) -> Response:
    body = answer.body.encode(answer.charset, errors="replace")
    return Response(body, answer.status, answer.headers, content_type=answer.content_type)


def receive(services: Services, gateway: Gateway, incoming: GatewayRequest) -> GatewayResponse:
    """One text from request to answer. Raises Unauthenticated, BadRequest, NotReady."""
    gateway.authenticate(incoming)
    mo = gateway.parse_mo(incoming)
    reply = services.inbox.receive(mo) if mo is not None else None
    answer = gateway.respond(mo, reply)
    if mo is not None and reply is not None and gateway.inline_reply:
        services.inbox.handed.note(mo.channel, mo.external_id)
    return answer


def gateway_request(public_url: str) -> GatewayRequest:
    """The Flask request as gateways see it. Its address is the configured public one, whatever a header says."""
    environ = request.environ
    query = environ.get("QUERY_STRING", "")
    body = request.get_data(cache=False)
    if len(body) >= LARGEST_BODY:  # of a body that doesn't tell its length Werkzeug reads so much and stops in silence
        raise RequestEntityTooLarge
    return GatewayRequest(
        method=request.method,
        url=f"{public_url}{request.path}?{query}" if query else f"{public_url}{request.path}",
        headers={name.lower(): value for name, value in request.headers},
        query=_pairs(query) if query else (),
        form=_pairs(body.decode(errors="replace")) if request.mimetype == FORM else (),
        body=body,
        remote_address=request.remote_addr or "",
    )


def _pairs(encoded: str) -> tuple[tuple[str, str], ...]:
    """All parameters in their order, repeats and empty ones too. Bytes that are no UTF-8 become U+FFFD.

    That is safe before the signature is checked: Twilio signs text, so a text that was changed by it has no signature.
    """
    try:
        return tuple(parse_qsl(encoded, keep_blank_values=True, max_num_fields=MOST_FIELDS))
    except ValueError:
        raise BadRequest(f"the request has more than {MOST_FIELDS} parameters") from None


ACTIONS: Final[dict[str, Callable[..., Response]]] = {"mo": _mo, "dlr": _dlr, "event": _event, "ussd": _ussd}
"""What a gateway's route may be for."""
