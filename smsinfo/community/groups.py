"""The register of the community information groups: entered, changed and closed by staff of the region."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final

from sqlalchemy.orm import Session

from smsinfo.community.kit import Kit
from smsinfo.db.models import KimGroup
from smsinfo.db.queries import groups as rows
from smsinfo.db.queries import memberships
from smsinfo.db.queries.staff import region_names
from smsinfo.domain.community import MemberState
from smsinfo.errors import CommunityRefused
from smsinfo.sms.clean import clean
from smsinfo.sms.masking import mask_log
from smsinfo.staff.audit import Actor

SHORTEST_NAME: Final = 3
_LIMITS: Final = {"name": 80, "decree": 80, "area": 200, "address": 200}
_LETTER: Final = re.compile(r"[^\W\d_]")


@dataclass(frozen=True, slots=True)
class Wanted:
    """A group as somebody enters it. `public`: it is shown to everybody."""

    name: str
    region_code: str
    decree: str = ""
    area: str = ""
    address: str = ""
    public: bool = False


class Groups:
    """Enters, changes and closes groups; every method works in the caller's transaction."""

    def __init__(self, kit: Kit) -> None:
        self._audit = kit.staff.audit

    def create(self, session: Session, actor: Actor, wanted: Wanted, now: datetime) -> KimGroup:
        """Enter a group. Raises CommunityRefused for a name that will not do or is there, and an unknown region."""
        wanted = checked(wanted)
        if not region_names(session, [wanted.region_code]):
            raise CommunityRefused("no_region", f"there is no region {wanted.region_code!r}")
        self._is_free(session, wanted, None)
        made = KimGroup(created_at=now, **_values(wanted))
        session.add(made)
        session.flush()
        self._note(session, now, actor, "group.created", made)
        return made

    def change(self, session: Session, actor: Actor, group: KimGroup, wanted: Wanted, now: datetime) -> None:
        """Change what is entered of a group; its seat stays. Raises CommunityRefused."""
        wanted = checked(replace(wanted, region_code=group.region_code))
        self._is_free(session, wanted, group.id)
        before = {name: getattr(group, name) for name in _values(wanted)}
        for name, value in _values(wanted).items():
            setattr(group, name, value)
        changed = sorted(name for name, value in _values(wanted).items() if before[name] != value)
        self._note(session, now, actor, "group.changed", group, fields=changed)

    def close(self, session: Session, actor: Actor, group: KimGroup, now: datetime) -> int:
        """The group is no more: all its memberships end; how many. Raises CommunityRefused where it is closed."""
        if group.closed_at is not None:
            raise CommunityRefused("group_closed", f"{group.name} is closed")
        living = (MemberState.ACTIVE, MemberState.SUSPENDED, MemberState.INVITED)
        members = memberships.in_group(session, group.id, living)
        for one in members:
            memberships.rest(session, one, MemberState.LEFT, now)
        group.closed_at, group.public = now, False
        self._note(session, now, actor, "group.closed", group, members=len(members))
        return len(members)

    def _is_free(self, session: Session, wanted: Wanted, own: int | None) -> None:
        found = rows.by_name(session, wanted.region_code, wanted.name)
        if found is not None and found.id != own:
            raise CommunityRefused("group_there", f"there is a group {wanted.name} there", name=wanted.name)

    def _note(
        self, session: Session, now: datetime, actor: Actor, action: str, group: KimGroup, **details: object
    ) -> None:
        self._audit.record(session, now, actor, action, f"group:{group.id}", region=group.region_code, **details)


def checked(wanted: Wanted) -> Wanted:
    """The same without blanks and signs that nobody sees. Raises CommunityRefused."""
    found = {name: " ".join(clean(getattr(wanted, name)).split()) for name in _LIMITS}
    for name, most in _LIMITS.items():
        if len(found[name]) > most:
            raise CommunityRefused("too_long", f"{name} is longer than {most}", most=most)
        # Of a group nothing is private but the numbers and NIK of people that somebody writes beside it.
        if mask_log(found[name]) != found[name]:
            raise CommunityRefused("personal_number", f"{name} holds a number of a person")
    if len(found["name"]) < SHORTEST_NAME or not _LETTER.search(found["name"]):
        raise CommunityRefused("group_name", "a group needs a name")
    name, decree, area, address = found.values()
    return replace(wanted, name=name, decree=decree, area=area, address=address)


def short(name: str, most: int = 30) -> str:
    """A name as it fits into an SMS, cut between words where it is long."""
    if len(name) <= most:
        return name
    cut = name[: most + 1].rpartition(" ")[0]
    return cut or name[:most]


def _values(wanted: Wanted) -> dict[str, object]:
    names = ("name", "region_code", "decree", "area", "address", "public")
    return {name: getattr(wanted, name) for name in names}
