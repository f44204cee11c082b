"""Compares with the seal what is about to leave: before each page of the fan-out, and for each batch of a drain.

What the seal covers besides the texts is read anew for each batch, in one small statement. The texts themselves are
not: those of the batch are in the worker's hands, so these very bytes are looked up among the sealed forms, which are
kept as long as the alert's row stays as it was when its seal was last found to fit.
"""

from __future__ import annotations

import threading
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from sqlalchemy import Connection

from smsinfo.alerts.history import History
from smsinfo.alerts.lifecycle import Lifecycle
from smsinfo.alerts.reading_out import Frame, frames
from smsinfo.alerts.seal import Sealed, Seals, leaving
from smsinfo.db.engine import Database
from smsinfo.db.queries import alerting, marks, sealed
from smsinfo.db.queries.outbox import STOPPED
from smsinfo.db.queries.sealed import Head
from smsinfo.domain.alerts import LEAVING, Act, Status, next_status
from smsinfo.domain.clock import Clock
from smsinfo.domain.messages import Purpose
from smsinfo.domain.outbox import Claimed
from smsinfo.errors import AlertRefused
from smsinfo.logs import get_logger
from smsinfo.outbox.alarms import UNSEALED
from smsinfo.staff.audit import WORKER

log = get_logger(__name__)
KEPT: Final = 64
"""Alerts that are sent at the same time; more would be forgotten and verified again."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """What was found of an alert whose row stood so: why it must not be sent, or the texts that may leave, and those
    of relays."""

    head: Head
    problem: str
    forms: frozenset[str]
    frames: tuple[Frame, ...] = ()

    def lets(self, item: Claimed) -> bool:
        """True where these very words may leave for this purpose."""
        if item.purpose is Purpose.RELAY:
            return any(frame.fits(item.body) for frame in self.frames)
        return item.body in self.forms


class SealGuard:
    """One process's guard. Threads of several channels share it."""

    def __init__(self, database: Database, clock: Clock, seals: Seals, lifecycle: Lifecycle, history: History) -> None:
        self._database = database
        self._clock = clock
        self._seals = seals
        self._lifecycle = lifecycle
        self._history = history
        self._lock = threading.Lock()
        self._verdicts: dict[int, Verdict] = {}
        self._found: dict[int, str] = {}

    def held(self, connection: Connection, items: Sequence[Claimed]) -> Mapping[int, str]:
        """Row -> why it must not leave: its alert was stopped, is not what was approved, or its text is none of it."""
        wanted = {item.alert_id for item in items if item.alert_id is not None}
        if not wanted:
            return {}
        verdicts = {head.id: self._verdict(connection, head) for head in sealed.heads(connection, wanted).values()}
        going = {status.value for status in LEAVING}
        held: dict[int, str] = {}
        for item in items:
            if item.alert_id is None:
                continue
            verdict = verdicts[item.alert_id]
            if verdict.head.status not in going:
                held[item.id] = STOPPED
            elif problem := verdict.problem or ("" if verdict.lets(item) else "changed"):
                held[item.id] = f"not what was approved: {problem}"
                self._note(item.alert_id, problem)
        return held

    def check(self, connection: Connection, alert_id: int) -> str:
        """Why the alert must not be sent, all of it read anew; "" where it is what was approved."""
        head = sealed.heads(connection, [alert_id])[alert_id]
        problem = self._examine(connection, head).problem
        if problem:
            self._note(alert_id, problem)
        return problem

    def tell(self) -> None:
        """Stop what was found to be wrong, write it down, and raise the alarm: once an alert."""
        with self._lock:
            found, self._found = self._found, {}
        for alert_id, problem in found.items():
            with self._database.write() as session:
                alert, now = alerting.get(session, alert_id), self._clock()
                if alert is None:
                    continue
                marks.put(session.connection(), f"{UNSEALED}{alert.code}", problem, now)
                self._history.tell(session, now, WORKER, "alert.unsealed", alert, problem=problem)
                if next_status(alert.status, Act.CANCEL) is Status.CANCELLED:
                    try:
                        self._lifecycle.step(session, now, Act.CANCEL, alert, stopped_at=now)
                    except AlertRefused:
                        log.info("alert_moved_on", alert=alert_id)
            log.critical("alert_unsealed", alert=alert_id, problem=problem)

    def _note(self, alert_id: int, problem: str) -> None:
        with self._lock:
            self._found.setdefault(alert_id, problem)

    def _verdict(self, connection: Connection, head: Head) -> Verdict:
        with self._lock:
            known = self._verdicts.get(head.id)
        if known is not None and known.head == head:
            return known
        found = self._examine(connection, head)
        with self._lock:
            if len(self._verdicts) >= KEPT:
                self._verdicts.clear()
            self._verdicts[head.id] = found
        return found

    def _examine(self, connection: Connection, head: Head) -> Verdict:
        approved = Sealed(
            id=head.id,
            version=head.version,
            drill=head.drill,
            kind=head.kind,
            form=head.form,
            msg_type=head.msg_type,
            category=head.category,
            severity=head.severity,
            expires_at=head.expires_at,
            references_id=head.references_id,
            audience=head.audience,
            regions=sealed.regions(connection, head.id),
            texts=sealed.texts(connection, head.id),
        )
        problem = self._seals.problem(approved, head.seal, head.seal_key)
        if problem:
            return Verdict(head, problem, frozenset())
        forms = self._seals.forms(approved)
        return Verdict(head, "", leaving(forms), tuple(frames(head, forms)))
