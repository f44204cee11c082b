"""What an import of subscribers asks and writes, some hundred people at a time."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, select, update
from sqlalchemy.dialects.postgresql import insert as pg_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert

from smsinfo.db.models import ConsentEvent, Contact, OutboundMessage, Subscription, Suppression
from smsinfo.domain.contacts import ConsentKind

_contact: Any = Contact.__table__
_subscription: Any = Subscription.__table__
_consent: Any = ConsentEvent.__table__
_suppression: Any = Suppression.__table__
_out: Any = OutboundMessage.__table__
_BEGINS = (ConsentKind.SUBSCRIBED.value, ConsentKind.IMPORTED.value)


@dataclass(frozen=True, slots=True)
class Known:
    """A contact as it stands. `wants` are (region, category), `left` the regions that the person left by an own act."""

    id: int
    status: str
    language: str | None
    region_code: str | None
    wants: frozenset[tuple[str, str]] = frozenset()
    left: frozenset[str] = frozenset()
    imported: bool = False


def known(connection: Connection, seals: Collection[bytes]) -> dict[bytes, Known]:
    """Sealed number -> the contact, for those that we have: three looks, however many there are."""
    columns = (_contact.c[name] for name in ("msisdn_sealed", "id", "status", "language", "region_code"))
    rows = connection.execute(select(*columns).where(_contact.c.msisdn_sealed.in_(list(seals)))).all()
    ids = [row.id for row in rows]
    wants, (left, imported) = _wants(connection, ids), _history(connection, ids)
    return {
        bytes(row.msisdn_sealed): Known(
            row.id,
            row.status,
            row.language,
            row.region_code,
            frozenset(wants[row.id]),
            frozenset(left[row.id]),
            row.id in imported,
        )
        for row in rows
    }


def suppressed(connection: Connection, digests: Collection[bytes]) -> set[bytes]:
    """Those of the digests whose number wants nothing pushed."""
    found = connection.execute(select(_suppression.c.digest).where(_suppression.c.digest.in_(list(digests))))
    return {bytes(row.digest) for row in found}


def add_contacts(connection: Connection, rows: Sequence[Mapping[str, Any]]) -> None:
    """Insert contacts; one that somebody else has just made stays as it is."""
    _add(connection, _contact, rows)


def fill_in(connection: Connection, contact_id: int, values: Mapping[str, Any]) -> None:
    """Write what a contact had not said."""
    connection.execute(update(_contact).where(_contact.c.id == contact_id).values(dict(values)))


def add_subscriptions(connection: Connection, rows: Sequence[Mapping[str, Any]]) -> None:
    """Insert subscriptions; one that is there stays."""
    _add(connection, _subscription, rows)


def add_consents(connection: Connection, rows: Sequence[Mapping[str, Any]]) -> None:
    """Append proofs."""
    _add(connection, _consent, rows)


def add_messages(connection: Connection, rows: Sequence[Mapping[str, Any]]) -> None:
    """Put rows into the outbox; one whose reason has sent before is left out."""
    _add(connection, _out, rows)


def imported_regions(connection: Connection, contact_id: int) -> set[str]:
    """The regions that a contact has by an import and not by an own act."""
    rows = connection.execute(
        select(_consent.c.kind, _consent.c.region_code)
        .where(_consent.c.contact_id == contact_id, _consent.c.kind.in_(_BEGINS))
        .order_by(_consent.c.id)
    )
    last = {row.region_code: row.kind for row in rows}
    return {region for region, kind in last.items() if kind == ConsentKind.IMPORTED}


def _add(connection: Connection, table: Any, rows: Sequence[Mapping[str, Any]]) -> None:
    if rows:
        make: Any = pg_insert if connection.dialect.name == "postgresql" else sqlite_insert
        connection.execute(make(table).on_conflict_do_nothing(), [dict(row) for row in rows])


def _wants(connection: Connection, ids: Collection[int]) -> defaultdict[int, set[tuple[str, str]]]:
    columns = (_subscription.c[name] for name in ("contact_id", "region_code", "category"))
    found: defaultdict[int, set[tuple[str, str]]] = defaultdict(set)
    for row in connection.execute(select(*columns).where(_subscription.c.contact_id.in_(list(ids)))):
        found[row.contact_id].add((row.region_code, row.category))
    return found


def _history(connection: Connection, ids: Collection[int]) -> tuple[defaultdict[int, set[str]], set[int]]:
    """Which regions each has left and not taken again, and who was imported before."""
    columns = (_consent.c[name] for name in ("contact_id", "kind", "region_code"))
    rows = select(*columns).where(_consent.c.contact_id.in_(list(ids))).order_by(_consent.c.id)
    left: defaultdict[int, set[str]] = defaultdict(set)
    imported: set[int] = set()
    for row in connection.execute(rows):
        if row.kind == ConsentKind.UNSUBSCRIBED:
            left[row.contact_id].add(row.region_code)
        elif row.kind in _BEGINS:
            left[row.contact_id].discard(row.region_code)
        if row.kind == ConsentKind.IMPORTED:
            imported.add(row.contact_id)
    return left, imported
