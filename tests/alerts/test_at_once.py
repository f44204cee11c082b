"""Several people at the same moment: exactly one of them decides, and what is counted adds up."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

from smsinfo.alerts.lifecycle import Approval
from smsinfo.alerts.proof import Proven
from smsinfo.domain.alerts import Alert, Status
from smsinfo.domain.messages import MtStatus
from smsinfo.domain.sending import Mt, SendResult
from smsinfo.errors import AlertRefused

from .watchroom import Watchroom

PAIRS = 200
STOPS = 50
PEOPLE = 12


def copies(room: Watchroom, alert: Alert, how_many: int) -> list[Alert]:
    """The same submitted alert so many times."""
    with room.services.database.engine.connect() as connection:
        row = connection.exec_driver_sql(f"SELECT * FROM alert WHERE id = {alert.id}").mappings().one()
    names = [name for name in row if name not in ("id", "code")]
    for number in range(how_many):
        room.sql(
            f"INSERT INTO alert (code, {', '.join(names)}) SELECT :code, {', '.join(names)} FROM alert WHERE id = :id",
            code=f"C{number}",
            id=alert.id,
        )
    room.sql(
        "INSERT INTO alert_region (alert_id, region_code) SELECT a.id, r.region_code FROM alert a, alert_region r"
        " WHERE a.code LIKE 'C%' AND r.alert_id = :id",
        id=alert.id,
    )
    room.sql(
        "INSERT INTO alert_text (alert_id, language, body, encoding, segments) SELECT a.id, t.language, t.body,"
        " t.encoding, t.segments FROM alert a, alert_text t WHERE a.code LIKE 'C%' AND t.alert_id = :id",
        id=alert.id,
    )
    with room.services.database.read() as session:
        return [room.alerts.lifecycle.get(session, alert.id + 1 + number) for number in range(how_many)]


def test_of_an_approval_and_a_stop_at_the_same_moment_exactly_one_happens(room: Watchroom) -> None:
    room.subscriber()
    pairs = copies(room, room.submitted(), PAIRS)
    now, budi, ani = room.clock(), room.doer("budi"), room.doer("ani")
    proof, lifecycle = Proven(budi.person.id, now, "authenticator"), room.alerts.lifecycle
    database = room.services.database

    def approve(alert: Alert) -> None:
        with database.write() as session:
            lifecycle.approve(session, budi, now, alert, Approval(alert.version, 1, 1, proof=proof))

    def stop(alert: Alert) -> None:
        with database.write() as session:
            lifecycle.cancel(session, ani, now, alert, "salah")

    def decided(barrier: Barrier, act: Callable[[Alert], None], alert: Alert) -> bool:
        barrier.wait()
        try:
            act(alert)
        except AlertRefused as refusal:
            refusals[refusal.reason] += 1
            return False
        return True

    became, refusals = Counter[Status](), Counter[str]()
    with ThreadPoolExecutor(2) as pool:
        for alert in pairs:
            barrier = Barrier(2)
            both = [pool.submit(decided, barrier, act, alert) for act in (approve, stop)]
            approved, stopped = (one.result() for one in both)
            assert approved is not stopped
            status = room.status(alert)
            assert status is (Status.APPROVED if approved else Status.CANCELLED)
            assert [step.act for step in room.steps(alert)] == ["approve" if approved else "cancel"]
            became[status] += 1
    assert became.total() == PAIRS
    assert refusals == Counter(decided=PAIRS)
    told = Counter(room.audited())
    assert told["alert.approve"] == became[Status.APPROVED]
    assert told["alert.cancel"] == became[Status.CANCELLED]
    with database.read() as session:
        assert room.services.staff.audit.verify(session).broken is None


def test_fifty_clicks_on_approve_send_it_once(room: Watchroom) -> None:
    room.subscriber()
    alert, now, budi = room.submitted(), room.clock(), room.doer("budi")
    given = Approval(alert.version, 1, 1, proof=Proven(budi.person.id, now, "authenticator"))

    def click(_number: int) -> bool:
        try:
            with room.services.database.write() as session:
                room.alerts.lifecycle.approve(session, budi, now, alert, given)
        except AlertRefused:
            return False
        return True

    with ThreadPoolExecutor(8) as pool:
        assert sum(pool.map(click, range(50))) == 1
    room.clock.forward(seconds=16)
    room.worker.step()
    assert len(room.messages(alert)) == 1


def test_a_stop_at_any_moment_lets_nothing_more_leave_and_everybody_is_counted(room: Watchroom) -> None:
    for _ in range(PEOPLE):
        room.subscriber()
    first = room.submitted()
    alerts, dice = copies(room, first, STOPS), random.Random(20261124)
    gateway: Any = room.services.gateways["phone"]
    budi = room.doer("budi")
    room.worker.step()
    for alert in alerts:
        moment, calls = dice.randint(1, PEOPLE), 0

        def send(mt: Mt, alert: Alert = alert, moment: int = moment) -> SendResult:
            nonlocal calls
            calls += 1
            if calls == moment:
                room.cancels(alert)
            return SendResult(external_id=f"{alert.id}-{calls}")

        gateway.send = send
        proof = Proven(budi.person.id, room.clock(), "authenticator")
        with room.services.database.write() as session:
            given = Approval(alert.version, PEOPLE, PEOPLE, proof=proof)
            room.alerts.lifecycle.approve(session, budi, room.clock(), alert, given)
        room.worker._see_to_alerts()
        drain = room.worker._drains["phone"]
        for _ in range(3):
            room.clock.forward(seconds=2)
            drain.run_once()
        counted = Counter(row.status for row in room.messages(alert))
        assert calls == moment
        assert counted == Counter(
            {
                status: n
                for status, n in ((MtStatus.SENT.value, moment), (MtStatus.CANCELLED.value, PEOPLE - moment))
                if n
            }
        )
