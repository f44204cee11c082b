"""What time does to cases: they find their place, go on to others, lose their words. Pure in the clock."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

from sqlalchemy.orm import Session

from smsinfo.community.cases import Cases
from smsinfo.community.kit import Kit
from smsinfo.community.telling import tell_citizen, tell_members
from smsinfo.db.queries import alert_facts
from smsinfo.db.queries import cases as rows
from smsinfo.domain.cases import FIRST_STEP, SECOND_STEP, Case, CaseKind, CaseState
from smsinfo.domain.regions import ancestors
from smsinfo.locale import say

AT_ONCE: Final = 200
"""Cases of one transaction."""
REGENCY: Final = 2
"""Parts of a regency's code."""


class CaseClock:
    """The duties; every method works in the caller's transaction and says how much it did."""

    def __init__(self, kit: Kit, cases: Cases) -> None:
        self._kit = kit
        self._cases = cases

    def place(self, session: Session, now: datetime) -> int:
        """Lead cases on whose people have told us where they live since."""
        found = rows.unplaced(session, AT_ONCE)
        for case, region in found:
            if case.kind is CaseKind.REPORT and not case.urgent and not self._cases.takes_reports(session, region):
                self._to_sp4n(session, case, region, now)
            else:
                self._cases.place(session, case, region, now)
        return len(found)

    def escalate(self, session: Session, now: datetime) -> int:
        """Questions that nobody answers go on: to other members and the regency, then to the province.

        Who asked is told so, once.
        """
        first = rows.overdue(session, 1, now - FIRST_STEP, AT_ONCE)
        for case in first:
            office = self._raise(session, case, 1, REGENCY, now)
            tell_members(self._kit, session, case, now)
            place = alert_facts.names(session, [office]).get(office, (office,))[0] if office else "-"
            text = say("case.late", case.language, number=case.number, place=place)
            if office is not None and not case.private:
                tell_citizen(self._kit, session, case, text, now, "late")
        second = rows.overdue(session, 2, now - SECOND_STEP, AT_ONCE)
        for case in second:
            self._raise(session, case, 2, 1, now)
        return len(first) + len(second)

    def forget(self, session: Session, now: datetime, days: int, id_days: int) -> int:
        """Empty the words of cases that nobody has touched for so many days; delete those much older."""
        numbers = rows.old(session, now - timedelta(days=days), AT_ONCE)
        if numbers:
            rows.forget(session, numbers)
        return len(numbers) + rows.drop(session, now - timedelta(days=max(days, id_days)))

    def _raise(self, session: Session, case: Case, level: int, parts: int, now: datetime) -> str | None:
        covering = ancestors(case.region) if case.region is not None else ()
        office = next((code for code in covering if code.count(".") < parts), None)
        rows.change(session, case.number, {"level": level, "office": office or case.office})
        rows.note(session, case.number, now, "escalated", "worker")
        return office

    def _to_sp4n(self, session: Session, case: Case, region: str, now: datetime) -> None:
        ended = {"region_code": region, "state": CaseState.PASSED_ON.value, "closed_at": now, "moved_at": now}
        rows.change(session, case.number, ended)
        rows.note(session, case.number, now, "passed_on", "worker", "SP4N")
        text = say("case.sp4n", case.language, number=case.number)
        tell_citizen(self._kit, session, case, text, now, "sp4n")
