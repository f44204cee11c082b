"""Which memberships a phone has, and who works for us in a region."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from sqlalchemy import Row, Select, or_, select
from sqlalchemy.orm import Session

from smsinfo.db.models import KimGroup, Membership
from smsinfo.domain.community import Member, MemberRole, MemberState


def of_contact(session: Session, contact_id: int) -> tuple[Member, ...]:
    """All memberships of a phone, those that have ended too, oldest first."""
    return _members(session, _wanted().where(Membership.contact_id == contact_id))


def active(session: Session, contact_id: int) -> tuple[Member, ...]:
    """The memberships under which a phone may act now."""
    return tuple(member for member in of_contact(session, contact_id) if member.active)


def contact_of(session: Session, membership_id: int) -> int | None:
    """The phone of a membership; None for one that is gone."""
    return session.scalar(select(Membership.contact_id).where(Membership.id == membership_id))


def covering(session: Session, region: str, roles: Collection[MemberRole]) -> tuple[Member, ...]:
    """The active members with one of these roles whose region is this one or covers it, the nearest first."""
    parts = region.split(".")
    codes = [".".join(parts[: n + 1]) for n in range(len(parts))]
    found = _members(session, _active(roles).where(Membership.region_code.in_(codes)))
    return tuple(sorted(found, key=lambda member: (-len(member.region_code), member.id)))


def within(session: Session, region: str, roles: Collection[MemberRole]) -> tuple[Member, ...]:
    """The active members with one of these roles in a region or anything inside it."""
    inside = or_(Membership.region_code == region, Membership.region_code.startswith(f"{region}.", autoescape=True))
    return _members(session, _active(roles).where(inside))


def _active(roles: Collection[MemberRole]) -> Select[*tuple[Any, ...]]:
    return _wanted().where(Membership.state == MemberState.ACTIVE, Membership.role.in_([role.value for role in roles]))


def _wanted() -> Select[*tuple[Any, ...]]:
    return (
        select(
            Membership.id,
            Membership.contact_id,
            Membership.group_id,
            KimGroup.name,
            Membership.role,
            Membership.region_code,
            Membership.name,
            Membership.state,
            Membership.trusted,
        )
        .outerjoin(KimGroup, KimGroup.id == Membership.group_id)
        .order_by(Membership.id)
    )


def _members(session: Session, wanted: Select[*tuple[Any, ...]]) -> tuple[Member, ...]:
    return tuple(_member(row) for row in session.execute(wanted))


def _member(row: Row[*tuple[Any, ...]]) -> Member:
    id_, contact_id, group_id, group, role, region, name, state, trusted = row
    return Member(id_, contact_id, group_id, group or "", MemberRole(role), region, name, MemberState(state), trusted)
