"""The contact behind a number, made when the first thing has to be kept of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection

from smsinfo.db.queries import exchange
from smsinfo.db.queries.dead import bring_back


@dataclass(frozen=True, slots=True)
class Newcomer:
    """A number under the newest key, with what is kept of somebody who is new."""

    sealed: bytes
    operator: str
    practice: bool
    at: datetime


def contact_of(
    connection: Connection, known: int | None, sealed: bytes | None, person: Newcomer, *, aside: bool
) -> int:
    """The contact's id: of a new one, of the one that another process has just made, or of the known one.

    A number that is still `sealed` under an older key is sealed again. One that was set `aside` as dead has spoken.
    """
    if known is None:
        values = {
            "msisdn_sealed": person.sealed,
            "operator": person.operator,
            "status": "active",
            "practice": person.practice,
            "first_seen_at": person.at,
        }
        return exchange.add_contact(connection, values)
    if sealed != person.sealed:
        exchange.reseal(connection, known, person.sealed)
    if aside:
        bring_back(connection, known)
    return known
