"""The only place where parts are wired: settings in, services out. Tests bring their own clock and database."""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from importlib import import_module

from sqlalchemy import Connection, inspect, text

from smsinfo.alerts.cap.importing import Importer
from smsinfo.alerts.cap.service import make_importer
from smsinfo.alerts.cries import Cries
from smsinfo.alerts.office import Office, make_office
from smsinfo.alerts.service import Alerts, make_alerts
from smsinfo.community.kit import Kit
from smsinfo.community.service import Community, make_community
from smsinfo.config import Settings, decode_key, require_secrets
from smsinfo.contacts.seal import Sealer
from smsinfo.contacts.service import Contacts
from smsinfo.content.catalogue import load_catalogue, version
from smsinfo.content.snapshot import Snapshots
from smsinfo.conversation.officials.desk import Officials
from smsinfo.db.engine import Database, make_engine
from smsinfo.db.schema import require_current
from smsinfo.domain.channels import Plan
from smsinfo.domain.clock import Clock, utc_now
from smsinfo.domain.content import Catalogue
from smsinfo.domain.engine import Engine
from smsinfo.domain.gateway import Gateway
from smsinfo.engine.embedded import EmbeddedEngine
from smsinfo.errors import BadSetting, SmsinfoError
from smsinfo.gateways import check_simulator, make_gateways
from smsinfo.inbox.receive import Inbox
from smsinfo.inbox.ussd import Ussd
from smsinfo.logs import get_logger
from smsinfo.outbox.enqueue import Outbox
from smsinfo.outbox.loop import pairs
from smsinfo.outbox.plans import plans_of
from smsinfo.outbox.receipts import Receipts
from smsinfo.sms.msisdn import parse
from smsinfo.staff.service import Staff, make_staff
from smsinfo.subscribers.arrivals import Arrivals

log = get_logger(__name__)
# Loaded on PostgreSQL only: the library belongs to the extra `scale`.
PG_ENGINE = "smsinfo.engine.pg"
ENGINE_TABLE = "procrastinate_jobs"
FAN_OUT = "fan_out"
"""The task by which a worker hears of an approved alert."""
BEAT_SECONDS = 1.0
"""New content is looked for twice in it: a publication is answered with within 2 s, with the wait and the indexing
(bench/publication.py)."""


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
    ussd: Ussd
    receipts: Receipts
    outbox: Outbox
    plans: Mapping[str, Plan]
    sealer: Sealer
    staff: Staff
    alerts: Alerts
    cap: Importer
    office: Office
    community: Community
    engine: Engine
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
    """A daemon thread that beats once a second beside the answering: handed-over replies, spend, new content.

    It starts with the first message or page of a process, because a server forks after the application is built.
    `between` is done between two beats as well: what has to be quicker.
    """

    def __init__(self, duties: tuple[Callable[[], object], ...], between: Callable[[], object]) -> None:
        self._duties = duties
        self._between = between
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
        for duty in (self._between, *self._duties):
            _try(duty)

    def stop(self) -> None:
        """End after the beat that is going on, with one last beat so that nothing waits unmarked."""
        self._stop.set()
        if self._thread is not None:
            self._thread.join(timeout=5)
        self.beat()

    def _run(self) -> None:
        self.beat()
        while not self._stop.wait(BEAT_SECONDS / 2):
            _try(self._between)
            if self._stop.wait(BEAT_SECONDS / 2):
                return
            self.beat()


def _try(duty: Callable[[], object]) -> None:
    try:
        duty()
    except Exception as error:  # the thread has to live on: the next beat may succeed
        log.warning("heartbeat_failed", duty=getattr(duty, "__qualname__", ""), error=type(error).__name__)


def open_database(settings: Settings) -> Database:
    """The database of the settings, not yet checked."""
    return Database(make_engine(settings.database_url))


def prepare_engine(database: Database) -> None:
    """Make the tables of the engine that wakes workers up, where the database has one."""
    if not database.is_sqlite:
        import_module(PG_ENGINE).apply_schema(database.engine)


def make_engine_of(database: Database) -> Engine:
    """Procrastinate where its tables are, else the worker's own look at the rows each second."""
    if database.is_sqlite or not inspect(database.engine).has_table(ENGINE_TABLE):
        return EmbeddedEngine()
    engine: Engine = import_module(PG_ENGINE).PgEngine(database.engine.url)
    return engine


