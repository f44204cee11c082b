"""Rooms that grow: so many rows of everything that the pages of the staff list. What statements are counted with."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from werkzeug.routing import Rule

from smsinfo.alerts.draft import Draft, NewAlert
from smsinfo.alerts.history import Doer
from smsinfo.content.cases import case_of
from smsinfo.content.editing import Editing, Window
from smsinfo.content.packs import import_pack
from smsinfo.content.parts import Part, digest, text_of
from smsinfo.db.models import (
    AlertTemplate,
    DailyCount,
    DailyOutcome,
    DirectoryEntry,
    DutyRoster,
    Proposal,
    Region,
    SavedArea,
    StaffAccount,
)
from smsinfo.db.queries import topics
from smsinfo.domain.cap import Certainty, Severity, Urgency
from smsinfo.domain.staff import PERMISSIONS, Permission, Role
from smsinfo.reports import REPORTS
from smsinfo.web import gate
from tests.content.samples import a_claim, a_pack, a_topic
from tests.counted import put
from tests.guards.community_pages import of_the_villages

from .frontdesk import FrontDesk
from .warnroom import KATINGAN, WarnRoom

OFFICIAL = ("alerts", "area", "cap_in", "codes", "composing", "deciding", "duty", "kit", "sending")
"""Pages of officials: another cast and other rows."""
LEFT_OUT = ("security.", "join.", "handover.record", "topics.add", "region_fields.add")
"""What needs a token, a half-made log-in or a handover that was done, and what only leads on."""
FILES = ("packs.pack", "packs.book", "reports.csv", "reports.pdf")
"""Whole files: they are read in as many steps as they are long."""


class Busy(FrontDesk):
    """Everything that editors, publishers, administrators and auditors look at, `size` rows of each."""

    def __init__(self, database_url: str) -> None:
        super().__init__(database_url)
        self.size = 0
        self.of_villages: dict[str, object] = {}
        for role in Role:
            self.person(role.value, (role, "62"))

    def grow(self, size: int) -> None:
        """So many of each."""
        new = range(self.size, size)
        made = [a_topic(f"t{n}", keywords=(f"kata t{n}",), aliases={"id": (f"urus t{n}",)}) for n in range(size)]
        claims = [a_claim(f"klaim-{n}", signs=(f"klaim nomor {n}",)) for n in range(size)]
        with self.services.database.write() as session:
            pack = a_pack(a_topic("ktp"), a_topic("kk"), *made, menus=(), claims=(a_claim(), *claims))
            import_pack(session, pack, self.clock())
        self.services.snapshots.refresh()
        for n in new:
            self._change(f"t{n}")
            self._proposal(f"klaim-{n}")
            self.gap(f"gap {n}", [(KATINGAN, 3), ("62.02", 1)], f"text {n}")
            self.person(f"orang.{n}", (Role.EDITOR, "62.06"))
            self.phone(f"+6281255{n:06}").texts("KTP")
            self.phone().texts(f"KTP {n}")
            self.clock.forward(minutes=20)  # a loop would not be answered
        self._count(new)
        if not self.of_villages:
            self.of_villages = of_the_villages(self)
        self.size = size

    def role_of(self, rule: Rule) -> Role | None:
        """Somebody who may look at it; None for a page that is left out."""
        with self.app.test_request_context():
            access = gate.access_of(rule.endpoint)
        if access is None or access.permission is None or rule.endpoint.startswith(LEFT_OUT + FILES):
            return None
        asked: Permission = access.permission
        order = (Role.PUBLISHER, Role.EDITOR, Role.ADMINISTRATOR, Role.AUDITOR, *Role)
        found: Role = next(role for role in order if asked == Permission.ACCOUNT or asked in PERMISSIONS[role])
        return found

    def addresses(self, rule: Rule, role: Role) -> list[str]:
        """What the rule answers, of the first thing of each kind."""
        with self.services.database.read() as session:
            found = topics.by_key(session, "ktp")
            assert found is not None
            proposal = session.query(Proposal.id).order_by(Proposal.id).limit(1).scalar()
            person = session.query(StaffAccount.id).filter_by(name="orang.0").scalar()
            revision = topics.revisions(session, found.row.id, 1)[0].id
        holes: dict[str, Any] = {
            "<key>": "ktp",
            "<language>": "id",
            "<region>": "all",
            "<claim>": "klaim-0",
            "<place>": "62.06",
            "<field>": "kab",
            "<menu>": "order",
            "<task>": "shorten",
            "<int:account_id>": person,
            "<int:change_id>": 1,
            "<int:revision_id>": revision,
            "<int:proposal_id>": proposal,
            "<int:gap_id>": 1,
            **self.of_villages,
        }
        path = rule.rule
        if "<code>" in path:
            path = path.replace("<code>", self.code_of(role.value, 1))
        for hole, value in holes.items():
            path = path.replace(hole, str(value))
        if "<name>" not in path:
            return [path]
        return [
            path.replace("<name>", name) for name in (REPORTS if rule.endpoint.startswith("reports.") else ["start"])
        ]

    def _change(self, key: str) -> None:
        writer, editing, part = self.look("rina"), Editing(self.services.staff.audit), Part("id")
        with self.services.database.write() as session:
            case = case_of(session, key, writer)
            assert case is not None
            live = digest(text_of(case.live.get(part)))
            editing.save(session, writer, self.clock(), case, part, {"text": f"Baru {key}."}, Window(0, live))
            sent = case_of(session, key, writer)
            assert sent is not None
            editing.submit(session, writer, self.clock(), sent, "")

    def _proposal(self, key: str) -> None:
        author = self.look("rina").id
        values: dict[str, Any] = {
            "state": "in_review",
            "kind": "edit",
            "before": "",
            "after": "",
            "digest": "x" * 64,
            "scope": "62",
        }
        values |= {"author_id": author, "authors": f"[{author}]"}
        with self.services.database.write() as session:
            session.add(Proposal(subject=f"claim:{key}", sent_at=self.clock(), **values))

    def _count(self, new: range) -> None:
        day, texts = self.clock().date(), {"channel": "phone", "language": "id", "messages": 20}
        outcome = {"day": day, "channel": "phone", "purpose": "reply", "status": "sent", "messages": 20}
        with self.services.database.write() as session:
            places = (f"62.06.05.{2000 + n}" for n in new)
            counts = (
                DailyCount(day=day, kind="answer", topic_key=f"t{p[-4:]}", region_code=p, **texts) for p in places
            )
            put(session, [*counts, *(DailyOutcome(operator=f"o{n}", **outcome) for n in new)])


class BusyWatch(WarnRoom):
    """Alerts, prepared words and people on duty, `size` of each, and an alert on its way to so many phones."""

    def __init__(self, database_url: str) -> None:
        super().__init__(database_url)
        self.size = 0

    def grow(self, size: int) -> None:
        """So many of each."""
        author, now = Doer(self.look("citra")), self.clock()
        begins = self.look("ani").id
        levels = Severity.SEVERE, Urgency.IMMEDIATE, Certainty.LIKELY
        draft = Draft("BPBD", "bencana", *levels, now + timedelta(hours=6))
        for n in range(self.size, size):
            with self.services.database.write() as session:
                village = Region(code=f"62.06.01.{2001 + n}", name=f"Desa {n}", level="desa", parent_code="62.06.01")
                session.add(village)
            self.subscriber(f"62.06.01.{2001 + n}")
            with self.services.database.write() as session:
                for drill in (False, True):
                    self.services.alerts.lifecycle.open(session, author, now, NewAlert(drill=drill), draft)
                session.add_all(_kit(n, begins, now))
        self.size = size


def _kit(n: int, person: int, now: datetime) -> list[Any]:
    """A template, a saved area, a number and a turn of duty."""
    signs = {"author_id": person, "created_at": now, "signer_id": None}
    danger = {"category": "bencana", "severity": "Severe", "urgency": "Immediate", "certainty": "Likely"}
    said = {"headline": "Banjir", "instruction": "", "texts": '{"id": "Banjir."}', "kind": "alert", "form": "alert"}
    area = SavedArea(name=f"Daerah {n}", region_code=KATINGAN, **signs)
    return [
        AlertTemplate(name=f"Kata {n}", **danger, **said, **signs),
        area,
        DirectoryEntry(kind="phone", value=f"+6253620{n:04}", label="BPBD", author_id=person, created_at=now),
        DutyRoster(region_code=KATINGAN, account_id=person, position=n, starts_at=now, confirmed_at=now),
    ]
