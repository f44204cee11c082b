"""How a command of the terminal comes to its settings and its database."""

from __future__ import annotations

from sqlalchemy.orm import Session

from smsinfo.bootstrap import open_database
from smsinfo.config import Settings, load_settings
from smsinfo.db.engine import Database
from smsinfo.db.queries import staff
from smsinfo.db.schema import require_current
from smsinfo.domain.staff import Person
from smsinfo.errors import StaffRefused


def opened() -> tuple[Settings, Database]:
    """The settings and their database, checked. Raises BadSetting, NotReady."""
    settings = load_settings()
    database = open_database(settings)
    require_current(database.engine)
    return settings, database


def account(session: Session, name: str) -> Person:
    """The person with this name, however it was typed. Raises StaffRefused where there is none."""
    person = staff.by_name(session, name.strip().lower())
    if person is None:
        raise StaffRefused("no_account", f"there is no account {name!r}; smsinfo staff list shows them")
    return person
