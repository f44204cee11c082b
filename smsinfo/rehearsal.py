"""A turn that leaves no trace: what a citizen would get, played in an empty database in memory."""

from __future__ import annotations

import secrets
import threading
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from smsinfo.community.kit import Kit
from smsinfo.community.service import make_community
from smsinfo.config import Settings
from smsinfo.contacts.seal import Sealer
from smsinfo.contacts.service import Contacts
from smsinfo.content.catalogue import catalogue_of, load_catalogue
from smsinfo.content.pack_files import read_pack
from smsinfo.content.snapshot import Snapshot, Snapshots
from smsinfo.db.engine import Database, make_engine
from smsinfo.db.queries.exchange import add_contact
from smsinfo.db.schema import create_empty, require_current
from smsinfo.domain.channels import Plan
from smsinfo.domain.clock import Clock, utc_now
from smsinfo.domain.content import Catalogue
from smsinfo.domain.messages import MoMessage, Reply
from smsinfo.domain.understanding import Resolution
from smsinfo.domain.ussd import Screen, UssdTurn
from smsinfo.errors import NotReady
from smsinfo.inbox.receive import Inbox
from smsinfo.inbox.ussd import Ussd
from smsinfo.outbox.enqueue import Outbox
from smsinfo.staff.service import make_staff

DEMO_PACK = Path(__file__).parent / "packs" / "kalteng"
PLAN = Plan("rehearsal", "rehearsal", "", per_minute=60, tariff_idr=0)
"""A channel that could send, so that a screen offers what it offers to citizens. Nobody takes what it is given."""

SCREEN = 160
"""Septets of a screen, unless a channel says otherwise."""


MOST_STAGES = 4
MOST_PLAYED = 200
"""Each played text leaves rows in the stage's database in memory."""


@dataclass(frozen=True, slots=True)
class Citizen:
    """Who texts what, from where."""

    text: str
    language: str = "id"
    region: str | None = None


@dataclass(frozen=True, slots=True)
class Played:
    """What came of a text: the reply (None for silence) and how the text was understood."""

    reply: Reply | None
    resolution: Resolution


def published(settings: Settings) -> tuple[Catalogue, bool]:
    """The content of the database, or of the demo pack where there is no database yet; True for the database's."""
    database = Database(make_engine(settings.database_url)) if _may_exist(settings.database_url) else None
    if database is None:
        return catalogue_of(read_pack(DEMO_PACK)), False
    try:
        require_current(database.engine)
        with database.read() as session:
            found = load_catalogue(session)
    except NotReady:
        return catalogue_of(read_pack(DEMO_PACK)), False
    finally:
        database.close()
    return (found, True) if found.topics else (catalogue_of(read_pack(DEMO_PACK)), False)


@dataclass
class Dialogue:
    """One dialogue over USSD, turn by turn."""

    ussd: Ussd
    clock: Clock
    number: str
    limit: int
    turns: int = 0

    def turn(self, text: str = "") -> Screen:
        """The next screen."""
        self.turns += 1
        first = self.turns == 1
        turn = UssdTurn("rehearsal", self.number, self.number, text, first, self.clock(), number=self.turns)
        return self.ussd.turn(turn, self.limit)


class Rehearsal:
    """Plays single texts and dialogues, each of a person of its own who has been welcomed before."""

    def __init__(
        self, catalogue: Catalogue, settings: Settings, clock: Clock = utc_now, ready: Snapshot | None = None
    ) -> None:
        """`ready` is the catalogue's snapshot, where somebody has built it already."""
        self._database = Database(make_engine("sqlite://"))
        create_empty(self._database.engine)
        self._sealer = Sealer((secrets.token_bytes(64),), secrets.token_bytes(48))
        self._clock = clock
        self._played = 0
        self.snapshots = Snapshots(lambda: catalogue, lambda: catalogue.version, ready)
        contacts, plans = Contacts(self._sealer), {PLAN.name: PLAN}
        outbox, staff = Outbox(settings, plans), make_staff(secrets.token_bytes(48))
        community = make_community(Kit(settings, outbox, self._sealer, staff))
        # Who only rehearses is never asked whether it helped.
        quiet = settings.model_copy(update={"rating_share": 0})
        self._inbox = Inbox(self._database, contacts, self.snapshots, quiet, clock, community, frozenset())
        spend = self._inbox.spend
        self._ussd = Ussd(self._database, contacts, self.snapshots, settings, clock, community, outbox, plans, spend)

    @property
    def snapshot(self) -> Snapshot:
        """The content that the texts are played against."""
        return self.snapshots.current()

    def play(self, text: str, language: str = "id", region: str | None = None) -> Played:
        """What the person gets. Bounded time for any text; never raises for what a person may type."""
        number, now = self._somebody(language, region), self._clock()
        reply = self._inbox.receive(MoMessage("rehearsal", f"r{self._played}", number, "", text, now))
        return Played(reply, self.snapshot.understanding.resolve(text, language, region))

    def dial(self, language: str = "id", region: str | None = None, limit: int = SCREEN) -> Dialogue:
        """A dialogue that is not begun yet: its first turn has no text."""
        return Dialogue(self._ussd, self._clock, self._somebody(language, region), limit)

    def _somebody(self, language: str, region: str | None) -> str:
        """The number of a new person, who lives there and speaks so."""
        self._played += 1
        number = f"+62812{self._played % 10**8:08d}"
        now: datetime = self._clock()
        with self._database.engine.begin() as connection:
            values = {
                "msisdn_sealed": self._sealer.seals(number)[0],
                "operator": "",
                "language": language,
                "region_code": region,
                "status": "active",
                "practice": False,
                "first_seen_at": now,
                "welcomed_at": now,
            }
            add_contact(connection, values)
        return number


class Trials:
    """Rehearsals that a long-lived process keeps for its editors: of what is published, and of a few drafts."""

    def __init__(self, settings: Settings, clock: Clock) -> None:
        self._settings = settings
        self._clock = clock
        self._lock = threading.Lock()
        self._stages: dict[tuple[int, str], tuple[Rehearsal, int]] = {}

    def play(self, name: str, make: Callable[[], Snapshot], version: int, citizen: Citizen) -> tuple[Played, Snapshot]:
        """What the citizen gets from the snapshot that `make` builds, where none of this name and version is kept."""
        with self._lock:
            key = version, name
            stage, played = self._stages.pop(key, (None, 0))
            if stage is None or played >= MOST_PLAYED:
                snapshot = stage.snapshot if stage is not None else make()
                stage, played = Rehearsal(snapshot.catalogue, self._settings, self._clock, snapshot), 0
            self._stages[key] = stage, played + 1
            for old in [known for known in self._stages if known[0] != version] + list(self._stages)[:-MOST_STAGES]:
                self._stages.pop(old, None)
            return stage.play(citizen.text, citizen.language, citizen.region), stage.snapshot


def _may_exist(url: str) -> bool:
    return not url.startswith("sqlite:///") or Path(url.removeprefix("sqlite:///")).exists()
