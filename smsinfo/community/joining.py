"""How somebody comes to work for a village: invited by staff, joined by a text from that very phone, and out again.

Nobody is a member by what others wrote down: the invitation goes to the number, and its code counts from there only.
"""

from __future__ import annotations

import re
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy.orm import Session

from smsinfo.community.groups import short
from smsinfo.community.kit import Kit
from smsinfo.db.models import KimGroup, Membership
from smsinfo.db.queries import contacts as people
from smsinfo.db.queries import memberships as rows
from smsinfo.db.queries.staff import region_names
from smsinfo.domain.community import MemberRole, MemberState
from smsinfo.domain.contacts import ContactStatus
from smsinfo.domain.messages import Lane, Purpose
from smsinfo.domain.regions import covers
from smsinfo.errors import CommunityRefused
from smsinfo.locale import say
from smsinfo.outbox.enqueue import Draft
from smsinfo.outbox.numbers import PLACE
from smsinfo.outbox.watch import contact_of
from smsinfo.sms.clean import clean
from smsinfo.sms.msisdn import is_home, mask, parse
from smsinfo.staff.audit import Actor

WORTH_TELLING: Final = timedelta(days=3)
AGAIN_AFTER: Final = timedelta(hours=1)
RESPECT: Final = timedelta(days=30)
"""So long nobody who said no is invited to the same again."""
_VILLAGE: Final = 3
"""Dots in the code of a village."""
_NAME: Final = re.compile(r"[^\W\d_][^\d_<>@=+]{1,59}")
ROLE_WORDS: Final = {
    MemberRole.CONTRIBUTOR: "member.role.contributor",
    MemberRole.RELAY: "member.role.relay",
    MemberRole.VILLAGE_HEAD: "member.role.head",
}


@dataclass(frozen=True, slots=True)
class Invitation:
    """Whom somebody wants to have: the number as typed, the name, the village, the role. `group` is None for a head."""

    number: str
    name: str
    region_code: str
    role: MemberRole
    group: KimGroup | None = None


