"""An office with a fixed cast: what tests of accounts and roles are told with."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import text
from sqlalchemy.orm import Session

from smsinfo.db.engine import Database, make_engine
from smsinfo.db.models import Region
from smsinfo.db.queries import audit as log
from smsinfo.db.queries import staff as rows
from smsinfo.db.queries.audit import Event, Filter
from smsinfo.db.queries.staff_requests import Request
from smsinfo.domain.staff import Grant, Person, RequestKind, Role
from smsinfo.staff.accounts import NewAccount
from smsinfo.staff.audit import TERMINAL
from smsinfo.staff.service import make_staff
from tests.migrated import migrate
from tests.support import HeldClock

ROOT = bytes(range(32))
REGIONS = {
    "62": ("Kalimantan Tengah", "provinsi", None),
    "62.02": ("Kotawaringin Timur", "kabupaten", "62"),
    "62.06": ("Katingan", "kabupaten", "62"),
    "62.06.01": ("Katingan Hilir", "kecamatan", "62.06"),
}
PASSWORD = "tiga kata yang panjang"
# Argon2 takes its time on purpose; here only that there is a password matters.
HASH = "$argon2id$v=19$m=8,t=1,p=1$c29tZXNhbHQ$UOMOJvLqHlYzhYQdKrTHGMAdTXR5iJcXsMBAmOEUsYI"


class Office:
    """A migrated database with four regions, and the staff services over it."""

    def __init__(self, database_url: str) -> None:
        self.clock = HeldClock()
        migrate(database_url)
        self.database = Database(make_engine(database_url))
        self.staff = make_staff(ROOT)
        with self.database.write() as session:
            add_regions(session)

    def close(self) -> None:
        """Give the database back."""
        self.database.close()

    @contextmanager
    def write(self) -> Iterator[Session]:
        """A transaction."""
        with self.database.write() as session:
            yield session

    def person(self, name: str, *roles: tuple[Role, str], region: str = "62", practice: bool = False) -> Person:
        """Somebody who has joined, with these roles."""
        with self.write() as session:
            new = NewAccount(name, name.title(), region)
            made = self.staff.accounts.open(session, TERMINAL, self.clock(), new)
            rows.change(session, made.id, {"password": HASH})
            for role, code in roles:
                rows.put_grant(session, made.id, Grant(role, code, practice), self.clock())
        return self.look(name)

    def look(self, name: str) -> Person:
        """The person as they are now."""
        with self.database.read() as session:
            found = rows.by_name(session, name)
        assert found is not None
        return found

    def roles(self, name: str) -> list[str]:
        """`editor 62.06`, and `editor 62.06 practice` where it is."""
        return [f"{g.role} {g.region_code}{' practice' * g.practice}" for g in self.look(name).grants]

    def ask(self, actor: str, kind: RequestKind, subject: str, **details: Any) -> Request:
        """An administrator asks for a change."""
        with self.write() as session:
            changes = self.staff.changes
            return changes.ask(session, self.look(actor), self.clock(), kind, self.look(subject), details)

    def grant(self, actor: str, subject: str, role: Role, region: str, *, practice: bool = False) -> Request:
        """An administrator asks for a role."""
        return self.ask(actor, RequestKind.GRANT, subject, role=role.value, region=region, practice=practice)

    def confirm(self, actor: str, request: Request) -> None:
        """Another one confirms it."""
        with self.write() as session:
            self.staff.changes.confirm(session, self.look(actor), self.clock(), request.id)

    def events(self, action: str = "") -> list[Event]:
        """The audit log, oldest first."""
        with self.database.read() as session:
            return log.find(session, Filter(action=action), 1000)[::-1]

    def sql(self, statement: str) -> None:
        """What somebody with the database's password does."""
        with self.database.engine.begin() as connection:
            connection.execute(text(statement))


def add_regions(session: Session) -> None:
    """Four regions of Kalimantan Tengah."""
    for code, (name, level, parent) in REGIONS.items():
        session.add(Region(code=code, name=name, level=level, parent_code=parent))
        session.flush()
