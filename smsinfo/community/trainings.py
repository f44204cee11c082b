"""Trainings of a group: when, where, about what, and who came. What was entered wrong is corrected or taken out."""

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
        said = self._checked(group, wanted, now)
        if not set(wanted.members) <= _living(session, group):
            raise CommunityRefused("member_moved", "somebody there is no member of the group")
        made = KimTraining(group_id=group.id, held_on=wanted.held_on, guests=wanted.guests, created_at=now, **said)
        session.add(made)
        session.flush()
        rows.note(session, made.id, set(wanted.members))
        self._note(session, now, actor, "group.trained", group, training=made.id, members=len(set(wanted.members)))
        return made

    def correct(
        self, session: Session, actor: Actor, group: KimGroup, training: KimTraining, wanted: Meeting, now: datetime
    ) -> None:
        """Change what was entered of one; the log keeps it as it was before and as it is now.

        Who came stays even where the membership has ended since. Raises CommunityRefused as `enter` does.
        """
        said = self._checked(group, wanted, now)
        came, members = {one.id for one in rows.came(session, training.id)}, set(wanted.members)
        if not members <= _living(session, group) | came:
            raise CommunityRefused("member_moved", "somebody there is no member of the group")
        before = _facts(training, came)
        training.held_on, training.guests = wanted.held_on, wanted.guests
        training.place, training.subject = said["place"], said["subject"]
        rows.forget(session, training.id, came - members)
        rows.note(session, training.id, members - came)
        session.flush()
        after = _facts(training, members)
        if after != before:
            told = {"training": training.id, "before": before, "after": after}
            self._note(session, now, actor, "group.training_changed", group, **told)

    def take_out(self, session: Session, actor: Actor, group: KimGroup, training: KimTraining, now: datetime) -> None:
        """Take out one that was not held or stands there twice; the log keeps what it was. Raises CommunityRefused."""
        if group.closed_at is not None:
            raise CommunityRefused("group_closed", f"{group.name} is closed")
        before = _facts(training, {one.id for one in rows.came(session, training.id)})
        number = training.id
        rows.drop(session, number)
        self._note(session, now, actor, "group.training_removed", group, training=number, before=before)

    def _checked(self, group: KimGroup, wanted: Meeting, now: datetime) -> dict[str, str]:
        """Place and subject as they are kept."""
        if group.closed_at is not None:
            raise CommunityRefused("group_closed", f"{group.name} is closed")
        if wanted.held_on > now.astimezone(self._kit.settings.zone).date():
            raise CommunityRefused("day_to_come", "that day has not been")
        if not 0 <= wanted.guests <= MOST_GUESTS:
            raise CommunityRefused("guests", "that is no number of guests", most=MOST_GUESTS)
        return {name: _words(getattr(wanted, name), most) for name, most in _LIMITS.items()}

    def _note(
        self, session: Session, now: datetime, actor: Actor, action: str, group: KimGroup, **details: object
    ) -> None:
        self._kit.staff.audit.record(
            session, now, actor, action, f"group:{group.id}", region=group.region_code, **details
        )


def _living(session: Session, group: KimGroup) -> set[int]:
    living = (MemberState.ACTIVE, MemberState.SUSPENDED)
    return {one.id for one in memberships.in_group(session, group.id, living)}


def _facts(training: KimTraining, members: Collection[int]) -> dict[str, object]:
    """A training as the log keeps it: members by the numbers of their memberships, which go when they are erased."""
    return {
        "held_on": training.held_on.isoformat(),
        "place": training.place,
        "subject": training.subject,
        "guests": training.guests,
        "members": sorted(members),
    }


def _words(typed: str, most: int) -> str:
    said = " ".join(clean(typed).split())
    if not said:
        raise CommunityRefused("words_missing", "place and subject are needed")
    if len(said) > most:
        raise CommunityRefused("too_long", f"longer than {most}", most=most)
    if mask_log(said) != said:
        raise CommunityRefused("personal_number", "a number of a person")
    return said
