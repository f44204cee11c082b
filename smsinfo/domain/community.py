"""Who works for us in the villages: members of the community information groups (KIM) and village heads."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from typing import Final

from smsinfo.domain.regions import covers


class MemberRole(StrEnum):
    """What a member does. The same words as in `contact_role`, but for `contributor`, which is `member` there."""

    CONTRIBUTOR = "contributor"
    RELAY = "relay"
    VILLAGE_HEAD = "head"


class MemberState(StrEnum):
    """Life of a membership. `SUSPENDED`: the number was not confirmed; `YA` brings it back."""

    INVITED = "invited"
    ACTIVE = "active"
    SUSPENDED = "suspended"
    LEFT = "left"
    DECLINED = "declined"


CONTACT_ROLES: Final = {
    MemberRole.CONTRIBUTOR: "member",
    MemberRole.RELAY: "relay",
    MemberRole.VILLAGE_HEAD: "village_head",
}
"""The role of the phone (`contact_role`) while the membership is active."""


INVITED_FOR: Final = timedelta(days=14)
"""So long an invitation can be answered."""
MOST_TRIES: Final = 5
"""Wrong codes after which an invitation is over: a code has four digits only."""
CONFIRM_EVERY: Final = timedelta(days=90)
"""Numbers change hands: who works for us says so often that the number is still theirs."""
REMIND_AFTER: Final = timedelta(days=7)
SUSPEND_AFTER: Final = timedelta(days=14)
"""Days of silence after the question until it is asked again, and until the role rests."""


@dataclass(frozen=True, slots=True)
class Member:
    """One membership of a phone, as commands and services see it. `trusted`: answers go out without a review."""

    id: int
    contact_id: int
    group_id: int | None
    group: str
    role: MemberRole
    region_code: str
    name: str
    state: MemberState
    trusted: bool = False

    @property
    def active(self) -> bool:
        """True while the person may act."""
        return self.state is MemberState.ACTIVE

    def serves(self, region: str) -> bool:
        """True where the membership holds for the whole of a region."""
        return covers(self.region_code, region)
