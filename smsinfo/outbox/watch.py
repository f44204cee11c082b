"""Watching: a heartbeat, health checks, and alarms that are logged when they begin and end, and told to operators.

An alarm that has begun is a mark (`alarm:<code>:<about>`), so it begins once however many workers watch, and outlives a
restart. Its value is its severity and the local day on which it was last told: `critical 2026-11-24`.
"""

from __future__ import annotations

import hashlib
import os
import socket
from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import Final, Protocol

from sqlalchemy import Connection

from smsinfo.config import Settings
from smsinfo.contacts.seal import Sealer
from smsinfo.db.engine import Database
from smsinfo.db.queries import channels, exchange, marks, reporting, watching
from smsinfo.db.queries.channels import State
from smsinfo.db.queries.reporting import Fact
from smsinfo.db.queries.spending import last_id_before
from smsinfo.domain.channels import Plan
from smsinfo.domain.clock import Clock
from smsinfo.domain.gateway import Gateway
from smsinfo.domain.messages import Lane, Purpose
from smsinfo.errors import SmsinfoError
from smsinfo.gateways import SIMULATOR
from smsinfo.logs import get_logger
from smsinfo.outbox.alarms import UNWELL, USED, WATCHED, WORKER_GONE, Alarm, Severity, alarms
from smsinfo.outbox.enqueue import Draft, Outbox
from smsinfo.outbox.figures import SEEN, WORKER, Figures, Reader, seen_id
from smsinfo.outbox.pace import BREAK_AFTER
from smsinfo.outbox.route import routes
from smsinfo.sms.msisdn import operator, parse

log = get_logger(__name__)
ALARM: Final = "alarm:"
CHECK_EVERY: Final = timedelta(hours=1)
WEEK: Final = timedelta(days=7)
FORGET_WORKER: Final = timedelta(days=1)
WORTH_TELLING: Final = timedelta(hours=12)
LARGEST_BALANCE: Final = 2**31 - 1
"""What the column holds; whoever has more on an account has no need of an alarm."""


class Parts(Protocol):
    """What watching takes of the wired services."""

    @property
    def settings(self) -> Settings:
        """The settings."""

    @property
    def clock(self) -> Clock:
        """The time."""

    @property
    def database(self) -> Database:
        """The database."""

    @property
    def gateways(self) -> Mapping[str, Gateway]:
        """All channels' gateways."""

    @property
    def plans(self) -> Mapping[str, Plan]:
        """All channels' plans."""

    @property
    def outbox(self) -> Outbox:
        """Where messages to operators go in."""

    @property
    def sealer(self) -> Sealer:
        """Seals the operators' numbers."""


