"""The parts of the staff layer, wired from one root key."""

from __future__ import annotations

from dataclasses import dataclass

from smsinfo.staff.accounts import Accounts
from smsinfo.staff.audit import AuditLog
from smsinfo.staff.changes import Changes
from smsinfo.staff.codes import Codes
from smsinfo.staff.failures import Locks
from smsinfo.staff.practice import Practice
from smsinfo.staff.sessions import Sessions


@dataclass(frozen=True, slots=True)
class Staff:
    """Everything about the people who work here."""

    audit: AuditLog
    locks: Locks
    codes: Codes
    practice: Practice
    accounts: Accounts
    changes: Changes
    sessions: Sessions


def make_staff(root: bytes) -> Staff:
    """All parts under the keys of this root (SMSINFO_AUDIT_KEY)."""
    audit, locks, codes = AuditLog(root), Locks(root), Codes(root)
    practice = Practice(audit)
    accounts = Accounts(audit, locks, codes, practice)
    return Staff(audit, locks, codes, practice, accounts, Changes(audit, accounts), Sessions(audit))
