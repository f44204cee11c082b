"""What invited people and members say of their own membership by text: yes, no, out, show me, still me."""

from __future__ import annotations

import hmac
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Final

from sqlalchemy.orm import Session

from smsinfo.community.groups import short
from smsinfo.contacts.service import Act
from smsinfo.db.models import KimGroup, Membership
from smsinfo.db.queries import checks, contacts
from smsinfo.db.queries import groups as register
from smsinfo.db.queries import memberships as rows
from smsinfo.domain.community import INVITED_FOR, MOST_TRIES, MemberRole, MemberState
from smsinfo.domain.contacts import ConsentKind

CONSENT_VERSION: Final = "kim-2026-11"
"""Moves when the wording of `member.invite`, `member.invite.head` or `member.joined` changes."""


class Said(StrEnum):
    """What came of it."""

    DONE = "done"
    WRONG = "wrong"
    OVER = "over"
    ALREADY = "already"
    HEAD_THERE = "head_there"


@dataclass(frozen=True, slots=True)
class Heard:
    """What came of a text, and the membership that it is about: its role, and the group's name as it fits an SMS."""

    said: Said
    role: MemberRole = MemberRole.CONTRIBUTOR
    group: str = ""
    region: str = ""


class Answering:
    """Hears members; every method works in the caller's transaction, the text's own."""

    def join(self, session: Session, act: Act, code: str) -> Heard:
        """`IKUT <code>` from the invited phone. A wrong code counts against all its open invitations."""
        mine = rows.of_phone(session, act.contact_id)
        waiting = [one for one in mine if _waits(one, act.at)]
        if not waiting:
            living = next((one for one in mine if one.state == MemberState.ACTIVE), None)
            return _heard(session, Said.ALREADY, living) if living is not None else Heard(Said.OVER)
        one = _meant(waiting, code)
        if one is None:
            return Heard(Said.WRONG if any(_waits(other, act.at) for other in waiting) else Said.OVER)
        if one.role == MemberRole.VILLAGE_HEAD and rows.has_head(session, one.region_code, one.contact_id):
            return _heard(session, Said.HEAD_THERE, one)
        rows.activate(session, one, act.at)
        one.joined_at = act.at
        contact = contacts.get(session, act.contact_id)
        contact.region_code = contact.region_code or one.region_code
        _consent(session, act, ConsentKind.JOINED, one.region_code)
        return _heard(session, Said.DONE, one)

    def decline(self, session: Session, act: Act, code: str) -> Heard:
        """`TIDAK <code>` from the invited phone."""
        waiting = [one for one in rows.of_phone(session, act.contact_id) if _waits(one, act.at)]
        one = _meant(waiting, code)
        if one is None:
            return Heard(Said.WRONG if any(_waits(other, act.at) for other in waiting) else Said.OVER)
        rows.rest(session, one, MemberState.DECLINED, act.at)
        return _heard(session, Said.DONE, one)

    def leave(self, session: Session, act: Act) -> Heard:
        """`KELUAR KIM`: all that the phone does for groups and villages ends."""
        mine = [one for one in rows.of_phone(session, act.contact_id) if one.state in rows.OPEN]
        for one in mine:
            rows.rest(session, one, MemberState.LEFT, act.at)
            _consent(session, act, ConsentKind.RESIGNED, one.region_code)
        return _heard(session, Said.DONE, mine[0]) if mine else Heard(Said.OVER)

    def show(self, session: Session, act: Act, *, shown: bool) -> Heard:
        """`TAMPIL` and `SEMBUNYI`: whether the name may stand on the public page."""
        mine = [one for one in rows.of_phone(session, act.contact_id) if one.state == MemberState.ACTIVE]
        for one in mine:
            if one.shown != shown:
                one.shown = shown
                _consent(session, act, ConsentKind.SHOWN if shown else ConsentKind.HIDDEN, one.region_code)
        return _heard(session, Said.DONE, mine[0]) if mine else Heard(Said.OVER)

    def confirm(self, session: Session, act: Act) -> Heard:
        """`YA`: the number is still theirs. What rests because of silence acts again; subscriptions count again."""
        asked = [one for one in rows.of_phone(session, act.contact_id) if one.asks and one.state in rows.OPEN]
        kept = [
            one
            for one in asked
            if one.role != MemberRole.VILLAGE_HEAD or not rows.has_head(session, one.region_code, one.contact_id)
        ]
        for one in kept:
            rows.activate(session, one, act.at)
        checks.confirm(session, act.contact_id, act.at)
        if asked and not kept:
            return _heard(session, Said.HEAD_THERE, asked[0])
        return _heard(session, Said.DONE, kept[0]) if kept else Heard(Said.ALREADY)


def is_invited(session: Session, contact_id: int) -> bool:
    """True for a phone that has or had a membership or invitation of any kind."""
    return bool(rows.of_phone(session, contact_id))


def is_waited_for(session: Session, contact_id: int) -> bool:
    """True for a phone with an invitation that nobody has answered, late ones too."""
    return any(one.state == MemberState.INVITED for one in rows.of_phone(session, contact_id))


def _waits(one: Membership, now: datetime) -> bool:
    return one.state == MemberState.INVITED and now - one.invited_at <= INVITED_FOR and one.tries < MOST_TRIES


def _meant(waiting: list[Membership], code: str) -> Membership | None:
    """The invitation of a code; where none fits the try is counted."""
    for one in waiting:
        if hmac.compare_digest((one.code or "").encode(), code.encode()):
            return one
    for one in waiting:
        one.tries += 1
    return None


def _heard(session: Session, said: Said, one: Membership) -> Heard:
    group: KimGroup | None = register.get(session, one.group_id) if one.group_id is not None else None
    return Heard(said, MemberRole(one.role), short(group.name) if group else "", one.region_code)


def _consent(session: Session, act: Act, kind: ConsentKind, region: str) -> None:
    contacts.add_consent(session, act.contact_id, kind, region, act.channel, act.external_id, CONSENT_VERSION, act.at)
