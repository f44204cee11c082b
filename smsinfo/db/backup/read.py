"""Reading a backup into an empty database of either engine: all of it or nothing, and sending is locked afterwards."""

from __future__ import annotations

import tarfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from gzip import GzipFile
from typing import Any, BinaryIO, Final

from alembic import command
from alembic.config import Config
from sqlalchemy import Connection, Engine, column, func, insert, inspect, select, table, text, update
from sqlalchemy.exc import SQLAlchemyError

from smsinfo.db import migrate, schema
from smsinfo.db.backup.crypt import Decrypting
from smsinfo.db.backup.form import HEAD, Head, Kept, from_lines
from smsinfo.db.backup.write import Told
from smsinfo.db.engine import Database
from smsinfo.db.queries import marks
from smsinfo.domain.messages import MtStatus
from smsinfo.errors import BadInput, Refused

SENDING_LOCKED: Final = marks.SENDING_LOCKED
REASON: Final = "restored"
GOING_OUT: Final = ("approved", "sending")
"""The statuses of alerts for which recipients are still looked for."""

_BESIDE: Final = ("alembic_version", "procrastinate_", "sqlite_")
Pages = Iterator[tuple[Kept, list[dict[str, Any]]]]


@dataclass(frozen=True, slots=True)
class Restored:
    """What came back, and what of it must not leave by itself: queued messages, begun ones, and unfinished alerts."""

    head: Head
    cancelled: int = 0
    unknown: int = 0
    alerts: int = 0


@contextmanager
def opened(file: BinaryIO, passphrase: bytes) -> Iterator[tuple[Head, Pages]]:
    """The head and the rows of a backup. Whoever reads the pages to their end has read a whole and true backup.

    Raises BadInput for a wrong passphrase, and for a file that was changed, cut off, or is of another form.
    """
    decrypting = Decrypting(file, passphrase)
    with GzipFile(fileobj=decrypting, mode="rb") as packed, tarfile.open(fileobj=packed, mode="r|") as tar:
        first = tar.next()
        if first is None or first.name != HEAD:
            raise BadInput("the backup has no head; take another copy")
        head = Head.from_json(_text(tar, first))

        def pages() -> Pages:
            kept = {one.name: one for one in head.tables}
            found = dict.fromkeys(kept, 0)
            while (member := tar.next()) is not None:
                name = member.name.partition("/")[0]
                rows = from_lines(kept[name], _text(tar, member))
                found[name] += len(rows)
                yield kept[name], rows
            packed.read()
            decrypting.drain()
            if found != {one.name: one.rows for one in head.tables}:
                raise BadInput("the backup has not all rows that its head names; take another copy")

        yield head, pages()


def _text(tar: tarfile.TarFile, member: tarfile.TarInfo) -> bytes:
    file = tar.extractfile(member)
    return file.read() if file is not None else b""


def check_backup(file: BinaryIO, passphrase: bytes, tell: Told) -> Head:
    """Read all of a backup and store nothing; what it holds. Raises as `opened`, and NotReady for a newer one."""
    with opened(file, passphrase) as (head, pages):
        schema.refuse_newer(head.revision)
        done = 0
        for _, rows in pages:
            done += len(rows)
            tell(done, head.rows)
    return head


def restore_backup(
    database: Database, file: BinaryIO, passphrase: bytes, now: datetime, tell: Told, *, keep_queue: bool = False
) -> Restored:
    """Fill an empty database; an older backup is brought up to date.

    All rows come in one transaction, with the mark that locks sending, so that no worker ever sees them without it.
    Raises as `opened`, NotReady for a backup of a newer smsinfo, Refused for a database that is not empty.
    """
    with opened(file, passphrase) as (head, pages):
        schema.refuse_newer(head.revision)
        _prepare(database.engine, head.revision)
        with database.writer(), database.engine.begin() as connection:
            _load(connection, head, pages, tell)
            _lock(connection, head, now)
            done = Restored(head) if keep_queue else _hold(connection, head, now)
            if not database.is_sqlite:
                _set_sequences(connection, head)
    if head.revision != schema.head():
        migrate.upgrade(database.engine)
        with database.writer(), database.engine.begin() as connection:
            _lock(connection, head, now)
    return done


def _lock(connection: Connection, head: Head, now: datetime) -> None:
    """Where there are no marks yet, nothing sends yet either: the upgrade brings both, and the lock follows it."""
    if inspect(connection).has_table("mark"):
        marks.put(connection, SENDING_LOCKED, f"restored from the backup of {head.made_at:%Y-%m-%d %H:%M} UTC", now)


def _prepare(engine: Engine, revision: str) -> None:
    found = schema.current(engine)
    if found is not None and (_has_rows(engine) or found != revision):
        raise Refused(
            "the database is not empty: a restore never writes over one. Name a new one in SMSINFO_DATABASE_URL "
            "(a new file, or `createdb`), or take an old backup's place by moving the file away"
        )
    config = Config()
    config.set_main_option("script_location", str(schema.MIGRATIONS))
    config.set_main_option("path_separator", "os")
    with engine.begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, revision)


def _has_rows(engine: Engine) -> bool:
    with engine.connect() as connection:
        names = [name for name in inspect(connection).get_table_names() if not name.startswith(_BESIDE)]
        return any(connection.execute(select(1).select_from(table(name)).limit(1)).first() for name in names)


def _load(connection: Connection, head: Head, pages: Pages, tell: Told) -> None:
    done = 0
    for kept, rows in pages:
        try:
            connection.execute(insert(kept.clause()), rows)
        except SQLAlchemyError as error:
            # The values stand in the driver's message: they may be of a person.
            raise BadInput(f"a row of {kept.name} can't be stored here: {type(error).__name__}") from None
        done += len(rows)
        tell(done, head.rows)


def _hold(connection: Connection, head: Head, now: datetime) -> Restored:
    """What waited, or was on its way, when the backup was made must not go out a second time, or days too late."""
    clauses: dict[str, Any] = {kept.name: kept.clause() for kept in head.tables}
    if not {"outbound_message", "alert"} <= set(clauses):
        return Restored(head)
    out, alert = clauses["outbound_message"], clauses["alert"]
    gone = {"detail": REASON, "status_at": now, "lease_until": None}
    begun = update(out).where(out.c.status == MtStatus.SENDING.value)
    unknown = connection.execute(begun.values(status=MtStatus.UNKNOWN.value, **gone)).rowcount
    waiting = update(out).where(out.c.status == MtStatus.QUEUED.value)
    cancelled = connection.execute(waiting.values(status=MtStatus.CANCELLED.value, **gone)).rowcount
    # Without a lease nobody asks the provider for them, and so nobody repeats them.
    connection.execute(update(out).where(out.c.lease_until.is_not(None)).values(lease_until=None))
    unfinished = update(alert).where(alert.c.fanned_out_at.is_(None), alert.c.status.in_(GOING_OUT))
    return Restored(head, cancelled, unknown, connection.execute(unfinished.values(fanned_out_at=now)).rowcount)


def _set_sequences(connection: Connection, head: Head) -> None:
    """PostgreSQL counts by sequences, which rows with ids of their own do not move."""
    for kept in head.tables:
        if "id" not in dict(kept.columns):
            continue
        sequence = connection.execute(text("SELECT pg_get_serial_sequence(:t, 'id')"), {"t": kept.name}).scalar()
        last = connection.execute(select(func.max(column("id"))).select_from(table(kept.name))).scalar()
        if sequence is not None and last is not None:
            connection.execute(text("SELECT setval(:s, :n)"), {"s": sequence, "n": last})
