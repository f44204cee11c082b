"""What relays were asked and what they answered: the open requests, those to end, and how reliable a village is."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Select, func, or_, select, update
from sqlalchemy.orm import aliased

from smsinfo.db.models import Alert, Contact, OutboundMessage, Region, RelayTask
from smsinfo.db.queries.recipients import MAY_HAVE_IT
from smsinfo.domain.alerts import LEAVING, Status
from smsinfo.domain.messages import Purpose
from smsinfo.domain.relays import OPEN, TaskState

_alert: Any = Alert.__table__
_contact: Any = Contact.__table__
_out: Any = OutboundMessage.__table__
_region: Any = Region.__table__
_task: Any = RelayTask.__table__


@dataclass(frozen=True, slots=True)
class Task:
    """One request of one person, with what matters of its alert (None without one: a test).

    `followed`: newer words about the same thing are leaving. `had_at` is when the relay's phone got it, as far as it is
    known (None: it never left); `severity` is CAP's ("" of a test).
    """

    id: int
    alert_id: int | None
    code: str
    contact_id: int
    language: str | None
    region_code: str
    place: str
    state: TaskState
    reminders: int
    asked_at: datetime
    confirmed_at: datetime | None
    stopped_at: datetime | None
    status: str
    severity: str
    drill: bool
    expires_at: datetime | None
    followed: bool
    had_at: datetime | None


def of_contact(connection: Connection, contact_id: int) -> list[Task]:
    """All requests to a person, the newest first."""
    mine = _task.c.contact_id == contact_id
    return _found(connection, _wanted().where(mine).order_by(_task.c.asked_at.desc(), _task.c.id))


def asked(connection: Connection, contact_id: int) -> bool:
    """True where the person was ever asked."""
    return connection.execute(select(_task.c.id).where(_task.c.contact_id == contact_id).limit(1)).first() is not None


def going_on(connection: Connection, stopped_since: datetime) -> list[Task]:
    """The requests that wait for SUDAH, and those of alerts that were stopped lately, whoever has answered them."""
    waits = _task.c.state.in_([state.value for state in OPEN])
    stopped = (_alert.c.status == Status.CANCELLED.value) & (_alert.c.stopped_at >= stopped_since)
    wanted = _wanted().where(_task.c.stopped_at.is_(None), or_(waits, stopped), _task.c.contact_id.is_not(None))
    return _found(connection, wanted.order_by(_task.c.id))


def _wanted() -> Select[Any]:
    later: Any = aliased(Alert)
    leaving = [status.value for status in LEAVING]
    followed = select(later.id).where(later.references_id == _alert.c.id, later.status.in_(leaving)).exists()
    theirs = (_out.c.alert_id == _task.c.alert_id) & (_out.c.contact_id == _task.c.contact_id)
    had = select(_out.c.status_at).where(
        theirs, _out.c.purpose == Purpose.RELAY.value, or_(_out.c.status.in_(MAY_HAVE_IT), _out.c.repeats > 0)
    )
    columns = {
        "language": _contact.c.language,
        "place": _region.c.name,
        "status": func.coalesce(_alert.c.status, ""),
        "severity": func.coalesce(_alert.c.severity, ""),
        "drill": func.coalesce(_alert.c.drill, True),
        "expires_at": _alert.c.expires_at,
        "followed": followed,
        "had_at": had.limit(1).scalar_subquery(),
    }
    own = (name for name in Task.__slots__ if name not in columns)
    joined = _task.join(_region, _region.c.code == _task.c.region_code)
    joined = joined.outerjoin(_contact, _contact.c.id == _task.c.contact_id)
    joined = joined.outerjoin(_alert, _alert.c.id == _task.c.alert_id)
    return select(
        *(_task.c[name] for name in own), *(column.label(name) for name, column in columns.items())
    ).select_from(joined)


def _found(connection: Connection, wanted: Select[Any]) -> list[Task]:
    rows = (dict(row._mapping) for row in connection.execute(wanted))
    return [
        Task(
            **{
                **row,
                "state": TaskState(row["state"]),
                "drill": bool(row["drill"]),
                "followed": bool(row["followed"]),
            }
        )
        for row in rows
    ]


def confirm(connection: Connection, ids: Collection[int], heard: int | None, now: datetime) -> int:
    """Write an answer down, where none is yet; how many rows."""
    mine = _task.c.id.in_(list(ids)) & _task.c.state.in_([state.value for state in OPEN])
    said = {"state": TaskState.CONFIRMED.value, "confirmed_at": now, "heard": heard}
    return connection.execute(update(_task).where(mine).values(**said)).rowcount


def end(connection: Connection, ids: Collection[int], state: TaskState) -> None:
    """Wait no longer for these."""
    mine = _task.c.id.in_(list(ids)) & _task.c.state.in_([open_.value for open_ in OPEN])
    connection.execute(update(_task).where(mine).values(state=state.value))


def note_stop(connection: Connection, ids: Collection[int], now: datetime) -> None:
    """What had to be done when the alert was stopped has been done."""
    connection.execute(update(_task).where(_task.c.id.in_(list(ids))).values(stopped_at=now))


def note_reminder(connection: Connection, ids: Collection[int], number: int) -> None:
    """Somebody was reminded for the nth time."""
    mine = _task.c.id.in_(list(ids)) & _task.c.state.in_([open_.value for open_ in OPEN])
    connection.execute(update(_task).where(mine).values(state=TaskState.REMINDED.value, reminders=number))


def code_exists(connection: Connection, code: str) -> bool:
    """True where an alert has this code."""
    return connection.execute(select(_alert.c.id).where(_alert.c.code == code)).first() is not None
