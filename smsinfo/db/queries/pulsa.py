"""How many texts each member sent for us: what their pulsa is paid back by."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import and_, func, or_, select
from sqlalchemy.orm import Session

from smsinfo.db.models import Contact, InboundMessage, Membership
from smsinfo.domain.community import MemberState


@dataclass(frozen=True, slots=True)
class Sent:
    """One phone of a group, and how many texts came from it. `sealed` is the number."""

    name: str
    sealed: bytes
    practice: bool
    texts: int


def sent(session: Session, group_id: int, commands: Collection[str], since: datetime, until: datetime) -> list[Sent]:
    """The phones of a group with their texts of these commands, by name: those that act or rest, and of the others
    those that texted. A phone with two roles stands there once."""
    mine = and_(
        InboundMessage.contact_id == Membership.contact_id,
        InboundMessage.command.in_(list(commands)),
        InboundMessage.received_at >= since,
        InboundMessage.received_at < until,
    )
    texts = func.count(func.distinct(InboundMessage.id))
    rows = session.execute(
        select(func.min(Membership.name), Contact.msisdn_sealed, Contact.practice, texts)
        .join(Contact, Contact.id == Membership.contact_id)
        .outerjoin(InboundMessage, mine)
        .where(
            Membership.group_id == group_id,
            or_(
                Membership.state.in_([MemberState.ACTIVE.value, MemberState.SUSPENDED.value]),
                InboundMessage.id.is_not(None),
            ),
        )
        .group_by(Contact.id, Contact.msisdn_sealed, Contact.practice)
        .order_by(func.min(Membership.name), Contact.id)
    )
    return [Sent(name, bytes(sealed), practice, int(number)) for name, sealed, practice, number in rows]
