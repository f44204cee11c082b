"""What staff do with a case: each act asks whose it is, goes into its history, and into the audit log."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from sqlalchemy.orm import Session

from smsinfo.community.case_answers import CaseAnswers
from smsinfo.community.kit import Kit
from smsinfo.community.telling import tell_citizen
from smsinfo.db.queries import alert_facts
from smsinfo.db.queries import cases as rows
from smsinfo.db.queries import report_offices as offices
from smsinfo.domain.cases import (
    AnswerState,
    Case,
    CaseAnswer,
    CaseKind,
    CaseState,
    Closing,
    Outcome,
)
from smsinfo.domain.staff import PROVINCE, Permission, Person
from smsinfo.errors import CaseRefused
from smsinfo.locale import say
from smsinfo.sms.clean import clean
from smsinfo.sms.gsm7 import to_gsm7
from smsinfo.sms.masking import has_personal_number
from smsinfo.sms.segments import count
from smsinfo.staff.audit import Actor

MOST_SEGMENTS: Final = 3
WORDS: Final = {CaseKind.REPORT: "LAPOR", CaseKind.PROPOSAL: "USUL", CaseKind.QUESTION: "TANYA"}


def may_deal(person: Person, case: Case) -> bool:
    """True where the case is of the person's jurisdiction: by where it came from, or by which office holds it."""
    places = {case.region or PROVINCE, case.office or case.region or PROVINCE}
    return any(person.may(Permission.CASES, place) for place in places)


