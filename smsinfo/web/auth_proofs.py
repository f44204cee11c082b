"""What a person gives to show who they are: the password, the code, a recovery code. Each is counted, and locks.

The same is done, in the same time, for a name that nobody has, so that no answer and no delay tells who is here.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlsplit

from sqlalchemy.orm import Session

from smsinfo.config import LOCAL_HOSTS
from smsinfo.domain.staff import Person
from smsinfo.logs import get_logger
from smsinfo.staff import passwords
from smsinfo.staff.audit import NOBODY, Actor
from smsinfo.staff.failures import CODE, PASSWORD, Gate
from smsinfo.web.access import is_this_machine, services
from smsinfo.web.auth_users import User

log = get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Outcome:
    """Whether it was right; where it was not even looked at, until when the name is locked."""

    right: bool
    locked_until: datetime | None = None


def check_password(name: str, password: str, user: User | None) -> Outcome:
    """The password of an account, or of a name that nobody has. A suspended account's is always wrong."""
    locked = _locked(PASSWORD, name)
    if locked is not None:
        return Outcome(False, locked)
    usable = user is not None and user.active and (not user.person.demo or _is_demo_here())
    right = passwords.fits(password, user.password if user is not None else None)
    if right and usable:
        return Outcome(True)
    return Outcome(False, _failed(PASSWORD, name, user.person if user is not None else None))


def check_code(user: User, sealed: str, code: str) -> Outcome:
    """The code that the authenticator shows, which can be used once. Raises nothing for what is no code."""
    name, now = user.person.name, services().clock()
    locked = _locked(CODE, name)
    if locked is not None:
        return Outcome(False, locked)
    counter = services().staff.codes.match(sealed, code, now, user.last_counter)
    if counter is not None:
        with services().database.write() as session:
            spent = services().staff.accounts.spend_code(session, user.person, counter)
        if spent:
            return Outcome(True)
    return Outcome(False, _failed(CODE, name, user.person))


def check_recovery_code(user: User, code: str) -> Outcome:
    """A recovery code, which is used up by it."""
    name, now = user.person.name, services().clock()
    locked = _locked(CODE, name)
    if locked is not None:
        return Outcome(False, locked)
    with services().database.write() as session:
        if services().staff.accounts.use_recovery_code(session, now, user.person, code):
            return Outcome(True)
    return Outcome(False, _failed(CODE, name, user.person))


def forget_failures(session: Session, person: Person) -> None:
    """Who has logged in begins again at zero, with the password and with the code."""
    for gate in (PASSWORD, CODE):
        services().staff.locks.passed(session, gate, person.name)


def _is_demo_here() -> bool:
    """Throw-away accounts open where both the request and the configured address are of this machine."""
    return is_this_machine() and urlsplit(services().settings.public_url).hostname in LOCAL_HOSTS


def _locked(gate: Gate, name: str) -> datetime | None:
    with services().database.read() as session:
        return services().staff.locks.until(session, gate, name, services().clock())


def _failed(gate: Gate, name: str, person: Person | None) -> datetime | None:
    """Count a failure; until when the name is locked by it. A lock is written down: somebody may be guessing."""
    staff, now = services().staff, services().clock()
    with services().database.write() as session:
        if not staff.locks.failed(session, gate, name, now):
            return None
        # A name that nobody has may be a password, typed into the wrong field.
        subject = f"account:{person.name}" if person is not None else "account:?"
        actor = Actor.of(person) if person is not None else NOBODY
        region = person.region_code if person is not None else None
        staff.audit.record(session, now, actor, "account.locked", subject, region=region, gate=gate.name)
        locked = staff.locks.until(session, gate, name, now)
    log.warning("staff_locked", gate=gate.name, known=person is not None)
    return locked
