"""Whether numbers are still those of the people who gave them: who is to be asked, who said yes, who is silent."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, and_, delete, or_, select
from sqlalchemy.orm import Session

from smsinfo.db.models import (
    ConsentEvent,
    Contact,
    ContactCheck,
    InboundMessage,
    Membership,
    StaffPhone,
    Subscription,
)
from smsinfo.domain.community import MemberState
from smsinfo.domain.contacts import ContactStatus


def confirm(session: Session, contact_id: int, now: datetime) -> None:
    """The person said that the number is theirs."""
    found = session.get(ContactCheck, contact_id)
    if found is None:
        session.add(ContactCheck(contact_id=contact_id, asks=0, confirmed_at=now))
        return
    found.asks, found.asked_at, found.unconfirmed_at, found.confirmed_at = 0, None, None, now


def members_due(session: Session, asks: int, before: datetime, limit: int) -> list[Membership]:
    """Active memberships that were asked so often, of which the last yes (or, after the first question, that question)
    lies before a moment; of phones that get what we push. By phone."""
    since = Membership.confirmed_at if asks == 0 else Membership.asked_at
    found = (
        select(Membership)
        .join(Contact, Contact.id == Membership.contact_id)
        .where(_live(), Membership.state == MemberState.ACTIVE.value, Membership.asks == asks, since <= before)
        .order_by(Membership.contact_id, Membership.id)
        .limit(limit)
    )
    return list(session.scalars(found))


def members_silent(session: Session, before: datetime, limit: int) -> list[Membership]:
    """Active memberships about which we asked before a moment, in vain."""
    found = select(Membership).where(
        Membership.state == MemberState.ACTIVE.value, Membership.asks > 0, Membership.asked_at <= before
    )
    return list(session.scalars(found.order_by(Membership.id).limit(limit)))


def subscribers_due(session: Session, before: datetime, limit: int) -> list[int]:
    """Subscribers who came, or said yes, before a moment and have not been asked since.

    Those with a role are left out: they are asked for it, and more often.
    """
    old = select(Subscription.id).where(Subscription.contact_id == Contact.id, Subscription.created_at <= before)
    serving = select(Membership.id).where(
        Membership.contact_id == Contact.id, Membership.state == MemberState.ACTIVE.value
    )
    unasked = and_(
        ContactCheck.asks == 0, or_(ContactCheck.confirmed_at.is_(None), ContactCheck.confirmed_at <= before)
    )
    found = (
        select(Contact.id)
        .outerjoin(ContactCheck, ContactCheck.contact_id == Contact.id)
        .where(_live(), old.exists(), ~serving.exists(), or_(ContactCheck.contact_id.is_(None), unasked))
        .order_by(Contact.id)
        .limit(limit)
    )
    return list(session.scalars(found))


def subscribers_silent(session: Session, asks: int, before: datetime, limit: int) -> list[int]:
    """Subscribers who were asked so often, last before a moment, and have not answered."""
    subscribed = select(Subscription.id).where(Subscription.contact_id == Contact.id)
    found = (
        select(Contact.id)
        .join(ContactCheck, ContactCheck.contact_id == Contact.id)
        .where(
            _live(),
            subscribed.exists(),
            ContactCheck.asks == asks,
            ContactCheck.unconfirmed_at.is_(None),
            ContactCheck.asked_at <= before,
        )
        .order_by(Contact.id)
        .limit(limit)
    )
    return list(session.scalars(found))


def note_asked(session: Session, contact_id: int, now: datetime) -> None:
    """One more question went out."""
    found = session.get(ContactCheck, contact_id)
    if found is None:
        session.add(ContactCheck(contact_id=contact_id, asks=1, asked_at=now))
        return
    found.asks, found.asked_at = found.asks + 1, now


def mark_unconfirmed(session: Session, contact_id: int, now: datetime) -> None:
    """Silence counts as no answer from now on."""
    session.get_one(ContactCheck, contact_id).unconfirmed_at = now


def late_invitations(session: Session, before: datetime) -> list[Membership]:
    """Invitations that nobody answered in time."""
    found = select(Membership).where(Membership.state == MemberState.INVITED.value, Membership.invited_at < before)
    return list(session.scalars(found.order_by(Membership.id)))


def forget_ended(session: Session, unjoined_before: datetime, joined_before: datetime) -> tuple[int, ...]:
    """Delete memberships that ended before a moment, an earlier one for those that had begun; their phones."""
    ended = Membership.state.in_([MemberState.LEFT.value, MemberState.DECLINED.value])
    never = and_(Membership.joined_at.is_(None), Membership.ended_at < unjoined_before)
    gone = delete(Membership).where(ended, or_(never, Membership.ended_at < joined_before))
    return tuple(session.scalars(gone.returning(Membership.contact_id)))


def strangers(session: Session, contact_ids: Collection[int]) -> Sequence[int]:
    """Those of the phones of which we have nothing but the number: they never wrote, joined or agreed to anything."""
    nothing = [
        ~select(table.contact_id).where(table.contact_id == Contact.id).exists()
        for table in (InboundMessage, Subscription, ConsentEvent, Membership, StaffPhone)
    ]
    return list(session.scalars(select(Contact.id).where(Contact.id.in_(list(contact_ids)), *nothing)))


def _live() -> ColumnElement[bool]:
    return and_(Contact.status == ContactStatus.ACTIVE.value, Contact.practice.is_(False))
