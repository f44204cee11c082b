"""The audit log: what was done, by whom, chained so that `smsinfo audit verify` names the first row that was touched.

Each row's mac is an HMAC over the mac before it and the row, under a key that is not in the database. So a row that
was changed does not fit its mac, one that was deleted leaves a gap in the ids, and one that was cut off at the end is
missed by the sealed end of the log. Who can write to the database could put back an older end together with the older
rows: that only shows against an end that was printed or mailed (`smsinfo audit head`).
"""

from __future__ import annotations

import hashlib
import hmac
import json
import re
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final

from sqlalchemy.orm import Session

from smsinfo.db.queries import audit as rows
from smsinfo.db.queries.audit import Event, Head
from smsinfo.domain.staff import Person
from smsinfo.errors import BadInput
from smsinfo.staff.keys import derive

_NOTHING: Final = bytes(32)
_PRINTED: Final = re.compile(r"(\d{1,18}):([0-9a-f]{64})")


@dataclass(frozen=True, slots=True)
class Actor:
    """Who does something: an account, or the terminal, or the worker."""

    id: int | None
    name: str

    @classmethod
    def of(cls, person: Person) -> Actor:
        """A person who is logged in."""
        return cls(person.id, person.name)


TERMINAL: Final = Actor(None, "(terminal)")
WORKER: Final = Actor(None, "(worker)")
NOBODY: Final = Actor(None, "(nobody)")
"""Somebody who is not logged in."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """What came of a check. `broken` is the first id that is wrong, None where all is well; `reason` says how."""

    count: int
    head: str
    broken: int | None = None
    reason: str = ""


class AuditLog:
    """Appends and verifies; every method works in the caller's transaction."""

    def __init__(self, root: bytes) -> None:
        self._key = derive(root, "audit")

    def record(
        self,
        session: Session,
        at: datetime,
        actor: Actor,
        action: str,
        subject: str,
        *,
        region: str | None = None,
        **details: object,
    ) -> None:
        """Write down an act, in the transaction of the act itself. `details` are for JSON, and never a secret."""
        end = rows.head(session, hold=True)
        if end is None:
            rows.begin(session, self._sealed(0, _NOTHING))
            end = rows.head(session, hold=True)
            assert end is not None  # noqa: S101  (it has just been made, by us or by somebody else)
        text = json.dumps(details, sort_keys=True, ensure_ascii=True, separators=(",", ":"))
        event = Event(end.last_id + 1, at, actor.id, actor.name, action, subject, region, text, b"")
        mac = self._mac(end.mac, event)
        rows.append(session, _with_mac(event, mac), self._sealed(event.id, mac))

    def head(self, session: Session) -> str:
        """The end of the log as it is printed: `id:mac`."""
        end = rows.head(session)
        return _printed(end.last_id, end.mac) if end is not None else _printed(0, _NOTHING)

    def verify(self, session: Session, printed: str | None = None) -> Verdict:
        """Go through the whole log; `printed` is an end of it that somebody kept. Raises BadInput where it is none."""
        kept = _read_printed(printed) if printed is not None else None
        last, mac, found = 0, _NOTHING, kept is None or kept[0] == 0
        for event in rows.all_events(session):
            if event.id != last + 1:
                return Verdict(last, _printed(last, mac), last + 1, "deleted")
            if not hmac.compare_digest(self._mac(mac, event), event.mac):
                return Verdict(last, _printed(last, mac), event.id, "changed")
            last, mac = event.id, event.mac
            if kept is not None and kept[0] == last:
                if not hmac.compare_digest(kept[1], mac):
                    return Verdict(last, _printed(last, mac), last, "replaced")
                found = True
        broken, reason = self._compare_end(session, last, mac)
        if broken is None and not found:
            broken, reason = last + 1, "truncated"
        return Verdict(last, _printed(last, mac), broken, reason)

    def _compare_end(self, session: Session, last: int, mac: bytes) -> tuple[int | None, str]:
        """The sealed end against the last row."""
        end = rows.head(session)
        if end is None:
            return (None, "") if last == 0 else (last + 1, "no_end")
        if not hmac.compare_digest(self._sealed(end.last_id, end.mac).seal, end.seal):
            return last + 1, "no_end"
        if end.last_id > last:
            return last + 1, "truncated"
        if end.last_id < last or not hmac.compare_digest(end.mac, mac):
            return end.last_id + 1, "no_end"
        return None, ""

    def _mac(self, before: bytes, event: Event) -> bytes:
        fields = [
            event.id,
            event.at.astimezone(UTC).isoformat(timespec="microseconds"),
            event.actor_id,
            event.actor,
            event.action,
            event.subject,
            event.region_code,
            event.details,
        ]
        text = json.dumps(fields, ensure_ascii=True, separators=(",", ":"))
        return hmac.new(self._key, b"event" + before + text.encode(), hashlib.sha256).digest()

    def _sealed(self, last: int, mac: bytes) -> Head:
        seal = hmac.new(self._key, b"end" + last.to_bytes(8) + mac, hashlib.sha256).digest()
        return Head(last, mac, seal)


def _with_mac(event: Event, mac: bytes) -> Event:
    values = {name: getattr(event, name) for name in Event.__slots__}
    return Event(**(values | {"mac": mac}))


def _printed(last: int, mac: bytes) -> str:
    return f"{last}:{mac.hex()}"


def _read_printed(text: str) -> tuple[int, bytes]:
    found = _PRINTED.fullmatch("".join(text.split()).lower())
    if found is None:
        raise BadInput("an end of the log is a number, a colon and 64 letters: as smsinfo audit head printed it")
    return int(found[1]), bytes.fromhex(found[2])
