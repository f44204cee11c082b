"""A watch room for tests of alerts: services, a fixed cast of officials, and people who subscribed.

Ani writes and Budi approves for Katingan, Citra writes and approves for the whole province, Dedi writes for
Kotawaringin Timur, Eka manages people.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select, text

from smsinfo.alerts.draft import Draft, NewAlert
from smsinfo.alerts.history import Doer
from smsinfo.alerts.lifecycle import Approval
from smsinfo.alerts.proof import Proven
from smsinfo.alerts.service import Alerts
from smsinfo.db.models import Contact, OutboundMessage, Subscription
from smsinfo.db.queries import alerting
from smsinfo.db.queries import audit as log
from smsinfo.db.queries import staff as rows
from smsinfo.db.queries.alerting import Step
from smsinfo.db.queries.audit import Filter
from smsinfo.domain.alerts import Alert, Status
from smsinfo.domain.cap import Certainty, Severity, Urgency
from smsinfo.domain.staff import Grant, Person, Role
from smsinfo.errors import AlertRefused
from smsinfo.staff.accounts import NewAccount
from smsinfo.staff.audit import TERMINAL
from tests.outbox.desk import Desk
from tests.staff.office import HASH, add_regions

KATINGAN, DISTRICT, KOTIM, PROVINCE = "62.06", "62.06.01", "62.02", "62"
WRITER, APPROVER = Role.ALERT_AUTHOR, Role.ALERT_APPROVER
CAST = {
    "ani": (WRITER, KATINGAN),
    "budi": (APPROVER, KATINGAN),
    "citra": (WRITER, PROVINCE),
    "dedi": (WRITER, KOTIM),
    "eka": (Role.ADMINISTRATOR, PROVINCE),
    "fani": (APPROVER, PROVINCE),
}
ISSUER = "BPBD Katingan"
FLOOD = "BANJIR di Katingan Hilir 24/11 pukul 12.00 WIB. Naik ke tempat tinggi. BPBD Katingan. Info: {nomor}"
FLOOD_EN = "FLOOD in Katingan Hilir 24/11 at 12.00 WIB. Go to high ground. BPBD Katingan. Info: {nomor}"
PHONES = {
    "phone": {
        "kind": "simulator",
        "sender": "+628110000123",
        "operators": ["telkomsel"],
        "per_minute": 60_000,
        "tariff_idr": 350,
    },
    "code": {"kind": "simulator", "sender": "KALTENG", "number": "8888", "per_minute": 60_000, "tariff_idr": 500},
}


def refused(reason: str) -> pytest.RaisesExc[AlertRefused]:
    """The act is refused for this reason."""
    return pytest.raises(AlertRefused, check=lambda error: error.reason == reason)


class Watchroom(Desk):
    """One database with regions and the cast, and shorthand for what stories tell."""

    def __init__(self, database_url: str, **settings: Any) -> None:
        super().__init__(database_url, **({"channels": PHONES} | settings))
        self._numbers = 0
        with self.services.database.write() as session:
            add_regions(session)
        for name, (role, region) in CAST.items():
            self.official(name, (role, region))
        with self.services.database.write() as session:  # Citra has both roles
            rows.put_grant(session, self.who("citra").id, Grant(APPROVER, PROVINCE), self.clock())

    @property
    def alerts(self) -> Alerts:
        """The services of alerts."""
        return self.services.alerts

    def official(self, name: str, *roles: tuple[Role, str], practice: bool = False) -> Person:
        """Somebody with an authenticator and these roles."""
        with self.services.database.write() as session:
            made = self.services.staff.accounts.open(
                session, TERMINAL, self.clock(), NewAccount(name, name.title(), PROVINCE)
            )
            sealed = self.services.staff.codes.new_secret()
            rows.change(session, made.id, {"password": HASH, "tf_totp_secret": sealed})
            for role, code in roles:
                rows.put_grant(session, made.id, Grant(role, code, practice), self.clock())
        return self.who(name)

    def who(self, name: str) -> Person:
        """The person as they are now."""
        with self.services.database.read() as session:
            found = rows.by_name(session, name)
        assert found is not None
        return found

    def doer(self, name: str) -> Doer:
        """The person at a page."""
        return Doer(self.who(name))

    def subscriber(self, region: str = DISTRICT, operator: str = "telkomsel", **values: Any) -> int:
        """Somebody who gets alerts of a region; the contact's id."""
        self._numbers += 1
        number = f"+62812{5550000 + self._numbers}"
        category = values.pop("category", "all")
        with self.services.database.write() as session:
            sealed = self.services.sealer.seals(number, practice=values.get("practice", False))[0]
            usual = {"operator": operator, "region_code": region, "first_seen_at": self.clock()}
            contact = Contact(msisdn_sealed=sealed, **(usual | values))
            session.add(contact)
            session.flush()
            session.add(
                Subscription(contact_id=contact.id, region_code=region, category=category, created_at=self.clock())
            )
            return contact.id

    def flood(self, **changes: Any) -> Draft:
        """A draft in which nothing is wrong."""
        usual = Draft(
            issuer=ISSUER,
            category="bencana",
            severity=Severity.SEVERE,
            urgency=Urgency.IMMEDIATE,
            certainty=Certainty.LIKELY,
            expires_at=self.clock() + timedelta(hours=12),
            event_at=self.clock() + timedelta(hours=2),
            headline="Banjir Katingan Hilir",
            place="Katingan Hilir",
            instruction="Naik ke tempat tinggi",
            regions=(DISTRICT,),
            texts={"id": FLOOD},
        )
        return replace(usual, **changes)

    def drafts(self, name: str = "ani", new: NewAlert | None = None, **changes: Any) -> Alert:
        """Somebody opens a draft."""
        with self.services.database.write() as session:
            return self.alerts.lifecycle.open(
                session, self.doer(name), self.clock(), new or NewAlert(), self.flood(**changes)
            )

    def submits(self, alert: Alert, name: str = "ani", accepted: frozenset[str] = frozenset()) -> Alert:
        """Somebody sends it to an approver."""
        with self.services.database.write() as session:
            return self.alerts.lifecycle.submit(session, self.doer(name), self.clock(), alert, accepted)

    def submitted(self, **changes: Any) -> Alert:
        """Ani's flood, on its approver's desk."""
        return self.submits(self.drafts(**changes))

    def code(self, name: str) -> str:
        """What the person's authenticator shows; half a minute later, since each code counts once."""
        self.clock.forward(seconds=31)
        with self.services.database.read() as session:
            account = rows.account_by(session, "username", name)
        assert account is not None
        assert account.tf_totp_secret is not None
        return self.services.staff.codes.code(account.tf_totp_secret, self.clock())

    def proof(self, name: str, code: str | None = None) -> Proven | None:
        """The person gives a code."""
        code = code if code is not None else self.code(name)
        with self.services.database.write() as session:
            return self.alerts.proofs.check(session, self.who(name), code, self.clock())

    def count(self, alert: Alert) -> int:
        """How many people the alert would reach, as the page shows it."""
        with self.services.database.read() as session:
            return self.alerts.facts.count(session, alert, self.clock())

    def given(self, alert: Alert, name: str = "budi", **changes: Any) -> Approval:
        """What the approver gives, all of it right."""
        shown = self.count(alert)
        usual: dict[str, Any] = {"version": alert.version, "shown": shown, "typed": shown}
        if "proof" not in changes:
            usual["proof"] = self.proof(name)
        return Approval(**(usual | changes))

    def approves(self, alert: Alert, name: str = "budi", **changes: Any) -> Alert:
        """Somebody lets it go out."""
        given = self.given(alert, name, **changes)
        with self.services.database.write() as session:
            return self.alerts.lifecycle.approve(session, self.doer(name), self.clock(), alert, given)

    def approved(self, **changes: Any) -> Alert:
        """Ani's flood, approved by Budi."""
        return self.approves(self.submitted(**changes))

    def cancels(self, alert: Alert, name: str = "ani", why: str = "salah wilayah") -> Alert:
        """Somebody stops it."""
        with self.services.database.write() as session:
            seen = self.alerts.lifecycle.get(session, alert.id)
            return self.alerts.lifecycle.cancel(session, self.doer(name), self.clock(), seen, why)

    def look(self, alert: Alert) -> Alert:
        """The alert as it stands."""
        with self.services.database.read() as session:
            return self.alerts.lifecycle.get(session, alert.id)

    def status(self, alert: Alert) -> Status:
        """How it stands."""
        return self.look(alert).status

    def steps(self, alert: Alert) -> list[Step]:
        """Its own history."""
        with self.services.database.read() as session:
            return alerting.events(session, alert.id)

    def audited(self, action: str = "alert.") -> list[str]:
        """Actions of the audit log, oldest first."""
        with self.services.database.read() as session:
            return [event.action for event in log.find(session, Filter(action=action), 1000)[::-1]]

    def messages(self, alert: Alert) -> list[OutboundMessage]:
        """The alert's messages, in the order of the people."""
        wanted = select(OutboundMessage).where(OutboundMessage.alert_id == alert.id)
        with self.services.database.read() as session:
            return list(session.scalars(wanted.order_by(OutboundMessage.contact_id)))

    def sql(self, statement: str, **values: Any) -> None:
        """What somebody with the database's password does."""
        with self.services.database.engine.begin() as connection:
            connection.execute(text(statement), values)
