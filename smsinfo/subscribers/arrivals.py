"""Bring a file of subscribers in: a report first, then the same file again.

All rows are read before the first is written. Then each page of people is a transaction of its own, so that SQLite's
only writer is soon free again; broken off, the same file goes on where it ended, because whoever is there stays as they
are. Who said STOP or was erased is asked for in the transaction that writes.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

from sqlalchemy import Connection

from smsinfo.config import Settings
from smsinfo.contacts.seal import Sealer
from smsinfo.db.engine import Database
from smsinfo.db.queries import arriving
from smsinfo.db.queries.arriving import Known
from smsinfo.domain.channels import Plan
from smsinfo.domain.clock import Clock
from smsinfo.domain.contacts import Category, ConsentKind, ContactStatus
from smsinfo.domain.regions import Gazetteer, covers
from smsinfo.outbox.numbers import Numbers
from smsinfo.sms.msisdn import operator
from smsinfo.staff.audit import Actor, AuditLog
from smsinfo.subscribers.problems import QUIET, Problem
from smsinfo.subscribers.rows import Proof, Reader, Setting, Wanted, masked
from smsinfo.subscribers.welcome import Welcomes, Words

PAGE: Final = 200
"""People of one transaction."""
CHANNEL: Final = "import"
"""Stands in a consent event where a text would name its channel."""


@dataclass(frozen=True, slots=True)
class File:
    """What somebody hands over: the bytes, and the proof of rows that have none of their own."""

    body: bytes
    proof: Proof = field(default_factory=Proof)

    @property
    def digest(self) -> str:
        """Names the file and the proof together: both were looked at."""
        said = "\x1f".join((self.proof.kind, self.proof.given_on, self.proof.reference, self.proof.version))
        return hashlib.sha256(said.encode() + b"\0" + self.body).hexdigest()


@dataclass(slots=True)
class Report:
    """What a file brings, or has brought: people, subscriptions, welcomes with their price; problems by line."""

    people: int = 0
    subscriptions: int = 0
    messages: int = 0
    segments: int = 0
    cost_idr: int = 0
    problems: list[Problem] = field(default_factory=list)

    @property
    def wrong(self) -> int:
        """Rows that are left out because something is wrong with them."""
        return sum(one.reason not in QUIET for one in self.problems)

    @property
    def quiet(self) -> int:
        """Rows that were there already, here or in the file."""
        return len(self.problems) - self.wrong


@dataclass(frozen=True, slots=True)
class _Person:
    """The rows of one number, with what the database is asked by."""

    rows: tuple[Wanted, ...]
    seals: tuple[bytes, ...]
    digest: bytes
    operator: str


@dataclass(frozen=True, slots=True)
class _Coming:
    """Somebody who may come in, with those of their rows that are news, and the welcome where it is their first."""

    person: _Person
    known: Known | None
    rows: tuple[Wanted, ...]
    welcome: Words | None


class Arrivals:
    """Imports over the parts of one installation."""

    def __init__(
        self,
        database: Database,
        settings: Settings,
        clock: Clock,
        sealer: Sealer,
        numbers: Numbers,
        plans: Mapping[str, Plan],
        audit: AuditLog,
    ) -> None:
        self._database = database
        self._settings = settings
        self._clock = clock
        self._sealer = sealer
        self._numbers = numbers
        self._plans = plans
        self._audit = audit

    def rehearse(self, file: File, gazetteer: Gazetteer, within: Callable[[str], bool]) -> Report:
        """What the file would bring; nothing is written. Raises BadSheet."""
        people, report = self._read(file, gazetteer, within)
        welcomes = self._welcomes(gazetteer)
        with self._database.read() as session:
            for page in _pages(people):
                self._count(report, self._judge(session.connection(), page, welcomes, report))
        report.problems.sort(key=lambda problem: problem.line)
        return report

    def bring(self, file: File, gazetteer: Gazetteer, within: Callable[[str], bool], actor: Actor) -> Report:
        """Bring in whoever may come in, and tell each once; the same file twice changes nothing. Raises BadSheet."""
        people, report = self._read(file, gazetteer, within)
        welcomes = self._welcomes(gazetteer)
        for person in people:  # what no channel can send is known before the first row is written
            welcomes.words(person.rows[0], None, person.operator)
        self._note(actor, "subscribers.import_begun", file, people=len(people))
        for page in _pages(people):
            with self._database.writer(), self._database.engine.begin() as connection:
                coming = self._judge(connection, page, welcomes, report)
                self._write(connection, coming, welcomes, self._clock())
            self._count(report, coming)
        counts = {name: getattr(report, name) for name in ("people", "subscriptions", "messages", "wrong", "quiet")}
        self._note(actor, "subscribers.imported", file, **counts)
        report.problems.sort(key=lambda problem: problem.line)
        return report

    def _read(self, file: File, gazetteer: Gazetteer, within: Callable[[str], bool]) -> tuple[list[_Person], Report]:
        today = self._clock().astimezone(self._settings.zone).date()
        wanted, problems = Reader(Setting(gazetteer, within, today, file.proof)).read(file.body)
        rows: dict[str, list[Wanted]] = {}
        for one in wanted:
            rows.setdefault(one.msisdn, []).append(one)
        seal, digest = self._sealer.seals, self._sealer.suppression_digest
        people = [
            _Person(tuple(found), seal(number), digest(number), operator(number)) for number, found in rows.items()
        ]
        return people, Report(problems=problems)

    def _welcomes(self, gazetteer: Gazetteer) -> Welcomes:
        return Welcomes(self._settings, self._plans, self._numbers, gazetteer)

    def _judge(self, connection: Connection, page: list[_Person], welcomes: Welcomes, report: Report) -> list[_Coming]:
        """Who of a page may come in; the others' rows go into the report."""
        known = arriving.known(connection, [seal for person in page for seal in person.seals])
        silent = arriving.suppressed(connection, [person.digest for person in page])
        coming = []
        for person in page:
            contact = next((known[seal] for seal in person.seals if seal in known), None)
            rows = []
            for one in person.rows:
                reason = _refusal(one, contact, silent=person.digest in silent)
                if reason:
                    report.problems.append(Problem(one.line, masked(one.msisdn), reason))
                else:
                    rows.append(one)
            if rows:
                language = (contact.language if contact else None) or rows[0].language
                first = contact is None or not contact.imported
                words = welcomes.words(rows[0], language, person.operator) if first else None
                coming.append(_Coming(person, contact, tuple(rows), words))
        return coming

    @staticmethod
    def _count(report: Report, coming: list[_Coming]) -> None:
        told = [one.welcome for one in coming if one.welcome is not None]
        report.people += len(coming)
        report.subscriptions += sum(len(one.rows) for one in coming)
        report.messages += len(told)
        report.segments += sum(words.parts.count for words in told)
        report.cost_idr += sum(words.cost_idr for words in told)

    def _write(self, connection: Connection, coming: list[_Coming], welcomes: Welcomes, now: datetime) -> None:
        arriving.add_contacts(connection, [_new_contact(one, now) for one in coming if one.known is None])
        there = arriving.known(connection, [seal for one in coming for seal in one.person.seals])
        subscriptions, consents, messages = [], [], []
        for one in coming:
            contact = next(there[seal] for seal in one.person.seals if seal in there)
            if contact.status != ContactStatus.ACTIVE:  # somebody else has made it in this moment, and it said STOP
                continue
            _fill_in(connection, contact, one.rows[0])
            for row in one.rows:
                wants = {"contact_id": contact.id, "region_code": row.region, "category": row.category.value}
                subscriptions.append({**wants, "created_at": now})
                consents.append(_consent(contact.id, row, now))
            if one.welcome is not None:
                messages.append(welcomes.row(one.welcome, one.rows[0], contact.id, one.person.operator, now))
        arriving.add_subscriptions(connection, subscriptions)
        arriving.add_consents(connection, consents)
        arriving.add_messages(connection, messages)

    def _note(self, actor: Actor, action: str, file: File, **details: int) -> None:
        with self._database.write() as session:
            self._audit.record(
                session, self._clock(), actor, action, f"file:{file.digest[:16]}", region=None, **details
            )


