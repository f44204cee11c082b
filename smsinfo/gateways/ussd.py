"""USSD at an operator or aggregator that calls us for each turn. The dialect is data: a preset or the channel's table.

Nothing is sent of our own accord, so there is no address of theirs and no log-in: a request in, a screen back within
the seconds that the network waits. docs/ussd.md says how it is connected.

What we know of each preset stands in its file (smsinfo/gateways/ussd_presets); none of them signs its requests, so a
secret in the address or a header, or a list of addresses, tells them from others.
"""

from __future__ import annotations

from collections.abc import Mapping
from ipaddress import ip_address
from typing import Any, ClassVar, Final

from smsinfo.config import Settings
from smsinfo.domain.clock import Clock
from smsinfo.domain.gateway import GatewayRequest, GatewayResponse, ReceiveOnly, Route
from smsinfo.domain.messages import MoMessage, Reply
from smsinfo.domain.sending import Health
from smsinfo.domain.ussd import Screen, UssdTurn
from smsinfo.errors import BadRequest, BadSetting
from smsinfo.gateways.aggregator_places import IN_BODY
from smsinfo.gateways.aggregator_proofs import check_proof, require_proof
from smsinfo.gateways.reading import read_options
from smsinfo.gateways.ussd_dialect import ROUTE, read_turn, refuse, show
from smsinfo.gateways.ussd_presets import read_dialect
from smsinfo.gateways.ussd_settings import Dialect, UssdOptions

_LOOPBACK: Final = (ip_address("127.0.0.1"), ip_address("::1"))


class DialectGateway(ReceiveOnly):
    """One code at an operator or aggregator."""

    kind: ClassVar[str] = "ussd"
    keeps: str = "the network keeps what was dialled for its own time: ask it how long"
    routes: tuple[Route, ...]
    inline_reply: bool = True

    def __init__(self, channel: str, options: Mapping[str, Any], settings: Settings, clock: Clock) -> None:
        """Raises BadSetting for a wrong or missing setting of the channel."""
        own = read_options(UssdOptions, channel, options)
        self._dialect = read_dialect(channel, own.dialect)
        _check_proof(f"channels.{channel}", own, self._dialect)
        self.channel = channel
        self.sender = own.code
        self.practice = False
        self.screen_limit = own.screen_limit
        self.routes = (Route(ROUTE, self._dialect.methods, below=bool(self._dialect.below)),)
        self._own = own
        self._clock = clock

    def authenticate(self, request: GatewayRequest) -> None:
        """Raise Unauthenticated unless the request has what the channel asks for."""
        check_proof(self._own, request)

    def parse_turn(self, request: GatewayRequest) -> UssdTurn:
        """The turn. Raises BadRequest."""
        return read_turn(self._dialect, request, self.channel, self.sender, self._clock())

    def show(self, turn: UssdTurn, screen: Screen) -> GatewayResponse:
        """The dialect's form of a screen."""
        return show(self._dialect, turn, screen)

    def refuse(self, message: str, status: int) -> GatewayResponse:
        """The dialect's form of an error."""
        return refuse(self._dialect, message, status)

    def parse_mo(self, request: GatewayRequest) -> MoMessage | None:
        """Raise BadRequest: USSD carries no texts."""
        raise BadRequest("this channel takes no texts")

    def respond(self, mo: MoMessage | None, reply: Reply | None) -> GatewayResponse:
        """Nothing."""
        return GatewayResponse("")

    def health(self) -> Health:
        """There is nobody to ask: the network calls us."""
        return Health(True, "nothing to ask: the network calls us")


def _check_proof(place: str, own: UssdOptions, dialect: Dialect) -> None:
    require_proof(place, own)
    if not own.proof and any(address in network for network in own.addresses for address in _LOOPBACK):
        problem = "this machine is in the list, and behind a proxy all callers are this machine; set proof too"
        raise BadSetting(f"{place}.addresses", problem, 'addresses = ["203.0.113.0/24"]')
    outside = [name for name, found in dialect.places.items() if found.kind not in IN_BODY]
    if own.proof.startswith("hmac:") and outside:
        problem = f"hmac signs the body alone, and the dialect reads {outside[0]} elsewhere"
        raise BadSetting(f"{place}.proof", problem, 'proof = "header:X-Token"')
