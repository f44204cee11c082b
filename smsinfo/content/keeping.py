"""Who looks after a topic: set by whoever is responsible for its frame, reminded first, moved by a handover."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from sqlalchemy.orm import Session

from smsinfo.db.queries import keepers, topics
from smsinfo.db.queries import staff as people
from smsinfo.db.queries.keepers import Keeper
from smsinfo.domain.staff import PERMISSIONS, PROVINCE, Permission, Person, Role
from smsinfo.errors import ContentRefused
from smsinfo.staff.audit import Actor, AuditLog

ROLES: Final = frozenset(role.value for role in Role if Permission.VERIFY in PERMISSIONS[role])
"""Who may verify an answer may look after one."""
MOST: Final = 200


class Keeping:
    """The act; it works in the caller's transaction."""

    def __init__(self, audit: AuditLog) -> None:
        self._audit = audit

    def put(self, session: Session, person: Person, now: datetime, key: str, name: str) -> Keeper | None:
        """The account with this name (empty: nobody) looks after the topic; who it is. Raises ContentRefused."""
        found = topics.by_key(session, key)
        if found is None:
            raise ContentRefused("gone", f"there is no topic {key}")
        if not person.may(Permission.VERIFY, PROVINCE):
            raise ContentRefused("not_yours", "a topic's keeper is set for the whole province")
        wanted, before = name.strip().lower(), keepers.of_topic(session, found.row.id)
        taker = people.by_name(session, wanted) if wanted else None
        if wanted and (taker is None or not taker.active or not taker.regions(Permission.VERIFY)):
            raise ContentRefused("no_keeper", f"{wanted[:32]!r} is nobody who may verify answers")
        if (taker.id if taker else None) == (before.id if before else None):
            return before
        keepers.put(session, found.row.id, taker.id if taker else None, now)
        told = {"keeper": taker.name if taker else "", "was": before.name if before else ""}
        self._audit.record(session, now, Actor.of(person), "topic.kept", f"topic:{key}", region=PROVINCE, **told)
        return keepers.of_topic(session, found.row.id)


def candidates(session: Session) -> list[Keeper]:
    """Whom a form offers."""
    return keepers.candidates(session, ROLES, MOST)
