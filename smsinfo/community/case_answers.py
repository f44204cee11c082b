"""Answers to questions: by a member's text, read by an editor unless the member is trusted, and at a desk."""

from __future__ import annotations

import re
from datetime import datetime
from typing import Final

from sqlalchemy.orm import Session

from smsinfo.community.kit import Kit
from smsinfo.community.telling import tell_citizen, tell_one_member
from smsinfo.db.models import Contact
from smsinfo.db.queries import cases as rows
from smsinfo.db.queries import members
from smsinfo.domain.cases import AnswerState, Case, CaseAnswer, CaseKind, CaseState
from smsinfo.domain.community import Member
from smsinfo.domain.staff import Person
from smsinfo.errors import CaseRefused, Refused
from smsinfo.locale import say
from smsinfo.sms.clean import clean
from smsinfo.sms.gsm7 import to_gsm7
from smsinfo.sms.masking import has_personal_number
from smsinfo.sms.segments import count

MOST_SEGMENTS: Final = 2
"""Of a member's answer; at a desk there is one more."""
_LINK: Final = re.compile(r"(?i)https?://|www\.|\b[\w-]+\.(?:com|net|org|info|id|ly|me|xyz|site|online)\b(?:/|\s|$)")
_OFFICIAL: Final = re.compile(r"(?i)\b[\w.-]+\.go\.id\b")


class NotTaken(Refused):
    """A member's answer was not taken; `reason` says why, as its text for the member is called."""

    def __init__(self, reason: str, **values: object) -> None:
        super().__init__(f"this answer is not taken: {reason}")
        self.reason = reason
        self.values = values


class CaseAnswers:
    """Every method works in the caller's transaction; a case is held against others while it is answered."""

    def __init__(self, kit: Kit) -> None:
        self._kit = kit

    def by_member(self, session: Session, who: tuple[Member, ...], number: int, words: str, now: datetime) -> bool:
        """Take a member's answer; True where it went out at once, False where it waits for an editor.

        Raises NotTaken: of two who answer at once the second hears that it was answered.
        """
        text = to_gsm7(clean(words)).strip()
        case = rows.get(session, number, lock=True) if 0 < number < 2**31 else None
        member = self._may(session, case, who)
        if case is None or member is None:
            raise NotTaken("unknown")
        self._refuse_ended(session, case)
        self._refuse_words(text)
        credit = member.group or member.name
        state = AnswerState.SENT if member.trusted else AnswerState.WAITING
        values = {
            "number": number,
            "membership_id": member.id,
            "group_id": member.group_id,
            "credit": credit,
            "text": text,
            "state": state.value,
            "at": now,
            "decided_at": now if member.trusted else None,
        }
        rows.add_answer(session, values)
        rows.note(session, number, now, "suggested", "member", text)
        if member.trusted:
            self.send(session, case, text, credit, now, "member")
        return member.trusted

    def accept(self, session: Session, person: Person, case: Case, answer: CaseAnswer, text: str, now: datetime) -> str:
        """Send a member's answer as it is or as the editor mended it; the text that left. Raises CaseRefused."""
        mended = to_gsm7(clean(text)).strip()
        if not mended or count(mended) > MOST_SEGMENTS + 1 or has_personal_number(mended):
            raise CaseRefused("no_words", "an answer has one to three segments and no personal numbers")
        if not case.waits:
            raise CaseRefused("case_ended", "this case has ended")
        if not rows.decide_answer(session, answer.id, AnswerState.SENT, now):
            raise CaseRefused("case_decided", "somebody has decided on this answer before")
        self.send(session, case, mended, answer.credit, now, person.name)
        self._tell_member(session, answer, "answer.accepted", now, number=case.number)
        return mended

    def decline(self, session: Session, case: Case, answer: CaseAnswer, reason: str, now: datetime) -> None:
        """Not this answer; the member is told why, and the question waits on. Raises CaseRefused."""
        said = to_gsm7(clean(reason)).strip()[:80]
        if not said:
            raise CaseRefused("no_reason", "write why")
        if not rows.decide_answer(session, answer.id, AnswerState.DECLINED, now):
            raise CaseRefused("case_decided", "somebody has decided on this answer before")
        self._tell_member(session, answer, "answer.declined", now, number=case.number, reason=said)

    def send(self, session: Session, case: Case, text: str, credit: str, now: datetime, by: str) -> bool:
        """The answer goes to who asked, with credit; violence is answered without a word that others understand."""
        if case.private:
            told = say("answer.neutral", case.language, number=case.number, text=text)
        else:
            told = say("answer.credit", case.language, credit=credit, number=case.number, text=text)
            if case.kind is CaseKind.QUESTION:
                told += "\n" + say("answer.rate", case.language, number=case.number)
        sent = tell_citizen(self._kit, session, case, told, now, f"answer:{now.timestamp():.0f}")
        values = {"state": CaseState.ANSWERED.value, "answered_at": case.answered_at or now, "moved_at": now}
        rows.change(session, case.number, values)
        rows.note(session, case.number, now, "answered" if sent else "untold", by, text)
        return sent

    def _tell_member(self, session: Session, answer: CaseAnswer, key: str, now: datetime, **values: object) -> None:
        phone = members.contact_of(session, answer.membership_id) if answer.membership_id is not None else None
        if phone is not None:
            language = session.get_one(Contact, phone).language or self._kit.settings.language
            tell_one_member(self._kit, session, phone, say(key, language, **values), f"{key}:{answer.id}", now)

    @staticmethod
    def _may(session: Session, case: Case | None, who: tuple[Member, ...]) -> Member | None:
        """The membership under which somebody may answer: its region holds the asker, or it was told of the case."""
        if case is None or case.kind is not CaseKind.QUESTION or case.private or case.practice:
            return None
        told = rows.told(session, case.number)
        fitting = [one for one in who if one.id in told or (case.region is not None and one.serves(case.region))]
        return max(fitting, key=lambda one: (one.trusted, one.group_id is not None), default=None)

    @staticmethod
    def _refuse_ended(session: Session, case: Case) -> None:
        if case.state is CaseState.ANSWERED:
            found = [one for one in rows.answers(session, case.number) if one.state is AnswerState.SENT]
            raise NotTaken("taken", credit=found[-1].credit if found else "-")
        if not case.waits:
            raise NotTaken("closed")
        waiting = [one for one in rows.answers(session, case.number) if one.state is AnswerState.WAITING]
        if waiting:
            raise NotTaken("first", credit=waiting[0].credit)

    @staticmethod
    def _refuse_words(text: str) -> None:
        if not any(char.isalpha() for char in text):
            raise NotTaken("empty")
        if has_personal_number(text):
            raise NotTaken("personal")
        if _LINK.search(_OFFICIAL.sub("", text)):
            raise NotTaken("link")
        if count(text) > MOST_SEGMENTS:
            raise NotTaken("long", most=MOST_SEGMENTS)
