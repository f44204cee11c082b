"""What a screen is made from, and what it is before it is cut to a phone's size."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from dataclasses import dataclass, replace
from typing import Protocol

from smsinfo.content.snapshot import Snapshot
from smsinfo.conversation.turn import Turn
from smsinfo.domain.alerts import AlertNow
from smsinfo.domain.public_alerts import PublicAlert


class Facts(Protocol):
    """What only the database knows. Asked only by the screens that show it."""

    def alerts(self, region: str | None) -> tuple[AlertNow, ...]:
        """The alerts in force for a region (None: anywhere), the newest first."""

    def alert(self, code: str) -> PublicAlert | None:
        """The alert of a code that was ever official, drills too."""

    def subscriptions(self) -> tuple[str, ...]:
        """The region codes that the person is subscribed to, the oldest first."""


@dataclass(frozen=True, slots=True)
class Visit:
    """One look at the menu: who looks (`voice` says things in their language), at what, on how large a screen.

    `can_act`: the person's number is known, so that they can be subscribed. `can_copy`: some channel can send an SMS.
    """

    voice: Turn
    facts: Facts
    limit: int
    can_act: bool = True
    can_copy: bool = False

    @property
    def snapshot(self) -> Snapshot:
        """The published content."""
        return self.voice.snapshot

    @property
    def language(self) -> str:
        """The language of the screen."""
        return self.voice.language

    @property
    def region(self) -> str | None:
        """Where the person lives, where they told us."""
        return self.voice.person.region

    def say(self, key: str, /, **values: object) -> str:
        """Our text in the person's language."""
        return self.voice.say(key, **values)

    def place(self, code: str) -> str:
        """A region as people read it."""
        return self.voice.place(code)

    @property
    def key(self) -> Hashable:
        """What a screen depends on beside the published content and live facts."""
        today = self.voice.now.astimezone(self.voice.zone).date()
        return self.language, self.region, self.can_act, self.can_copy, self.limit, today

    def speaking(self, language: str) -> Visit:
        """The same in another language."""
        person = replace(self.voice.person, language=language)
        return replace(self, voice=replace(self.voice, person=person))


@dataclass(frozen=True, slots=True)
class Option:
    """One line to choose: `label` is what it says, `target` the spot that it leads to (`topic:ktp`)."""

    label: str
    target: str


@dataclass(frozen=True, slots=True)
class View:
    """A whole screen: a text of any length, then options that are numbered through from 1.

    `copy` is the target of `9`, on every part of the screen. `scope`: what is typed here is first looked up among the
    places inside this region (empty: all places). `asks`: yes is the first option, no the way back.
    """

    text: str
    options: tuple[Option, ...] = ()
    copy: str = ""
    scope: str | None = None
    asks: bool = False


@dataclass(frozen=True, slots=True)
class Node:
    """A kind of screen. `view` makes it from its argument; `deed` names what is done when a person gets there.

    `ends`: the dialogue is over with it, and nothing can be pressed any more. `live`: it shows facts of this moment, so
    that it has to be made anew each time.
    """

    view: Callable[[Visit, str], View]
    deed: str = ""
    ends: bool = False
    live: bool = False
