"""Accounts from invitation to suspension: one-time links, passwords, authenticators, recovery codes."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy.orm import Session

from smsinfo.db.models import StaffAccount
from smsinfo.db.queries import staff as rows
from smsinfo.db.queries import staff_access as access
from smsinfo.domain.staff import LinkPurpose, Person
from smsinfo.errors import StaffRefused
from smsinfo.staff import names
from smsinfo.staff.audit import Actor, AuditLog
from smsinfo.staff.codes import Codes
from smsinfo.staff.failures import GATES, Locks
from smsinfo.staff.keys import token_digest
from smsinfo.staff.practice import Practice, Task

LINK_LASTS: Final = {LinkPurpose.JOIN: timedelta(days=3), LinkPurpose.RESET: timedelta(minutes=30)}


@dataclass(frozen=True, slots=True)
class NewAccount:
    """What an administrator fills in."""

    name: str
    full_name: str
    region_code: str
    email: str = ""
    language: str | None = None
    demo: bool = False


class Accounts:
    """The service over the audit log; every method works in the caller's transaction and writes down what it did."""

    def __init__(self, audit: AuditLog, locks: Locks, codes: Codes, practice: Practice) -> None:
        self._audit = audit
        self._locks = locks
        self._codes = codes
        self._practice = practice

    def open(self, session: Session, actor: Actor, now: datetime, new: NewAccount) -> Person:
        """A new account without roles and without a password. Raises StaffRefused for a bad or taken name."""
        name, email = names.account_name(new.name), names.mail(new.email)
        if not rows.region_names(session, [new.region_code]):
            raise StaffRefused("no_region", f"there is no region {new.region_code!r}; import a pack's regions first")
        account = StaffAccount(
            name=name,
            full_name=names.full_name(new.full_name),
            email=email,
            region_code=new.region_code,
            language=new.language,
            active=True,
            demo=new.demo,
            fs_uniquifier=secrets.token_hex(16),
            created_at=now,
        )
        if not rows.add(session, account):
            raise StaffRefused("name_taken", f"there is an account {name} already", name=name)
        self._audit.record(session, now, actor, "account.opened", f"account:{name}", region=new.region_code)
        return self.get(session, account.id)

    def get(self, session: Session, account_id: int) -> Person:
        """One person. Raises StaffRefused where there is none."""
        person = rows.by_id(session, account_id)
        if person is None:
            raise StaffRefused("no_account", "there is no such account; smsinfo staff list shows them")
        return person

    def link(self, session: Session, actor: Actor, now: datetime, person: Person, purpose: LinkPurpose) -> str:
        """A one-time token by which the person sets their password; it ends an earlier one. Only its digest is kept."""
        if not person.active:
            raise StaffRefused("suspended", f"{person.name} is suspended; resume the account first", name=person.name)
        token = secrets.token_urlsafe(32)
        ends = now + LINK_LASTS[purpose]
        access.add_link(session, token_digest(token), person.id, purpose.value, now, ends)
        self._record(session, now, actor, "account.link", person, purpose=purpose.value)
        return token

    def by_link(self, session: Session, token: str, now: datetime) -> Person | None:
        """Whose link this is; None for one that was used, is over, or never was."""
        found = access.find_link(session, token_digest(token), now)
        person = rows.by_id(session, found.account_id) if found is not None else None
        return person if person is not None and person.active else None

    def join(self, session: Session, token: str, password_hash: str, now: datetime) -> Person:
        """Set the password of a link's owner; all their sessions and locks end. Raises StaffRefused for a used link."""
        person = self.by_link(session, token, now)
        if person is None or not access.use_link(session, token_digest(token), now):
            raise StaffRefused("link_over", "this link was used or is over; ask an administrator for a new one")
        self.put_password(session, Actor.of(person), now, person, password_hash)
        self._clear_locks(session, person)
        return person

    def put_password(self, session: Session, actor: Actor, now: datetime, person: Person, password_hash: str) -> None:
        """Store a new password; whoever is logged in as this person is logged out."""
        rows.change(session, person.id, {"password": password_hash, "fs_uniquifier": secrets.token_hex(16)})
        access.end_sessions(session, person.id)
        access.end_links(session, person.id)
        self._record(session, now, actor, "account.password", person)

    def put_code(self, session: Session, actor: Actor, now: datetime, person: Person, sealed: str) -> None:
        """Store the secret of a new authenticator; the old one's codes and recovery codes end."""
        rows.change(session, person.id, {"tf_totp_secret": sealed})
        access.put_recovery_codes(session, person.id, ())
        self._record(session, now, actor, "account.code_set", person)

    def drop_code(self, session: Session, actor: Actor, now: datetime, person: Person) -> None:
        """Forget the authenticator, so that a new one is set up at the next log-in; sessions end."""
        rows.change(session, person.id, {"tf_totp_secret": None, "fs_uniquifier": secrets.token_hex(16)})
        access.put_recovery_codes(session, person.id, ())
        access.end_sessions(session, person.id)
        self._record(session, now, actor, "account.code_reset", person)

    def new_recovery_codes(self, session: Session, now: datetime, person: Person) -> list[str]:
        """Fresh recovery codes, shown this once; the old ones end."""
        made = self._codes.recovery_codes()
        access.put_recovery_codes(session, person.id, [self._codes.recovery_digest(person.id, code) for code in made])
        self._record(session, now, Actor.of(person), "account.recovery_codes", person, count=len(made))
        self._practice.done(session, person, Task.RECOVERY_CODES, now)
        return made

    def use_recovery_code(self, session: Session, now: datetime, person: Person, code: str) -> bool:
        """Take a recovery code; False for one that was used or never was."""
        if not access.use_recovery_code(session, person.id, self._codes.recovery_digest(person.id, code)):
            return False
        left = access.count_recovery_codes(session, person.id)
        self._record(session, now, Actor.of(person), "account.recovery_used", person, left=left)
        return True

    def spend_code(self, session: Session, person: Person, counter: int) -> bool:
        """Mark the code of a half minute as used; False where it was used before, be it a moment ago elsewhere."""
        return rows.spend_code(session, person.id, counter)

    def change_profile(self, session: Session, now: datetime, person: Person, language: str, email: str) -> None:
        """What a person may change about themselves, and nothing else. Raises StaffRefused for a bad address."""
        values = {"language": language, "email": names.mail(email)}
        rows.change(session, person.id, values)
        changed = [name for name, value in values.items() if getattr(person, name) != value]
        self._record(session, now, Actor.of(person), "account.profile", person, changed=changed)
        self._practice.done(session, person, Task.PROFILE, now)

    def unlock(self, session: Session, actor: Actor, now: datetime, person: Person) -> bool:
        """End the locks of failed log-ins at once; False where there was none."""
        if not self._clear_locks(session, person):
            return False
        self._record(session, now, actor, "account.unlocked", person)
        return True

    def resume(self, session: Session, actor: Actor, now: datetime, person: Person) -> None:
        """Let a suspended person in again."""
        rows.change(session, person.id, {"active": True})
        self._record(session, now, actor, "account.resumed", person)

    def suspend(self, session: Session, actor: Actor, now: datetime, person: Person) -> None:
        """Lock a person out at once. An emergency needs no second administrator."""
        rows.change(session, person.id, {"active": False, "fs_uniquifier": secrets.token_hex(16)})
        access.end_sessions(session, person.id)
        access.end_links(session, person.id)
        self._record(session, now, actor, "account.suspended", person)

    def _clear_locks(self, session: Session, person: Person) -> bool:
        cleared = [self._locks.passed(session, gate, person.name) for gate in GATES]
        return any(cleared)

    def _record(
        self, session: Session, now: datetime, actor: Actor, action: str, person: Person, **details: object
    ) -> None:
        self._audit.record(session, now, actor, action, f"account:{person.name}", region=person.region_code, **details)