class Joining:
    """Invites and ends; every method works in the caller's transaction."""

    def __init__(self, kit: Kit) -> None:
        self._kit = kit

    def invite(self, session: Session, actor: Actor, wanted: Invitation, now: datetime) -> Membership:
        """Send a code to the number and keep the invitation.

        Raises BadNumber for what is no mobile number, CommunityRefused where a rule forbids it, Refused where no
        channel can send.
        """
        number, name = self._checked(session, wanted)
        if people.is_suppressed(session, self._kit.sealer.suppression_digest(number)):
            raise CommunityRefused("said_stop", "this phone has said STOP")
        contact_id = contact_of(session.connection(), self._kit.sealer, number, now)
        self._may(session, wanted, contact_id)
        one = self._row(session, wanted, contact_id, now)
        one.name, one.group_id, one.state = name, wanted.group.id if wanted.group else None, MemberState.INVITED.value
        one.code, one.tries, one.invited_at, one.ended_at = f"{secrets.randbelow(9000) + 1000}", 0, now, None
        session.flush()
        self._send(session, one, wanted.group, now)
        self._note(session, now, actor, "member.invited", one, phone=mask(number))
        return one

    def suspend(self, session: Session, actor: Actor, one: Membership, now: datetime) -> None:
        """The role rests until staff bring it back; a text does not. Raises CommunityRefused."""
        self._is(one, MemberState.ACTIVE)
        one.asks, one.asked_at = 0, None
        rows.rest(session, one, MemberState.SUSPENDED, now)
        self._note(session, now, actor, "member.suspended", one)

    def resume(self, session: Session, actor: Actor, one: Membership, now: datetime) -> None:
        """The role acts again. Raises CommunityRefused."""
        self._is(one, MemberState.SUSPENDED)
        if one.role == MemberRole.VILLAGE_HEAD and rows.has_head(session, one.region_code, one.contact_id):
            raise CommunityRefused("head_there", "this village has a head already")
        rows.activate(session, one, now)
        self._note(session, now, actor, "member.resumed", one)

    def end(self, session: Session, actor: Actor, one: Membership, now: datetime) -> None:
        """The membership or invitation is over. Raises CommunityRefused."""
        self._is(one, MemberState.ACTIVE, MemberState.SUSPENDED, MemberState.INVITED)
        rows.rest(session, one, MemberState.LEFT, now)
        self._note(session, now, actor, "member.ended", one)

    def trust(self, session: Session, actor: Actor, one: Membership, now: datetime, *, trusted: bool) -> None:
        """Whether the member's answers go out without a review. Raises CommunityRefused."""
        self._is(one, MemberState.ACTIVE)
        one.trusted = trusted
        self._note(session, now, actor, "member.trusted" if trusted else "member.untrusted", one)

    def _checked(self, session: Session, wanted: Invitation) -> tuple[str, str]:
        """The number and the name as they are kept."""
        number, name = parse(wanted.number), " ".join(clean(wanted.name).split())
        if not is_home(number):
            raise CommunityRefused("abroad", "only a mobile number at home can be invited")
        if not _NAME.fullmatch(name):
            raise CommunityRefused("person_name", "a name has 2 to 60 letters and no digits")
        group = wanted.group
        if group is not None and group.closed_at is not None:
            raise CommunityRefused("group_closed", f"{group.name} is closed")
        if not region_names(session, [wanted.region_code]):
            raise CommunityRefused("no_region", f"there is no region {wanted.region_code!r}")
        if wanted.role is not MemberRole.CONTRIBUTOR and wanted.region_code.count(".") != _VILLAGE:
            raise CommunityRefused("no_village", "relays and heads are of one village")
        if group is not None and not covers(group.region_code, wanted.region_code):
            raise CommunityRefused("outside_group", f"{wanted.region_code} lies outside {group.region_code}")
        return number, name

    def _may(self, session: Session, wanted: Invitation, contact_id: int) -> None:
        if rows.contact(session, contact_id).status != ContactStatus.ACTIVE:
            raise CommunityRefused("said_stop", "this phone has said STOP, or is dead")
        if rows.is_of_account(session, contact_id):
            raise CommunityRefused("own_staff", "this is the phone of an account: nobody reviews their own news")
        if wanted.role is MemberRole.VILLAGE_HEAD and rows.has_head(session, wanted.region_code, contact_id):
            raise CommunityRefused("head_there", "this village has a head already")

    def _row(self, session: Session, wanted: Invitation, contact_id: int, now: datetime) -> Membership:
        """A new row, or the one of before, where the person may be asked again."""
        one = rows.same(session, contact_id, wanted.role, wanted.region_code)
        if one is None:
            one = Membership(contact_id=contact_id, role=wanted.role.value, region_code=wanted.region_code)
            session.add(one)
            return one
        if one.state in (MemberState.ACTIVE, MemberState.SUSPENDED):
            raise CommunityRefused("member_already", "this phone has this role there already")
        if one.state == MemberState.INVITED and now - one.invited_at < AGAIN_AFTER:
            raise CommunityRefused("invited_lately", "an invitation went out within the last hour")
        if one.state == MemberState.DECLINED and one.ended_at is not None and now - one.ended_at < RESPECT:
            raise CommunityRefused("declined_lately", "this person said no within the last 30 days")
        return one

    def _send(self, session: Session, one: Membership, group: KimGroup | None, now: datetime) -> None:
        language = rows.contact(session, one.contact_id).language or self._kit.settings.language
        values: dict[str, object] = {"code": one.code, "nomor": PLACE}
        if group is None:
            name = region_names(session, [one.region_code])[one.region_code]
            text = say("member.invite.head", language, region=short(name, 22), **values)
        else:
            role = say(ROLE_WORDS[MemberRole(one.role)], language)
            text = say("member.invite", language, group=short(group.name), role=role, **values)
        draft = Draft(text, Purpose.NOTICE, Lane.BULK, WORTH_TELLING, one.contact_id)
        if self._kit.outbox.add(session.connection(), draft, now) is None:
            raise CommunityRefused("said_stop", "this phone has said STOP, or is dead")

    @staticmethod
    def _is(one: Membership, *states: MemberState) -> None:
        if one.state not in states:
            raise CommunityRefused("member_moved", f"the membership is {one.state}")

    def _note(
        self, session: Session, now: datetime, actor: Actor, action: str, one: Membership, **details: object
    ) -> None:
        region = one.region_code
        details = {"role": one.role, "group": one.group_id, **details}
        self._kit.staff.audit.record(session, now, actor, action, f"member:{one.id}", region=region, **details)
