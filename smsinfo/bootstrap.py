"""The only place where parts are wired: settings in, services out. Tests bring their own clock and database."""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from sqlalchemy import text

from smsinfo.config import Settings, decode_key, require_secrets
from smsinfo.contacts.seal import Sealer
from smsinfo.contacts.service import Contacts
from smsinfo.content.catalogue import load_catalogue, version
from smsinfo.content.snapshot import Snapshots
from smsinfo.db.engine import Database, make_engine
from smsinfo.db.schema import require_current
from smsinfo.domain.clock import Clock, utc_now
from smsinfo.domain.content import Catalogue
from smsinfo.domain.gateway import Gateway
from smsinfo.errors import BadSetting, SmsinfoError
from smsinfo.gateways import check_simulator, make_gateways
from smsinfo.inbox.receive import Inbox
from smsinfo.logs import get_logger
from smsinfo.sms.msisdn import parse

log = get_logger(__name__)
BEAT_SECONDS = 1.0


@dataclass(frozen=True)
class Services:
    """Everything that the entry points need."""

    settings: Settings
    clock: Clock
    database: Database
    gateways: Mapping[str, Gateway]
    contacts: Contacts
    snapshots: Snapshots
    inbox: Inbox
    heart: Heart

    def health(self) -> dict[str, str]:
        """What each wired part says of itself: `ok` or the problem."""
        return {"database": _probe(self._ping_database), "content": _probe(self._ping_content)}

    def _ping_database(self) -> None:
        with self.database.read() as session:
            session.execute(text("SELECT 1"))

    def _ping_content(self) -> None:
        if not self.snapshots.current().topics:
            raise SmsinfoError("no published topic; run: smsinfo content import DIR")


class Heart:
    """A daemon thread that beats once a second beside the answering: new content, handed-over replies, spend.

    It starts with the first message or page of a process, because a server forks after the application is built.
    """

    def __init__(self, duties: tuple[Callable[[], object], ...]) -> None:
        self._duties = duties
        self._lock = threading.Lock()
        self._stop = threading.Event()
        self._thread: threading.Thread | None = None

    def start(self) -> None:
        """Begin to beat; once a process."""
        if self._thread is None:
            with self._lock:
                if self._thread is None:
                    self._thread = threading.Thread(target=self._run, name="heart", daemon=True)
                    self._thread.start()

    def beat(self) -> None:
        """Every duty once. A duty that fails is logged and does not keep the others from theirs."""
        for duty in self._duties:
            try:
                duty()
            except Exception as error:  # the thread has to live on: the next beat may succeed
                log.warning("heartbeat_failed", duty=getattr(duty, "__qualname__", ""), error=type(error).__name__)

    def stop(self) -> None:
        """End after the beat that is going on, with one last beat so that nothing waits unmarked."""
        self._stop.set()
        if self._thread is not None:
            self._thread.join(timeout=5)
        self.beat()

    def _run(self) -> None:
        self.beat()
        while not self._stop.wait(BEAT_SECONDS):
            self.beat()


def open_database(settings: Settings) -> Database:
    """The database of the settings, not yet checked."""
    return Database(make_engine(settings.database_url))


def make_sealer(settings: Settings) -> Sealer:
    """The sealer of the settings' keys. Raises BadSetting when they are not set."""
    require_secrets(settings)
    assert settings.audit_key is not None  # noqa: S101  (require_secrets has refused that)
    return Sealer(tuple(decode_key(key) for key in settings.contact_key), decode_key(settings.audit_key))


def build(settings: Settings, *, clock: Clock = utc_now, database: Database | None = None) -> Services:
    """Wire everything. Raises BadSetting for settings that must not serve people, NotReady for a wrong database."""
    require_secrets(settings)
    check_simulator(settings)
    gateways = make_gateways(settings, clock)
    database = database or open_database(settings)
    require_current(database.engine)
    contacts = Contacts(make_sealer(settings))
    snapshots = Snapshots(lambda: _load(database), lambda: _version(database))
    snapshots.refresh()
    inbox = Inbox(database, contacts, snapshots, settings, clock, _own_numbers(gateways))
    heart = Heart((snapshots.refresh, inbox.handed.flush, inbox.spend.refresh))
    return Services(settings, clock, database, gateways, contacts, snapshots, inbox, heart)


def _load(database: Database) -> Catalogue:
    with database.read() as session:
        return load_catalogue(session)


def _version(database: Database) -> int:
    with database.read() as session:
        return version(session)


def _own_numbers(gateways: Mapping[str, Gateway]) -> frozenset[str]:
    """Our own senders, so that two of our channels never answer each other. A name or short code is no number."""
    found = set()
    for gateway in gateways.values():
        try:
            found.add(parse(gateway.sender))
        except SmsinfoError:
            continue
    return frozenset(found)


def _probe(ping: Callable[[], None]) -> str:
    try:
        ping()
    except Exception as error:  # whatever is wrong is the answer
        return (
            f"{type(error).__name__}: {error}" if isinstance(error, SmsinfoError | BadSetting) else type(error).__name__
        )
    return "ok"
