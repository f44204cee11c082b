"""A list of groups and people brought in: groups are entered, people invited. Nobody is a member by a file."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final, Protocol

from sqlalchemy.orm import Session

from smsinfo.community.groups import Groups, Wanted
from smsinfo.community.joining import Invitation, Joining
from smsinfo.community.kit import Kit
from smsinfo.db.queries import contacts, memberships
from smsinfo.db.queries import groups as rows
from smsinfo.domain.community import MemberRole, MemberState
from smsinfo.errors import CommunityRefused, Refused
from smsinfo.staff.audit import Actor

THERE: Final = frozenset({MemberState.INVITED, MemberState.ACTIVE, MemberState.SUSPENDED})
PAGE: Final = 50
"""Rows of one transaction: texts of citizens wait no longer than for these."""


class Row(Protocol):
    """What is taken of a row of a file. `number` is E.164, or "" where nobody is to be invited."""

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
    """What a file brings, or has brought: new groups (seat, name), invitations, rows that were there already.

    `refused` are (line, why) of the rows that were left out.
    """

    groups: set[tuple[str, str]] = field(default_factory=set)
    invitations: int = 0
    there: int = 0
    refused: list[tuple[int, Refused]] = field(default_factory=list)


class GroupArrivals:
    """Brings rows in, in the caller's transaction: rolled back, it was a rehearsal."""

    def __init__(self, kit: Kit) -> None:
        self._kit = kit
        self._groups = Groups(kit)
        self._joining = Joining(kit)

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
            report.invitations += invited
            report.there += not (made or invited)

    def note(self, session: Session, actor: Actor, digest: str, report: Report, now: datetime) -> None:
        """Write down who brought which file in, and what came of it; no number and no name."""
        self._kit.staff.audit.record(
            session, now, actor, "group.imported", f"file:{digest[:16]}",
            groups=len(report.groups), invited=report.invitations, refused=len(report.refused),
        )  # fmt: skip

    def _row(self, session: Session, actor: Actor, row: Row, now: datetime) -> tuple[bool, bool]:
        """Whether the group is new, and whether somebody was invited."""
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

    def _is_there(self, session: Session, row: Row) -> bool:
        known = contacts.by_seals(session, self._kit.sealer.seals(row.number))
        one = memberships.same(session, known.id, row.role, row.village) if known is not None else None
        return one is not None and one.state in THERE


def paged(found: Sequence[Row]) -> Iterator[Sequence[Row]]:
    """The rows, as many at a time as one transaction takes."""
    return (found[n : n + PAGE] for n in range(0, len(found), PAGE))
