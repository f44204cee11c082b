"""Contacts, subscriptions, consent and suppression."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import delete, func, select, update
from sqlalchemy.orm import Session

from smsinfo.db.models import (
    ConsentEvent,
    Contact,
    Conversation,
    InboundMessage,
    LessonProgress,
    OutboundMessage,
    Subscription,
    Suppression,
    UssdSession,
)
from smsinfo.db.queries import cases
from smsinfo.domain.messages import MtStatus


def by_seals(session: Session, seals: Sequence[bytes]) -> Contact | None:
    """The contact whose number has one of these sealed forms."""
    return session.scalar(select(Contact).where(Contact.msisdn_sealed.in_(list(seals))))


def get(session: Session, contact_id: int) -> Contact:
    """The contact. Raises sqlalchemy's NoResultFound when it is gone."""
    return session.get_one(Contact, contact_id)


def subscriptions(session: Session, contact_id: int) -> list[Subscription]:
    """What the contact is subscribed to, oldest first."""
    found = select(Subscription).where(Subscription.contact_id == contact_id).order_by(Subscription.id)
    return list(session.scalars(found))


def remove_subscriptions(session: Session, contact_id: int, codes: Sequence[str] | None = None) -> int:
    """Take the contact's subscriptions away, all or those of the codes; how many there were."""
    gone = delete(Subscription).where(Subscription.contact_id == contact_id)
    if codes is not None:
        gone = gone.where(Subscription.region_code.in_(list(codes)))
    return len(list(session.scalars(gone.returning(Subscription.id))))


def add_consent(
    session: Session,
    contact_id: int,
    kind: str,
    region: str | None,
    channel: str,
    external_id: str,
    version: str,
    at: datetime,
) -> None:
    """Record what the person agreed to or took back."""
    event = ConsentEvent(
        contact_id=contact_id,
        kind=kind,
        region_code=region,
        channel=channel,
        external_id=external_id,
        text_version=version,
        at=at,
    )
    session.add(event)


def suppress(session: Session, digest: bytes, at: datetime) -> None:
    """Remember that this number wants nothing pushed. Once is enough."""
    if session.get(Suppression, digest) is None:
        session.add(Suppression(digest=digest, since=at))


def unsuppress(session: Session, digest: bytes) -> None:
    """The person subscribed again by an own message."""
    session.execute(delete(Suppression).where(Suppression.digest == digest))


def is_suppressed(session: Session, digest: bytes) -> bool:
    """True when this number said STOP or was erased."""
    return session.get(Suppression, digest) is not None


def erase(session: Session, contact_id: int, now: datetime) -> None:
    """Delete the contact and the texts of its messages; what is left of the messages are counts without a person.

    What waits for them is cancelled: nobody would know to whom it goes.
    """
    waits = (OutboundMessage.contact_id == contact_id) & (OutboundMessage.status == MtStatus.QUEUED.value)
    cancelled = {"status": MtStatus.CANCELLED.value, "detail": "the recipient was erased", "status_at": now}
    session.execute(update(OutboundMessage).where(waits).values(**cancelled))
    session.execute(
        update(InboundMessage).where(InboundMessage.contact_id == contact_id).values(body="", contact_id=None)
    )
    session.execute(
        update(OutboundMessage).where(OutboundMessage.contact_id == contact_id).values(body="", contact_id=None)
    )
    cases.forget(session, cases.of_contact(session, contact_id))
    session.execute(update(ConsentEvent).where(ConsentEvent.contact_id == contact_id).values(contact_id=None))
    session.execute(delete(Subscription).where(Subscription.contact_id == contact_id))
    session.execute(delete(LessonProgress).where(LessonProgress.contact_id == contact_id))
    session.execute(delete(Conversation).where(Conversation.contact_id == contact_id))
    number = select(Contact.msisdn_sealed).where(Contact.id == contact_id).scalar_subquery()
    session.execute(delete(UssdSession).where(UssdSession.msisdn_sealed == number))
    session.execute(delete(Contact).where(Contact.id == contact_id))


def count(session: Session) -> int:
    """How many live contacts there are."""
    return session.scalar(select(func.count()).select_from(Contact).where(Contact.practice.is_(False))) or 0


def page_of_contacts(session: Session, after: int, limit: int) -> list[Contact]:
    """The next contacts by id: for jobs that go through all of them."""
    return list(session.scalars(select(Contact).where(Contact.id > after).order_by(Contact.id).limit(limit)))
