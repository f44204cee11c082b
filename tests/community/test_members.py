"""Who may act where: memberships of a phone, and those who work for a village."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from sqlalchemy.orm import Session

from smsinfo.db.engine import Database, make_engine
from smsinfo.db.models import Contact, KimGroup, Membership, Region
from smsinfo.db.queries import members
from smsinfo.db.schema import create_empty
from smsinfo.domain.community import MemberRole, MemberState

NOW = datetime(2026, 11, 2, 2, 0, tzinfo=UTC)
REGION, DISTRICT, VILLAGE, NEIGHBOUR = "62.06", "62.06.01", "62.06.01.2001", "62.06.01.2002"
C, R, H = MemberRole.CONTRIBUTOR, MemberRole.RELAY, MemberRole.VILLAGE_HEAD


def joins(session: Session, phone: int, role: MemberRole, region: str, state: MemberState = MemberState.ACTIVE) -> None:
    group = 1 if role is not H else None
    session.add(
        Membership(
            contact_id=phone, role=role, region_code=region, name=f"Anggota {phone}", state=state, invited_at=NOW,
            group_id=group,
        )
    )  # fmt: skip


@pytest.fixture
def session() -> Session:
    """Four phones: two contributors of one group, a relay and the head of a village."""
    database = Database(make_engine("sqlite://"))
    create_empty(database.engine)
    found = Session(database.engine)
    found.add(Region(code="62", name="Kalimantan Tengah", level="province"))
    found.flush()
    for code, level in ((REGION, "regency"), (DISTRICT, "district"), (VILLAGE, "village"), (NEIGHBOUR, "village")):
        found.add(Region(code=code, name=code, level=level, parent_code=code.rpartition(".")[0]))
    found.add(KimGroup(id=1, name="KIM Samba", region_code=DISTRICT, created_at=NOW))
    for phone in range(1, 5):
        found.add(Contact(id=phone, msisdn_sealed=bytes([phone]), first_seen_at=NOW))
    found.flush()
    joins(found, 1, C, DISTRICT)
    joins(found, 2, C, DISTRICT, MemberState.LEFT)
    joins(found, 3, R, VILLAGE)
    joins(found, 4, H, VILLAGE)
    found.flush()
    return found


def test_who_has_left_may_do_nothing_more(session: Session) -> None:
    assert [member.state for member in members.of_contact(session, 2)] == [MemberState.LEFT]
    assert members.active(session, 2) == ()
    (member,) = members.active(session, 1)
    assert (member.group, member.role, member.region_code) == ("KIM Samba", C, DISTRICT)


@pytest.mark.parametrize(
    ("region", "phones"),
    [(VILLAGE, [3, 4, 1]), (NEIGHBOUR, [1]), (DISTRICT, [1]), (REGION, []), ("62.06.010.2001", [])],
)
def test_the_nearest_who_serve_a_region_come_first(session: Session, region: str, phones: list[int]) -> None:
    found = members.covering(session, region, (C, R, H))
    assert [member.contact_id for member in found] == phones
    assert all(member.serves(region) for member in found)


@pytest.mark.parametrize(
    ("region", "roles", "phones"), [(REGION, (C, R, H), [1, 3, 4]), (DISTRICT, (R,), [3]), ("62.0", (C, R, H), [])]
)
def test_all_in_a_region_are_found_and_nobody_outside(
    session: Session, region: str, roles: tuple[MemberRole, ...], phones: list[int]
) -> None:
    assert [member.contact_id for member in members.within(session, region, roles)] == phones
