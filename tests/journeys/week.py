"""Two villages of Kamipang for a week: their phones, the staff of the regency, a worker, and all that anybody gets."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from itertools import count
from typing import Any, Final

from sqlalchemy.orm import Session

from smsinfo.community.groups import Wanted
from smsinfo.community.joining import Invitation
from smsinfo.community.news_desk import Edited
from smsinfo.content.pack_files import read_pack
from smsinfo.content.packs import import_pack
from smsinfo.db.models import KimGroup
from smsinfo.domain.community import MemberRole
from smsinfo.domain.messages import MoMessage
from smsinfo.domain.news import NewsKind
from smsinfo.domain.sending import SendResult
from smsinfo.domain.staff import Role
from smsinfo.staff.audit import Actor
from tests.alerts.dutyroom import NUMBERS, Dutyroom
from tests.alerts.watchroom import PROVINCE
from tests.support import OWN_NUMBER, PACK

GALINGGANG, TAMPELAS, KAMIPANG = "62.06.01.2001", "62.06.01.2002", "62.06.01"
PEOPLE: Final = {
    "rina": "+6281255002001",  # writes for KIM Kamipang in Galinggang
    "joko": "+6281255002002",  # reads alerts out in Tampelas
    "ucok": "+6281255002003",  # head of Tampelas
    "siti": "+6281255002004",  # Galinggang
    "udin": "+6281255002005",  # Tampelas
    "maya": "+6281255002006",  # Tampelas, until she is forgotten
}
MONDAY: Final = datetime(2026, 11, 30, 1, 0, tzinfo=UTC)
"""08.00 WIB."""
_IDS = count(1)


class Week(Dutyroom):
    """`got` is all that each phone was shown, replies and what was pushed, oldest first."""

    def __init__(self, database_url: str) -> None:
        super().__init__(database_url, rating_share=100, relay_test_day=0)
        self.clock.now = MONDAY
        with self.services.database.write() as session:
            import_pack(session, read_pack(PACK), self.clock())
        self.services.snapshots.refresh()
        self.official("wati", (Role.EDITOR, PROVINCE))
        self.official("edi", (Role.PUBLISHER, PROVINCE))
        self.rostered()
        self.got: defaultdict[str, list[str]] = defaultdict(list)
        self._names = {number: name for name, number in (PEOPLE | NUMBERS).items()}
        for gateway in self.services.gateways.values():
            gateway.send = self._send  # type: ignore[method-assign]

    def _send(self, mt: Any) -> SendResult:
        self.got[self._names[mt.to]].append(mt.text)
        return SendResult(external_id=f"w{next(_IDS)}")

    def says(self, name: str, text: str) -> str:
        """One of them texts; what comes back at once ("" for silence)."""
        self.clock.forward(seconds=1)
        mo = MoMessage("phone", f"W{next(_IDS)}", PEOPLE[name], OWN_NUMBER, text, self.clock())
        reply = self.services.inbox.receive(mo)
        if reply is None:
            return ""
        self.services.inbox.handed.note(mo.channel, mo.external_id)  # the provider has taken it
        self.services.inbox.handed.flush()
        self.got[name].append(reply.text)
        return reply.text

    def passes(self, minutes: float = 1) -> None:
        """Time passes, and the worker works."""
        for _ in range(round(minutes * 4)):
            self.worker.step()
            self.clock.forward(seconds=15)

    def morning(self, day: int) -> None:
        """08.00 WIB of a day, Monday being 0."""
        self.clock.now = MONDAY + timedelta(days=day)

    def group(self) -> int:
        """Wati registers KIM Kamipang; its number."""
        with self.services.database.write() as session:
            wanted = Wanted("KIM Kamipang", KAMIPANG, decree="1/2026", public=True)
            return self.services.community.groups.create(session, self.actor("wati"), wanted, self.clock()).id

    def invites(self, name: str, role: MemberRole, village: str, group: int | None) -> str:
        """Wati invites somebody; the code in the text that they get."""
        with self.services.database.write() as session:
            kim = session.get_one(KimGroup, group) if group is not None else None
            wanted = Invitation(PEOPLE[name], name.title(), village, role, kim)
            self.services.community.joining.invite(session, self.actor("wati"), wanted, self.clock())
        self.passes()
        found = re.search(r"IKUT (\d+)", self.got[name][-1])
        assert found is not None, self.got[name]
        return found.group(1)

    def publishes(self, number: int, words: str, village: str, until: date) -> None:
        """Wati puts a contribution into the answers."""
        made = Edited(words, NewsKind.NEWS, village, "KIM Kamipang", until, checked=True)
        with self.services.database.write() as session:
            desk = self.services.community.news_desk
            desk.publish(session, self.who("wati"), self.clock(), number, made)
        self.refreshed()

    def refutes(self, sign: str) -> None:
        """Two people have published what a rumour is: it comes with a pack that both have signed for."""
        pack = read_pack(PACK)
        like = pack.claims[0]
        claim = replace(
            like,
            key="daftar-ulang-bansos",
            claim={"id": "Bansos daftar ulang lewat nomor WA.", "en": "Aid is renewed by a number on WhatsApp."},
            answer={
                "id": "PENIPUAN: tidak ada daftar ulang bansos lewat WA. Tanya kantor desa.",
                "en": "SCAM: nobody renews aid by WhatsApp. Ask the village office.",
            },
            signs=(sign,),
        )
        with self.services.database.write() as session:
            import_pack(session, replace(pack, claims=(*pack.claims, claim)), self.clock())
        self.refreshed()

    def refreshed(self) -> None:
        """What was published is answered with from here on."""
        self.services.snapshots.refresh()

    def reach(self, code: str) -> int:
        """How many people an alert would reach, as whoever approves it is told."""
        return self.count(self.standing(code))

    def actor(self, name: str) -> Actor:
        """Somebody of the staff, as acts are written down."""
        return Actor.of(self.who(name))

    def read(self) -> Session:
        """A session for looking."""
        return Session(self.services.database.engine)
