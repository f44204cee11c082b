"""The register of the groups: one, a page of them, their members for staff, and what everybody may see."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Select, false, func, or_, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from smsinfo.db.models import Contact, KimGroup, Membership, Region
from smsinfo.domain.community import MemberRole, MemberState


@dataclass(frozen=True, slots=True)
class Listed:
    """A group in a list: with the name of its region, and how many act, are invited and rest."""

    id: int
    name: str
    region_code: str
    region: str
    public: bool
    closed_at: datetime | None
    active: int
    invited: int
    resting: int


@dataclass(frozen=True, slots=True)
class Seat:
    """A membership as staff see it; `sealed` is the number, `status` that of the phone."""

    id: int
    name: str
    role: MemberRole
    region_code: str
    region: str
    state: MemberState
    shown: bool
    trusted: bool
    asks: int
    invited_at: datetime
    joined_at: datetime | None
    confirmed_at: datetime | None
    sealed: bytes
    status: str
    practice: bool


@dataclass(frozen=True, slots=True)
class PublicMember:
    """Somebody who agreed that the name is shown."""

    name: str
    role: MemberRole
    region_code: str


@dataclass(frozen=True, slots=True)
class PublicGroup:
    """What everybody may see of a group that is shown: no number, and no name without a recorded consent.

    `others` counts the active members who are not named.
    """

    id: int
    name: str
    region_code: str
    decree: str
    area: str
    address: str
    members: tuple[PublicMember, ...]
    others: int


def get(session: Session, group_id: int) -> KimGroup | None:
    """A group; None where there is none."""
    return session.get(KimGroup, group_id)


def by_name(session: Session, region: str, name: str) -> KimGroup | None:
    """The group of this name with this seat; capitals do not count."""
    same = (KimGroup.region_code == region, func.lower(KimGroup.name) == name.lower())
    return session.scalar(select(KimGroup).where(*same))


def within(session: Session, regions: Collection[str], words: str, offset: int, limit: int) -> list[Listed]:
    """A page of the groups in these regions whose name holds the words, open ones first, by name."""
    found = (
        select(KimGroup, Region.name)
        .join(Region, Region.code == KimGroup.region_code)
        .where(_in_any(KimGroup.region_code, regions))
        .order_by(KimGroup.closed_at.is_not(None), func.lower(KimGroup.name), KimGroup.id)
        .offset(offset)
        .limit(limit)
    )
    if words:
        found = found.where(func.lower(KimGroup.name).contains(words.lower(), autoescape=True))
    rows = session.execute(found).all()
    counts = _counts(session, [group.id for group, _ in rows])
    states = (MemberState.ACTIVE, MemberState.INVITED, MemberState.SUSPENDED)
    return [
        Listed(
            group.id, group.name, group.region_code, region, group.public, group.closed_at,
            *(counts[group.id].get(state.value, 0) for state in states),
        )
        for group, region in rows
    ]  # fmt: skip


def seats(session: Session, group_id: int) -> list[Seat]:
    """All memberships of a group that have not ended, by name."""
    return _seats(session, _wanted_seats().where(Membership.group_id == group_id))


def heads(session: Session, regions: Collection[str], offset: int, limit: int) -> list[Seat]:
    """A page of the village heads in these regions who have not ended, by region."""
    found = _wanted_seats().where(
        Membership.role == MemberRole.VILLAGE_HEAD.value, _in_any(Membership.region_code, regions)
    )
    return _seats(session, found.order_by(None).order_by(Membership.region_code).offset(offset).limit(limit))


def public_groups(session: Session, region: str | None = None) -> list[PublicGroup]:
    """The groups that are shown, in a region or anywhere, by region and name: two looks, however many."""
    return _public(session, KimGroup.closed_at.is_(None), _in_any(KimGroup.region_code, [region] if region else [""]))


def public_group(session: Session, group_id: int) -> PublicGroup | None:
    """One that is shown; None for one that is not, or is no more."""
    found = _public(session, KimGroup.id == group_id, KimGroup.closed_at.is_(None))
    return found[0] if found else None


def _public(session: Session, *wanted: ColumnElement[bool]) -> list[PublicGroup]:
    groups = session.scalars(
        select(KimGroup)
        .where(KimGroup.public.is_(True), *wanted)
        .order_by(KimGroup.region_code, func.lower(KimGroup.name), KimGroup.id)
    ).all()
    named, others = _shown(session, [group.id for group in groups])
    return [
        PublicGroup(
            group.id, group.name, group.region_code, group.decree, group.area, group.address,
            tuple(named[group.id]), others[group.id],
        )
        for group in groups
    ]  # fmt: skip


def _shown(session: Session, ids: Sequence[int]) -> tuple[dict[int, list[PublicMember]], dict[int, int]]:
    members = session.execute(
        select(Membership.group_id, Membership.name, Membership.role, Membership.shown, Membership.region_code)
        .where(Membership.group_id.in_(ids), Membership.state == MemberState.ACTIVE.value)
        .order_by(func.lower(Membership.name), Membership.id)
    )
    named: defaultdict[int, list[PublicMember]] = defaultdict(list)
    others: defaultdict[int, int] = defaultdict(int)
    for group_id, name, role, shown, region in members:
        assert group_id is not None  # noqa: S101  (asked for by group)
        if shown:
            named[group_id].append(PublicMember(name, MemberRole(role), region))
        else:
            others[group_id] += 1
    return named, others


def _counts(session: Session, ids: Sequence[int]) -> defaultdict[int, dict[str, int]]:
    rows = session.execute(
        select(Membership.group_id, Membership.state, func.count())
        .where(Membership.group_id.in_(ids))
        .group_by(Membership.group_id, Membership.state)
    )
    found: defaultdict[int, dict[str, int]] = defaultdict(dict)
    for group_id, state, number in rows:
        assert group_id is not None  # noqa: S101  (asked for by group)
        found[group_id][state] = int(number)
    return found


def _wanted_seats() -> Select[*tuple[Membership, str, bytes, str, bool]]:
    ended = [MemberState.LEFT.value, MemberState.DECLINED.value]
    return (
        select(Membership, Region.name, Contact.msisdn_sealed, Contact.status, Contact.practice)
        .join(Region, Region.code == Membership.region_code)
        .join(Contact, Contact.id == Membership.contact_id)
        .where(Membership.state.not_in(ended))
        .order_by(func.lower(Membership.name), Membership.id)
    )


def _seats(session: Session, wanted: Select[*tuple[Membership, str, bytes, str, bool]]) -> list[Seat]:
    return [
        Seat(
            one.id, one.name, MemberRole(one.role), one.region_code, region, MemberState(one.state), one.shown,
            one.trusted, one.asks, one.invited_at, one.joined_at, one.confirmed_at, bytes(sealed), status, practice,
        )
        for one, region, sealed, status, practice in session.execute(wanted)
    ]  # fmt: skip


def _in_any(place: InstrumentedAttribute[str], regions: Collection[str]) -> ColumnElement[bool]:
    """In one of these regions or what lies in it; "" is everywhere, none at all is nowhere."""
    if "" in regions:
        return place.is_not(None)
    inside = (or_(place == code, place.startswith(f"{code}.", autoescape=True)) for code in sorted(regions))
    return or_(false(), *inside)
