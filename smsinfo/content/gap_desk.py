"""What editors do with gaps: each act asks whose gap it is, goes through the editorial workflow, and is written down.

A gap belongs to who is responsible for every region that it was asked from; a text whose place we do not know is the
province's. Nothing is published here: an alias is a change that another person approves, as all words are.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy.orm import Session

from smsinfo.content import gaps
from smsinfo.content.alias_wanted import Alias, propose_alias
from smsinfo.content.editing import Editing
from smsinfo.content.typed import MOST, line
from smsinfo.db.queries.gaps import REGENCY
from smsinfo.domain.gaps import Gap, GapState
from smsinfo.domain.staff import PROVINCE, Permission, Person
from smsinfo.errors import ContentRefused
from smsinfo.staff.audit import Actor, AuditLog

MOST_EXAMPLES = 12


def watched(person: Person) -> frozenset[str] | None:
    """The regencies whose gaps the person sees; None for all. Gaps are counted by regency: a district has none."""
    regions = person.regions(Permission.WRITE)
    return None if PROVINCE in regions else frozenset(code for code in regions if len(code) == REGENCY)


def may_decide(person: Person, regions: Iterable[str]) -> bool:
    """True where the person is responsible for every region that a gap was asked from."""
    return all(person.may(Permission.WRITE, code or PROVINCE) for code in regions)


class GapDesk:
    """The acts; every method works in the caller's transaction and raises BadInput where there is no such gap."""

    def __init__(self, audit: AuditLog) -> None:
        self._audit = audit
        self._editing = Editing(audit)

    def propose(
        self, session: Session, person: Person, now: datetime, number: int, key: str, words: str, language: str
    ) -> int | None:
        """Propose an alias of a topic and close the gap; the change that waits. Raises ContentRefused.

        None where the person was writing on the topic already: then it stands in that draft, which they send when the
        rest is ready.
        """
        gap = self._mine(session, person, number)
        alias = Alias(key, words, language, f"{gap.title} ({gap.asked}x)")
        topic, change = propose_alias(self._editing, session, person, now, alias)
        gaps.propose(session, number, topic, person.name, now)
        self._note(session, now, person, "gap.aliased", gap, topic=topic, alias=line(words), change=change)
        return change

    def start(
        self, session: Session, person: Person, now: datetime, number: int, key: str, category: str, title: str
    ) -> str:
        """Begin a topic whose draft has the gap's texts as examples, and close the gap; its key.

        Raises ContentRefused.
        """
        gap, key = self._mine(session, person, number), key.strip().lower()
        examples = list(dict.fromkeys(_examples(gap)))[:MOST_EXAMPLES]
        self._editing.open_topic(session, person, now, key, category, title, examples)
        gaps.start_topic(session, number, person.name, now, key)
        self._note(session, now, person, "gap.started", gap, topic=key)
        return key

    def ignore(self, session: Session, person: Person, now: datetime, number: int) -> None:
        """This is nothing that we answer. Raises ContentRefused."""
        gap = self._mine(session, person, number)
        gaps.ignore(session, number, person.name, now)
        self._note(session, now, person, "gap.ignored", gap)

    def reopen(self, session: Session, person: Person, now: datetime, number: int) -> None:
        """Back on the list; an open gap stays as it is. Raises ContentRefused."""
        gap = self._mine(session, person, number)
        if gap.state != GapState.OPEN:
            gaps.reopen(session, number)
            self._note(session, now, person, "gap.reopened", gap, was=gap.state.value)

    def _mine(self, session: Session, person: Person, number: int) -> Gap:
        gap = gaps.get_gap(session, number)
        if not may_decide(person, dict(gap.regions)):
            raise ContentRefused("not_yours", f"gap {number} was asked from outside your jurisdiction too")
        return gap

    def _note(self, session: Session, now: datetime, person: Person, action: str, gap: Gap, **details: object) -> None:
        codes = {code or PROVINCE for code, _asked in gap.regions}
        region = codes.pop() if len(codes) == 1 else PROVINCE
        told = {"asked": gap.asked, **details}
        self._audit.record(session, now, Actor.of(person), action, f"gap:{gap.id}", region=region, **told)


def _examples(gap: Gap) -> list[str]:
    """Its texts in one line each, those that have room."""
    return [said for text in gaps.plain_texts(gap) if 0 < len(said := line(text)) <= MOST["examples"]]
