"""A phone that dials the code, in the two ways of networks: with a session that we remember, or the whole path."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import count

from smsinfo.bootstrap import Services
from smsinfo.domain.ussd import Screen, UssdTurn
from smsinfo.sms.ussd import screen_fits
from tests.support import CITIZEN, HeldClock

_SESSIONS = count(1)
LIMIT = 160


@dataclass
class Dialler:
    """`dials` begins a dialogue, `presses` goes on with it; each gives back what is shown. Time moves by a second."""

    services: Services
    clock: HeldClock
    number: str = CITIZEN
    sends_path: bool = False
    limit: int = LIMIT
    session: str = ""
    inputs: list[str] = field(default_factory=list)
    screen: Screen = field(default_factory=lambda: Screen("", more=False))

    def dials(self, session: str = "") -> str:
        """A new dialogue."""
        self.session, self.inputs = session or f"S{next(_SESSIONS)}", []
        return self._turn("")

    def presses(self, *keys: str) -> str:
        """One input after the other; the last screen."""
        for key in keys:
            assert self.screen.more, f"the dialogue was over before {key!r}: {self.screen.text!r}"
            self.inputs.append(key)
            self._turn(key)
        return self.screen.text

    def again(self) -> str:
        """The network sends the last turn once more."""
        return self._turn(self.inputs[-1] if self.inputs else "")

    def turn_of(self, text: str, number: int | None = None) -> UssdTurn:
        """The turn as a gateway hands it over."""
        path = "*".join(self.inputs) if self.sends_path else None
        place = len(self.inputs) + 1 if number is None else number
        known = None if self.sends_path else place
        return UssdTurn("ussd", self.session, self.number, text, not self.inputs, self.clock(), path, known, "*123#")

    def _turn(self, text: str) -> str:
        self.clock.forward(seconds=1)
        self.screen = self.services.ussd.turn(self.turn_of(text), self.limit)
        assert screen_fits(self.screen.text, self.limit)
        assert self.screen.text.strip()
        return self.screen.text
