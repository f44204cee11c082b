"""The contract of a gateway: the code for one kind of provider. It knows no database and no web framework."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import ClassVar, Protocol

from smsinfo.domain.messages import MoMessage, Reply


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
    """What the provider gets back."""

    body: str
    status: int = 200
    content_type: str = "text/plain; charset=utf-8"
    headers: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Route:
    """One webhook address that a gateway wants: mounted by the web layer at /gw/<channel>/<action>."""

    action: str
    methods: tuple[str, ...] = ("POST",)


class Gateway(Protocol):
    """One channel of one kind of provider. Made from the channel's settings; holds no state of a message."""

    kind: ClassVar[str]
    routes: ClassVar[tuple[Route, ...]]
    channel: str
    sender: str
    practice: bool
    inline_reply: ClassVar[bool]

    def authenticate(self, request: GatewayRequest) -> None:
        """Raise `Unauthenticated` unless the request proves that it comes from the provider."""

    def parse_mo(self, request: GatewayRequest) -> MoMessage:
        """Read the message. Raises `BadRequest` when it lacks what it must have or has it twice."""

    def respond(self, mo: MoMessage, reply: Reply | None) -> GatewayResponse:
        """The provider's form of an inline answer; no reply is an empty answer."""
