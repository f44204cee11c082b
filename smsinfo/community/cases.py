"""What citizens bring gets a number, an office or group that deals with it, and an end that they hear of."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from smsinfo.community.case_words import is_abuse
from smsinfo.community.kit import Kit
from smsinfo.community.numbers import give_number
from smsinfo.community.telling import tell_duty, tell_members, tell_office
from smsinfo.db.queries import alert_facts, members, report_offices
from smsinfo.db.queries import cases as rows
from smsinfo.domain.cases import (
    MAY_ASK_AGAIN,
    MOST_A_DAY,
    MOST_OPEN,
    Case,
    CaseKind,
    CaseState,
)
from smsinfo.domain.community import MemberRole
from smsinfo.domain.numbers import Numbered
from smsinfo.errors import Refused
from smsinfo.sms.masking import mask_text
from smsinfo.staff.audit import WORKER

LONGEST = 1000
"""Characters of one text that are kept: six parts."""


class TooMany(Refused):
    """This phone has brought enough for now. `reason` is `open` or `day`."""

    def __init__(self, reason: str) -> None:
        super().__init__("enough cases of this phone wait; answer some of them first")
        self.reason = reason


@dataclass(frozen=True, slots=True)
class Brought:
    """What somebody brings. `region` is where they live, None where they have not said."""

    kind: CaseKind
    contact_id: int
    region: str | None
    text: str
    language: str
    practice: bool
    at: datetime
    urgent: bool = False
    private: bool = False
    rumour_id: int | None = None


@dataclass(frozen=True, slots=True)
class Opened:
    """What became of it. `told` counts people on duty or members who are told now."""

    case: Case
    told: int = 0


class Cases:
    """Opens cases and leads them to who can deal with them; every method works in the caller's transaction."""

    def __init__(self, kit: Kit) -> None:
        self._kit = kit

    def takes_reports(self, session: Session, region: str | None) -> bool:
        """True where the office of a region takes reports; without a region, where any office does."""
        if region is None:
            return report_offices.any_takes(session)
        office = report_offices.of_region(session, region)
        return office is not None and office.takes

    def open(self, session: Session, brought: Brought) -> Opened:
        """Keep it, give it a number, and tell who deals with it. Raises TooMany; danger to life is always taken."""
        if not brought.urgent:
            self._refuse_floods(session, brought)
        number = give_number(session, Numbered(brought.kind.value), brought.at)
        text = mask_text(brought.text)[:LONGEST]
        values = {
            "number": number,
            "kind": brought.kind.value,
            "state": CaseState.OPEN.value,
            "contact_id": brought.contact_id,
            "text": text,
            "language": brought.language,
            "urgent": brought.urgent,
            "private": brought.private,
            "flagged": is_abuse(text),
            "practice": brought.practice,
            "level": 0,
            "outcome": "",
            "rumour_id": brought.rumour_id,
            "opened_at": brought.at,
            "moved_at": brought.at,
        }
        rows.add(session, values)
        rows.note(session, number, brought.at, "opened", "citizen")
        case = rows.get(session, number)
        assert case is not None  # noqa: S101  (it has just been stored)
        return self.place(session, case, brought.region, brought.at) if brought.region else Opened(case)

    def place(self, session: Session, case: Case, region: str, now: datetime) -> Opened:
        """Now we know where the person lives: whose case it is follows from that, and they are told."""
        found = members.covering(session, region, (MemberRole.CONTRIBUTOR,))
        wants_group = case.kind is CaseKind.QUESTION and not case.private
        group = next((member.group_id for member in found if member.group_id is not None), None)
        holder = group if wants_group else None
        rows.change(session, case.number, {"region_code": region, "office": region, "group_id": holder})
        placed = replace(case, region=region, office=region, group_id=holder)
        if case.kind is CaseKind.QUESTION:
            return Opened(placed, tell_members(self._kit, session, placed, now))
        return Opened(placed, self._tell_of_report(session, placed, now) if case.kind is CaseKind.REPORT else 0)

    def mine(self, session: Session, number: int, contact_id: int) -> Case | None:
        """The person's own case of this number."""
        case = rows.get(session, number) if 0 < number < 2**31 else None
        return case if case is not None and case.contact_id == contact_id else None

    def add_words(self, session: Session, case: Case, words: str, now: datetime) -> bool:
        """The person says more under the number; False where the case has ended, and a new one is wanted.

        An answered question opens again for a while: the answer was not what they needed.
        """
        again = case.state is CaseState.ANSWERED and case.answered_at is not None
        lately = again and case.answered_at is not None and now - case.answered_at <= MAY_ASK_AGAIN
        if not case.waits and not lately:
            return False
        said = mask_text(words)[:LONGEST]
        rows.note(session, case.number, now, "added", "citizen", said)
        text = f"{case.text}\n{said}"[: 3 * LONGEST].strip()
        values = {"state": CaseState.OPEN.value, "text": text, "moved_at": now}
        rows.change(session, case.number, values)
        if again:
            tell_members(self._kit, session, replace(case, text=text, state=CaseState.OPEN), now)
        return True

    def rate(self, session: Session, case: Case, *, helped: bool, now: datetime) -> bool:
        """Whether the answer helped; False where there is none to rate."""
        if case.state is not CaseState.ANSWERED or case.private:
            return False
        rows.change(session, case.number, {"rating": int(helped)})
        rows.note(session, case.number, now, "rated", "citizen", "Y" if helped else "T")
        return True

    def _refuse_floods(self, session: Session, brought: Brought) -> None:
        if rows.opened_since(session, brought.contact_id, brought.at - timedelta(days=1)) >= MOST_A_DAY:
            raise TooMany("day")
        if brought.kind is not CaseKind.HOAX and rows.waiting_of(session, brought.contact_id) >= MOST_OPEN:
            raise TooMany("open")

    def _tell_of_report(self, session: Session, case: Case, now: datetime) -> int:
        assert case.region is not None  # noqa: S101  (it has just been placed)
        place = alert_facts.names(session, [case.region]).get(case.region, (case.region,))[0]
        told = tell_duty(self._kit, session, case, place, now) if case.urgent else 0
        if case.urgent:
            subject = f"case:{case.number}"
            self._kit.staff.audit.record(session, now, WORKER, "case.urgent", subject, region=case.region, told=told)
        office = report_offices.of_region(session, case.region)
        if office is not None and office.takes:
            rows.change(session, case.number, {"office": office.region})
            tell_office(self._kit, session, case, office.contact_id, place, now)
        return told
