"""One contact on the desk: who looks after them, what they agreed to, what went to and fro, and what did not arrive."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy.orm import Session

from smsinfo.content.gap_texts import masked
from smsinfo.db.models import Contact, Subscription
from smsinfo.db.queries import desk
from smsinfo.domain.contacts import ContactStatus
from smsinfo.domain.desk import AlertThen, Consent, In, Out, Why
from smsinfo.domain.messages import ReplyKind
from smsinfo.domain.staff import PROVINCE, Permission, Person
from smsinfo.helpdesk.why import Now, Wishes, of_message, of_missing, of_silence

SHOWN: Final = 30
"""Texts of each direction; the newest."""
CONSENTS: Final = 20
ALERTS: Final = 8
ALERTS_SINCE: Final = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class Entry:
    """One text of the thread, masked. `why` is what became of ours, or why theirs got no reply.

    `what` is the kind of their text, or the purpose of ours; `by_hand` is one that somebody wrote here.
    """

    at: datetime
    inbound: bool
    body: str
    what: str
    channel: str
    why: Why | None
    segments: int = 0
    alert: str = ""
    by_hand: bool = False


@dataclass(frozen=True, slots=True)
class Card:
    """All that the desk shows of a contact."""

    contact_id: int
    language: str | None
    region_code: str | None
    operator: str
    practice: bool
    stopped: bool
    first_seen_at: datetime
    last_inbound_id: int
    handled: bool
    wishes: Wishes
    consents: tuple[Consent, ...]
    entries: tuple[Entry, ...]
    alerts: tuple[tuple[AlertThen, Why], ...]

    @property
    def never_texted(self) -> bool:
        """True where nothing has come from this phone."""
        return self.last_inbound_id == 0


def regions_of(contact: Contact, subscribed: Sequence[Subscription]) -> frozenset[str]:
    """Where the person lives and what they are subscribed to."""
    places = {one.region_code for one in subscribed}
    return frozenset(places | ({contact.region_code} if contact.region_code else set()))


def sees(person: Person, regions: frozenset[str]) -> bool:
    """True where a contact of these regions is of the person's jurisdiction.

    Somebody who named no place has nobody else to turn to than whom they call: that is everybody at a desk.
    """
    if not regions:
        return person.may(Permission.DESK)
    return any(person.may(Permission.DESK, code) for code in regions)


def jurisdictions(person: Person) -> tuple[str, ...]:
    """The regions whose threads the inbox shows: live grants that see the desk."""
    return tuple(
        sorted({grant.region_code for grant in person.grants if person.may(Permission.DESK, grant.region_code)})
    )


def sees_unplaced(person: Person) -> bool:
    """Texts of people who named no place are listed for those who look after the whole province."""
    return person.may(Permission.DESK, PROVINCE)


def card(session: Session, contact: Contact, subscribed: Sequence[Subscription], now: Now) -> Card:
    """The contact as they are now."""
    wishes = Wishes(
        contact.status == "stopped",
        contact.practice,
        tuple((one.region_code, one.category, one.created_at) for one in subscribed),
        contact.status == ContactStatus.SET_ASIDE,
    )
    came, left = desk.received(session, contact.id, SHOWN), desk.sent(session, contact.id, SHOWN)
    recent = desk.alerts_since(session, now.at - ALERTS_SINCE, ALERTS)
    warned = desk.sent_alerts(session, contact.id, [alert.id for alert in recent])
    tried = desk.tried(session, [out.id for out in (*left, *warned)])
    whys = {out.id: of_message(out, tried.get(out.id), wishes, now) for out in (*left, *warned)}
    made = {out.alert_id: whys[out.id] for out in warned}
    answered = {out.inbound_id for out in left}
    entries = [_theirs(one, answered) for one in came] + [_ours(out, whys[out.id]) for out in left]
    done = desk.handled(session, contact.id)
    newest = came[0].id if came else 0
    return Card(
        contact_id=contact.id,
        language=contact.language,
        region_code=contact.region_code,
        operator=contact.operator,
        practice=contact.practice,
        stopped=wishes.stopped,
        first_seen_at=contact.first_seen_at,
        last_inbound_id=newest,
        handled=done is not None and done.inbound_id >= newest,
        wishes=wishes,
        consents=tuple(desk.consents(session, contact.id, CONSENTS)),
        entries=tuple(sorted(entries, key=lambda entry: (entry.at, not entry.inbound))),
        alerts=tuple((alert, made.get(alert.id) or of_missing(alert, wishes)) for alert in recent),
    )


def _theirs(one: In, answered: set[int | None]) -> Entry:
    silent = one.kind == ReplyKind.SILENT and one.id not in answered
    why = of_silence(one.silence) if silent else None
    return Entry(one.received_at, True, masked(one.body), one.kind, one.channel, why)


def _ours(out: Out, why: Why) -> Entry:
    by_hand = out.inbound_id is None and out.alert_id is None
    # What we publish has office numbers in it, nobody's secret; what was typed for one person may have theirs.
    body = masked(out.body) if by_hand else out.body
    return Entry(
        out.created_at, False, body, out.purpose, out.channel, why, out.segments, out.alert or "", by_hand=by_hand
    )
