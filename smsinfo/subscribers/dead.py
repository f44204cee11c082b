"""Numbers that are dead: whom the networks refuse as no phone, on several days, gets nothing more that we push.

Nobody is erased and nobody is told: the next text from the number makes it a recipient again. Only the errors count by
which a network says that there is no such phone. A phone that is off or without signal is never set aside: that is
whom an alert is for. Where many would go at once it is more likely that a provider is wrong than that so many phones
are gone, so nothing is done and somebody has to look.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from smsinfo.db.engine import Database
from smsinfo.db.queries import dead
from smsinfo.db.queries.dead import Failure
from smsinfo.domain.clock import Clock
from smsinfo.logs import get_logger
from smsinfo.staff.audit import WORKER, Actor, AuditLog

log = get_logger(__name__)
DAYS: Final = 3
"""On so many different days a number has to be refused."""
WITHIN: Final = timedelta(days=30)
FEW: Final = 20
SHARE: Final = 0.02
"""More than `FEW` and than this share of all subscribers at once is a fault of a provider until somebody looked."""
PAGE: Final = 500


@dataclass(frozen=True, slots=True)
class Found:
    """How many numbers look dead, and whether they are too many to be believed."""

    ids: tuple[int, ...]
    too_many: bool


class DeadNumbers:
    """The duty of a worker."""

    def __init__(self, database: Database, clock: Clock, zone: ZoneInfo, audit: AuditLog) -> None:
        self._database = database
        self._clock = clock
        self._zone = zone
        self._audit = audit

    def look(self) -> Found:
        """Which numbers look dead now; nothing is written."""
        with self._database.read() as session:
            refused = dead.failures(session.connection(), self._clock() - WITHIN)
            all_ = dead.subscribers(session.connection())
        ids = _on_several_days(refused, self._zone)
        return Found(ids, len(ids) > max(FEW, SHARE * all_))

    def tick(self) -> int:
        """Set aside who is dead; how many. Nobody, where that would be too many at once."""
        found = self.look()
        if found.too_many:
            log.warning("many_dead_numbers", numbers=len(found.ids))
            return 0
        return self.set_aside(found, WORKER)

    def set_aside(self, found: Found, actor: Actor) -> int:
        """Make these no recipients; how many. The log has their count and no number."""
        done = 0
        for start in range(0, len(found.ids), PAGE):
            with self._database.write() as session:
                aside = dead.set_aside(session.connection(), found.ids[start : start + PAGE])
                if aside:
                    self._audit.record(
                        session, self._clock(), actor, "subscribers.set_aside", "subscribers", count=aside
                    )
            done += aside
        return done


def _on_several_days(refused: Iterable[Failure], zone: ZoneInfo) -> tuple[int, ...]:
    days: defaultdict[int, set[date]] = defaultdict(set)
    for one in refused:
        days[one.contact_id].add(one.at.astimezone(zone).date())
    return tuple(contact for contact, found in days.items() if len(found) >= DAYS)
