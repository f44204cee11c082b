"""Numbers change hands: whoever works for us, and each subscriber, is asked from time to time whether it is still them.

All is driven by the clock: a duty calls these as often as it likes, and each question goes out once.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from itertools import groupby
from typing import Final

from sqlalchemy.orm import Session

from smsinfo.community.groups import short
from smsinfo.community.joining import ROLE_WORDS, WORTH_TELLING
from smsinfo.community.kit import Kit
from smsinfo.db.models import Membership
from smsinfo.db.queries import checks, contacts
from smsinfo.db.queries import groups as register
from smsinfo.db.queries import memberships as rows
from smsinfo.db.queries.staff import region_names
from smsinfo.domain.community import (
    CONFIRM_EVERY,
    INVITED_FOR,
    REMIND_AFTER,
    SUSPEND_AFTER,
    MemberRole,
    MemberState,
)
from smsinfo.domain.contacts import ConsentKind
from smsinfo.domain.messages import Lane, Purpose
from smsinfo.errors import Refused
from smsinfo.locale import say
from smsinfo.logs import get_logger
from smsinfo.outbox.enqueue import Draft
from smsinfo.outbox.numbers import PLACE
from smsinfo.staff.audit import WORKER

log = get_logger(__name__)
PAGE: Final = 200
"""Memberships of one call."""
AGAIN_AFTER: Final = timedelta(days=14)
"""Between the two questions to a subscriber."""
SILENCE: Final = timedelta(days=30)
"""After the second one silence counts as no answer."""
FORGET_UNJOINED: Final = timedelta(days=30)
DUTY: Final = "worker"
"""Stands in a consent event where a text would name its channel."""


class Confirming:
    """Asks, reminds, suspends, marks and forgets; every method works in the caller's transaction."""

    def __init__(self, kit: Kit) -> None:
        self._kit = kit

    def members(self, session: Session, now: datetime) -> int:
        """Ask those whose last yes is 90 days old, again after 7 days, and let the role rest after 14; how many
        texts went out."""
        told = self._ask(session, checks.members_due(session, 0, now - CONFIRM_EVERY, PAGE), "member.check", now)
        told += self._ask(session, checks.members_due(session, 1, now - REMIND_AFTER, PAGE), "member.check.again", now)
        for one in checks.members_silent(session, now - SUSPEND_AFTER, PAGE):
            rows.rest(session, one, MemberState.SUSPENDED, now)
            details = {"role": one.role, "group": one.group_id}
            region = one.region_code
            self._kit.staff.audit.record(
                session, now, WORKER, "member.silent", f"member:{one.id}", region=region, **details
            )
            told += self._send(session, one.contact_id, self._worded("member.silent", one), f"diam:{one.id}", now)
        return told

    def subscribers(self, session: Session, now: datetime) -> int:
        """Ask some subscribers whose last yes is a year old, again after 14 days; how many texts went out.

        After 30 more days of silence they count as unconfirmed; their subscriptions end only where the setting
        `drop_unconfirmed` says so.
        """
        settings = self._kit.settings
        if settings.subscriber_confirm_days == 0:
            return 0
        batch, told = settings.subscriber_confirm_hourly, 0
        again = checks.subscribers_silent(session, 1, now - AGAIN_AFTER, batch)
        due = now - timedelta(days=settings.subscriber_confirm_days)
        for contact_id in [*again, *checks.subscribers_due(session, due, batch - len(again))]:
            if self._send(session, contact_id, _subscriber, f"tahunan:{contact_id}", now):
                checks.note_asked(session, contact_id, now)
                told += 1
        for contact_id in checks.subscribers_silent(session, 2, now - SILENCE, PAGE):
            checks.mark_unconfirmed(session, contact_id, now)
            if settings.drop_unconfirmed:
                self._drop(session, contact_id, now)
        return told

    def tidy(self, session: Session, now: datetime) -> int:
        """End invitations that nobody answered, and forget who said no or has long left; how many are forgotten.

        Of a number that never wrote to us nothing stays.
        """
        for one in checks.late_invitations(session, now - INVITED_FOR):
            rows.rest(session, one, MemberState.LEFT, now)
        session.flush()
        joined = now - timedelta(days=self._kit.settings.id_days)
        phones = checks.forget_ended(session, now - FORGET_UNJOINED, joined)
        for contact_id in checks.strangers(session, phones) if phones else ():
            contacts.erase(session, contact_id, now)
        return len(phones)

    def _ask(self, session: Session, due: list[Membership], key: str, now: datetime) -> int:
        """One text a phone, whatever number of roles it has."""
        told = 0
        for contact_id, found in groupby(due, key=lambda one: one.contact_id):
            mine = list(found)
            if self._send(session, contact_id, self._worded(key, mine[0]), f"masih:{contact_id}", now):
                for one in mine:
                    one.asks, one.asked_at = one.asks + 1, one.asked_at or now
                told += 1
        return told

    def _worded(self, key: str, one: Membership) -> Callable[[Session, str], str]:
        def text(session: Session, language: str) -> str:
            group = register.get(session, one.group_id) if one.group_id is not None else None
            names = region_names(session, [one.region_code]) if group is None else {}
            place = group.name if group else names.get(one.region_code, one.region_code)
            role = say(ROLE_WORDS[MemberRole(one.role)], language)
            return say(key, language, role=role, group=short(place), nomor=PLACE)

        return text

    def _send(
        self, session: Session, contact_id: int, worded: Callable[[Session, str], str], reason: str, now: datetime
    ) -> bool:
        language = rows.contact(session, contact_id).language or self._kit.settings.language
        key = f"{reason}:{now.astimezone(self._kit.settings.zone):%Y%m%d}"
        draft = Draft(worded(session, language), Purpose.NOTICE, Lane.BULK, WORTH_TELLING, contact_id, dedupe_key=key)
        try:
            return self._kit.outbox.add(session.connection(), draft, now) is not None
        except Refused as problem:
            log.warning("not_asked", problem=str(problem))
            return False

    @staticmethod
    def _drop(session: Session, contact_id: int, now: datetime) -> None:
        for one in contacts.subscriptions(session, contact_id):
            contacts.add_consent(
                session, contact_id, ConsentKind.UNSUBSCRIBED, one.region_code, DUTY, "unconfirmed", "", now
            )
        contacts.remove_subscriptions(session, contact_id)


def _subscriber(_session: Session, language: str) -> str:
    return say("subscriber.check", language, nomor=PLACE)
