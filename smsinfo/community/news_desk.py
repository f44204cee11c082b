"""What editors decide about contributions: publish, ask back, decline, withdraw. The author hears of each by SMS."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final

from sqlalchemy.orm import Session

from smsinfo.community.kit import Kit
from smsinfo.community.screening import screen
from smsinfo.db.queries import local
from smsinfo.db.queries import news as rows
from smsinfo.domain.messages import Lane, Purpose
from smsinfo.domain.news import OPEN, Contribution, Flag, NewsAct, NewsKind, NewsState
from smsinfo.domain.regions import covers
from smsinfo.domain.staff import Permission, Person
from smsinfo.errors import NewsRefused, Refused
from smsinfo.locale import say
from smsinfo.logs import get_logger
from smsinfo.outbox.enqueue import Draft
from smsinfo.sms.gsm7 import to_gsm7
from smsinfo.sms.segments import split
from smsinfo.staff.audit import Actor

log = get_logger(__name__)
MOST_SEGMENTS: Final = 3
LONGEST_REASON: Final = 100
"""What an editor asks or answers fits into one segment with our words around it."""
LONGEST_CREDIT: Final = 60
LONGEST_LIFE: Final = timedelta(days=366)
OVERDUE: Final = timedelta(days=2)
"""A contribution that waits longer is late."""
WORTH_TELLING: Final = timedelta(days=3)
_TOLD: Final = {NewsAct.ASKED: "news.ask", NewsAct.DECLINED: "news.declined", NewsAct.WITHDRAWN: "news.withdrawn"}


@dataclass(frozen=True, slots=True)
class Edited:
    """What an editor makes of a contribution. `checked`: they went through the list of questions and what was found."""

    words: str
    kind: NewsKind
    region_code: str
    credit: str
    expires_on: date
    checked: bool


class NewsDesk:
    """Decides, writes it down and tells the author. Every method works in the caller's transaction and raises
    NewsRefused."""

    def __init__(self, kit: Kit) -> None:
        self._kit = kit

    def publish(self, session: Session, person: Person, now: datetime, number: int, edited: Edited) -> bool:
        """Put it into the answers; True when the author will hear of it."""
        found = self._allowed(session, person, number)
        words, credit = to_gsm7(" ".join(edited.words.split())), to_gsm7(" ".join(edited.credit.split()))
        self._check(person, found, edited, words, credit, now.astimezone(self._kit.settings.zone).date())
        values = {
            "words": words,
            "kind": edited.kind.value,
            "region_code": edited.region_code,
            "credit": credit,
            "expires_on": edited.expires_on,
            "published_at": now,
            "decided_at": now,
            "account_id": person.id,
            "asked_at": None,
            "reason": "",
        }
        self._move(session, found, NewsState.PUBLISHED, values)
        local.moved(session, now)
        self._write(session, person, now, found, NewsAct.PUBLISHED, words, region=edited.region_code)
        return self._tell(
            session, now, found, NewsAct.PUBLISHED, say_of(self._language(found), found.number, edited.expires_on)
        )

    def ask(self, session: Session, person: Person, now: datetime, number: int, words: str) -> bool:
        """Ask the author back; their TAMBAH answers."""
        return self._answer(session, person, now, number, words, NewsAct.ASKED)

    def decline(self, session: Session, person: Person, now: datetime, number: int, words: str) -> bool:
        """Publish nothing, and say why."""
        return self._answer(session, person, now, number, words, NewsAct.DECLINED)

    def withdraw(self, session: Session, person: Person, now: datetime, number: int, words: str) -> bool:
        """Take a published one out of the answers, and say why."""
        return self._answer(session, person, now, number, words, NewsAct.WITHDRAWN)

    def _answer(self, session: Session, person: Person, now: datetime, number: int, words: str, act: NewsAct) -> bool:
        found, said = self._allowed(session, person, number), to_gsm7(" ".join(words.split()))
        if not said:
            raise NewsRefused("no_words")
        if len(said) > LONGEST_REASON:
            raise NewsRefused("long_words", most=LONGEST_REASON)
        if screen(said).flags & {Flag.NUMBER, Flag.PHONE, Flag.CHILD}:
            raise NewsRefused("personal")
        asked = act is NewsAct.ASKED
        values = {"reason": said, "asked_at": now if asked else None, "account_id": person.id}
        self._move(session, found, NewsState(act.value), values if asked else {**values, "decided_at": now})
        if act is NewsAct.WITHDRAWN:
            local.moved(session, now)
        self._write(session, person, now, found, act, said, region=found.region_code)
        text = say(_TOLD[act], self._language(found), number=found.number, words=said)
        return self._tell(session, now, found, act, text)

    def _allowed(self, session: Session, person: Person, number: int) -> Contribution:
        found = rows.get(session, number)
        if found is None or not person.may(Permission.NEWS, found.region_code):
            raise NewsRefused("not_yours")
        return found

    @staticmethod
    def _check(person: Person, found: Contribution, edited: Edited, words: str, credit: str, today: date) -> None:
        flags = screen(words).flags | screen(credit).flags
        inside = covers(found.region_code, edited.region_code)
        problems = (
            ("no_words", not words),
            ("long", split(f"{words} ({credit})").count > MOST_SEGMENTS),
            ("personal", bool(flags & {Flag.NUMBER, Flag.CHILD})),
            ("no_credit", not credit or len(credit) > LONGEST_CREDIT),
            ("unshown", not found.shown and len(found.author) > 2 and found.author.lower() in credit.lower()),
            ("place", not inside or not person.may(Permission.NEWS, edited.region_code)),
            ("date", not today < edited.expires_on <= today + LONGEST_LIFE),
            ("unchecked", not edited.checked),
        )
        reason = next((code for code, wrong in problems if wrong), None)
        if reason is not None:
            raise NewsRefused(reason)

    @staticmethod
    def _move(session: Session, found: Contribution, state: NewsState, values: Mapping[str, object]) -> None:
        before = frozenset({NewsState.PUBLISHED}) if state is NewsState.WITHDRAWN else OPEN
        if not rows.move(session, found.number, before, state, values):
            raise NewsRefused("decided")

    def _write(
        self,
        session: Session,
        person: Person,
        now: datetime,
        found: Contribution,
        act: NewsAct,
        words: str,
        region: str,
    ) -> None:
        rows.note(session, found.number, act, now, words, person.id)
        actor, subject = Actor.of(person), str(found.number)
        self._kit.staff.audit.record(session, now, actor, f"news.{act.value}", subject, region=region, kind=found.kind)

    def _language(self, found: Contribution) -> str:
        return found.language or self._kit.settings.language

    def _tell(self, session: Session, now: datetime, found: Contribution, act: NewsAct, text: str) -> bool:
        if found.contact_id is None:
            return False
        draft = Draft(
            text=text,
            purpose=Purpose.TICKET,
            lane=Lane.BULK,
            valid_for=WORTH_TELLING,
            contact_id=found.contact_id,
            dedupe_key=f"news:{found.number}:{act.value}:{int(now.timestamp())}",
        )
        try:
            return self._kit.outbox.add(session.connection(), draft, now) is not None
        except Refused as problem:  # the decision stands where no channel can send; STATUS tells it
            log.warning("news_not_told", number=found.number, problem=type(problem).__name__)
            return False


def say_of(language: str, number: int, until: date) -> str:
    """What the author of a published contribution is told."""
    return say("news.published", language, number=number, until=f"{until:%d-%m-%Y}")
