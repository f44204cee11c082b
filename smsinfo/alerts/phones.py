"""The phone that belongs to an account. A code goes to the number by SMS, and is texted back from it: who does so holds
the phone, can read it, and has said so; a forged sender alone can do neither.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Final

from sqlalchemy.orm import Session

from smsinfo.config import Settings
from smsinfo.contacts.seal import Sealer
from smsinfo.db.queries import marks, prepared
from smsinfo.db.queries import officials as rows
from smsinfo.db.queries import staff as accounts
from smsinfo.domain.messages import Lane, Purpose
from smsinfo.domain.staff import Permission, Person
from smsinfo.errors import StaffRefused
from smsinfo.locale import say
from smsinfo.outbox.enqueue import Draft, Outbox
from smsinfo.outbox.watch import contact_of
from smsinfo.sms.msisdn import is_home, mask, parse
from smsinfo.staff.audit import Actor, AuditLog
from smsinfo.staff.keys import derive, digest

LASTS: Final = timedelta(minutes=30)
TRIES: Final = 3
"""Wrong codes after which a registration ends: the code has six digits only."""
_MARK: Final = "phone:"


@dataclass(frozen=True, slots=True)
class _Asked:
    """A registration that waits for its code; until then it stands in one mark."""

    account_id: int
    until: datetime
    tries: int
    digest: str

    @classmethod
    def read(cls, value: str) -> _Asked:
        account, until, tries, kept = value.split(":")
        return cls(int(account), datetime.fromtimestamp(int(until), UTC), int(tries), kept)

    def text(self) -> str:
        return f"{self.account_id}:{self.until.timestamp():.0f}:{self.tries}:{self.digest}"


class Phones:
    """Registers, confirms and drops phones; every method works in the caller's transaction."""

    def __init__(self, root: bytes, audit: AuditLog, sealer: Sealer, outbox: Outbox, settings: Settings) -> None:
        self._key = derive(root, "staff phone")
        self._audit = audit
        self._sealer = sealer
        self._outbox = outbox
        self._settings = settings

    def register(self, session: Session, actor: Actor, person: Person, typed: str, now: datetime) -> str:
        """Send a code to the number; the number, masked.

        Raises BadNumber for what is no mobile number at home, StaffRefused for an account that has nothing to do with
        alerts, Refused where no channel can send.
        """
        if not any(person.may(one) for one in (Permission.ALERT_WRITE, Permission.ALERT_APPROVE)):
            raise StaffRefused("no_alerts", f"{person.name} neither writes nor approves alerts", name=person.name)
        number = parse(typed)
        if not is_home(number):
            raise StaffRefused("abroad", "only a mobile number at home (+62 8...) can be registered")
        contact_id = contact_of(session.connection(), self._sealer, number, now)
        code = f"{secrets.randbelow(10**6):06d}"
        asked = _Asked(person.id, now + LASTS, 0, self._digest(person.id, contact_id, code))
        marks.put(session.connection(), _name(contact_id), asked.text(), now)
        until = f"{asked.until.astimezone(self._settings.zone):%H.%M}"
        language = person.language or self._settings.language
        text = say("official.register", language, name=person.name, code=code, until=until)
        draft = Draft(text, Purpose.NOTICE, Lane.REPLY, LASTS, contact_id)
        if self._outbox.add(session.connection(), draft, now) is None:
            raise StaffRefused("stopped", "this phone has said STOP; its owner texts DAFTAR <place> first")
        self._note(session, now, actor, "account.phone_asked", person, phone=mask(number))
        return mask(number)

    def is_asked(self, session: Session, contact_id: int, now: datetime) -> bool:
        """Whether a code has gone to this phone that still counts."""
        return self._pending(session, contact_id, now) is not None

    def confirm(self, session: Session, contact_id: int, msisdn: str, code: str, now: datetime) -> Person | None:
        """The account whose phone this is from now on; None for a wrong or late code."""
        pending = self._pending(session, contact_id, now)
        if pending is None:
            return None
        person = accounts.by_id(session, pending.account_id)
        if person is None or not person.active:
            return None
        if not secrets.compare_digest(self._digest(person.id, contact_id, code), pending.digest):
            tried = replace(pending, tries=pending.tries + 1)
            marks.put(session.connection(), _name(contact_id), tried.text(), now)
            return None
        marks.drop(session.connection(), _name(contact_id))
        rows.free_phone(session, contact_id)
        prepared.put_phone(session, person.id, contact_id, now)
        self._note(session, now, Actor.of(person), "account.phone_confirmed", person, phone=mask(msisdn))
        return person

    def drop(self, session: Session, actor: Actor, person: Person, now: datetime) -> bool:
        """The account has no phone any more (lost, or another person's now); False where it had none."""
        if not rows.drop_phone(session, person.id):
            return False
        self._note(session, now, actor, "account.phone_dropped", person)
        return True

    def masked(self, session: Session, person: Person) -> str:
        """The account's phone as people may see it; "" where it has none."""
        phone = rows.phones(session, [person.id]).get(person.id)
        return mask(self._sealer.open(phone.sealed)) if phone is not None else ""

    def _pending(self, session: Session, contact_id: int, now: datetime) -> _Asked | None:
        found = marks.get(session.connection(), _name(contact_id))
        asked = _Asked.read(found) if found is not None else None
        return asked if asked is not None and asked.until > now and asked.tries < TRIES else None

    def _digest(self, account_id: int, contact_id: int, code: str) -> str:
        return digest(self._key, str(account_id), str(contact_id), code).hex()

    def _note(
        self, session: Session, now: datetime, actor: Actor, action: str, person: Person, **details: object
    ) -> None:
        self._audit.record(session, now, actor, action, f"account:{person.name}", region=person.region_code, **details)


def _name(contact_id: int) -> str:
    return f"{_MARK}{contact_id}"