class CaseDesk:
    """The acts; every method works in the caller's transaction and raises CaseRefused."""

    def __init__(self, kit: Kit, answering: CaseAnswers) -> None:
        self._kit = kit
        self._answering = answering

    def get(self, session: Session, person: Person, number: int, *, lock: bool = False) -> Case | None:
        """A case that the person may deal with; None for others', as for one that is not there."""
        case = rows.get(session, number, lock=lock) if 0 < number < 2**31 else None
        return case if case is not None and may_deal(person, case) else None

    def looked(self, session: Session, person: Person, case: Case, now: datetime) -> None:
        """Somebody reads it."""
        self._record(session, person, case, now, "case.opened")

    def answer(self, session: Session, person: Person, case: Case, text: str, now: datetime) -> bool:
        """Answer by SMS; False where it could not be sent: they said STOP since, or no channel sends."""
        self._open(case)
        words = self._words(text)
        credit = self._office_name(session, case)
        waiting = [one for one in rows.answers(session, case.number) if one.state is AnswerState.WAITING]
        for one in waiting:
            self._answering.decline(session, case, one, say("answer.by_office", case.language), now)
        values = {"number": case.number, "credit": credit, "text": words, "state": AnswerState.SENT.value}
        rows.add_answer(session, {**values, "at": now, "decided_at": now})
        sent = self._answering.send(session, case, words, credit, now, person.name)
        self._record(session, person, case, now, "case.answered", segments=count(words), sent=sent)
        return sent

    def ask_back(self, session: Session, person: Person, case: Case, text: str, now: datetime) -> bool:
        """Ask who brought it; they answer under the number."""
        self._open(case)
        words = self._words(text)
        key = "case.asks" if not case.private else "case.asks_quietly"
        told = say(key, case.language, number=case.number, text=words, word=WORDS[self._worded(case)])
        sent = tell_citizen(self._kit, session, case, told, now, f"ask:{now.timestamp():.0f}")
        rows.change(session, case.number, {"state": CaseState.ASKED.value, "moved_at": now})
        rows.note(session, case.number, now, "asked", person.name, words)
        self._record(session, person, case, now, "case.asked", sent=sent)
        return sent

    def to_sp4n(self, session: Session, person: Person, case: Case, now: datetime) -> None:
        """It is for the national complaints system: the person is told how to reach it."""
        self._open(case)
        self._end(session, person, case, CaseState.PASSED_ON, "SP4N", now)
        tell_citizen(self._kit, session, case, say("case.sp4n", case.language, number=case.number), now, "sp4n")
        self._record(session, person, case, now, "case.passed_on", to="sp4n")

    def to_office(self, session: Session, person: Person, case: Case, region: str, now: datetime) -> None:
        """Another office deals with it; it waits on, and the person is told where."""
        self._open(case)
        if region == case.office:
            raise CaseRefused("case_same", "it is with this office already")
        rows.change(session, case.number, {"office": region, "group_id": None, "moved_at": now})
        rows.note(session, case.number, now, "passed_on", person.name, region)
        if not case.private:
            place = alert_facts.names(session, [region]).get(region, (region,))[0]
            text = say("case.moved", case.language, number=case.number, place=place)
            tell_citizen(self._kit, session, case, text, now, f"moved:{region}")
        self._record(session, person, case, now, "case.passed_on", to=region)

    def close(self, session: Session, person: Person, case: Case, reason: str, now: datetime) -> None:
        """End it without an answer; the person hears of it unless it was abuse."""
        self._open(case)
        if reason not in set(Closing):
            raise CaseRefused("no_reason", "choose why")
        rows.change(session, case.number, {"outcome": reason})
        self._end(session, person, case, CaseState.CLOSED, reason, now)
        if reason != Closing.ABUSE and not case.private:
            text = say(f"case.closed.{reason}", case.language, number=case.number)
            tell_citizen(self._kit, session, case, text, now, "closed")
        self._record(session, person, case, now, "case.closed", reason=reason)

    def decide(self, session: Session, person: Person, case: Case, outcome: str, now: datetime) -> None:
        """What became of a proposal; who made it is told."""
        if case.kind is not CaseKind.PROPOSAL or outcome not in set(Outcome):
            raise CaseRefused("no_reason", "choose what became of it")
        if case.outcome == outcome:
            raise CaseRefused("case_same", "it says so already")
        ended = Outcome(outcome) in (Outcome.TAKEN_UP, Outcome.NOT_TAKEN_UP)
        state = CaseState.ANSWERED if ended else CaseState.OPEN
        done = now if ended else None
        rows.change(
            session, case.number, {"outcome": outcome, "state": state.value, "answered_at": done, "moved_at": now}
        )
        rows.note(session, case.number, now, outcome, person.name)
        text = say(f"case.proposal.{outcome}", case.language, number=case.number)
        tell_citizen(self._kit, session, case, text, now, f"outcome:{outcome}")
        self._record(session, person, case, now, "case.decided", outcome=outcome)

    def accept(
        self, session: Session, person: Person, case: Case, answer: CaseAnswer, text: str, now: datetime
    ) -> None:
        """Send a member's answer, as it is or mended."""
        words = self._answering.accept(session, person, case, answer, text, now)
        self._record(session, person, case, now, "case.accepted", answer=answer.id, mended=words != answer.text)

    def decline(
        self, session: Session, person: Person, case: Case, answer: CaseAnswer, reason: str, now: datetime
    ) -> None:
        """Not this answer; the member is told why."""
        self._answering.decline(session, case, answer, reason, now)
        self._record(session, person, case, now, "case.declined", answer=answer.id)

    def set_office(
        self, session: Session, person: Person, region: str, now: datetime, *, takes: bool, account_id: int | None
    ) -> None:
        """Say whether the office of a region takes reports, and who is told of them."""
        if not person.may(Permission.CASES, region):
            raise CaseRefused("not_yours", "this region is outside your jurisdiction")
        values = {"takes": takes, "account_id": account_id, "changed_at": now, "changed_by": person.name}
        offices.put(session, region, values)
        self._kit.staff.audit.record(
            session, now, Actor.of(person), "case.office", f"region:{region}", region=region, takes=takes
        )

    @staticmethod
    def _worded(case: Case) -> CaseKind:
        if case.kind not in WORDS:
            raise CaseRefused("case_hoax", "a rumour gets a verdict and no question")
        return case.kind

    @staticmethod
    def _open(case: Case) -> None:
        if not case.waits:
            raise CaseRefused("case_ended", "this case has ended")

    @staticmethod
    def _words(text: str) -> str:
        words = to_gsm7(clean(text)).strip()
        if not words:
            raise CaseRefused("no_words", "write a text")
        if has_personal_number(words):
            raise CaseRefused("personal", "leave NIK, KK and card numbers out")
        if count(words) > MOST_SEGMENTS:
            raise CaseRefused("too_long", "shorten the text", most=MOST_SEGMENTS)
        return words

    @staticmethod
    def _office_name(session: Session, case: Case) -> str:
        place = case.office or case.region
        name = alert_facts.names(session, [place]).get(place, (place,))[0] if place is not None else ""
        return say("answer.office", case.language, place=name).strip()

    @staticmethod
    def _end(session: Session, person: Person, case: Case, state: CaseState, words: str, now: datetime) -> None:
        rows.change(session, case.number, {"state": state.value, "closed_at": now, "moved_at": now})
        rows.note(session, case.number, now, state.value, person.name, words)

    def _record(
        self, session: Session, person: Person, case: Case, now: datetime, action: str, **details: object
    ) -> None:
        region = case.region or PROVINCE
        self._kit.staff.audit.record(
            session, now, Actor.of(person), action, f"case:{case.number}", region=region, **details
        )
