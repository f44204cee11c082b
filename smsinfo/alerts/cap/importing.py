"""CAP documents become drafts: each once, for the regions that it names, in each language that it has.

Nothing here submits or approves. A draft that came so is written by nobody: whoever mends it is its editor, and another
person approves it, as with every alert.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy.orm import Session

from smsinfo.alerts.cap.drafting import by_language
from smsinfo.alerts.cap.opening import Arrival, Arrived, Opening
from smsinfo.alerts.cap.outcome import KEPT, Outcome, Result
from smsinfo.alerts.cap.regions import Proposer
from smsinfo.config import Settings
from smsinfo.db.models import CapDocument
from smsinfo.db.queries import alerting
from smsinfo.db.queries import cap_documents as documents
from smsinfo.domain.alerts import LEAVING, Alert, Status
from smsinfo.domain.cap_document import CapAlert, MsgType, Remark, Scope, remark
from smsinfo.domain.cap_document import Status as CapStatus
from smsinfo.errors import BadCap

OLD: Final = timedelta(days=1)
"""A document without expires that is older is over: a replay, or a feed that forgets nothing."""

CLOCKS: Final = timedelta(minutes=10)
"""So much may two clocks differ."""
WAITING: Final = frozenset({Status.DRAFT, Status.RETURNED, Status.SUBMITTED})


class Importer:
    """Works in the caller's transaction. `proposer` knows the regions of today."""

    def __init__(self, settings: Settings, opening: Opening, proposer: Callable[[Session], Proposer]) -> None:
        self._settings = settings
        self._opening = opening
        self._proposer = proposer

    def take(self, session: Session, arrival: Arrival) -> Result:
        """What becomes of a document; the same again is a duplicate.

        Raises BadCap where another process takes the same one at this moment: of the two drafts none may stay twice.
        """
        alert = arrival.alert
        if alert.sender.lower() not in [sender.lower() for sender in self._settings.cap_senders]:
            return Result(Outcome.STRANGER)
        rows = documents.named(session, alert.sender, alert.identifier, alert.sent)
        new = [language for language in _languages(alert) if language not in {row.language for row in rows}]
        if not new:
            return Result(Outcome.DUPLICATE)
        result, alert_id = self._judged(session, arrival, rows)
        if result.outcome in KEPT:
            for language in new:
                if not documents.add(session, _values(arrival, language, result, alert_id)):
                    raise BadCap("somebody else brings it at this moment; look at what came of it")
        return result

    def _judged(self, session: Session, arrival: Arrival, rows: list[CapDocument]) -> tuple[Result, int | None]:
        alert = arrival.alert
        if alert.status is not CapStatus.ACTUAL or alert.scope is not Scope.PUBLIC:
            return Result(Outcome.HELD, remarks=(_held(alert),)), None
        if alert.msg_type in (MsgType.ACK, MsgType.ERROR):
            why = remark("is of type {kind}, which is for machines", kind=alert.msg_type.value)
            return Result(Outcome.HELD, remarks=(why,)), None
        if is_over(alert, arrival.now):
            return Result(Outcome.EXPIRED), None
        known = next((row.alert_id for row in rows if row.alert_id is not None), None)
        if known is not None:
            return self._other_language(session, arrival, known)
        return self._new(session, arrival)

    def _new(self, session: Session, arrival: Arrival) -> tuple[Result, int | None]:
        alert = arrival.alert
        earlier = self._earlier(session, alert)
        sent = next((one for one in earlier if one.status in LEAVING), None)
        remarks = list(alert.remarks)
        if alert.sent > arrival.now + CLOCKS:
            remarks.append(remark("says that it was sent after now; look at the sender's clock and ours"))
        closed = [one for one in earlier if one.status in WAITING and self._close(session, arrival, one, remarks)]
        if alert.msg_type is MsgType.CANCEL and sent is None:
            if not closed:
                return Result(Outcome.ELSEWHERE, remarks=tuple(remarks)), None
            return Result(Outcome.WITHDRAWN, closed[0].code, remarks=tuple(remarks)), closed[0].id
        found = self._proposer(session).propose(alert)
        if not found.regions and sent is None:
            return Result(Outcome.ELSEWHERE, remarks=(*remarks, *found.remarks)), None
        remarks += found.remarks
        made = self._opening.open(session, Arrived(arrival, found, tuple(remarks), sent))
        return Result(Outcome.DRAFT, made.code, found.regions, tuple(remarks)), made.id

    def _other_language(self, session: Session, arrival: Arrival, alert_id: int) -> tuple[Result, int | None]:
        """The same document in another language: its text joins the draft, as long as that is one."""
        draft = alerting.get(session, alert_id)
        if draft is None or draft.status is not Status.DRAFT:
            return Result(Outcome.DUPLICATE), None
        if not self._opening.add_texts(session, arrival, draft):
            return Result(Outcome.DUPLICATE), None
        return Result(Outcome.ADDED, draft.code), draft.id

    def _earlier(self, session: Session, alert: CapAlert) -> list[Alert]:
        """Our alerts of the documents that this one is about. Nobody speaks for another sender."""
        ids = {
            row.alert_id
            for one in alert.references
            if one.sender.lower() == alert.sender.lower()
            for row in documents.named(session, one.sender, one.identifier, one.sent)
            if row.alert_id is not None
        }
        found = (alerting.get(session, alert_id) for alert_id in sorted(ids))
        return [one for one in found if one is not None]

    def _close(self, session: Session, arrival: Arrival, draft: Alert, remarks: list[Remark]) -> bool:
        """Close a draft that its sender has replaced or taken back; one that somebody worked on is left to them."""
        if draft.editor_id is not None and arrival.alert.msg_type is not MsgType.CANCEL:
            remarks.append(remark("an earlier draft of it waits as {code}; look at both", code=draft.code))
            return False
        self._opening.close(session, arrival.now, draft)
        return True


def is_over(alert: CapAlert, now: datetime) -> bool:
    """Whether a document says nothing for the time to come."""
    ends = [info.expires for info in alert.infos if info.expires is not None]
    if alert.infos and len(ends) == len(alert.infos):
        return max(ends) <= now
    return alert.sent < now - OLD


def _held(alert: CapAlert) -> Remark:
    if alert.status is not CapStatus.ACTUAL:
        return remark("{status}: not meant for people, so no draft was made", status=alert.status.value.upper())
    return remark("is for {scope} readers, not for the public", scope=alert.scope.value)


def _languages(alert: CapAlert) -> list[str]:
    """The languages of ours that it speaks; one of no language where it says nothing (a Cancel)."""
    return sorted(by_language(alert.infos)) or [""]


def _values(arrival: Arrival, language: str, result: Result, alert_id: int | None) -> dict[str, object]:
    alert = arrival.alert
    found = {
        "regions": [[one.code, one.reason.value, one.said, one.wide] for one in result.regions],
        "remarks": [[one.template, dict(one.values)] for one in result.remarks],
    }
    return {
        "sender": alert.sender,
        "identifier": alert.identifier,
        "sent_at": alert.sent,
        "language": language,
        "status": alert.status.value,
        "msg_type": alert.msg_type.value,
        "headline": next((info.headline or info.event for info in alert.infos), "")[:500],
        "origin": arrival.origin[:500],
        "outcome": result.outcome.value,
        "found": json.dumps(found, ensure_ascii=False, default=str),
        "alert_id": alert_id,
        "seen_at": arrival.now,
    }
