"""The staff room with the cast of the watch room and people who subscribed: with it the alert pages are told of.

Ani writes and Budi approves for Katingan, Citra does both for the province, Dedi writes for Kotawaringin Timur, Fani
approves for the province, Eka manages people, Gita audits.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from werkzeug.test import TestResponse

from smsinfo.db.models import Contact, OutboundMessage, Subscription
from smsinfo.db.queries import alerting
from smsinfo.domain.alerts import Alert, Status
from smsinfo.domain.staff import Role
from smsinfo.jobs.worker import Worker
from tests.alerts.watchroom import APPROVER, DISTRICT, FLOOD, ISSUER, KATINGAN, KOTIM, PHONES, PROVINCE, WRITER

from .pressroom import read
from .staffroom import StaffRoom, Visitor

CAST: dict[str, tuple[tuple[Role, str], ...]] = {
    "ani": ((WRITER, KATINGAN),),
    "budi": ((APPROVER, KATINGAN),),
    "citra": ((WRITER, PROVINCE), (APPROVER, PROVINCE)),
    "dedi": ((WRITER, KOTIM),),
    "eka": ((Role.ADMINISTRATOR, PROVINCE),),
    "fani": ((APPROVER, PROVINCE),),
    "gita": ((Role.AUDITOR, PROVINCE),),
}
FORM = {
    "headline": "Banjir Katingan Hilir",
    "issuer": ISSUER,
    "place": "Katingan Hilir",
    "category": "bencana",
    "severity": "Severe",
    "urgency": "Immediate",
    "certainty": "Likely",
    "event_at": "2026-11-24T12:00",
    "expires_at": "2026-11-24T22:00",
    "text-id": FLOOD,
}
"""A flood in which nothing is wrong, as a form; the clock of tests begins at 10.00 WIB on 24 November."""


class WarnRoom(StaffRoom):
    """Pages, cast and a worker over one database."""

    def __init__(self, database_url: str, **settings: Any) -> None:
        super().__init__(database_url, **({"channels": PHONES} | settings))
        self.worker = Worker(self.services)
        self._numbers = 0
        self._in: dict[str, Visitor] = {}
        for name, grants in CAST.items():
            self.person(name, *grants)

    def desk(self, name: str) -> Visitor:
        """Somebody of the cast, logged in."""
        known = self._in.get(name)
        if known is None or not known.is_in():
            known = self._in[name] = self.logged_in(name)
        return known

    def subscriber(self, region: str = DISTRICT, operator: str = "telkomsel", **values: Any) -> int:
        """Somebody who gets alerts of a region; the contact's id."""
        self._numbers += 1
        number = f"+62812{5550000 + self._numbers}"
        with self.services.database.write() as session:
            sealed = self.services.sealer.seals(number, practice=values.get("practice", False))[0]
            usual = {"operator": operator, "region_code": region, "first_seen_at": self.clock()}
            contact = Contact(msisdn_sealed=sealed, **(usual | values))
            session.add(contact)
            session.flush()
            session.add(
                Subscription(contact_id=contact.id, region_code=region, category="all", created_at=self.clock())
            )
            return contact.id

    def begins(self, name: str = "ani", way: str = "alerts", **fields: Any) -> str:
        """Somebody begins an alert and fills it in; its address."""
        desk = self.desk(name)
        answer = send(desk, f"/staff/{way}/new", f"/staff/{way}/new", kind="alert", issuer=ISSUER)
        assert answer.status_code == 303, said_in(answer)
        path = answer.headers["Location"].removesuffix("/edit")
        texts = {} if way == "alerts" else {"text-id": f"UJI COBA. {FLOOD}"}
        form = {**FORM, **texts, **fields}
        assert send(desk, f"{path}/edit", f"{path}/edit", **form).status_code == 303
        return path

    def written(self, name: str = "ani", way: str = "alerts", regions: tuple[str, ...] = (DISTRICT,), **f: Any) -> str:
        """The same with regions."""
        path = self.begins(name, way, **f)
        assert send(self.desk(name), f"{path}/area", f"{path}/area", act="add", add=list(regions)).status_code == 303
        return path

    def submitted(self, name: str = "ani", way: str = "alerts", **f: Any) -> str:
        """The same, on the approvers' desk."""
        path = self.written(name, way, **f)
        answer = send(self.desk(name), path, f"{path}/submit")
        assert answer.status_code == 303, said_in(answer)
        return path

    def approves(self, path: str, name: str = "budi", **fields: Any) -> TestResponse:
        """Somebody approves what they see, with all that is asked for."""
        desk = self.desk(name)
        page = desk.get(path)
        shown = read(page).xpath("//input[@name='shown']/@value")
        self.clock.forward(seconds=31)
        usual = {"count": shown[0] if shown else "0", "code": self.code(name)}
        return send(desk, path, f"{path}/approve", page=page, **(usual | fields))

    def approved(self, way: str = "alerts", **f: Any) -> str:
        """An alert on its way."""
        path = self.submitted(way=way, **f)
        answer = self.approves(path)
        assert answer.status_code == 303, said_in(answer)
        return path

    def alert(self, path: str) -> Alert:
        """The alert behind an address."""
        with self.services.database.read() as session:
            found = alerting.get(session, int(path.split("/")[3]))
        assert found is not None
        return found

    def status(self, path: str) -> Status:
        """How it stands."""
        return self.alert(path).status

    def messages(self, path: str) -> list[OutboundMessage]:
        """What the alert put into the outbox, oldest first."""
        with self.services.database.read() as session:
            found = session.query(OutboundMessage).filter_by(alert_id=self.alert(path).id)
            return list(found.order_by(OutboundMessage.id))

    def works(self, steps: int = 3) -> None:
        """The worker does so many steps, so far apart that each of its duties is due."""
        for _ in range(steps):
            self.clock.forward(seconds=16)
            self.worker.step()


def send(desk: Visitor, path: str, action: str, page: TestResponse | None = None, **fields: Any) -> TestResponse:
    """Open a page and send its form with this action, these fields changed, as a browser without scripts does."""
    page = page or desk.get(path)
    forms = read(page).xpath("//main//form[translate(@method, 'POST', 'post')='post']")
    form = next((one for one in forms if (one.get("action") or path) == action), None)
    assert form is not None, (path, action, said_in(page))
    values: dict[str, Any] = {}
    for name, value in form.form_values():
        values.setdefault(name, []).append(value)
    return desk.web.post(action, data={**values, **fields})


def said_in(answer: TestResponse) -> str:
    """A page as a person reads it; where it leads, for one that only leads on."""
    if answer.status_code in (302, 303):
        return answer.headers["Location"]
    return " ".join(" ".join(read(answer).xpath("//main")[0].itertext()).split())


__all__ = ["DISTRICT", "FLOOD", "FORM", "KATINGAN", "KOTIM", "PROVINCE", "WarnRoom", "said_in", "send", "timedelta"]
