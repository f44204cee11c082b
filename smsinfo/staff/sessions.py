"""Who is logged in, by rows that end: after half an hour without a request, after eight hours, at log-out, at a new
password. The browser holds a random token in its signed cookie; a copy of the cookie is worth nothing after the end.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy.orm import Session

from smsinfo.db.models import StaffAccount
from smsinfo.db.queries import staff as rows
from smsinfo.db.queries import staff_access as access
from smsinfo.domain.staff import Person
from smsinfo.staff.audit import Actor, AuditLog
from smsinfo.staff.keys import token_digest

IDLE: Final = timedelta(minutes=30)
LONGEST: Final = timedelta(hours=8)
FRESH: Final = timedelta(minutes=10)
"""How long a password counts as just given, for acts that ask for it again."""
_TOUCH: Final = timedelta(minutes=1)
"""Writing down each request would be a durable commit a page."""


@dataclass(frozen=True, slots=True)
class Seen:
    """A live session. `recovery_codes` are left."""

    person: Person
    account: StaffAccount
    proved_at: datetime
    stale: bool
    recovery_codes: int

    def is_fresh(self, now: datetime) -> bool:
        """Whether the password was given a short while ago."""
        return now - self.proved_at <= FRESH


class Sessions:
    """Begins, finds and ends sessions; every method works in the caller's transaction."""

    def __init__(self, audit: AuditLog) -> None:
        self._audit = audit

    def begin(self, session: Session, person: Person, now: datetime, *, via: str) -> str:
        """A new session; its token, of which only the digest is kept."""
        access.end_old_sessions(session, now - LONGEST, now - IDLE)
        token = secrets.token_urlsafe(32)
        access.add_session(session, token_digest(token), person.id, now)
        rows.change(session, person.id, {"last_login_at": now})
        self._record(session, now, person, "session.login", via=via)
        return token

    def find(self, session: Session, token: str, now: datetime) -> Seen | None:
        """The session of a token, with the person and what they may do now; None where it is over."""
        found = access.find_session(session, token_digest(token))
        if found is None:
            return None
        row, account, person, codes = found
        if not account.active or now - row.seen_at > IDLE or now - row.began_at > LONGEST:
            return None
        return Seen(person, account, row.proved_at, now - row.seen_at > _TOUCH, codes)

    def touch(self, session: Session, token: str, now: datetime, *, proved: bool = False) -> None:
        """The person is still here; with `proved` the password was given again."""
        access.touch_session(session, token_digest(token), now, proved=proved)

    def end(self, session: Session, person: Person, token: str, now: datetime) -> None:
        """Log out."""
        access.end_session(session, token_digest(token))
        self._record(session, now, person, "session.logout")

    def end_all(self, session: Session, person: Person, now: datetime) -> int:
        """Log out everywhere; how many browsers."""
        ended = access.end_sessions(session, person.id)
        self._record(session, now, person, "session.ended", count=ended)
        return ended

    def _record(self, session: Session, now: datetime, person: Person, action: str, **details: object) -> None:
        self._audit.record(session, now, Actor.of(person), action, f"account:{person.name}", region=None, **details)
