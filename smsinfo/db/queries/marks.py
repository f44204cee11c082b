"""Small facts that survive a restart."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Final

from sqlalchemy import Connection, delete, insert, select, update

from smsinfo.db.models import Mark

_mark: Any = Mark.__table__
SENDING_LOCKED: Final = "sending_locked"
"""While this mark is there nothing is sent; its value says why."""


def get(connection: Connection, name: str) -> str | None:
    """The mark's value; None where there is none."""
    value: str | None = connection.execute(select(_mark.c.value).where(_mark.c.name == name)).scalar()
    return value


def put(connection: Connection, name: str, value: str, at: datetime) -> None:
    """Set the mark."""
    changed = connection.execute(update(_mark).where(_mark.c.name == name).values(value=value, at=at))
    if changed.rowcount == 0:
        connection.execute(insert(_mark).values(name=name, value=value, at=at))


def drop(connection: Connection, name: str) -> None:
    """Remove the mark."""
    connection.execute(delete(_mark).where(_mark.c.name == name))
