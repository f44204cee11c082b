"""A contribution that waits, where a test needs one and no phone."""

from __future__ import annotations

from hashlib import sha256

from smsinfo.bootstrap import Services
from smsinfo.community.news import Taken
from smsinfo.db.models import Contact, KimGroup, Membership
from smsinfo.db.queries import cards
from smsinfo.domain.cards import CardField
from smsinfo.domain.community import Member, MemberRole, MemberState
from smsinfo.domain.news import NewsKind

TEXT = "Gotong royong membersihkan parit di RT 2, Minggu 6 Desember jam 07.00 di depan balai desa"


def _phone(text: str) -> str:
    """A number of its own for each text."""
    return f"+62813{int.from_bytes(sha256(text.encode()).digest()[:3], 'big'):08}"


def a_contribution(services: Services, region: str = "62.06", text: str = TEXT, group: int = 1) -> int:
    """The number of a new contribution of Rina of a group (KIM Samba, where there is none yet), who works there."""
    now = services.clock()
    with services.database.write() as session:
        known = session.get(KimGroup, group) or KimGroup(
            id=group, name="KIM Samba", region_code="62.06", created_at=now
        )
        sealed = services.sealer.seals(_phone(text), practice=False)[0]
        contact = Contact(
            msisdn_sealed=sealed, first_seen_at=now, language="id", status="active", practice=False
        )  # fmt: skip
        session.add_all((known, contact))
        session.flush()
        one = Membership(
            group_id=group, contact_id=contact.id, role="contributor", region_code=region, name="Rina Wati",
            state="active", invited_at=now,
        )  # fmt: skip
        session.add(one)
        session.flush()
        member = Member(
            one.id, contact.id, group, known.name, MemberRole.CONTRIBUTOR, region, one.name, MemberState.ACTIVE
        )
        taken = services.community.news.receive(session, member, NewsKind.NEWS, text, now)
    assert isinstance(taken, Taken)
    return taken.number


def a_card(services: Services, region: str = "62.06") -> int:
    """The number of a line of a card that waits."""
    with services.database.write() as session:
        values = {"proposed": "Bu Ani di RT 2", "proposed_at": services.clock()}
        cards.put(session, region, CardField.BIDAN, values)
        return cards.of_village(session, region)[CardField.BIDAN].id
