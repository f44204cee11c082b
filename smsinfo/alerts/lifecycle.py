"""What two people do with an alert: write, submit, return or approve; and what one of them may do: stop it.

Each step is one conditional update on (status, version), so of two people who act at the same moment exactly one does;
the other is told to look again. Every step is written down twice: in the alert's own history and in the audit log.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from sqlalchemy import Connection
from sqlalchemy.orm import Session

from smsinfo.alerts.checks import check, errors, warnings
from smsinfo.alerts.draft import Draft, NewAlert, tidy
from smsinfo.alerts.facts import Facts, rule_of
from smsinfo.alerts.history import BY_WORKER, Doer, Hand, History
from smsinfo.alerts.proof import Proven
from smsinfo.alerts.rules import refuse_in, refuse_to, refuse_unproven, said
from smsinfo.alerts.seal import Sealed, Seals
from smsinfo.alerts.store import put_parts, store
from smsinfo.db.queries import alerting as rows
from smsinfo.db.queries import relaying, stopping
from smsinfo.domain.alerts import ALONE, Act, Alert, Kind, Status, next_status
from smsinfo.domain.findings import Finding
from smsinfo.errors import AlertRefused, Refused
from smsinfo.staff.audit import AuditLog

FEWEST_MOVED: Final = 5
SHARE_MOVED: Final = 0.02
"""So far the count may move between the look and the approval: max(5, 2 %) of what was shown."""


@dataclass(frozen=True, slots=True)
class Approval:
    """What an approver gives: the version and the count that the page showed, the count that they typed, the warnings
    (keys) that they accept, and the proof of a fresh code (an announcement needs none)."""

    version: int
    shown: int
    typed: int
    accepted: frozenset[str] = frozenset()
    proof: Proven | None = None


class Lifecycle:
    """Every method works in the caller's transaction and raises AlertRefused where a rule forbids the act."""

    def __init__(
        self, audit: AuditLog, seals: Seals, facts: Facts, wake: Callable[[Connection, int], None] = lambda *_: None
    ) -> None:
        """`wake` tells a worker, after the commit, that an alert waits for its fan-out."""
        self._history = History(audit)
        self._seals = seals
        self._facts = facts
        self._wake = wake

    def open(self, session: Session, doer: Doer, now: datetime, new: NewAlert, draft: Draft) -> Alert:
        """A new draft. Whether it is a drill is decided here and never again."""
        draft = tidy(draft)
        refuse_in(Act.DRAFT, draft.regions, doer.person)
        self._refuse_reference(session, new)
        alert_id = store(session, self._facts, doer.person, now, new, draft)
        alert = self.get(session, alert_id)
        self._history.note(session, now, doer.hand, Act.DRAFT, alert, alert, drill=alert.drill, form=alert.form.value)
        return alert

    def get(self, session: Session, alert_id: int) -> Alert:
        """One alert. Raises AlertRefused where there is none."""
        alert = rows.get(session, alert_id)
        if alert is None:
            raise AlertRefused("no_alert", "there is no such alert")
        return alert

    def edit(self, session: Session, doer: Doer, now: datetime, alert: Alert, draft: Draft) -> Alert:
        """New words for a draft or a returned alert: its next version. `alert` is as the writer's window saw it."""
        draft = tidy(draft)
        refuse_to(Act.EDIT, alert, doer.person)
        refuse_in(Act.EDIT, draft.regions, doer.person)
        values = draft.columns() | {"version": alert.version + 1, "editor_id": doer.person.id, "edited_at": now}
        return self._move(session, doer.hand, now, Act.EDIT, alert, values | {"accepted": "[]"}, parts=draft)

    def findings(
        self, session: Session, alert: Alert, now: datetime, about: Alert | None = None
    ) -> tuple[Finding, ...]:
        """What the checks say of an alert now. `about` is the one that it refers to, where the caller has it."""
        return check(alert, self._facts.known(session, alert, now, about))

    def submit(
        self, session: Session, doer: Doer, now: datetime, alert: Alert, accepted: frozenset[str] = frozenset()
    ) -> Alert:
        """Send a draft to an approver. Raises AlertRefused with its `findings` for errors, or warnings not accepted."""
        refuse_to(Act.SUBMIT, alert, doer.person)
        kept = self._refuse_findings(session, alert, now, accepted)
        values = {"submitted_at": now, "submitter_id": doer.person.id, "accepted": json.dumps(sorted(kept))}
        return self._move(session, doer.hand, now, Act.SUBMIT, alert, values, accepted=sorted(kept))

    def take_back(self, session: Session, doer: Doer, now: datetime, alert: Alert) -> Alert:
        """Make a draft of what was submitted, to mend it."""
        refuse_to(Act.TAKE_BACK, alert, doer.person)
        return self._move(session, doer.hand, now, Act.TAKE_BACK, alert, {"submitted_at": None, "submitter_id": None})

    def send_back(self, session: Session, doer: Doer, now: datetime, alert: Alert, why: str) -> Alert:
        """Return it to its writers, who are told why."""
        return self._decide(session, doer, now, Act.RETURN, alert, why)

    def reject(self, session: Session, doer: Doer, now: datetime, alert: Alert, why: str) -> Alert:
        """Refuse it for good, and say why."""
        return self._decide(session, doer, now, Act.REJECT, alert, why)

    def approve(self, session: Session, doer: Doer, now: datetime, alert: Alert, given: Approval) -> Alert:
        """Let it go out. Raises AlertRefused: `moved` where the count is not any more what was shown (its `count` is
        the new one), `count` for a wrong one, `code` without a fresh proof, and as `submit` does."""
        refuse_to(Act.APPROVE, alert, doer.person)
        if given.version != alert.version:
            raise AlertRefused("decided", "it was changed in the meantime; look at it again")
        if alert.kind is Kind.ALERT:
            refuse_unproven(given.proof, doer.person, now)
        kept = self._refuse_findings(session, alert, now, given.accepted)
        if not kept <= alert.accepted:
            raise AlertRefused("warnings", "its writer has not accepted all warnings; return it", warnings=sorted(kept))
        count = self._counted(session, alert, now, given)
        values = {"approved_at": now, "approver_id": doer.person.id, "shown_count": given.shown}
        told: dict[str, Any] = {
            "count": count,
            "means": given.proof.means if given.proof else "",
            "accepted": sorted(kept),
        }
        sent = self._move(session, doer.hand, now, Act.APPROVE, alert, values | self.sealing(alert), **told)
        self._stop_first(session, doer, now, sent)
        self._wake(session.connection(), alert.id)
        return sent

    def send_alone(
        self, session: Session, doer: Doer, now: datetime, new: NewAlert, draft: Draft, proof: Proven | None
    ) -> Alert:
        """What one person sends at once: a correction or a recall in prepared words (alerts/recall.py). There is nobody
        else to accept a warning, so there must be none."""
        draft = tidy(draft)
        if new.form not in ALONE:
            raise AlertRefused("two_people", "this goes out by two people")
        refuse_in(Act.CORRECT, draft.regions, doer.person)
        refuse_unproven(proof, doer.person, now)
        alert = self.get(session, store(session, self._facts, doer.person, now, new, draft))
        found = self.findings(session, alert, now)
        if found:
            raise AlertRefused("findings", f"it has to be mended: {found[0].code}", findings=found)
        count = self._facts.count(session, alert, now)
        values = {"submitted_at": now, "submitter_id": doer.person.id, "approved_at": now, "shown_count": count}
        values |= {"approver_id": doer.person.id} | self.sealing(alert)
        if not rows.move(session, alert, Status.APPROVED, values):
            raise AlertRefused("decided", "somebody else has changed it in the meantime; look at it again")
        sent = self.get(session, alert.id)
        told: dict[str, Any] = {"count": count, "form": new.form.value, "means": proof.means if proof else ""}
        self._history.note(session, now, doer.hand, Act.CORRECT, alert, sent, **told)
        self._wake(session.connection(), alert.id)
        return sent

    def cancel(self, session: Session, doer: Doer, now: datetime, alert: Alert, why: str) -> Alert:
        """Stop it: nothing more of it leaves from the commit on, whatever still waits (worker: `Dispatch`). One person
        is enough. Who has it already is told by a recall (alerts/recall.py)."""
        refuse_to(Act.CANCEL, alert, doer.person)
        gone = self._move(session, doer.hand, now, Act.CANCEL, alert, {"stopped_at": now}, why=said(why))
        stopping.cancel_page(session.connection(), now, alert.id, 0)
        return gone

    def step(self, session: Session, now: datetime, act: Act, alert: Alert, **values: Any) -> Alert:
        """What the worker does: `BEGIN`, `FINISH`, `EXPIRE`, or `CANCEL` where the seal does not fit."""
        return self._move(session, BY_WORKER, now, act, alert, values)

    def sealing(self, alert: Alert) -> dict[str, Any]:
        """The columns of an approval that hold for what is approved: rule and seal."""
        rule = rule_of(alert).rule()
        try:
            seal = self._seals.make(Sealed.of(alert, rule))
        except Refused as problem:
            raise AlertRefused("no_number_declared", str(problem)) from None
        return {"audience": rule, "seal": seal, "seal_key": self._seals.key_id}

    def _refuse_reference(self, session: Session, new: NewAlert) -> None:
        """What is said of a drill is a drill, and corrections and recalls are not drafted."""
        if new.form in ALONE:
            raise AlertRefused("alone", "one person sends corrections and recalls at once, from the alert's own page")
        if new.references_id is not None and self.get(session, new.references_id).drill is not new.drill:
            raise AlertRefused("drill_mixed", "a drill and a warning do not refer to each other")

    def _stop_first(self, session: Session, doer: Doer, now: datetime, alert: Alert) -> None:
        """Whoever has not had the first message yet gets the news of it instead."""
        first = rows.get(session, alert.references_id) if alert.references_id is not None else None
        if first is not None and next_status(first.status, Act.CANCEL) and first.approved_at is not None:
            why = f"followed by {alert.code}"
            self._move(session, doer.hand, now, Act.CANCEL, first, {"stopped_at": now}, why=why)

    def _decide(self, session: Session, doer: Doer, now: datetime, act: Act, alert: Alert, why: str) -> Alert:
        refuse_to(act, alert, doer.person)
        return self._move(session, doer.hand, now, act, alert, {}, why=said(why))

    def _refuse_findings(
        self, session: Session, alert: Alert, now: datetime, accepted: frozenset[str]
    ) -> frozenset[str]:
        """The keys of the warnings, all of them accepted. Raises AlertRefused."""
        found = self.findings(session, alert, now)
        wrong = errors(found)
        if wrong:
            raise AlertRefused("findings", f"{len(wrong)} things have to be mended: {wrong[0].code}", findings=wrong)
        asked = warnings(found)
        if not asked <= accepted:
            left = sorted(asked - accepted)
            raise AlertRefused("warnings", f"look at these first: {', '.join(left)}", warnings=left)
        return asked

    def _counted(self, session: Session, alert: Alert, now: datetime, given: Approval) -> int:
        if given.typed != given.shown:
            raise AlertRefused("count", "the number that you typed is not the number of recipients", shown=given.shown)
        count = self._facts.count(session, alert, now)
        if abs(count - given.shown) > max(FEWEST_MOVED, SHARE_MOVED * given.shown):
            told = f"it would reach {count} people now; look again"
            raise AlertRefused("moved", told, count=count, shown=given.shown)
        return count

    def _move(
        self,
        session: Session,
        hand: Hand,
        now: datetime,
        act: Act,
        alert: Alert,
        values: dict[str, Any],
        *,
        parts: Draft | None = None,
        why: str = "",
        **details: object,
    ) -> Alert:
        """Take the step, if the alert is still as it was seen. Raises AlertRefused where somebody else was quicker."""
        new = next_status(alert.status, act)
        if new is None or not rows.move(session, alert, new, values):
            raise AlertRefused("decided", "somebody else has changed it in the meantime; look at it again")
        if new in (Status.CANCELLED, Status.EXPIRED):
            relaying.stop_reminders(session.connection(), alert.id, now)
        if parts is not None:
            put_parts(session, self._facts, alert.id, parts)
        moved = self.get(session, alert.id)
        self._history.note(session, now, hand, act, alert, moved, why=why, **details)
        return moved
