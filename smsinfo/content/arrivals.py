"""A pack or workbook that somebody brings by the page: first what publishing it would change, then publishing it.

Nothing is kept between the two: the file comes twice and is known by its digest. So there is no store of half-imported
files to guard, to share between processes and to clean.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from sqlalchemy.orm import Session

from smsinfo.content.lint import lint_pack
from smsinfo.content.pack_files import read_pack
from smsinfo.content.pack_model import Pack, PackTopic
from smsinfo.content.pack_zip import MOST_BYTES, is_zip, packed, unpack
from smsinfo.content.packs import export_pack, import_pack
from smsinfo.content.parts import Parts, parts_of
from smsinfo.content.problems import Problem, refused
from smsinfo.content.report import ImportReport
from smsinfo.content.sheet_read import Book, read_book
from smsinfo.content.sheets import export_book, import_book
from smsinfo.content.stored import stored_pack
from smsinfo.content.unpacked import is_workbook
from smsinfo.db.engine import Database
from smsinfo.db.queries.content import content_version
from smsinfo.db.queries.regions import codes
from smsinfo.domain.staff import PROVINCE, Permission, Person
from smsinfo.errors import BadBook, BadPack, ContentRefused
from smsinfo.staff.audit import Actor, AuditLog

BOOK: Final = "topics.xlsx"
PACK, WORKBOOK = "pack", "workbook"


@dataclass(frozen=True)
class Arrival:
    """The bytes that came."""

    body: bytes

    @cached_property
    def digest(self) -> str:
        """By which the same file is known again."""
        return hashlib.sha256(self.body).hexdigest()

    @property
    def kind(self) -> str:
        """By what is in it, whatever its name says."""
        return WORKBOOK if is_workbook(self.body) else PACK


@dataclass(frozen=True, slots=True)
class TopicChange:
    """A topic before and after; without parts where it is new, or gone."""

    key: str
    title: str
    old: Parts
    new: Parts


@dataclass(frozen=True, slots=True)
class Rehearsal:
    """What publishing would do. Without a report it can't be published.

    `refusals` are why the file can't be read or published, `problems` what lint finds in a pack, worst first.
    """

    version: int
    report: ImportReport | None = None
    topics: tuple[TopicChange, ...] = ()
    problems: tuple[Problem, ...] = ()
    refusals: tuple[Problem, ...] = ()


def rehearse(database: Database, arrival: Arrival, now: datetime) -> Rehearsal:
    """Publish it in a session that is never committed, and tell what that changed.

    Reading and checking come before it: they take as long, and citizens' texts wait for whoever writes.
    """
    with database.read() as session:
        version, known = content_version(session), codes(session)
    problems: tuple[Problem, ...] = ()
    try:
        with TemporaryDirectory() as place:
            source = _read(arrival, Path(place))
        if isinstance(source, Pack):
            problems = _sorted(lint_pack(source, known_regions=known, today=now.date()))
            if any(problem.severity == "error" for problem in problems):
                return Rehearsal(version, problems=problems)
        with database.rehearse() as session:
            version, before = content_version(session), stored_pack(session)
            report, after = _publish(session, source, now, ""), stored_pack(session)
    except BadPack as refusal:
        return Rehearsal(version, problems=problems, refusals=(refused(refusal),))
    except BadBook as refusal:
        return Rehearsal(version, problems=problems, refusals=tuple(map(refused, refusal.cells)))
    return Rehearsal(version, report, tuple(_changes(before, after)), problems)


def pack_file(session: Session) -> bytes:
    """Everything published, as a ZIP. Raises BadPack."""
    with TemporaryDirectory() as place:
        export_pack(session, Path(place))
        return packed(Path(place))


def workbook(session: Session) -> bytes:
    """All published topics, as a workbook. Raises BadInput."""
    with TemporaryDirectory() as place:
        file = Path(place) / BOOK
        export_book(session, file)
        return file.read_bytes()


class Arrivals:
    """Publishing what came, in the caller's transaction."""

    def __init__(self, audit: AuditLog) -> None:
        self._audit = audit

    def publish(self, session: Session, person: Person, now: datetime, arrival: Arrival, version: int) -> ImportReport:
        """Publish it over the version of the content that the person saw. Raises BadPack, BadBook, ContentRefused."""
        if not person.may(Permission.PUBLISH, PROVINCE):
            raise ContentRefused("not_yours", "a pack changes what holds everywhere")
        if content_version(session) != version:
            raise ContentRefused("changed", "the content was changed since the report was made")
        with TemporaryDirectory() as place:
            report = _publish(session, _read(arrival, Path(place)), now, person.name)
        told = {"kind": arrival.kind, "file": arrival.digest, **report.counts()}
        subject = f"{arrival.kind}:{arrival.digest[:12]}"
        self._audit.record(session, now, Actor.of(person), "content.imported", subject, region=PROVINCE, **told)
        return report


def _read(arrival: Arrival, place: Path) -> Pack | Book:
    """The values of the file. Raises BadPack, whose `where` is a file of the pack or a cell and no path of ours."""
    if len(arrival.body) > MOST_BYTES or not is_zip(arrival.body):
        raise BadPack(
            "file",
            "is no ZIP of a pack and no XLSX workbook of at most {most} MB; choose one",
            most=MOST_BYTES // 2**20,
        )
    if arrival.kind == WORKBOOK:
        (place / BOOK).write_bytes(arrival.body)
        return read_book(place / BOOK)
    unpack(arrival.body, place)
    return read_pack(place)


def _publish(session: Session, source: Pack | Book, now: datetime, author: str) -> ImportReport:
    if isinstance(source, Pack):
        return import_pack(session, source, now, author)
    return import_book(session, source, now, author)


def _sorted(problems: tuple[Problem, ...]) -> tuple[Problem, ...]:
    """Errors first, then by file."""
    return tuple(sorted(problems, key=lambda problem: (problem.severity, problem.where)))


def _changes(before: Pack, after: Pack) -> Iterator[TopicChange]:
    old, new = ({topic.key: topic for topic in pack.topics} for pack in (before, after))
    for key in [*new, *(key for key in old if key not in new)]:
        if old.get(key) != new.get(key):
            title = (new.get(key) or old[key]).title.get("id", key)
            yield TopicChange(key, title, _parts(old.get(key)), _parts(new.get(key)))


def _parts(topic: PackTopic | None) -> Parts:
    return parts_of(topic, 0) if topic is not None else {}
