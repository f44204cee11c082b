"""Writing memberships: the row, and the role of the phone that goes with an active one."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import ColumnElement, delete, or_, select
from sqlalchemy.orm import Session

from smsinfo.db.models import Contact, ContactCheck, ContactRole, Membership, StaffPhone
from smsinfo.domain.community import CONTACT_ROLES, MemberRole, MemberState

OPEN = (MemberState.ACTIVE, MemberState.SUSPENDED)


def get(session: Session, membership_id: int) -> Membership | None:
    """One of them; None where there is none (any more)."""
    return session.get(Membership, membership_id)


def of_phone(session: Session, contact_id: int) -> list[Membership]:
    """All of a phone, those that have ended too, oldest first."""
    found = select(Membership).where(Membership.contact_id == contact_id).order_by(Membership.id)
    return list(session.scalars(found))


def same(session: Session, contact_id: int, role: MemberRole, region: str) -> Membership | None:
    """The one that a phone has or had with this role in this region."""
    return session.scalar(
        select(Membership).where(
            Membership.contact_id == contact_id, Membership.role == role.value, Membership.region_code == region
        )
    )


def in_group(session: Session, group_id: int, states: Collection[MemberState]) -> list[Membership]:
    """Those of a group in these states, oldest first."""
    found = select(Membership).where(Membership.group_id == group_id, Membership.state.in_([s.value for s in states]))
    return list(session.scalars(found.order_by(Membership.id)))


def has_head(
    session: Session,
    region: str,
    besides: int | None = None,
    states: Collection[MemberState] = (MemberState.ACTIVE,),
) -> bool:
    """True where a village has a head who acts, or stands in one of these states; `besides` is a phone that does not
    count.
    """
    heads = select(Membership.id).where(
        Membership.role == MemberRole.VILLAGE_HEAD.value,
        Membership.region_code == region,
        Membership.state.in_([state.value for state in states]),
    )
    if besides is not None:
        heads = heads.where(Membership.contact_id != besides)
    return session.scalar(heads.limit(1)) is not None


def activate(session: Session, one: Membership, now: datetime) -> None:
    """The person acts from now on, and whoever sends knows it."""
    one.state, one.confirmed_at, one.asks, one.asked_at = MemberState.ACTIVE.value, now, 0, None
    one.code, one.ended_at = None, None
    role = CONTACT_ROLES[MemberRole(one.role)]
    mine = _role(one)
    found = session.scalar(select(ContactRole).where(*mine))
    if found is None:
        found = ContactRole(contact_id=one.contact_id, role=role, region_code=one.region_code)
        session.add(found)
    found.confirmed_at = now


def rest(session: Session, one: Membership, state: MemberState, now: datetime) -> None:
    """The person acts no more: for a while (suspended), or for good, which is noted with its time."""
    one.state = state.value
    if state is not MemberState.SUSPENDED:
        one.code, one.asks, one.asked_at, one.shown, one.trusted, one.ended_at = None, 0, None, False, False, now
    session.execute(delete(ContactRole).where(*_role(one)))


def is_of_account(session: Session, contact_id: int) -> bool:
    """True for the phone of somebody who works here."""
    return session.scalar(select(StaffPhone.account_id).where(StaffPhone.contact_id == contact_id)) is not None


def contact(session: Session, contact_id: int) -> Contact:
    """The phone."""
    return session.get_one(Contact, contact_id)


def is_asked(session: Session, contact_id: int) -> bool:
    """True where we asked this phone whether it is still theirs, or took silence for no answer."""
    asked = select(Membership.id).where(
        Membership.contact_id == contact_id, Membership.asks > 0, Membership.state.in_([state.value for state in OPEN])
    )
    checked = select(ContactCheck.contact_id).where(
        ContactCheck.contact_id == contact_id, or_(ContactCheck.asks > 0, ContactCheck.unconfirmed_at.is_not(None))
    )
    return session.scalar(asked.limit(1)) is not None or session.scalar(checked) is not None


def _role(one: Membership) -> tuple[ColumnElement[bool], ...]:
    return (
        ContactRole.contact_id == one.contact_id,
        ContactRole.role == CONTACT_ROLES[MemberRole(one.role)],
        ContactRole.region_code == one.region_code,
    )
