"""Who plays in the stories of cases: a village with its people, members of a group, an office."""

from __future__ import annotations

from sqlalchemy import select

from smsinfo.bootstrap import Services
from smsinfo.db.models import Contact, KimGroup, Membership, OutboundMessage, ReportOffice
from smsinfo.domain.community import MemberRole, MemberState
from tests.support import HeldClock, Phone

REGENCY, VILLAGE = "62.06", "62.06.05.2005"
ASKER, NEIGHBOUR, FRIEND = "+628125550101", "+628125550102", "+628125550103"
RUDI, WATI, OTHER = "+628125550111", "+628125550112", "+628125550113"


def contact_id(services: Services, number: str) -> int:
    """The contact of a phone that has texted."""
    with services.database.read() as session:
        found = services.contacts.find(session, number)
    assert found is not None
    return found


def joins(services: Services, number: str, region: str = REGENCY, *, trusted: bool = False, group: int = 1) -> int:
    """A contributor of KIM Samba; the membership's id."""
    now = services.clock()
    phone = contact_id(services, number)
    with services.database.write() as session:
        if session.get(KimGroup, group) is None:
            session.add(KimGroup(id=group, name=f"KIM Samba {group}", region_code=REGENCY, created_at=now))
            session.flush()
        member = Membership(
            group_id=group,
            contact_id=phone,
            role=MemberRole.CONTRIBUTOR.value,
            region_code=region,
            name="Rudi",
            state=MemberState.ACTIVE.value,
            trusted=trusted,
            invited_at=now,
        )
        session.add(member)
        session.flush()
        return member.id


def takes_reports(services: Services, region: str = REGENCY) -> None:
    """The office of a region takes reports from now on."""
    with services.database.write() as session:
        session.add(ReportOffice(region_code=region, takes=True, changed_at=services.clock(), changed_by="wati"))


def sent_to(services: Services, number: str) -> list[str]:
    """What was pushed to a phone, oldest first; replies to its own texts not counted."""
    with services.database.read() as session:
        wanted = select(OutboundMessage.body).where(
            OutboundMessage.contact_id == services.contacts.find(session, number), OutboundMessage.inbound_id.is_(None)
        )
        return list(session.scalars(wanted.order_by(OutboundMessage.id)))


def settle(services: Services, clock: HeldClock, number: str, region: str = REGENCY) -> Phone:
    """Somebody who has told where they live."""
    phone = Phone(services, clock, number)
    phone.texts("INFO")
    with services.database.write() as session:
        session.get_one(Contact, services.contacts.find(session, number)).region_code = region
    return phone


def number_in(reply: str | None) -> int:
    """The number of a receipt."""
    assert reply is not None
    digits = [word.strip(".,:") for word in reply.split("no ", 1)[1].split()]
    return int(digits[0])
