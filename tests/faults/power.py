"""A power cut for SQLite: a file system that forgets a random part of what was not synced, under our own code.

Between SQLite and the disk stands a VFS of ours (apsw, which brings an SQLite of its own). For each file it keeps an
image of what was synced and a list of what was written since; at the cut some of these writes survive, each by the
toss of a coin. That is harsher than most disks, and it is what a disk may do (sqlite.org/atomiccommit.html).
`Driver` is as much of a database driver around apsw as SQLAlchemy asks for, so that our statements, our pragmas and our
transactions are what is cut.
"""

from __future__ import annotations

import random
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import apsw

Write = tuple[str, int, bytes]


class Disk(apsw.VFS):
    """All files of one machine: what is on the disk for certain, and what the disk was only asked to write."""

    def __init__(self, name: str) -> None:
        super().__init__(name, "")
        self.name = name
        self.synced: dict[str, bytearray] = {}
        self.asked: dict[str, list[Write]] = {}

    def xOpen(self, name: str | apsw.URIFilename | None, flags: list[int]) -> File:
        """Open a file through which everything is noted."""
        return File(self, name, flags)

    def xDelete(self, filename: str, syncdir: bool) -> None:
        """Deleting is certain at once: less harsh than a disk, and SQLite's WAL mode does not rest on it."""
        super().xDelete(filename, syncdir)
        self.synced.pop(Path(filename).name, None)
        self.asked.pop(Path(filename).name, None)

    def cut(self, folder: Path, rng: random.Random) -> None:
        """Write into another folder what somebody finds when the power is back."""
        for name, image in self.synced.items():
            left = bytearray(image)
            for write in self.asked[name]:
                if rng.random() < 0.5:
                    happen(left, write)
            (folder / name).write_bytes(left)


class File(apsw.VFSFile):
    """One file of a Disk."""

    def __init__(self, disk: Disk, name: str | apsw.URIFilename | None, flags: list[int]) -> None:
        super().__init__("", name, flags)
        path = name.filename() if isinstance(name, apsw.URIFilename) else name or ""
        self._synced = disk.synced.setdefault(Path(path).name, bytearray())
        self._asked = disk.asked.setdefault(Path(path).name, [])

    def xWrite(self, data: bytes, offset: int) -> None:
        """Ask for a write."""
        super().xWrite(data, offset)
        self._asked.append(("write", offset, bytes(data)))

    def xTruncate(self, newsize: int) -> None:
        """Ask for a shorter file."""
        super().xTruncate(newsize)
        self._asked.append(("truncate", newsize, b""))

    def xSync(self, flags: int) -> None:
        """From now on it is certain."""
        super().xSync(flags)
        for write in self._asked:
            happen(self._synced, write)
        self._asked.clear()


def happen(image: bytearray, write: Write) -> None:
    """Do to an image what was asked for."""
    kind, offset, data = write
    if kind == "truncate":
        del image[offset:]
        return
    image.extend(b"\0" * (offset + len(data) - len(image)))
    image[offset : offset + len(data)] = data


class Cursor:
    """A driver's cursor (PEP 249) around apsw's. Rows are read at once, so that no statement stays open."""

    def __init__(self, connection: apsw.Connection) -> None:
        self._connection = connection
        self._rows: list[tuple[Any, ...]] = []
        self.description: Sequence[tuple[Any, ...]] | None = None
        self.rowcount = -1
        self.lastrowid: int | None = None
        self.arraysize = 1

    def execute(self, statement: str, values: Sequence[Any] = ()) -> Cursor:
        """Run one statement."""
        before = self._connection.total_changes()
        inner = self._connection.cursor()
        inner.exec_trace = self._begun
        self._rows = list(inner.execute(statement, tuple(values)))
        self.rowcount = self._connection.total_changes() - before
        self.lastrowid = self._connection.last_insert_rowid()
        return self

    def _begun(self, inner: apsw.Cursor, _statement: str, _values: object) -> bool:
        """What the columns are is known only now: after the last row apsw has forgotten it."""
        columns = inner.get_description()
        self.description = [(name, kind, None, None, None, None, None) for name, kind in columns] or None
        return True

    def executemany(self, statement: str, many: Iterable[Sequence[Any]]) -> Cursor:
        """Run one statement for each set of values."""
        before = self._connection.total_changes()
        for values in many:
            self.execute(statement, values)
        self.rowcount = self._connection.total_changes() - before
        return self

    def fetchone(self) -> tuple[Any, ...] | None:
        """The next row."""
        return self._rows.pop(0) if self._rows else None

    def fetchall(self) -> list[tuple[Any, ...]]:
        """All rows that are left."""
        rows, self._rows = self._rows, []
        return rows

    def fetchmany(self, size: int = 1) -> list[tuple[Any, ...]]:
        """So many rows."""
        rows, self._rows = self._rows[:size], self._rows[size:]
        return rows

    def close(self) -> None:
        """Forget the rows."""
        self._rows = []


class Line:
    """A driver's connection. All of them are the same one: a VFS without shared memory has one connection only."""

    def __init__(self, connection: apsw.Connection) -> None:
        self._connection = connection
        self.isolation_level: str | None = None

    def cursor(self) -> Cursor:
        """A new cursor."""
        return Cursor(self._connection)

    def execute(self, statement: str) -> Cursor:
        """Run one statement."""
        return self.cursor().execute(statement)

    def commit(self) -> None:
        """End the transaction if there is one: `in_transaction` is what autocommit leaves."""
        if self._connection.in_transaction:
            self._connection.execute("COMMIT")

    def rollback(self) -> None:
        """Undo the transaction if there is one."""
        if self._connection.in_transaction:
            self._connection.execute("ROLLBACK")

    def create_function(self, name: str, arguments: int, function: Any, deterministic: bool = False) -> None:
        """SQLAlchemy brings a function for regular expressions."""
        self._connection.create_scalar_function(name, function, arguments, deterministic=deterministic)

    def close(self) -> None:
        """The one connection stays: SQLAlchemy may open it again."""


class Driver:
    """What SQLAlchemy takes for the module of a driver."""

    paramstyle = "qmark"
    sqlite_version = apsw.sqlite_lib_version()
    sqlite_version_info = tuple(int(part) for part in sqlite_version.split("."))
    Error = DatabaseError = apsw.Error
    OperationalError = apsw.BusyError
    InterfaceError = NotSupportedError = ProgrammingError = InternalError = DataError = apsw.MisuseError
    IntegrityError = apsw.ConstraintError
    Binary = bytes

    def __init__(self, file: Path, disk: Disk) -> None:
        self.connection = apsw.Connection(str(file), vfs=disk.name)
        self.connection.execute("PRAGMA locking_mode=EXCLUSIVE")

    def connect(self, *_: Any, **__: Any) -> Line:
        """The one connection."""
        return Line(self.connection)
