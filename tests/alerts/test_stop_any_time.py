"""A stop at a random moment, fifty times, while threads of a worker hand over: from its commit on nothing is begun.

Who comes first is left to the database. What counts is the order that can be seen from outside: a turn that was asked
for after the stop had been committed begins nothing.
"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from threading import Event, Lock
from typing import Any

import pytest

from smsinfo.alerts import live
from smsinfo.alerts.lifecycle import Approval
from smsinfo.alerts.live import Live
from smsinfo.alerts.proof import Proven
from smsinfo.db.queries.hand_over import Turns
from smsinfo.domain.alerts import Alert, Status
from smsinfo.domain.messages import MtStatus
from smsinfo.domain.outbox import Claimed
from smsinfo.domain.sending import Mt, SendResult

from .test_at_once import copies
from .watchroom import PHONES, Watchroom

STOPS, PEOPLE, THREADS, SEED = 50, 8, 3, 20261130
SLOW = {"phone": PHONES["phone"] | {"per_minute": 300, "threads": THREADS, "max_unsent": 1_000}, "code": PHONES["code"]}
"""Five a second, so that an alert takes several claims, and some of them come after the stop."""


class Phones:
    """What is handed over, by several threads; `reached` is set when so many (`moment`) were."""

    def __init__(self, moment: int) -> None:
        self.moment = moment
        self.calls: list[str] = []
        self.reached = Event()
        self._lock = Lock()

    def send(self, mt: Mt) -> SendResult:
        """One hand-over."""
        with self._lock:
            self.calls.append(mt.to)
            if len(self.calls) == self.moment:
                self.reached.set()
        return SendResult(external_id=mt.key)


class Watched(Watchroom):
    """A worker with three threads a channel, whose turns are written down as they are asked for and answered."""

    def __init__(self, database_url: str) -> None:
        super().__init__(database_url, channels=SLOW)
        self.said: list[tuple[str, int]] = []
        drain = self.worker._drains["phone"]
        turns: Turns = drain._turns

        def turn(sent: Any, item: Claimed | None, *rest: Any) -> bool:
            asked = len(self.said)
            self.said.append(("asked", item.id if item else 0))
            begun = turns.turn(sent, item, *rest)
            if begun and item is not None:
                self.said.append(("begun", asked))
            return begun

        drain._turns = _Noted(turn)  # type: ignore[assignment]

    def released(self, alert: Alert) -> None:
        """Budi approves."""
        budi = self.doer("budi")
        given = Approval(alert.version, PEOPLE, PEOPLE, proof=Proven(budi.person.id, self.clock(), "authenticator"))
        with self.services.database.write() as session:
            self.alerts.lifecycle.approve(session, budi, self.clock(), alert, given)

    def works(self, alert: Alert) -> None:
        """The worker's rounds, until nothing of the alert waits."""
        while self.worker._dispatch.run_once():
            pass
        while any(row.status == MtStatus.QUEUED.value for row in self.messages(alert)):
            self.clock.forward(seconds=1)
            self.worker._drains["phone"].run_once()

    def stops(self, alert: Alert, phones: Phones) -> Live:
        """Ani stops it at the moment, from another thread; the counts right after that."""
        phones.reached.wait()
        self.cancels(alert)
        self.said.append(("stopped", alert.id))
        return self.counts(alert)

    def counts(self, alert: Alert) -> Live:
        """As the page shows them."""
        with self.services.database.read() as session:
            seen = self.alerts.lifecycle.get(session, alert.id)
            return live.live(session, seen, self.services.plans, self.clock())


class _Noted:
    """Stands for the turns of a drain."""

    def __init__(self, turn: Any) -> None:
        self.turn = turn


@pytest.fixture
def watched(database_url: str) -> Iterator[Watched]:
    """On both engines."""
    found = Watched(database_url)
    yield found
    found.worker._drains["phone"].close()
    found.close()


def test_of_a_stop_at_any_moment_nothing_is_begun_after_its_commit_and_all_are_counted(watched: Watched) -> None:
    for _ in range(PEOPLE):
        watched.subscriber()
    alerts, dice = copies(watched, watched.submitted(), STOPS), random.Random(SEED)
    ended = Counter[MtStatus]()
    for alert in alerts:
        phone = Phones(dice.randint(1, PEOPLE))
        watched.services.gateways["phone"].send = phone.send  # type: ignore[method-assign]
        watched.said.clear()
        watched.released(alert)
        with ThreadPoolExecutor(1) as other:
            stopping = other.submit(watched.stops, alert, phone)
            watched.works(alert)
            seen = stopping.result()
        calls = phone.calls
        stopped = watched.said.index(("stopped", alert.id))
        begun = [asked for what, asked in watched.said if what == "begun"]
        assert len(begun) == len(calls) == len(set(calls))
        assert max(begun) < stopped
        assert seen.recipients <= PEOPLE
        assert seen.sent + seen.in_air + seen.stopped == seen.recipients
        found = Counter(MtStatus(row.status) for row in watched.messages(alert))
        assert found[MtStatus.SENT] == len(calls) >= phone.moment
        assert found[MtStatus.SENT] + found[MtStatus.CANCELLED] == found.total() == PEOPLE
        assert watched.status(alert) is Status.CANCELLED
        ended += found
    assert ended.total() == STOPS * PEOPLE
    assert ended[MtStatus.CANCELLED] > 0  # how many depends on how soon the other thread gets its turn
