"""USSD as the parts hand it over: one turn of a dialogue from a gateway, one screen back to it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol

from smsinfo.domain.gateway import GatewayRequest, GatewayResponse

Scalar = str | int | float | bool | None
"""A value of JSON that holds no others."""


@dataclass(frozen=True, slots=True)
class UssdTurn:
    """One input of a dialogue, as a gateway read it. `sender` and `text` are as they came: not yet checked.

    `text` is the newest input alone, empty at the first turn, and may contain `*`. `path` holds all inputs of the
    dialogue, the newest last, joined by `*`, where the dialect resends them each time (so nothing has to be stored);
    None where the session must be remembered by `session`. `number` is the how manieth turn, where the dialect
    says so.
    `ended` tells that the network has ended the dialogue: nothing is shown any more, and `sender` may be empty.
    `echo` is what the dialect wants back, as it came; only its gateway reads it.
    """

    channel: str
    session: str
    sender: str
    text: str
    first: bool
    received_at: datetime
    path: str | None = None
    number: int | None = None
    code: str = ""
    ended: bool = False
    practice: bool = False
    echo: Mapping[str, Scalar] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Screen:
    """What the phone shows: GSM-7, within the channel's limit of septets. `more`: the dialogue goes on."""

    text: str
    more: bool


class UssdTurns(Protocol):
    """Who answers turns: `Services.ussd`."""

    def turn(self, turn: UssdTurn, limit: int) -> Screen:
        """The screen after this turn, within `limit` septets; after `ended` an empty one that nobody sees.

        The same turn again gets the same screen and does nothing again, and one that comes too late the screen that
        stands. Whose number can't be read may look around. Raises BadRequest for a session that is bound to another
        number, NotReady.
        """


class UssdGateway(Protocol):
    """What a gateway with the route `ussd` has besides `authenticate`."""

    channel: str
    screen_limit: int
    """Septets of a screen (160 unless the channel says otherwise)."""

    def authenticate(self, request: GatewayRequest) -> None:
        """Raise `Unauthenticated` unless the request proves that it comes from the provider."""

    def parse_turn(self, request: GatewayRequest) -> UssdTurn:
        """Read the turn. Raises `BadRequest` when it lacks what it must have or has it twice."""

    def show(self, turn: UssdTurn, screen: Screen) -> GatewayResponse:
        """The dialect's form of a screen."""

    def refuse(self, message: str, status: int) -> GatewayResponse:
        """The dialect's own form of an error: a request that can't be read or not be trusted, or nobody to answer."""