def _pages(people: list[_Person]) -> Iterator[list[_Person]]:
    return (people[start : start + PAGE] for start in range(0, len(people), PAGE))


def _refusal(one: Wanted, contact: Known | None, *, silent: bool) -> str:
    """Why a row stays out: what a person decided wins over every file, whatever its date."""
    if silent or (contact is not None and contact.status == ContactStatus.STOPPED):
        return "opted_out"
    if contact is None:
        return ""
    if contact.status == ContactStatus.SET_ASIDE:
        return "set_aside"
    if contact.wants & {(one.region, one.category.value), (one.region, Category.ALL.value)}:
        return "already"
    left = any(covers(place, one.region) or covers(one.region, place) for place in contact.left)
    return "left" if left else ""


def _new_contact(one: _Coming, now: datetime) -> dict[str, object]:
    return {
        "msisdn_sealed": one.person.seals[0],
        "operator": one.person.operator,
        "language": one.rows[0].language,
        "region_code": one.rows[0].region,
        "status": ContactStatus.ACTIVE.value,
        "practice": False,
        "first_seen_at": now,
    }


def _fill_in(connection: Connection, contact: Known, row: Wanted) -> None:
    """What the person said of themselves stays; what they have not said is the file's."""
    values: dict[str, str] = {}
    if contact.region_code is None:
        values["region_code"] = row.region
    if contact.language is None and row.language is not None:
        values["language"] = row.language
    if values:
        arriving.fill_in(connection, contact.id, values)


def _consent(contact_id: int, row: Wanted, now: datetime) -> dict[str, object]:
    return {
        "contact_id": contact_id,
        "kind": ConsentKind.IMPORTED.value,
        "region_code": row.region,
        "channel": CHANNEL,
        "external_id": row.consent.reference,
        "text_version": row.consent.version,
        "at": now,
        "evidence": row.consent.kind.value,
        "given_on": row.consent.given_on,
    }
