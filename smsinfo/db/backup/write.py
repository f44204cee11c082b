"""Writing a backup while everything goes on: one snapshot of all tables, as JSON lines in a tar, packed, encrypted.

Nothing readable touches the disk: the rows go from the database's snapshot through the cipher into the file.
"""

from __future__ import annotations

import io
import os
import tarfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from gzip import GzipFile
from pathlib import Path
from typing import BinaryIO, Final

from sqlalchemy import Connection, Table, func, select

from smsinfo import __version__
from smsinfo.db.backup.crypt import Encrypting
from smsinfo.db.backup.form import HEAD, Head, Kept, kind_of, to_lines
from smsinfo.db.base import Base
from smsinfo.db.engine import Database
from smsinfo.db.models import __all__ as _all_models  # noqa: F401  (registers every table)
from smsinfo.db.schema import head as revision
from smsinfo.db.schema import require_current
from smsinfo.errors import BadInput

PAGE: Final = 1000
Told = Callable[[int, int], None]
"""Hears of progress: rows that are done, of how many."""


def write_backup(
    database: Database, file: BinaryIO, passphrase: bytes, made_at: datetime, tell: Told, *, keys: str = ""
) -> Head:
    """Write all tables as they stand at this moment; what the backup holds. Raises NotReady for another schema.

    `keys` marks the keys that sealed the numbers, so that a restore can tell whether it has the same.
    """
    require_current(database.engine)
    with _snapshot(database) as connection:
        tables = Base.metadata.sorted_tables
        head = Head(revision(), made_at, __version__, tuple(_kept(connection, table) for table in tables), keys)
        encrypting = Encrypting(file, passphrase, {"made_at": made_at.isoformat(), "revision": head.revision})
        with (
            GzipFile(fileobj=encrypting, mode="wb", compresslevel=6) as packed,
            tarfile.open(fileobj=packed, mode="w|") as tar,
        ):
            _add(tar, HEAD, head.to_json())
            _add_tables(tar, connection, head, tell)
        encrypting.finish()
    return head


@contextmanager
def _snapshot(database: Database) -> Iterator[Connection]:
    """A connection that sees one moment only, and keeps nobody from writing (SQLite's WAL, PostgreSQL's MVCC)."""
    if database.is_sqlite:
        with database.reading.connect() as connection:
            yield connection
        return
    with database.engine.connect() as connection:
        yield connection.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)


def _kept(connection: Connection, table: Table) -> Kept:
    columns = tuple((column.name, kind_of(column.type)) for column in table.columns)
    rows = connection.execute(select(func.count()).select_from(table)).scalar_one()
    return Kept(table.name, columns, int(rows))


def _add_tables(tar: tarfile.TarFile, connection: Connection, head: Head, tell: Told) -> None:
    done = 0
    for kept in head.tables:
        table = Base.metadata.tables[kept.name]
        wanted = select(table).order_by(*table.primary_key.columns)
        with connection.execute(wanted, execution_options={"yield_per": PAGE}) as rows:
            for number, page in enumerate(rows.partitions(), 1):
                _add(tar, f"{kept.name}/{number:06}.jsonl", to_lines(kept, page))
                done += len(page)
                tell(done, head.rows)


def _add(tar: tarfile.TarFile, name: str, data: bytes) -> None:
    member = tarfile.TarInfo(name)
    member.size = len(data)
    member.mode = 0o600
    tar.addfile(member, io.BytesIO(data))


@contextmanager
def new_file(path: Path, *, replace: bool = False) -> Iterator[BinaryIO]:
    """A file that is there whole and on the disk, or not at all; only its owner may read it.

    Raises BadInput when there is one already that must not be replaced, or when it can't be written.
    """
    if not replace:
        require_new(path)
    part = path.with_name(f"{path.name}.part")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        part.replace(path)
    except OSError as error:
        raise BadInput(f"{path} can't be written: {error.strerror}") from error
    finally:
        part.unlink(missing_ok=True)


def require_new(path: Path) -> None:
    """Raise BadInput when there is a file already: a backup never replaces anything."""
    if path.exists():
        raise BadInput(f"{path} is there already; give the new backup a name of its own")