def make_sealer(settings: Settings) -> Sealer:
    """The sealer of the settings' keys. Raises BadSetting when they are not set."""
    return Sealer(tuple(decode_key(key) for key in settings.contact_key), _root_key(settings))


def make_staff_of(settings: Settings) -> Staff:
    """The staff services under the settings' keys. Raises BadSetting when they are not set."""
    return make_staff(_root_key(settings))


def make_alerts_of(settings: Settings, staff: Staff, plans: Mapping[str, Plan], engine: Engine) -> Alerts:
    """The services of alerts under the settings' keys. Raises BadSetting when they are not set."""

    def wake(connection: Connection, alert_id: int) -> None:
        engine.defer(connection, FAN_OUT, alert_id=alert_id)

    return make_alerts(_root_key(settings), settings, staff, plans, wake)


def make_office_of(settings: Settings, staff: Staff, outbox: Outbox, sealer: Sealer, alerts: Alerts) -> Office:
    """What officials without data work with, under the settings' keys. Raises BadSetting when they are not set."""
    return make_office(_root_key(settings), settings, staff, outbox, sealer, alerts)


def make_arrivals(services: Services) -> Arrivals:
    """What brings files of subscribers in."""
    return Arrivals(
        services.database,
        services.settings,
        services.clock,
        services.sealer,
        services.outbox.numbers,
        services.plans,
        services.staff.audit,
    )


def _root_key(settings: Settings) -> bytes:
    require_secrets(settings)
    assert settings.audit_key is not None  # noqa: S101  (require_secrets has refused that)
    return decode_key(settings.audit_key)


def build(settings: Settings, *, clock: Clock = utc_now, database: Database | None = None) -> Services:
    """Wire everything. Raises BadSetting for settings that must not serve people, NotReady for a wrong database."""
    require_secrets(settings)
    check_simulator(settings)
    gateways = make_gateways(settings, clock)
    database = database or open_database(settings)
    require_current(database.engine)
    contacts = Contacts(make_sealer(settings), [name for name, gateway in gateways.items() if gateway.clears])
    snapshots = Snapshots(lambda: _load(database), lambda: _version(database))
    snapshots.refresh()
    pushed = frozenset(name for name, gateway in gateways.items() if not gateway.inline_reply)
    plans = plans_of(settings, gateways)
    pairs(settings, plans, gateways)
    own_numbers = _own_numbers(gateways, plans)
    outbox = Outbox(settings, plans)
    cries = Cries(database, settings, outbox)
    staff, engine = make_staff_of(settings), make_engine_of(database)
    alerts = make_alerts_of(settings, staff, plans, engine)
    office = make_office_of(settings, staff, outbox, contacts.sealer, alerts)
    officials = Officials(database, alerts, office)
    community = make_community(Kit(settings, outbox, contacts.sealer, staff))
    inbox = Inbox(
        database, contacts, snapshots, settings, clock, community, own_numbers, pushed, cries.forward, officials
    )
    ussd = Ussd(
        database,
        contacts,
        snapshots,
        settings,
        clock,
        community,
        outbox,
        plans,
        inbox.spend,
        own_numbers,
        cries.forward,
    )
    heart = Heart((inbox.handed.flush, inbox.spend.refresh, ussd.seen.flush), between=snapshots.refresh)
    return Services(
        settings=settings,
        clock=clock,
        database=database,
        gateways=gateways,
        contacts=contacts,
        snapshots=snapshots,
        inbox=inbox,
        ussd=ussd,
        receipts=Receipts(database, clock),
        outbox=outbox,
        plans=plans,
        sealer=contacts.sealer,
        staff=staff,
        alerts=alerts,
        cap=make_importer(settings, staff, alerts),
        office=office,
        community=community,
        engine=engine,
        heart=heart,
    )


def _load(database: Database) -> Catalogue:
    with database.read() as session:
        return load_catalogue(session)


def _version(database: Database) -> int:
    with database.read() as session:
        return version(session)


def _own_numbers(gateways: Mapping[str, Gateway], plans: Mapping[str, Plan]) -> frozenset[str]:
    """Our own senders and the numbers that people text, so that two of our channels never answer each other.

    A name or short code is no number.
    """
    found = set()
    for number in (*(gateway.sender for gateway in gateways.values()), *(plan.number for plan in plans.values())):
        try:
            found.add(parse(number))
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
