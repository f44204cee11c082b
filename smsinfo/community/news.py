"""Contributions of members: taken in by SMS, decided by an editor of the region, told to the author.

The author is a member and the editor another person, so one editor's decision is the second pair of eyes.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from enum import StrEnum
from typing import Final

from sqlalchemy.orm import Session

from smsinfo.community.kit import Kit
from smsinfo.community.numbers import give_number
from smsinfo.community.screening import screen
from smsinfo.db.queries import news as rows
from smsinfo.db.queries.news_keeping import blank_old
from smsinfo.domain.community import Member, MemberRole
from smsinfo.domain.news import OPEN, Contribution, Flag, NewsAct, NewsKind, NewsState
from smsinfo.domain.numbers import Numbered

ADD_WITHIN: Final = timedelta(minutes=10)
"""So long TAMBAH without a number belongs to the last contribution."""
SHORTEST: Final = 12
LONGEST: Final = 480
"""Characters of a contribution, with all that is added: some three segments."""
WRITERS: Final = frozenset({MemberRole.CONTRIBUTOR, MemberRole.VILLAGE_HEAD})


class NotTaken(StrEnum):
    """Why a text was not taken. Nothing was changed."""

    SHORT = "short"
    LONG = "long"
    FLOOD = "flood"
    NOTHING_OPEN = "nothing_open"


@dataclass(frozen=True, slots=True)
class Taken:
    """What was taken, under which number; `again`: these very words came in before."""

    number: int
    flags: frozenset[Flag] = frozenset()
    again: bool = False


def writer_of(members: Collection[Member]) -> Member | None:
    """The membership under which somebody writes: that of the smallest region; None where they only relay."""
    writers = [member for member in members if member.active and member.role in WRITERS]
    return max(writers, key=lambda member: (len(member.region_code), -member.id), default=None)


class News:
    """Takes contributions in. Every method works in the caller's transaction."""

    def __init__(self, kit: Kit) -> None:
        self._kit = kit

    @property
    def most_a_day(self) -> int:
        """How many one person may send between two midnights."""
        return self._kit.settings.news_per_day

    def receive(self, session: Session, member: Member, kind: NewsKind, text: str, now: datetime) -> Taken | NotTaken:
        """Take a new contribution of a member in."""
        screened, contact = screen(text.strip()), member.contact_id
        if len(screened.text) < SHORTEST:
            return NotTaken.SHORT
        if len(screened.text) > LONGEST:
            return NotTaken.LONG
        known = rows.same(session, contact, screened.text, now - timedelta(days=1))
        if known is not None:
            return Taken(known, again=True)
        if rows.count_since(session, contact, self._midnight(now)) >= self.most_a_day:
            return NotTaken.FLOOD
        number = give_number(session, Numbered.NEWS, now)
        values = {
            "id": number,
            "kind": kind.value,
            "state": NewsState.WAITING.value,
            "region_code": member.region_code,
            "contact_id": contact,
            "membership_id": member.id,
            "group_id": member.group_id,
            "text": screened.text,
            "flags": _stored(screened.flags),
            "received_at": now,
        }
        rows.add(session, values)
        rows.note(session, number, NewsAct.RECEIVED, now, screened.text)
        return Taken(number, screened.flags)

    def append(
        self, session: Session, contact_id: int, number: int | None, text: str, now: datetime
    ) -> Taken | NotTaken:
        """Add to an undecided contribution of the person: the one with the number, else the last within ten minutes
        or the one that we asked about."""
        found = self._open(session, contact_id, number, now)
        if found is None:
            return NotTaken.NOTHING_OPEN
        screened = screen(text.strip())
        whole = f"{found.text} {screened.text}".strip()
        if len(whole) > LONGEST:
            return NotTaken.LONG
        flags = found.flags | screened.flags
        values = {"text": whole, "flags": _stored(flags), "asked_at": None}
        if not rows.move(session, found.number, OPEN, NewsState.WAITING, values):
            return NotTaken.NOTHING_OPEN
        rows.note(session, found.number, NewsAct.ADDED, now, screened.text)
        return Taken(found.number, screened.flags)

    def own(self, session: Session, contact_id: int, number: int) -> Contribution | None:
        """A contribution, where it is this person's."""
        found = rows.get(session, number)
        return found if found is not None and found.contact_id == contact_id else None

    def forget(self, session: Session, now: datetime) -> int:
        """Empty what came in of contributions that were decided longer ago than texts are kept; how many."""
        return blank_old(session, now - timedelta(days=self._kit.settings.body_days))

    def _open(self, session: Session, contact_id: int, number: int | None, now: datetime) -> Contribution | None:
        if number is not None:
            named = self.own(session, contact_id, number)
            return named if named is not None and named.is_open else None
        found = rows.latest_open(session, contact_id)
        if found is None:
            return None
        asked = found.state is NewsState.ASKED
        return found if asked or now - found.received_at <= ADD_WITHIN else None

    def _midnight(self, now: datetime) -> datetime:
        local = now.astimezone(self._kit.settings.zone)
        return datetime.combine(local.date(), time(), local.tzinfo)


def _stored(flags: Collection[Flag]) -> str:
    return " ".join(sorted(flag.value for flag in flags))
