"""What commands change is written into the audit log, in the transaction of the change."""

from __future__ import annotations

from sqlalchemy.orm import Session

from smsinfo.config import Settings, decode_key
from smsinfo.domain.clock import utc_now
from smsinfo.staff.audit import TERMINAL, AuditLog


def note(settings: Settings, session: Session, action: str, subject: str, **details: object) -> None:
    """Write down an act at the terminal. Before the keys are made (a first import) there is no log to write into."""
    if settings.audit_key is not None:
        log = AuditLog(decode_key(settings.audit_key))
        log.record(session, utc_now(), TERMINAL, action, subject, region=None, **details)
