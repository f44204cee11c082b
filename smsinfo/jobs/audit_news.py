"""What of the audit log has to leave the database, by mail to the operators: its end once a day, and locks of accounts.

A copy of the end that lies in somebody's mailbox shows when the last rows are cut off together with the sealed end.
Settings stand in files: that they changed is noticed here, and written into the log by name, never by value.
"""

from __future__ import annotations

import hashlib
import json
from datetime import timedelta
from typing import Final

from sqlalchemy.orm import Session

from smsinfo.bootstrap import Services
from smsinfo.db.queries import audit as log
from smsinfo.db.queries import marks
from smsinfo.domain.messages import Lane, Purpose
from smsinfo.errors import Refused
from smsinfo.logs import get_logger
from smsinfo.outbox.enqueue import Draft
from smsinfo.staff.audit import WORKER

logger = get_logger(__name__)
MAILED: Final = "audit:mailed"
LOCKS: Final = "audit:locks"
SETTINGS: Final = "audit:settings"
WORTH_TELLING: Final = timedelta(days=2)
HEAD_TEXT: Final = (
    "Ujung catatan audit {day}:\n\n{head}\n\nSimpan surat ini. Untuk memeriksa: smsinfo audit verify --head {head}\n\n"
    "The end of the audit log on {day}. Keep this mail; to check: smsinfo audit verify --head ..."
)
LOCK_TEXT: Final = (
    "Akun {subject} terkunci setelah terlalu banyak percobaan salah ({gate}), {at}. Bila bukan pemiliknya, seseorang "
    "sedang menebak. Buka kunci di /staff/people.\n\nThe account {subject} is locked after too many wrong tries."
)


class AuditNews:
    """One worker's looks; several workers tell each thing once, by the dedupe key of the mail."""

    def __init__(self, services: Services) -> None:
        self._services = services
        self._told_settings = False

    def tick(self) -> None:
        """The end of the day before, new locks, and once a start what changed in the settings."""
        now = self._services.clock()
        day = now.astimezone(self._services.settings.zone).date().isoformat()
        with self._services.database.write() as session:
            if not self._told_settings:
                self._note_settings(session)
            if marks.get(session.connection(), MAILED) != day:
                head = self._services.staff.audit.head(session)
                self._mail(session, "smsinfo: audit", HEAD_TEXT.format(day=day, head=head), f"head:{day}")
                marks.put(session.connection(), MAILED, day, now)
            self._tell_locks(session)
        self._told_settings = True

    def _tell_locks(self, session: Session) -> None:
        connection, now = session.connection(), self._services.clock()
        seen = int(marks.get(connection, LOCKS) or "0")
        found = log.since(session, "account.locked", seen)
        for event in found:
            gate = json.loads(event.details).get("gate", "")
            at = event.at.astimezone(self._services.settings.zone)
            text = LOCK_TEXT.format(subject=event.subject, gate=gate, at=f"{at:%d-%m-%Y %H.%M}")
            self._mail(session, "smsinfo: akun terkunci", text, f"lock:{event.id}")
        if found:
            marks.put(connection, LOCKS, str(found[-1].id), now)

    def _note_settings(self, session: Session) -> None:
        """Compare with what the last start saw: digests, since secrets are among the settings."""
        connection, now = session.connection(), self._services.clock()
        seen = json.loads(marks.get(connection, SETTINGS) or "{}")
        values = self._services.settings.model_dump()
        found = {name: self._digest(name, value) for name, value in values.items()}
        changed = sorted(name for name, digest in found.items() if seen.get(name, digest) != digest)
        if changed:
            self._services.staff.audit.record(session, now, WORKER, "settings.changed", "settings", names=changed)
        if found != seen:
            marks.put(connection, SETTINGS, json.dumps(found), now)

    def _digest(self, name: str, value: object) -> str:
        key = self._services.settings.audit_key
        salt = key.get_secret_value() if key is not None else ""
        shown = json.dumps(value, default=_revealed, sort_keys=True)
        return hashlib.blake2b(f"{name}\0{shown}".encode(), digest_size=8, key=salt.encode()[:64]).hexdigest()

    def _mail(self, session: Session, subject: str, text: str, reason: str) -> None:
        services = self._services
        for address in services.settings.operator_contacts:
            if "@" not in address:
                continue
            draft = Draft(
                text=text,
                purpose=Purpose.NOTICE,
                lane=Lane.ALERT,
                valid_for=WORTH_TELLING,
                mail_to=address,
                subject=subject,
                dedupe_key=f"audit:{hashlib.sha256(f'{reason}:{address}'.encode()).hexdigest()[:48]}",
            )
            try:
                services.outbox.add(session.connection(), draft, services.clock())
            except Refused as refusal:  # no mail channel: the end can still be printed
                logger.warning("audit_not_mailed", problem=str(refusal))


def _revealed(value: object) -> object:
    """A secret's text, which only goes into the keyed digest; other values as text."""
    reveal = getattr(value, "get_secret_value", None)
    return reveal() if reveal is not None else str(value)
