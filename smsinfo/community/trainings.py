"""Trainings of a group: when, where, about what, and who came."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from sqlalchemy.orm import Session

from smsinfo.community.kit import Kit
from smsinfo.db.models import KimGroup, KimTraining
from smsinfo.db.queries import memberships
from smsinfo.db.queries import trainings as rows
from smsinfo.domain.community import MemberState
from smsinfo.errors import CommunityRefused
from smsinfo.sms.clean import clean
from smsinfo.sms.masking import mask_log
from smsinfo.staff.audit import Actor

MOST_GUESTS: Final = 1000
_LIMITS: Final = {"place": 80, "subject": 120}


@dataclass(frozen=True, slots=True)
class Meeting:
    """A training as somebody enters it: its day, place and subject, which members came, and how many others."""

    held_on: date
    place: str
    subject: str
    members: Collection[int]
    guests: int = 0


class Trainings:
    """Enters trainings; every method works in the caller's transaction."""

    def __init__(self, kit: Kit) -> None:
        self._kit = kit

    def enter(self, session: Session, actor: Actor, group: KimGroup, wanted: Meeting, now: datetime) -> KimTraining:
        """Keep one. Raises CommunityRefused for a day to come, empty words, and people who are no members."""
        if group.closed_at is not None:
            raise CommunityRefused("group_closed", f"{group.name} is closed")
        if wanted.held_on > now.astimezone(self._kit.settings.zone).date():
            raise CommunityRefused("day_to_come", "that day has not been")
        if not 0 <= wanted.guests <= MOST_GUESTS:
            raise CommunityRefused("guests", "that is no number of guests", most=MOST_GUESTS)
        said = {name: _words(getattr(wanted, name), most) for name, most in _LIMITS.items()}
        living = (MemberState.ACTIVE, MemberState.SUSPENDED)
        known = {one.id for one in memberships.in_group(session, group.id, living)}
        if not set(wanted.members) <= known:
            raise CommunityRefused("member_moved", "somebody there is no member of the group")
        made = KimTraining(group_id=group.id, held_on=wanted.held_on, guests=wanted.guests, created_at=now, **said)
        session.add(made)
        session.flush()
        rows.note(session, made.id, set(wanted.members))
        self._note(session, now, actor, "group.trained", group, training=made.id, members=len(set(wanted.members)))
        return made

    def _note(
        self, session: Session, now: datetime, actor: Actor, action: str, group: KimGroup, **details: object
    ) -> None:
        self._kit.staff.audit.record(
            session, now, actor, action, f"group:{group.id}", region=group.region_code, **details
        )


def _words(typed: str, most: int) -> str:
    said = " ".join(clean(typed).split())
    if not said:
        raise CommunityRefused("words_missing", "place and subject are needed")
    if len(said) > most:
        raise CommunityRefused("too_long", f"longer than {most}", most=most)
    if mask_log(said) != said:
        raise CommunityRefused("personal_number", "a number of a person")
    return said
