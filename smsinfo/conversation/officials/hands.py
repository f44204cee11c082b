"""What every command of an official works with: who texts, by which text, and the services; and the one-time code."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy.orm import Session

from smsinfo.alerts.history import Doer
from smsinfo.alerts.office import Office
from smsinfo.alerts.proof import Proven, Sent
from smsinfo.alerts.service import Alerts
from smsinfo.conversation.officials.findings import told
from smsinfo.conversation.officials.reading import Call
from smsinfo.conversation.turn import Turn
from smsinfo.db.queries import alerting
from smsinfo.domain.alerts import Alert, Status, Via
from smsinfo.domain.staff import Person
from smsinfo.errors import AlertRefused

LATE: Final = timedelta(hours=1)
"""A text that was under way for longer does nothing: its sender has done something else by now."""
AHEAD: Final = timedelta(minutes=5)
"""So far the message centre's clock may be before ours; else it is wrong, and ours counts."""

REFUSED: Final = {
    "not_now": "official.refused.not_now",
    "decided": "official.refused.not_now",
    "suspended": "official.refused.not_yours",
    "administrator": "official.refused.not_yours",
    "not_yours": "official.refused.not_yours",
    "own": "official.refused.own",
    "warnings": "official.refused.warnings",
    "too_long": "official.refused.long",
    "too_many_regions": "official.refused.regions",
}
_STATUS: Final = {
    Status.APPROVED: "official.status.approved",
    Status.SENDING: "official.status.approved",
    Status.COMPLETED: "official.status.completed",
    Status.CANCELLED: "official.status.cancelled",
    Status.REJECTED: "official.status.rejected",
    Status.EXPIRED: "official.status.expired",
}


class Answered(Exception):
    """The command ends here, with these words."""

    def __init__(self, text: str) -> None:
        super().__init__(text)
        self.text = text


@dataclass(frozen=True, slots=True)
class Heard:
    """One command on its way: inside the transaction that stores the text and its answer."""

    call: Call
    person: Person
    turn: Turn
    session: Session
    sent_at: datetime | None
    alerts: Alerts
    office: Office

    @property
    def now(self) -> datetime:
        """When we got the text."""
        return self.turn.now

    @property
    def doer(self) -> Doer:
        """As it is written down."""
        return Doer(self.person, Via.SMS)

    def clock(self, at: datetime | None) -> str:
        """`02.07`"""
        return f"{at.astimezone(self.turn.zone):%H.%M}" if at is not None else "-"

    def answer(self, key: str, /, **values: object) -> Answered:
        """To be raised: our text in the official's language."""
        return Answered(self.turn.say(key, **values))

    def alert(self) -> Alert:
        """The alert that the command names. Raises Answered where there is none."""
        found = alerting.by_code(self.session, self.call.alert)
        if found is None:
            raise self.answer("official.unknown", code=self.call.alert)
        return found

    def proven(self) -> Proven:
        """The one-time code, used up by this. Raises Answered for none, a wrong one, or while the account is locked."""
        if not self.call.proof:
            raise self.answer("official.code.missing")
        sent = self.sent_at if self.sent_at is not None and self.sent_at <= self.now + AHEAD else self.now
        try:
            proof = self.alerts.proofs.check(self.session, self.person, self.call.proof, self.now, sent=Sent(sent))
        except AlertRefused as locked:
            until = locked.values.get("until")
            shown = self.clock(until) if isinstance(until, datetime) else "-"
            raise self.answer("official.code.locked", until=shown) from None
        if proof is None:
            raise self.answer("official.code.wrong")
        return proof

    def refusal(self, problem: AlertRefused, alert: Alert | None = None) -> Answered:
        """To be raised: why the act was refused, in the official's words."""
        found = problem.values.get("findings")
        if isinstance(found, tuple):
            return Answered(told(self.turn.say, found))
        if problem.reason in ("not_now", "decided", "called_back") and alert is not None:
            return Answered(self.standing(alerting.get(self.session, alert.id) or alert))
        key = REFUSED.get(problem.reason, "official.refused.other")
        return self.answer(key, code=alert.code if alert is not None else "", value="")

    def standing(self, alert: Alert) -> str:
        """How an alert stands that nothing of the kind can be done to any more."""
        key = _STATUS.get(alert.status)
        if key is None:
            return self.turn.say("official.refused.not_now", code=alert.code)
        at = alert.stopped_at or alert.finished_at or alert.approved_at
        return self.turn.say(key, code=alert.code, name=alert.approver or "-", until=self.clock(at))
