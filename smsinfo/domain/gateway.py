"""The contract of a gateway: the code for one kind of provider. It knows no database and no web framework."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import ClassVar, Protocol

from smsinfo.domain.messages import MoMessage, Reply
from smsinfo.domain.sending import Dlr, Found, Health, Lookup, Mt, Polled, SendError, SendResult


@dataclass(frozen=True, slots=True)
class GatewayRequest:
    """A webhook request, freed from the web framework.

    `url` is the configured public address with path and query (never one taken from a Host header); `form` and
    `query` keep order and repeats; header names are lower case; `body` is what came, within the size limit.
    """

    method: str
    url: str
    headers: Mapping[str, str]
    query: tuple[tuple[str, str], ...] = ()
    form: tuple[tuple[str, str], ...] = ()
    body: bytes = b""
    remote_address: str = ""


@dataclass(frozen=True, slots=True)
class GatewayResponse:
    """What the provider gets back. `charset` is how the body is written as bytes; `content_type` has to name it."""

    body: str
    status: int = 200
    content_type: str = "text/plain; charset=utf-8"
    headers: Mapping[str, str] = field(default_factory=dict)
    charset: str = "utf-8"


@dataclass(frozen=True, slots=True)
class Route:
    """One webhook address that a gateway wants: mounted by the web layer at /gw/<channel>/<action>.

    With `below` every address under it instead: the gateway finds the rest in the request's `url`.
    """

    action: str
    methods: tuple[str, ...] = ("POST",)
    below: bool = False


class Gateway(Protocol):
    """One channel of one kind of provider. Made from the channel's settings; holds no state of a message.

    Everything that talks to a network does so with a time-out of at most `smsinfo.gateways.http.TIMEOUT` seconds in
    all, and may be called from several threads.
    """

    kind: ClassVar[str]
    routes: tuple[Route, ...]
    channel: str
    sender: str
    practice: bool
    inline_reply: bool
    """An MO's reply goes back in the webhook's response."""
    can_send: bool
    """`send` hands an MT over; where False, the channel only answers."""
    can_look_up: bool
    """`look_up` tells whether a message whose hand-over timed out was taken."""
    gives_receipts: bool
    """The provider tells what became of a message; without it, sent is the last that we learn."""
    must_poll: bool
    """MOs and receipts have to be fetched with `poll`, once a second or so."""
    clears: bool
    """`forget` and `prune` clear what stands outside our database (SMSD's tables)."""
    keeps: str
    """What stands outside our database and we can't clear, for people ("": nothing)."""

    def authenticate(self, request: GatewayRequest) -> None:
        """Raise `Unauthenticated` unless the request proves that it comes from the provider."""

    def parse_mo(self, request: GatewayRequest) -> MoMessage | None:
        """Read the message; None where the request is good but no text (a later part, another event).

        Raises `BadRequest` when it lacks what it must have or has it twice.
        """

    def respond(self, mo: MoMessage | None, reply: Reply | None) -> GatewayResponse:
        """The provider's form of an answer to an MO, with the reply in it where replies are inline."""

    def parse_dlr(self, request: GatewayRequest) -> tuple[Dlr, ...]:
        """The receipts of a request, none where it is good but says nothing. Raises `BadRequest`."""

    def respond_dlr(self) -> GatewayResponse:
        """What the provider wants to hear once the receipts are committed."""

    def send(self, mt: Mt) -> SendResult:
        """Hand one MT over. Never raises: whatever happens is one of the results."""

    def look_up(self, mt: Mt) -> Found:
        """Was this MT taken, although the answer never came? Never raises."""

    def poll(self) -> Polled:
        """What waits to be fetched. Raises `GatewayAway` when the provider can't be asked."""

    def polled_done(self, mark: object) -> None:
        """What `poll` gave is committed: it need not be given again. Raises `GatewayAway`."""

    def recall(self, keys: Sequence[str]) -> int:
        """Take back messages that were handed over but have not left the device yet; how many. Never raises."""

    def forget(self, msisdn: str) -> bool:
        """Clear what is kept of a person outside our database; False where some of it can't be cleared yet and has to
        be asked for again. The same again does no harm. Raises `GatewayAway`."""

    def prune(self, before: datetime) -> int:
        """Clear what is older there; how many rows. Raises `GatewayAway`."""

    def health(self) -> Health:
        """Ask the provider whether the channel works. Never raises."""


class ReceiveOnly:
    """What a gateway inherits that can't send: each sending part says so."""

    can_send: bool = False
    can_look_up: bool = False
    gives_receipts: bool = False
    must_poll: bool = False
    clears: bool = False
    keeps: str = "the provider keeps texts and numbers for its own time: ask it how long, and to erase whom you erase"

    def parse_dlr(self, request: GatewayRequest) -> tuple[Dlr, ...]:
        """No receipts."""
        return ()

    def respond_dlr(self) -> GatewayResponse:
        """An empty answer."""
        return GatewayResponse("")

    def send(self, mt: Mt) -> SendResult:
        """Refused: the channel only answers."""
        return SendResult(error=SendError.UNREACHABLE, detail="this channel only answers")

    def look_up(self, mt: Mt) -> Found:
        """Nobody to ask."""
        return Found(Lookup.UNCLEAR)

    def poll(self) -> Polled:
        """Nothing to fetch."""
        return Polled()

    def polled_done(self, mark: object) -> None:
        """Nothing was fetched."""

    def recall(self, keys: Sequence[str]) -> int:
        """Nothing can be taken back."""
        return 0

    def forget(self, msisdn: str) -> bool:
        """Nothing can be cleared, so nothing is left to do."""
        return True

    def prune(self, before: datetime) -> int:
        """Nothing can be cleared."""
        return 0

    def health(self) -> Health:
        """There is nobody to ask."""
        return Health(True, "nothing to ask")
