"""Failed log-ins in a row lock a name, whether anybody has it or not, so that a lock tells nobody who is here.

From the limit on each further failure locks twice as long, up to a day: the owner gets in again without anybody's help
(or at once by an administrator's), and a guesser gets a handful of tries a day.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy.orm import Session

from smsinfo.db.queries import staff_access as rows
from smsinfo.db.queries.staff_access import Failures
from smsinfo.staff.keys import derive, digest

FIRST_LOCK: Final = timedelta(minutes=15)
LONGEST_LOCK: Final = timedelta(days=1)
FORGOTTEN: Final = timedelta(days=2)


@dataclass(frozen=True, slots=True)
class Gate:
    """Something that can be guessed at: what it is, and how many wrong tries it takes."""

    name: str
    limit: int


PASSWORD: Final = Gate("password", 10)
CODE: Final = Gate("code", 5)
"""A code has six digits only, and who comes so far knows the password."""
GATES: Final = (PASSWORD, CODE)


def locked_until(failures: Failures | None, gate: Gate) -> datetime | None:
    """When the next try may be made; None where there was no lock."""
    if failures is None or failures.count < gate.limit:
        return None
    length = FIRST_LOCK * (1 << min(failures.count - gate.limit, 10))
    return failures.last_at + min(length, LONGEST_LOCK)


class Locks:
    """Counts failures by the keyed digest of a name; every method works in the caller's transaction."""

    def __init__(self, root: bytes) -> None:
        self._key = derive(root, "failures")

    def until(self, session: Session, gate: Gate, name: str, now: datetime) -> datetime | None:
        """Until when the name is locked at this gate; None where it may try."""
        end = locked_until(rows.failures(session, self._digest(gate, name)), gate)
        return end if end is not None and end > now else None

    def failed(self, session: Session, gate: Gate, name: str, now: datetime) -> bool:
        """Count a failure; True where the name is locked from now on."""
        rows.forget_old_failures(session, now - FORGOTTEN)
        mark = self._digest(gate, name)
        before = rows.failures(session, mark, hold=True)
        rows.put_failures(session, mark, (before.count if before else 0) + 1, now)
        return before is not None and before.count + 1 >= gate.limit

    def passed(self, session: Session, gate: Gate, name: str) -> bool:
        """Begin again at zero; False where it was zero."""
        return rows.forget_failures(session, self._digest(gate, name))

    def locked(self, session: Session, names: list[str], now: datetime) -> dict[str, datetime]:
        """Name -> until when, for those of the names that are locked at any gate."""
        least = min(gate.limit for gate in GATES)
        counts = rows.all_failures(session, least)
        found: dict[str, datetime] = {}
        for name in names if counts else ():
            ends = [locked_until(counts.get(self._digest(gate, name)), gate) for gate in GATES]
            end = max((end for end in ends if end is not None), default=None)
            if end is not None and end > now:
                found[name] = end
        return found

    def _digest(self, gate: Gate, name: str) -> bytes:
        return digest(self._key, gate.name, name.strip().lower()[:64])
