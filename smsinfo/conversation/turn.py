"""One text on its way through: what goes in, what comes out, and the hands that a command has."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from smsinfo.community.service import Community
from smsinfo.contacts.service import Act, Contacts
from smsinfo.content.snapshot import Snapshot
from smsinfo.domain.contacts import Person
from smsinfo.domain.conversation import State
from smsinfo.domain.messages import Reply, ReplyKind
from smsinfo.domain.understanding import Resolution
from smsinfo.locale import say


@dataclass(frozen=True, slots=True)
class Turn:
    """What a reply is made from. `text` is cleaned; `resolution` is what it was taken to mean."""

    text: str
    person: Person
    state: State
    snapshot: Snapshot
    resolution: Resolution
    now: datetime
    zone: ZoneInfo

    @property
    def language(self) -> str:
        """The language of the reply."""
        return self.person.language

    def say(self, key: str, /, **values: object) -> str:
        """Our text in the person's language."""
        return say(key, self.person.language, **values)

    @property
    def emergency_number(self) -> str:
        """The emergency number that works where the person lives."""
        return self.snapshot.fields(self.person.region).get("darurat", "110/119")

    def place(self, code: str) -> str:
        """A region as people read it: `Kab Katingan`, `Desa Tumbang Samba`."""
        place = self.snapshot.places.get(code)
        return self.say(f"level.{place.level.value}", name=bare_name(place.name)) if place else code


def bare_name(name: str) -> str:
    """The name without the level that the register puts in front."""
    for prefix in ("Kabupaten ", "Kota "):
        name = name.removeprefix(prefix)
    return name


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a turn leads to. `erased` says that the person is gone and no state may be kept."""

    reply: Reply | None
    state: State
    erased: bool = False


@dataclass(frozen=True, slots=True)
class World:
    """The hands of a command that changes something: a session inside the turn's transaction, and the services."""

    session: Session
    contacts: Contacts
    act: Act
    community: Community


def command_reply(turn: Turn, text: str, *, argument: str | None = None, places: tuple[str, ...] = ()) -> Reply:
    """The reply of a command, labelled for the log."""
    return Reply(
        text, ReplyKind.COMMAND, turn.language, command=turn.resolution.command, argument=argument, places=places
    )
