"""A turn that leaves no trace: what a citizen would get, played in an empty database in memory."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from smsinfo.config import Settings
from smsinfo.contacts.seal import Sealer
from smsinfo.contacts.service import Contacts
from smsinfo.content.catalogue import catalogue_of, load_catalogue
from smsinfo.content.pack_files import read_pack
from smsinfo.content.snapshot import Snapshot, Snapshots
from smsinfo.db.engine import Database, make_engine
from smsinfo.db.queries.exchange import add_contact
from smsinfo.db.schema import create_empty, require_current
from smsinfo.domain.clock import Clock, utc_now
from smsinfo.domain.content import Catalogue
from smsinfo.domain.messages import MoMessage, Reply
from smsinfo.domain.understanding import Resolution
from smsinfo.errors import NotReady
from smsinfo.inbox.receive import Inbox

DEMO_PACK = Path(__file__).parent / "packs" / "kalteng"


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


class Rehearsal:
    """Plays single texts, each of a person of its own who has been welcomed before."""

    def __init__(self, catalogue: Catalogue, settings: Settings, clock: Clock = utc_now) -> None:
        self._database = Database(make_engine("sqlite://"))
        create_empty(self._database.engine)
        self._sealer = Sealer((secrets.token_bytes(64),), secrets.token_bytes(48))
        self._clock = clock
        self._played = 0
        self.snapshots = Snapshots(lambda: catalogue, lambda: catalogue.version)
        self._inbox = Inbox(self._database, Contacts(self._sealer), self.snapshots, settings, clock, frozenset())

    @property
    def snapshot(self) -> Snapshot:
        """The content that the texts are played against."""
        return self.snapshots.current()

    def play(self, text: str, language: str = "id", region: str | None = None) -> Played:
        """What the person gets. Bounded time for any text; never raises for what a person may type."""
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
        reply = self._inbox.receive(MoMessage("rehearsal", f"r{self._played}", number, "", text, now))
        return Played(reply, self.snapshot.understanding.resolve(text, language, region))


def _may_exist(url: str) -> bool:
    return not url.startswith("sqlite:///") or Path(url.removeprefix("sqlite:///")).exists()
