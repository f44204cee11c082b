"""A list of groups, people and village heads brought in: groups are entered, people invited.

Nobody is a member or a head by a file.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final, Protocol

from sqlalchemy.orm import Session

from smsinfo.community.groups import Groups, Wanted
from smsinfo.community.joining import Invitation, Joining
from smsinfo.community.kit import Kit
from smsinfo.db.engine import Database
from smsinfo.db.queries import contacts, memberships
from smsinfo.db.queries import groups as rows
from smsinfo.domain.clock import Clock
from smsinfo.domain.community import MemberRole, MemberState
from smsinfo.errors import CommunityRefused, Refused
from smsinfo.staff.audit import Actor

THERE: Final = frozenset({MemberState.INVITED, MemberState.ACTIVE, MemberState.SUSPENDED})
PAGE: Final = 50
"""Rows of one transaction: texts of citizens wait no longer than for these."""


class Row(Protocol):
    """What is taken of a row of a file. `number` is E.164, or "" where nobody is to be invited.

    A village head has no group: their row says the number, the name and the village.
    """

    @property
    def line(self) -> int:
        """Where it stands in the file."""

    @property
    def group(self) -> str:
        """The group's name."""

    @property
    def seat(self) -> str:
        """The code of its seat."""

    @property
    def decree(self) -> str:
        """The number of its decree."""

    @property
    def area(self) -> str:
        """What it serves, in words."""

    @property
    def address(self) -> str:
        """Where its office is."""

    @property
    def number(self) -> str:
        """Whom to invite."""

    @property
    def name(self) -> str:
        """Their name."""

    @property
    def role(self) -> MemberRole:
        """As what."""

    @property
    def village(self) -> str:
        """For which region."""


@dataclass(slots=True)
class Report:
    """What a file brings, or has brought: new groups (seat, name), the lines whose people are invited, and how many
    rows were there already.

    `refused` are (line, why) of the rows that were left out.
    """

    groups: set[tuple[str, str]] = field(default_factory=set)
    invited: list[int] = field(default_factory=list)
    there: int = 0
    refused: list[tuple[int, Refused]] = field(default_factory=list)

    @property
    def invitations(self) -> int:
        """How many people are invited."""
        return len(self.invited)


class GroupArrivals:
    """Brings rows in: a page of them in the caller's transaction, or a whole file page by page."""

    def __init__(self, kit: Kit) -> None:
        self._kit = kit
        self._groups = Groups(kit)
        self._joining = Joining(kit)

    def rehearse(self, database: Database, actor: Actor, found: Sequence[Row], clock: Clock) -> Report:
        """What a file would bring; nothing of it is kept."""
        report = Report()
        for page in paged(found):
            with database.rehearse() as session:
                self.bring(session, actor, page, clock(), report)
        return report

    def bring_all(self, database: Database, actor: Actor, found: Sequence[Row], digest: str, clock: Clock) -> Report:
        """Bring a file in, and note who did it with what came of it."""
        report = Report()
        for page in paged(found):
            with database.write() as session:
                self.bring(session, actor, page, clock(), report)
        heads = {row.line for row in found if row.role is MemberRole.VILLAGE_HEAD}.intersection(report.invited)
        with database.write() as session:
            self._note(session, actor, digest, report, len(heads), clock())
        return report

    def bring(self, session: Session, actor: Actor, found: Iterable[Row], now: datetime, report: Report) -> None:
        """Enter what is new and invite whom nobody has invited, and count it. A row that is refused leaves nothing.

        The same file twice changes nothing, and nobody gets a second code.
        """
        for row in found:
            try:
                with session.begin_nested():
                    made, invited = self._row(session, actor, row, now)
            except Refused as refusal:
                report.refused.append((row.line, refusal))
                continue
            group = (row.seat, row.group.lower())
            made = made and group not in report.groups  # a page before this one was rolled back
            if made:
                report.groups.add(group)
            if invited:
                report.invited.append(row.line)
            report.there += not (made or invited)

    def _note(self, session: Session, actor: Actor, digest: str, report: Report, heads: int, now: datetime) -> None:
        """Who brought which file in, and what came of it; no number and no name."""
        self._kit.staff.audit.record(
            session, now, actor, "group.imported", f"file:{digest[:16]}",
            groups=len(report.groups), invited=report.invitations, heads=heads, refused=len(report.refused),
        )  # fmt: skip

    def _row(self, session: Session, actor: Actor, row: Row, now: datetime) -> tuple[bool, bool]:
        """Whether the group is new, and whether somebody was invited."""
        if row.role is MemberRole.VILLAGE_HEAD:
            return False, self._head(session, actor, row, now)
        group = rows.by_name(session, row.seat, row.group)
        made = group is None
        if group is None:
            wanted = Wanted(row.group, row.seat, row.decree, row.area, row.address)
            group = self._groups.create(session, actor, wanted, now)
        elif group.closed_at is not None:
            raise CommunityRefused("group_closed", f"{group.name} is closed")
        if not row.number or self._is_there(session, row):
            return made, False
        self._joining.invite(session, actor, Invitation(row.number, row.name, row.village, row.role, group), now)
        return made, True

    def _head(self, session: Session, actor: Actor, row: Row, now: datetime) -> bool:
        """Whether a head was invited. A file never puts one in the place of another, not even of an open invitation."""
        if self._is_there(session, row):
            return False
        if memberships.has_head(session, row.village, states=THERE):
            raise CommunityRefused("head_known", "the village has a head, one who rests or one who is invited")
        self._joining.invite(session, actor, Invitation(row.number, row.name, row.village, row.role), now)
        return True

    def _is_there(self, session: Session, row: Row) -> bool:
        known = contacts.by_seals(session, self._kit.sealer.seals(row.number))
        one = memberships.same(session, known.id, row.role, row.village) if known is not None else None
        return one is not None and one.state in THERE


def paged(found: Sequence[Row]) -> Iterator[Sequence[Row]]:
    """The rows, as many at a time as one transaction takes."""
    return (found[n : n + PAGE] for n in range(0, len(found), PAGE))
