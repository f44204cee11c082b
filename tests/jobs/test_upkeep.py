"""The worker keeps house: days are counted, old texts emptied, old messages forgotten; nobody has to ask."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import func, select

from smsinfo.db.models import DailyCount, InboundMessage, OutboundMessage
from smsinfo.db.queries import marks, privacy
from smsinfo.domain.privacy import Rule
from smsinfo.jobs.upkeep import duties, long_duties
from smsinfo.reports.ask import tell
from smsinfo.reports.retention import RULES
from smsinfo.reports.shape import Query
from tests.outbox.archive import publish
from tests.outbox.desk import Desk
from tests.support import Phone


@pytest.fixture
def desk(database_url: str) -> Iterator[Desk]:
    """An installation that keeps texts for 10 days and messages for 40."""
    found = Desk(database_url, body_days=10, id_days=40)
    publish(found)
    yield found
    found.close()


def held(desk: Desk, model: Any) -> list[str]:
    """The texts of a table, oldest first."""
    with desk.services.database.read() as session:
        return list(session.scalars(select(model.body).order_by(model.id)))


def counted(desk: Desk) -> int:
    """The messages in the counts of days."""
    with desk.services.database.read() as session:
        return int(session.scalar(select(func.sum(DailyCount.messages))) or 0)


def test_counts_texts_and_messages_go_their_way_as_the_settings_say(desk: Desk) -> None:
    citizen = Phone(desk.services, desk.clock)
    citizen.texts("KTP")
    desk.clock.forward(minutes=11)
    desk.worker.step()
    known = counted(desk)
    assert known > 0
    assert held(desk, InboundMessage) == ["KTP"]
    desk.clock.forward(days=11)
    desk.worker.step()
    assert (held(desk, InboundMessage), held(desk, OutboundMessage)) == ([""], [""])
    citizen.texts("STATUS")
    desk.clock.forward(days=41)
    citizen.texts("LOKASI")
    desk.worker.step()
    assert held(desk, InboundMessage) == ["LOKASI"]
    assert counted(desk) > known


def proof(desk: Desk) -> dict[str, int]:
    """Rule -> rows that it removed, of today; a rule that did not run is missing."""
    today = desk.clock().date()
    with desk.services.database.read() as session:
        return {one.rule: one.removed for one in privacy.runs(session.connection(), today, today)}


def test_every_rule_of_retention_leaves_proof_of_its_runs_also_where_nothing_had_to_go(desk: Desk) -> None:
    desk.worker.step()
    assert proof(desk) == dict.fromkeys(set(Rule) - {Rule.ERASURES}, 0)
    Phone(desk.services, desk.clock).texts("KTP")
    desk.clock.forward(days=11)
    desk.worker.step()
    assert proof(desk)[Rule.TEXTS] == 2
    assert proof(desk)[Rule.CONVERSATIONS] == 1
    desk.clock.forward(days=40)
    Phone(desk.services, desk.clock).texts("LOKASI")
    desk.worker.step()
    assert proof(desk)[Rule.MESSAGES] == 2


def test_the_report_tells_the_proof_day_by_day(desk: Desk) -> None:
    Phone(desk.services, desk.clock).texts("KTP")
    desk.clock.forward(days=11)
    desk.worker.step()
    day = desk.clock().date()
    with desk.services.database.read() as session:
        told = tell(session, "retention", Query(day, day, day, desk.services.settings.zone, language="en"))
        rows = {row.rule: row for row in told.table.rows}
    assert (rows["Texts of messages emptied"].removed, rows["Texts of messages emptied"].day) == (2, day)
    assert rows["Messages deleted"].oldest == day - timedelta(days=11)
    assert set(RULES) == set(Rule)


def test_a_running_worker_does_it_in_a_thread_of_its_own(desk: Desk) -> None:
    Phone(desk.services, desk.clock).texts("KTP")
    assert "keep-house" in {name for name, _, _ in desk.worker._steps()}


def test_a_duty_that_fails_keeps_no_other_from_its_work(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr("smsinfo.outbox.retention.Retention.roll_up", fail)
    Phone(desk.services, desk.clock).texts("KTP")
    desk.clock.forward(days=11)
    for duty in long_duties(desk.services):
        duty.do(desk.clock())
    assert held(desk, InboundMessage) == [""]


def test_each_duty_has_a_name_and_waits_for_its_time(desk: Desk) -> None:
    found = [*duties(desk.services), *long_duties(desk.services)]
    assert len({duty.name for duty in found}) == len(found)
    for duty in found:
        duty.do(desk.clock())
        assert duty.due == desk.clock() + duty.every
    with desk.services.database.read() as session:
        assert marks.get(session.connection(), "rolled_up_to") is None  # today is not settled
    assert max(duty.every for duty in found) <= timedelta(hours=1)
