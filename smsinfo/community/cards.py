"""The village card: filled and confirmed by SMS by the village's own people, accepted by an editor of the region."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Final

from sqlalchemy.orm import Session

from smsinfo.community.kit import Kit
from smsinfo.community.news import WRITERS
from smsinfo.community.screening import screen
from smsinfo.db.queries import cards as rows
from smsinfo.db.queries import local, members
from smsinfo.domain.cards import FRESH, REMIND, CardField, CardLine
from smsinfo.domain.community import Member
from smsinfo.domain.messages import Lane, Purpose
from smsinfo.domain.staff import Permission, Person
from smsinfo.errors import NewsRefused, Refused
from smsinfo.locale import say
from smsinfo.logs import get_logger
from smsinfo.outbox.enqueue import Draft
from smsinfo.sms.gsm7 import to_gsm7
from smsinfo.staff.audit import Actor

log = get_logger(__name__)
LONGEST: Final = 60
AHEAD: Final = timedelta(days=183)
"""A day without its year lies in the half year to come; else it is one that has passed."""
_DAY = re.compile(r"(\d{1,2})[/.-](\d{1,2})(?:[/.-](\d{4}))?\b")


class NotFilled(StrEnum):
    """Why a line was not taken. Nothing was changed."""

    LONG = "long"
    NO_DAY = "no_day"
    PAST = "past"
    PERSONAL = "personal"


def village_of(found: Collection[Member]) -> Member | None:
    """The membership under which somebody fills a card: of a village, as its head or a contributor."""
    fits = (one for one in found if one.active and one.role in WRITERS and one.region_code.count(".") == 3)
    return min(fits, key=lambda one: one.id, default=None)


def day_in(text: str, today: date) -> date | NotFilled:
    """The day that a text begins with: 12/1 is the twelfth of January to come, 12/1/2027 that of the year."""
    found = _DAY.match(text)
    if found is None:
        return NotFilled.NO_DAY
    number, month, year = int(found[1]), int(found[2]), found[3]
    years = (int(year),) if year else (today.year, today.year + 1)
    days = [made for one in years if (made := _made(one, month, number)) is not None]
    if not days:
        return NotFilled.NO_DAY
    return next((one for one in days if today <= one <= today + (FRESH * 5 if year else AHEAD)), NotFilled.PAST)


class Cards:
    """Fills, confirms, accepts. Every method works in the caller's transaction."""

    def __init__(self, kit: Kit) -> None:
        self._kit = kit

    def fill(self, session: Session, member: Member, field: CardField, text: str, now: datetime) -> NotFilled | None:
        """Propose a line; None when it is taken."""
        said = to_gsm7(" ".join(text.split()))
        day = day_in(said, self._today(now)) if field is CardField.POSYANDU else None
        if isinstance(day, NotFilled):
            return day
        if len(said) > LONGEST:
            return NotFilled.LONG
        if screen(said).text != said:
            return NotFilled.PERSONAL
        values = {"proposed": said, "proposed_day": day, "proposed_at": now, "contact_id": member.contact_id}
        rows.put(session, member.region_code, field, values)
        return None

    def confirm(self, session: Session, region: str, now: datetime) -> int:
        """All that is accepted of a village is right; how many lines."""
        confirmed = rows.confirm(session, region, now)
        if confirmed:
            local.moved(session, now)
        return confirmed

    def accept(self, session: Session, person: Person, now: datetime, number: int) -> None:
        """Put what was proposed into the answers. Raises NewsRefused."""
        line = self._allowed(session, person, number)
        values = {"value": line.proposed, "day": line.proposed_day, "confirmed_at": line.proposed_at}
        self._decide(session, person, now, line, "accepted", values)
        local.moved(session, now)

    def refuse(self, session: Session, person: Person, now: datetime, number: int) -> None:
        """Leave the line as it was. Raises NewsRefused."""
        self._decide(session, person, now, self._allowed(session, person, number), "refused", {})

    def remind(self, session: Session, now: datetime) -> int:
        """Ask the people of villages whose card grows old to confirm it, once for each confirmation; how many."""
        told = 0
        for region, at in rows.grown_old(session, now - FRESH, now - REMIND).items():
            days = (at + FRESH - now).days
            for contact in {one.contact_id for one in members.covering(session, region, WRITERS) if village_of((one,))}:
                text = say("card.remind", self._kit.settings.language, days=days)
                told += self._tell(session, now, contact, text, f"card:{region}:{at:%Y%m%d}:{contact}")
        return told

    def _allowed(self, session: Session, person: Person, number: int) -> CardLine:
        line = rows.get(session, number)
        if line is None or not person.may(Permission.NEWS, line.region_code):
            raise NewsRefused("not_yours")
        return line

    def _decide(
        self, session: Session, person: Person, now: datetime, line: CardLine, done: str, values: Mapping[str, object]
    ) -> None:
        if not line.proposed or not rows.decide(session, line, values):
            raise NewsRefused("decided")
        self._kit.staff.audit.record(
            session, now, Actor.of(person), f"card.{done}", line.field.value, region=line.region_code
        )
        if line.contact_id is not None:
            key = "card.accepted" if done == "accepted" else "card.refused"
            text = say(key, self._kit.settings.language, name=line.field.label)
            self._tell(session, now, line.contact_id, text, f"card:{line.id}:{done}:{int(now.timestamp())}")

    def _tell(self, session: Session, now: datetime, contact: int, text: str, reason: str) -> bool:
        worth = timedelta(days=3)
        draft = Draft(text, Purpose.TICKET, Lane.BULK, valid_for=worth, contact_id=contact, dedupe_key=reason)
        try:
            return self._kit.outbox.add(session.connection(), draft, now) is not None
        except Refused as problem:
            log.warning("card_not_told", problem=type(problem).__name__)
            return False

    def _today(self, now: datetime) -> date:
        return now.astimezone(self._kit.settings.zone).date()


def _made(year: int, month: int, number: int) -> date | None:
    try:
        return date(year, month, number)
    except ValueError:
        return None
