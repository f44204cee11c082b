"""Two villages of the demo pack, people who work for them, and their phones."""

from __future__ import annotations

from smsinfo.bootstrap import Services
from smsinfo.db.models import KimGroup, Membership
from smsinfo.db.queries import contacts
from smsinfo.db.queries import staff as accounts
from smsinfo.domain.community import MemberRole, MemberState
from smsinfo.domain.staff import Grant, Person, Role
from smsinfo.staff.accounts import NewAccount
from smsinfo.staff.audit import TERMINAL
from tests.support import HeldClock, Phone

VILLAGE, NEIGHBOUR, DISTRICT, REGENCY = "62.06.01.2001", "62.06.01.2002", "62.06.01", "62.06"
MEMBER, HEAD, CITIZEN = "+628125550011", "+628125550012", "+628125550021"


class Village:
    """A contributor of KIM Samba for the district, a head of one village, and anybody else."""

    def __init__(self, services: Services, clock: HeldClock) -> None:
        self.services = services
        self.clock = clock
        self.member = self.joins(MEMBER, MemberRole.CONTRIBUTOR, VILLAGE, "Rina")
        self.head = self.joins(HEAD, MemberRole.VILLAGE_HEAD, VILLAGE, "Pak Ucok")

    def phone(self, number: str) -> Phone:
        """Anybody's phone, greeted already: the first answer tells everybody what this is."""
        phone = Phone(self.services, self.clock, number)
        phone.texts("BANTUAN")
        return phone

    def joins(
        self, number: str, role: MemberRole, region: str, name: str, state: MemberState = MemberState.ACTIVE
    ) -> Phone:
        """Somebody who works for a region."""
        phone = self.phone(number)
        with self.services.database.write() as session:
            contact = self.services.contacts.find(session, number)
            group = session.get(KimGroup, 1) or KimGroup(
                id=1, name="KIM Samba", region_code=DISTRICT, created_at=self.clock(), decree="", area="", address=""
            )
            session.add(group)
            session.flush()
            session.add(
                Membership(
                    contact_id=contact,
                    role=role.value,
                    region_code=region,
                    name=name,
                    state=state.value,
                    invited_at=self.clock(),
                    group_id=None if role is MemberRole.VILLAGE_HEAD else group.id,
                )
            )
        return phone

    def citizen(self, region: str, number: str = CITIZEN) -> Phone:
        """Somebody who lives there."""
        phone = self.phone(number)
        with self.services.database.write() as session:
            contact = self.services.contacts.find(session, number)
            assert contact is not None
            contacts.get(session, contact).region_code = region
        return phone

    def editor(self, name: str, role: Role, region: str) -> Person:
        """Somebody with an account."""
        staff, now = self.services.staff, self.clock()
        with self.services.database.write() as session:
            known = accounts.by_name(session, name)
            if known is not None:
                return known
            made = staff.accounts.open(session, TERMINAL, now, NewAccount(name, name.title(), region))
            accounts.put_grant(session, made.id, Grant(role, region), now)
            return staff.accounts.get(session, made.id)
