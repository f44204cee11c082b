"""Every step of an alert, written down in its own history and in the audit log, in the transaction of the step."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlalchemy.orm import Session

from smsinfo.db.queries import alerting as rows
from smsinfo.domain.alerts import Act, Alert, Via
from smsinfo.domain.staff import PROVINCE, Person
from smsinfo.staff.audit import TERMINAL, WORKER, Actor, AuditLog

MOST_AUDITED_REGIONS: Final = 20


@dataclass(frozen=True, slots=True)
class Hand:
    """Who did it, and from where: an account, or the worker."""

    actor: Actor
    via: Via


@dataclass(frozen=True, slots=True)
class Doer:
    """A person who acts, on a page or by text."""

    person: Person
    via: Via = Via.WEB

    @property
    def hand(self) -> Hand:
        """As it is written down."""
        return Hand(Actor.of(self.person), self.via)


BY_WORKER: Final = Hand(WORKER, Via.WORKER)
BY_TERMINAL: Final = Hand(TERMINAL, Via.TERMINAL)


class History:
    """Writes steps down."""

    def __init__(self, audit: AuditLog) -> None:
        self._audit = audit

    def note(
        self,
        session: Session,
        now: datetime,
        hand: Hand,
        act: Act,
        before: Alert,
        after: Alert,
        *,
        why: str = "",
        **details: object,
    ) -> None:
        """One step, from `before` to `after` (the same where nothing moved)."""
        rows.add_event(
            session,
            {
                "alert_id": after.id,
                "act": act.value,
                "before": before.status.value,
                "after": after.status.value,
                "version": after.version,
                "actor_id": hand.actor.id,
                "actor": hand.actor.name,
                "via": hand.via.value,
                "why": why,
                "details": json.dumps(details, sort_keys=True, ensure_ascii=True),
                "at": now,
            },
        )
        told = {"version": after.version, "drill": after.drill, "via": hand.via.value, **details}
        if why:
            told["why"] = why
        self.tell(session, now, hand.actor, f"alert.{act.value}", after, **told)

    def tell(self, session: Session, now: datetime, actor: Actor, action: str, alert: Alert, **details: object) -> None:
        """The audit log alone."""
        regions = list(alert.regions[:MOST_AUDITED_REGIONS])
        self._audit.record(
            session,
            now,
            actor,
            action,
            f"alert:{alert.code}",
            region=alert.regions[0] if len(alert.regions) == 1 else PROVINCE,
            regions=regions,
            region_count=len(alert.regions),
            **details,
        )