class Watch:
    """Looks after one installation. `look` only reads; `tick` and `check_health` are for workers."""

    def __init__(self, parts: Parts) -> None:
        self._parts = parts
        self._reader = Reader(parts.database, parts.settings, parts.clock)
        self._host = socket.gethostname()[:32]
        self._takes = frozenset(name for name, gateway in parts.gateways.items() if takes_texts(gateway))

    def figures(self) -> Figures:
        """The figures now."""
        return self._reader.take()

    def judge(self, figures: Figures) -> tuple[Alarm, ...]:
        """What is wrong by these figures."""
        return alarms(figures, self._parts.settings, self._parts.plans, takes=self._takes, host=self._host)

    def parts(self) -> dict[str, str]:
        """Worker, channels and the alarms that a worker has noted, each `ok` or what to look at: two small reads."""
        now = self._parts.clock()
        with self._parts.database.read() as session:
            facts = reporting.facts(session.connection())
            states = channels.all_states(session.connection())
        alive = any(name.startswith(WORKER) and now - fact.at <= WORKER_GONE for name, fact in facts.items())
        told = {"worker": "ok" if alive else "none has shown itself for a minute"}
        for name in self._parts.plans:
            state = states.get(name)
            told[f"channel {name}"] = "ok" if state is None else standing(state, now)
        begun = (name.split(":", 2) for name in sorted(facts) if name.startswith(ALARM))
        known = ((code, about if about in self._parts.plans else "") for _, code, about in begun)
        return told | {f"alarm {code} {about}".strip(): "see smsinfo doctor" for code, about in known}

    def beat(self) -> None:
        """Show that this worker lives. Those that nobody has seen for a day are forgotten."""
        now = self._parts.clock()
        with self._parts.database.writer(), self._parts.database.engine.begin() as connection:
            marks.put(connection, f"{WORKER}{self._host}-{os.getpid()}", "", now)
            watching.drop_older(connection, WORKER, now - FORGET_WORKER)

    def tick(self) -> tuple[Alarm, ...]:
        """Beat, look, log what begins and ends, tell operators; what is wrong now."""
        self.beat()
        figures = self.figures()
        found = self.judge(figures)
        with self._parts.database.writer(), self._parts.database.engine.begin() as connection:
            self._note_channels(connection, figures)
            for alarm in found:
                self._active(connection, figures, alarm)
            self._end_others(connection, figures, {_name(alarm) for alarm in found})
        return found

    def check_health(self) -> str | None:
        """Ask the gateway whose last check is the longest ago, if that is an hour; the channel that was asked.

        One a call, since a provider that is away takes its time-out. Several workers share the hour.
        """
        now, database = self._parts.clock(), self._parts.database
        with database.writer(), database.engine.begin() as connection:
            name = self._due(connection, now)
        if name is None:
            return None
        health = self._parts.gateways[name].health()
        with database.writer(), database.engine.begin() as connection:
            week = reporting.used(connection, name, last_id_before(connection, now - WEEK))
            marks.put(connection, USED + name, str(week), now)
            balance = None if health.balance_idr is None else min(health.balance_idr, LARGEST_BALANCE)
            channels.change(connection, name, balance_idr=balance)
            if health.ok:
                watching.end(connection, UNWELL + name)
            else:
                marks.put(connection, UNWELL + name, health.detail, now)
        return name

    def _due(self, connection: Connection, now: datetime) -> str | None:
        for name in self._parts.gateways:
            channels.ensure(connection, name, now)
            if watching.claim_check(connection, name, now, now - CHECK_EVERY):
                return name
        return None

    def _note_channels(self, connection: Connection, figures: Figures) -> None:
        """Keep when each channel was last texted, and since when it is watched."""
        for name in self._parts.plans:
            if WATCHED + name not in figures.facts:
                channels.ensure(connection, name, figures.at)
                watching.begin(connection, WATCHED + name, "", figures.at)
        newest = reporting.newest_inbound(connection, seen_id(figures.facts))
        for one in newest:
            watching.note_inbound(connection, one.channel, one.received_at)
        last = max((one.id for one in newest), default=0)
        if last > int(figures.facts.get(SEEN, Fact("0", figures.at)).value):
            marks.put(connection, SEEN, str(last), figures.at)

    def _active(self, connection: Connection, figures: Figures, alarm: Alarm) -> None:
        name, today = _name(alarm), figures.midnight.date().isoformat()
        before, told = figures.facts.get(name), f"{alarm.severity} {today}"
        if before is not None and before.value == told:
            return
        value = f"{alarm.severity} -"
        if before is None:
            if watching.begin(connection, name, value, figures.at):
                log.warning("alarm_begins", code=alarm.code, about=alarm.about, what=alarm.english)
        elif before.value.startswith(f"{alarm.severity} "):
            value = before.value
        elif watching.change(connection, name, before.value, value):
            log.warning("alarm_changes", code=alarm.code, about=alarm.about, severity=str(alarm.severity))
        if self._tell(connection, figures, alarm, today):
            watching.change(connection, name, value, told)

    def _end_others(self, connection: Connection, figures: Figures, active: set[str]) -> None:
        for name, fact in figures.facts.items():
            if not name.startswith(ALARM) or name in active or not self._may_end(name, figures):
                continue
            if watching.end(connection, name):
                _, code, about = name.split(":", 2)
                log.info(
                    "alarm_ends", code=code, about=about, minutes=int((figures.at - fact.at).total_seconds() // 60)
                )

    def _may_end(self, name: str, figures: Figures) -> bool:
        """A wrong clock is seen on its own machine only: others end that alarm when no worker lives there any more."""
        prefix = f"{ALARM}clock_wrong:"
        host = name.removeprefix(prefix)
        if not name.startswith(prefix) or host == self._host:
            return True
        lives = (at for worker, at in figures.workers.items() if worker.startswith(f"{host}-"))
        return all(figures.at - at > WORKER_GONE for at in lives)

    def _tell(self, connection: Connection, figures: Figures, alarm: Alarm, day: str) -> bool:
        """Put a message to each operator into the outbox; False where there is no other channel to one of them now."""
        broken = {name for name, state in figures.states.items() if state.is_open(figures.at) or state.paused}
        usable = [plan for name, plan in self._parts.plans.items() if name != alarm.about and name not in broken]
        told = True
        for contact in self._parts.settings.operator_contacts:
            try:
                told &= self._tell_one(connection, usable, alarm, contact, day, figures.at)
            except SmsinfoError as error:
                log.warning("operator_not_told", code=alarm.code, problem=str(error))
        return told

    def _tell_one(
        self, connection: Connection, usable: Iterable[Plan], alarm: Alarm, contact: str, day: str, now: datetime
    ) -> bool:
        mail = "@" in contact
        number = "" if mail else parse(contact)
        ways = routes(usable, "" if mail else operator(number), kind="mail" if mail else "")
        ways.sort(key=lambda way: way.name == alarm.other)
        if not ways:
            return False
        contact_id = None if mail else contact_of(connection, self._parts.sealer, number, now)
        reason = f"{alarm.code}:{alarm.severity}:{alarm.about}:{day}:{contact_id or contact}"
        draft = Draft(
            text=f"{alarm.indonesian}\n\n{alarm.english}" if mail else self._words(alarm),
            purpose=Purpose.NOTICE,
            lane=Lane.URGENT if alarm.severity is Severity.CRITICAL else Lane.ALERT,
            valid_for=WORTH_TELLING,
            contact_id=contact_id,
            mail_to=contact if mail else None,
            subject=f"smsinfo: {alarm.code} {alarm.about}".strip() if mail else None,
            channel=ways[0].name,
            dedupe_key=f"{ALARM}{hashlib.sha256(reason.encode()).hexdigest()[:48]}",
        )
        self._parts.outbox.add(connection, draft, now)
        return True

    def _words(self, alarm: Alarm) -> str:
        return f"smsinfo: {alarm.indonesian if self._parts.settings.language == 'id' else alarm.english}"


def contact_of(connection: Connection, sealer: Sealer, number: str, now: datetime, *, practice: bool = False) -> int:
    """The contact with this number (E.164), made where there is none: for operators and for trials of a channel."""
    known = reporting.contact_id(connection, sealer.seals(number, practice=practice))
    if known is not None:
        return known
    values = {
        "msisdn_sealed": sealer.seals(number, practice=practice)[0],
        "operator": operator(number),
        "status": "active",
        "practice": practice,
        "first_seen_at": now,
    }
    return exchange.add_contact(connection, values)


def standing(state: State, now: datetime) -> str:
    """How a channel stands: `ok`, `paused`, `held back` (its breaker is open), or `on trial` after a break."""
    if state.paused:
        return "paused"
    if state.is_open(now):
        return "held back"
    return "on trial" if state.failures >= BREAK_AFTER else "ok"


def takes_texts(gateway: Gateway) -> bool:
    """True where MOs come by this channel. A simulator's silence means nothing, and mail is not read."""
    if gateway.kind in (SIMULATOR, "mail"):
        return False
    return gateway.must_poll or any(route.action in ("mo", "event") for route in gateway.routes)


def _name(alarm: Alarm) -> str:
    return f"{ALARM}{alarm.code}:{alarm.about}"
