"""A village with a group, staff who invite, and phones: what stories of groups and members are told with."""

from __future__ import annotations

import re
from typing import Any

from sqlalchemy import select

from smsinfo.community.groups import Wanted
from smsinfo.community.joining import Invitation
from smsinfo.content.packs import import_pack
from smsinfo.db.models import ConsentEvent, Contact, ContactRole, KimGroup, Membership, OutboundMessage, Region
from smsinfo.db.queries import audit as log
from smsinfo.db.queries.audit import Event, Filter
from smsinfo.domain.community import MemberRole
from smsinfo.staff.audit import TERMINAL
from tests.content.samples import NOW, a_pack
from tests.support import CITIZEN, HeldClock, Phone, make_services

REGENCY, DISTRICT, VILLAGE, NEXT = "62.06", "62.06.05", "62.06.05.2005", "62.06.05.2006"
ELSEWHERE = "62.03"
C, R, H = MemberRole.CONTRIBUTOR, MemberRole.RELAY, MemberRole.VILLAGE_HEAD
_PLACES = {
    "62": ("Kalimantan Tengah", "provinsi"),
    REGENCY: ("Kabupaten Katingan", "kabupaten"),
    ELSEWHERE: ("Kabupaten Kapuas", "kabupaten"),
    DISTRICT: ("Tewang Sangalang Garing", "kecamatan"),
    VILLAGE: ("Samba Danum", "desa"),
    NEXT: ("Tewang Manyangen", "desa"),
}


class Village:
    """The services over a small pack, one group with its seat in the district, and whoever texts."""

    def __init__(self, url: str, **settings: Any) -> None:
        self.clock = HeldClock()
        self.services = make_services(url, self.clock, content=False, **settings)
        with self.services.database.write() as session:
            import_pack(session, a_pack(), NOW)
            for code, (name, level) in _PLACES.items():
                if session.get(Region, code) is None:
                    session.add(Region(code=code, name=name, level=level, parent_code=code.rpartition(".")[0] or None))
                    session.flush()
        self.services.snapshots.refresh()
        self.group_id = self.registers("KIM Samba")

    def close(self) -> None:
        """Give everything back."""
        self.services.heart.stop()
        self.services.database.close()

    def registers(self, name: str, region: str = DISTRICT, **more: Any) -> int:
        """Staff enter a group; its number."""
        with self.services.database.write() as session:
            wanted = Wanted(name, region, **more)
            return self.services.community.groups.create(session, TERMINAL, wanted, self.clock()).id

    def invites(
        self, number: str = CITIZEN, role: MemberRole = C, region: str = VILLAGE, name: str = "Rina Wati"
    ) -> str:
        """Staff invite somebody; the code that the phone got."""
        with self.services.database.write() as session:
            group = session.get(KimGroup, self.group_id) if role is not H else None
            wanted = Invitation(number, name, region, role, group)
            self.services.community.joining.invite(session, TERMINAL, wanted, self.clock())
        found = re.search(r"IKUT (\d{4})", self.pushed(number)[-1])
        assert found is not None
        return found.group(1)

    def joins(self, number: str = CITIZEN, role: MemberRole = C, region: str = VILLAGE, name: str = "Rina Wati") -> str:
        """Somebody is invited and says yes; what they are told."""
        told = self.phone(number).texts(f"IKUT {self.invites(number, role, region, name)}")
        assert told is not None
        return told

    def phone(self, number: str = CITIZEN) -> Phone:
        """Somebody's phone."""
        return Phone(self.services, self.clock, number)

    def pushed(self, number: str = CITIZEN) -> list[str]:
        """What we sent to a phone that was no answer, oldest first."""
        with self.services.database.read() as session:
            seals = self.services.sealer.seals(number)
            found = (
                select(OutboundMessage.body)
                .join(Contact, Contact.id == OutboundMessage.contact_id)
                .where(Contact.msisdn_sealed.in_(seals), OutboundMessage.purpose != "reply")
                .order_by(OutboundMessage.id)
            )
            return list(session.scalars(found))

    def states(self) -> list[tuple[str, str, str]]:
        """(name, role, state) of all memberships."""
        with self.services.database.read() as session:
            rows = select(Membership.name, Membership.role, Membership.state).order_by(Membership.id)
            return [(name, role, state) for name, role, state in session.execute(rows)]

    def membership(self) -> Membership:
        """The newest one."""
        with self.services.database.read() as session:
            return session.scalars(select(Membership).order_by(Membership.id.desc()).limit(1)).one()

    def roles(self) -> list[tuple[str, str]]:
        """(role, region) of all phones, as whoever sends looks at them."""
        with self.services.database.read() as session:
            rows = session.execute(select(ContactRole.role, ContactRole.region_code).order_by(ContactRole.id))
            return [(role, region) for role, region in rows]

    def consents(self) -> list[tuple[str, str]]:
        """(kind, version of the words) of all proofs of members."""
        with self.services.database.read() as session:
            rows = session.execute(select(ConsentEvent.kind, ConsentEvent.text_version).order_by(ConsentEvent.id))
            return [(kind, version) for kind, version in rows]

    def events(self, action: str) -> list[Event]:
        """The audit log, oldest first."""
        with self.services.database.read() as session:
            return log.find(session, Filter(action=action), 100)[::-1]
