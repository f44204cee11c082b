"""What is done for a citizen at the desk: each act in the caller's transaction, and each in the audit log.

The number is typed once, in a form; from then on the contact's id stands for it. Consent by telephone is written down
as such, with the account that took it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy.orm import Session

from smsinfo.contacts.service import Act, Contacts
from smsinfo.db.models import Contact
from smsinfo.db.queries import contacts as rows
from smsinfo.db.queries import desk
from smsinfo.domain.desk import EraseWhy
from smsinfo.domain.messages import Lane, Purpose
from smsinfo.domain.outbox import Leaving
from smsinfo.domain.privacy import Counted
from smsinfo.domain.staff import Person
from smsinfo.errors import DeskRefused, Refused
from smsinfo.helpdesk.card import regions_of, sees
from smsinfo.locale import FALLBACK, say
from smsinfo.outbox.enqueue import Draft, Outbox
from smsinfo.sms.clean import clean
from smsinfo.sms.gsm7 import to_gsm7
from smsinfo.sms.masking import has_personal_number, mask_log
from smsinfo.sms.msisdn import mask, parse
from smsinfo.sms.segments import count
from smsinfo.staff.audit import Actor, AuditLog

CHANNEL: Final = "telephone"
"""Stands in a consent event where a text would name its channel."""
REPLY_WITHIN: Final = timedelta(hours=24)
"""So long after a text an answer is a reply to it, which somebody who said STOP gets too; later it is a notice."""
VALID_FOR: Final = timedelta(hours=24)
TOLD_WITHIN: Final = timedelta(hours=4)
"""So long we try to tell somebody who was erased; then their number goes too."""
LAST_DIGITS: Final = 4
"""Of the number, typed to confirm an erasure: so nobody erases the person of another page."""
BY_HAND: Final = "desk:"
"""How the reasons of such texts begin; the rest names contact and form."""
MOST_SEGMENTS: Final = 3
MOST_AN_HOUR: Final = 10
SHORTEST_REASON: Final = 8
LONGEST_REASON: Final = 200


@dataclass(frozen=True, slots=True)
class Work:
    """Who does something at the desk, for whom, when."""

    session: Session
    person: Person
    contact: Contact
    at: datetime


def as_sent(typed: str) -> str:
    """The words as they leave: clean, in the alphabet that costs half."""
    return to_gsm7(clean(typed)).strip()


class Helpdesk:
    """The acts of the desk and the inbox."""

    def __init__(self, contacts: Contacts, outbox: Outbox, audit: AuditLog) -> None:
        self._contacts = contacts
        self._outbox = outbox
        self._audit = audit

    def look_up(self, session: Session, person: Person, at: datetime, typed: str) -> int | None:
        """The id of the contact with this number; None for a number that nobody has here, or that is not theirs to see.

        Both are written down in the same way, and only masked. Raises BadNumber.
        """
        number = parse(typed)
        contact = rows.by_seals(session, self._contacts.sealer.seals(number))
        seen = contact is not None and sees(person, regions_of(contact, rows.subscriptions(session, contact.id)))
        subject = f"contact:{contact.id}" if contact is not None and seen else "number"
        self._audit.record(session, at, Actor.of(person), "desk.looked_up", subject, number=mask(number), found=seen)
        return contact.id if contact is not None and seen else None

    def masked_number(self, contact: Contact) -> str:
        """`+62812****7890`."""
        return mask(self._number(contact))

    def opened(self, work: Work) -> None:
        """Somebody looks at the thread."""
        self._record(work, "desk.opened")

    def unmask(self, work: Work, reason: str) -> str:
        """The number, for a reason that is written down. Raises DeskRefused without one."""
        said = mask_log(clean(reason))[:LONGEST_REASON]
        if len(said) < SHORTEST_REASON:
            raise DeskRefused("no_reason", "say why the number is needed")
        self._record(work, "desk.unmasked", reason=said)
        return self._number(work.contact)

    def stop(self, work: Work, region: str = "") -> None:
        """End the subscriptions to one place, or everything that we push. Raises DeskRefused."""
        act = self._act(work)
        if not region:
            self._contacts.stop(work.session, act)
            self._record(work, "desk.stopped")
        elif self._contacts.unsubscribe(work.session, act, region):
            self._record(work, "desk.unsubscribed", place=region)
        else:
            raise DeskRefused("not_subscribed", "there is no such subscription")

    def subscribe(self, work: Work, region: str, place: str, *, agreed: bool) -> bool:
        """Subscribe to a region's alerts, and tell the phone so: whoever did not call learns of it. Raises DeskRefused.

        `place` is the region's name as the text says it; `agreed` that the person said yes on the telephone. False
        where they are subscribed and no channel can tell them.
        """
        if not agreed:
            raise DeskRefused("not_agreed", "ask the person, then put the tick")
        if not self._contacts.subscribe(work.session, self._act(work), region):
            raise DeskRefused("subscribed", "the person is subscribed already")
        self._record(work, "desk.subscribed", place=region)
        work.session.flush()
        text = say("subscribe.done", work.contact.language or FALLBACK, place=place)
        notice = Draft(text, Purpose.NOTICE, Lane.BULK, VALID_FOR, contact_id=work.contact.id)
        try:
            return self._send(work, notice) is not None
        except DeskRefused:
            return False

    def move(self, work: Work, region: str) -> None:
        """The person lives somewhere else now; subscriptions stay as they are."""
        before = work.contact.region_code
        self._contacts.set_region(work.session, self._act(work), region)
        self._record(work, "desk.moved", place=region, before=before)

    def answer(self, work: Work, text: str, key: str, *, no_money: bool) -> int:
        """Send a text that somebody wrote; its segments. `key` names the form: sent twice, it is sent once.

        Raises DeskRefused, and nothing was sent.
        """
        words = as_sent(text)
        last = desk.last_received(work.session, work.contact.id)
        replies = last is not None and work.at - last[2] <= REPLY_WITHIN
        self._check(work, words, replies=replies, no_money=no_money)
        draft = Draft(
            text=words,
            purpose=Purpose.REPLY if replies else Purpose.NOTICE,
            lane=Lane.REPLY if replies else Lane.BULK,
            valid_for=VALID_FOR,
            contact_id=work.contact.id,
            channel=last[1] if last is not None and replies else "",
            dedupe_key=f"{BY_HAND}{work.contact.id}:{key}",
        )
        number = self._send(work, draft)
        if number is None:
            raise DeskRefused("sent_before", "this text was sent already")
        if last is not None:
            desk.mark_handled(work.session, work.contact.id, last[0], work.person.id, work.at)
        self._record(work, "desk.answered", message=number, purpose=draft.purpose.value, segments=count(words))
        return count(words)

    def handle(self, work: Work, inbound_id: int) -> None:
        """The thread is dealt with, up to the newest text that the person saw."""
        desk.mark_handled(work.session, work.contact.id, inbound_id, work.person.id, work.at)
        self._record(work, "desk.handled", upto=inbound_id)

    def erase(self, work: Work, why: str, typed: str) -> int | None:
        """Do what the person's own HAPUS DATA does; the segments of the text that tells them so, None where none does.

        `typed` are the last digits of the number. Raises DeskRefused, and nothing is erased.
        """
        contact, number = work.contact, self._number(work.contact)
        if why not in list(EraseWhy):
            raise DeskRefused("no_why", "choose why the data are erased")
        if typed.strip() != number[-LAST_DIGITS:]:
            raise DeskRefused("not_confirmed", "type the last digits of the number", digits=LAST_DIGITS)
        tells, language = EraseWhy(why).tells, contact.language or FALLBACK
        leaving = Leaving(contact.msisdn_sealed, contact.practice, contact.operator)
        last = desk.last_received(work.session, contact.id)
        channel = last[1] if last is not None and work.at - last[2] <= REPLY_WITHIN else ""
        self._record(work, "desk.erased", number=mask(number), why=why, told=tells)
        self._contacts.erase(work.session, self._act(work), Counted.AT_DESK)
        if not tells:
            return None
        text = say("forget.done", language)
        draft = Draft(text, Purpose.REPLY, Lane.REPLY, TOLD_WITHIN, channel=channel, leaving=leaving)
        try:
            return count(text) if self._send(work, draft) is not None else None
        except DeskRefused:
            return None

    def _check(self, work: Work, words: str, *, replies: bool, no_money: bool) -> None:
        since = work.at - timedelta(hours=1)
        rules: tuple[tuple[bool, DeskRefused], ...] = (
            (not words, DeskRefused("no_words", "write a text")),
            (has_personal_number(words), DeskRefused("personal", "leave NIK, KK and card numbers out")),
            (count(words) > MOST_SEGMENTS, DeskRefused("too_long", "shorten the text", most=MOST_SEGMENTS)),
            (work.contact.status == "stopped" and not replies, DeskRefused("stopped", "the person said STOP")),
            (no_money, DeskRefused("money", "the day's money is spent")),
        )
        refusal = next((refusal for holds, refusal in rules if holds), None)
        if refusal is None and desk.answers_since(work.session, work.contact.id, BY_HAND, since) >= MOST_AN_HOUR:
            refusal = DeskRefused("too_many", "enough texts went to this phone within an hour", most=MOST_AN_HOUR)
        if refusal is not None:
            raise refusal

    def _send(self, work: Work, draft: Draft) -> int | None:
        try:
            return self._outbox.add(work.session.connection(), draft, work.at)
        except Refused as refusal:
            raise DeskRefused("no_channel", str(refusal)) from None

    def _act(self, work: Work) -> Act:
        by = f"account:{work.person.name}"
        return Act(work.contact.id, self._number(work.contact), work.contact.practice, CHANNEL, by, work.at)

    def _number(self, contact: Contact) -> str:
        return self._contacts.sealer.open(contact.msisdn_sealed, practice=contact.practice)

    def _record(self, work: Work, action: str, **details: object) -> None:
        subject, region = f"contact:{work.contact.id}", work.contact.region_code
        self._audit.record(work.session, work.at, Actor.of(work.person), action, subject, region=region, **details)
