"""The villages of an alert: reached by phone, told by a relay, reached by nobody."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from sqlalchemy.orm import Session

from smsinfo.db.queries import relay_figures
from smsinfo.db.queries.relay_figures import VillageNow
from smsinfo.domain.alerts import Alert
from smsinfo.domain.messages import MtStatus
from smsinfo.domain.relays import TaskState

MOST_ROWS: Final = 300
_HANDED: Final = (MtStatus.SENT, MtStatus.DELIVERED, MtStatus.UNKNOWN)


@dataclass(frozen=True, slots=True)
class Villages:
    """Counts of villages, and the rows in which there is something to do or to read: those with a relay or without
    signal, the unconfirmed first. `without` are villages without signal that no relay has confirmed."""

    all: int
    phones: int
    confirmed: int
    waiting: int
    nobody: int
    without: int
    heard: int
    rows: list[tuple[VillageNow, int]]


def relay_villages(session: Session, one: Alert, by_region: Mapping[str, Mapping[MtStatus, int]]) -> Villages:
    """One look, however many villages; `by_region` are the messages to people there, by status."""
    found = relay_figures.villages(session.connection(), one.id, one.regions)
    phones = {code: sum(told.get(status, 0) for status in _HANDED) for code, told in by_region.items()}
    reached = {village.code for village in found if phones.get(village.code, 0) > 0}
    confirmed = {village.code for village in found if village.state is TaskState.CONFIRMED}
    told = reached | confirmed
    asked = [village for village in found if village.state is not None or village.no_signal]
    asked.sort(key=lambda village: (village.state is TaskState.CONFIRMED, village.code))
    return Villages(
        all=len(found),
        phones=len(reached),
        confirmed=len(confirmed),
        waiting=sum(village.state in (TaskState.SENT, TaskState.REMINDED) for village in found),
        nobody=sum(village.code not in told for village in found),
        without=sum(village.no_signal and village.code not in confirmed for village in found),
        heard=sum(village.heard or 0 for village in found),
        rows=[(village, phones.get(village.code, 0)) for village in asked[:MOST_ROWS]],
    )
