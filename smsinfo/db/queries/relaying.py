"""Who reads an alert out, and their rows in the outbox. Each function is a step of the caller's transaction."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from sqlalchemy import Connection, Select, delete, insert, or_, select, update
from sqlalchemy.dialects.postgresql import insert as pg_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert

from smsinfo.db.models import Contact, ContactRole, OutboundMessage, Region, RelayTask
from smsinfo.db.queries.recipients import MAY_HAVE_IT
from smsinfo.domain.contacts import ContactStatus
from smsinfo.domain.messages import MtStatus, Purpose
from smsinfo.domain.relays import reminder_key, reminder_prefix

_contact: Any = Contact.__table__
_role: Any = ContactRole.__table__
_region: Any = Region.__table__
_task: Any = RelayTask.__table__
_out: Any = OutboundMessage.__table__
RELAY: Final = "relay"
STOPPED: Final = "no answer is waited for any more"


@dataclass(frozen=True, slots=True)
class Reader:
    """Somebody who reads out, and where: `places` are codes with their names, in the order of the codes."""

    contact_id: int
    operator: str
    language: str | None
    region_code: str | None
    practice: bool
    places: tuple[tuple[str, str], ...]


def inside(connection: Connection, regions: Collection[str], *, practice: bool) -> list[Reader]:
    """The relays of villages that are among these regions or lie in one, as far as we may push to them.

    Who serves more than the area is none of them: nobody reads out where the alert is not for.
    """
    if not regions:
        return []
    lies = or_(
        _role.c.region_code.in_(sorted(regions)),
        *(_role.c.region_code.startswith(f"{code}.", autoescape=True) for code in sorted(regions)),
    )
    found = _readers(_role).where(_role.c.role == RELAY, _role.c.confirmed_at.is_not(None), lies)
    return _grouped(connection, found, practice=practice)


def everywhere(connection: Connection) -> list[Reader]:
    """All relays to whom we may push."""
    found = _readers(_role).where(_role.c.role == RELAY, _role.c.confirmed_at.is_not(None))
    return _grouped(connection, found, practice=False)


def having(connection: Connection, alert_id: int, *, practice: bool) -> list[Reader]:
    """The relays to whom another alert was handed over to be read out, or may have been."""
    theirs = (_out.c.alert_id == alert_id) & (_out.c.purpose == Purpose.RELAY.value)
    theirs &= (_out.c.contact_id == _task.c.contact_id) & or_(_out.c.status.in_(MAY_HAVE_IT), _out.c.repeats > 0)
    found = _readers(_task).where(_task.c.alert_id == alert_id, select(_out.c.id).where(theirs).exists())
    return _grouped(connection, found, practice=practice)


def _readers(where: Any) -> Select[Any]:
    columns = (_contact.c[name] for name in ("id", "operator", "language", "region_code", "practice"))
    joined = where.join(_contact, _contact.c.id == where.c.contact_id)
    wanted = select(*columns, _region.c.code, _region.c.name)
    return (
        wanted.select_from(joined.join(_region, _region.c.code == where.c.region_code))
        .where(_contact.c.status == ContactStatus.ACTIVE.value)
        .order_by(_contact.c.id, _region.c.code)
    )


def _grouped(connection: Connection, wanted: Select[Any], *, practice: bool) -> list[Reader]:
    if not practice:
        wanted = wanted.where(_contact.c.practice.is_(False))
    rows = connection.execute(wanted).all()
    places: defaultdict[int, list[tuple[str, str]]] = defaultdict(list)
    for row in rows:
        places[row.id].append((row.code, row.name))
    people = {row.id: (row.operator, row.language, row.region_code, row.practice) for row in rows}
    return [Reader(number, *told, places=tuple(places[number])) for number, told in people.items()]


def tasked(connection: Connection, alert_id: int) -> frozenset[int]:
    """Those who were asked to read this alert out."""
    rows = connection.execute(select(_task.c.contact_id).where(_task.c.alert_id == alert_id)).scalars()
    return frozenset(number for number in rows if number is not None)


def add(connection: Connection, rows: Sequence[dict[str, Any]], tasks: Sequence[dict[str, Any]]) -> None:
    """Put relays' messages into the outbox, and write down what was asked; what is there already stays."""
    make: Any = pg_insert if connection.dialect.name == "postgresql" else sqlite_insert
    if rows:
        connection.execute(make(_out).on_conflict_do_nothing(), list(rows))
        connection.execute(make(_task).on_conflict_do_nothing(), list(tasks))


def add_test(connection: Connection, task: dict[str, Any]) -> None:
    """Write down that a relay was tested."""
    connection.execute(insert(_task).values(task))


def drop_plain(connection: Connection, alert_id: int, people: Collection[int]) -> int:
    """Take the plain text of an alert back from these people, for whom it was made a moment ago; how many."""
    if not people:
        return 0
    these = (_out.c.alert_id == alert_id) & (_out.c.contact_id.in_(sorted(people)))
    plain = (_out.c.purpose == Purpose.ALERT.value) & (_out.c.status == MtStatus.QUEUED.value)
    return connection.execute(delete(_out).where(these, plain)).rowcount


def stop_reminders(connection: Connection, alert_id: int, now: datetime, contact_id: int | None = None) -> int:
    """Cancel the reminders of an alert that wait still, of all or of one person; how many. They have reasons, and not
    the alert's id, since an alert has one message for each relay."""
    beginning = reminder_prefix(alert_id) if contact_id is None else reminder_key(alert_id, contact_id, "")
    mine = (_out.c.dedupe_key >= beginning) & (_out.c.dedupe_key < beginning[:-1] + ";")
    gone = {"status": MtStatus.CANCELLED.value, "status_at": now, "detail": STOPPED}
    waiting = update(_out).where(mine, _out.c.status == MtStatus.QUEUED.value)
    return connection.execute(waiting.values(**gone)).rowcount


def drop_old(connection: Connection, before: datetime, most: int) -> int:
    """Delete what was asked before a moment; how many."""
    old = select(_task.c.id).where(_task.c.asked_at < before).order_by(_task.c.id).limit(most)
    return connection.execute(delete(_task).where(_task.c.id.in_(old.scalar_subquery()))).rowcount
