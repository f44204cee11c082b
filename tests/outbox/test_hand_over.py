"""Claims and hand-overs when there is much to do: a look costs the same however much waits. On both engines."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import create_engine, event, func, insert, make_url, select, text, update
from sqlalchemy.exc import OperationalError

from smsinfo.db.hot import Lost
from smsinfo.db.models import ChannelState, OutboundMessage
from smsinfo.db.queries import channels, marks
from smsinfo.domain.messages import Lane
from smsinfo.domain.sending import Mt, SendResult
from smsinfo.outbox import budget
from smsinfo.outbox.budget import Budget
from smsinfo.outbox.drain import HELD, LEASE, Drain, Line
from smsinfo.outbox.sweep import STRIDE, SWEPT, Sweeper
from tests.conftest import SERVER

from .desk import Desk

SITI, BUDI = "+628125550001", "+628565550002"


def drain_of(desk: Desk, *, threads: int = 1, stop_after: int | None = None) -> Drain:
    """A drain of its own; it begins no further hand-over after so many were sent."""
    services = desk.services
    drain = Drain(
        services.database,
        services.sealer,
        services.clock,
        Line(services.plans["phone"], services.gateways["phone"], threads),
        stopping=lambda: stop_after is not None and len(desk.phone.sent) >= stop_after,
    )
    with services.database.write() as session:
        channels.ensure(session.connection(), "phone", desk.clock())
    desk.clock.forward(seconds=1)
    return drain


def sweeper_of(desk: Desk) -> Sweeper:
    return Sweeper(desk.services.database, desk.services.sealer, desk.clock, desk.services.gateways)


def statuses(desk: Desk) -> Counter[str]:
    """How many messages have which status."""
    with desk.services.database.read() as session:
        return Counter(session.scalars(select(OutboundMessage.status)))


def copies(desk: Desk, like: int, times: int) -> None:
    """So many messages more that are like this one."""
    names = [column.name for column in OutboundMessage.__table__.columns if column.name != "id"]
    with desk.services.database.write() as session:
        row = session.get_one(OutboundMessage, like)
        session.execute(insert(OutboundMessage), [{name: getattr(row, name) for name in names}] * times)


def test_threads_share_what_was_claimed_and_send_each_once(desk: Desk) -> None:
    person = desk.person(SITI)
    for n in range(60):
        desk.waits(person, f"m{n}", Lane.ALERT)
    drain = drain_of(desk, threads=4)
    assert drain.run_once() == 60
    drain.close()
    assert Counter(sent.mt.text for sent in desk.phone.sent) == {f"m{n}": 1 for n in range(60)}
    assert statuses(desk) == {"sent": 60}


@pytest.mark.parametrize("threads", [1, 4])
def test_what_a_worker_that_stops_has_not_begun_waits_for_no_lease(desk: Desk, threads: int) -> None:
    person = desk.person(SITI)
    for n in range(60):
        desk.waits(person, f"m{n}", Lane.ALERT)
    stopping = drain_of(desk, threads=threads, stop_after=10)
    stopping.run_once()
    stopping.close()
    begun = len(desk.phone.sent)
    assert 10 <= begun < 10 + threads
    assert drain_of(desk).run_once() == 60 - begun
    assert Counter(sent.mt.text for sent in desk.phone.sent) == {f"m{n}": 1 for n in range(60)}


def test_when_a_worker_breaks_off_what_it_has_not_begun_waits_for_no_lease(desk: Desk) -> None:
    person = desk.person(SITI)
    numbers = [desk.waits(person, f"m{n}", Lane.ALERT) for n in range(3)]

    def send(mt: object) -> SendResult:
        raise KeyboardInterrupt

    desk.phone.send = send  # type: ignore[method-assign]
    with pytest.raises(KeyboardInterrupt):
        drain_of(desk).run_once()
    rows = [desk.row(number) for number in numbers]
    assert [row.status for row in rows] == ["sending", "queued", "queued"]
    assert [row.not_before > desk.clock() for row in rows] == [True, False, False]


@pytest.mark.postgresql
def test_a_connection_that_broke_meanwhile_costs_no_message_a_lease(postgresql_url: str) -> None:
    desk = Desk(postgresql_url)
    try:
        drain, person = drain_of(desk), desk.person(SITI)
        for n in range(3):
            desk.waits(person, f"m{n}", Lane.ALERT)
            desk.clock.forward(seconds=1)
            drain.run_once()
            assert statuses(desk) == {"sent": n + 1}
            with desk.services.database.read() as session:  # as a server does that starts again
                others = "pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database()"
                session.execute(text(f"SELECT {others} AND pid <> pg_backend_pid()"))
    finally:
        desk.close()


@pytest.mark.postgresql
def test_what_came_of_a_call_while_the_database_was_away_is_stored_when_it_is_back(postgresql_url: str) -> None:
    desk, name = Desk(postgresql_url), make_url(postgresql_url).database
    server = create_engine(SERVER, isolation_level="AUTOCOMMIT")
    away = f"ALTER DATABASE {name} ALLOW_CONNECTIONS"
    got: list[str] = []

    def send(mt: Mt) -> SendResult:
        got.append(mt.text)
        with server.connect() as connection:
            connection.execute(text(f"{away} false"))
            connection.execute(text(f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{name}'"))
        return SendResult(external_id="x1")

    try:
        drain, person = drain_of(desk), desk.person(SITI)
        numbers = [desk.waits(person, text, Lane.ALERT) for text in ("A", "B")]
        desk.phone.send = send  # type: ignore[method-assign]
        for _ in range(2):
            with pytest.raises((Lost, OperationalError)):
                drain.run_once()
        with server.connect() as connection:
            connection.execute(text(f"{away} true"))
        desk.answers()
        drain.run_once()
        assert (got, [desk.row(number).status for number in numbers]) == (["A"], ["sent", "queued"])
        assert desk.row(numbers[0]).external_id == "x1"
    finally:
        server.dispose()
        desk.close()


def test_what_has_expired_is_ended_where_it_comes_up_and_what_is_behind_it_leaves(desk: Desk) -> None:
    person = desk.person(SITI)
    copies(desk, desk.waits(person, "late", Lane.ALERT, valid_for=timedelta(minutes=5)), 1500)
    desk.clock.forward(minutes=6)
    desk.waits(person, "fresh", Lane.ALERT)
    assert drain_of(desk).run_once() == 1
    assert [sent.mt.text for sent in desk.phone.sent] == ["fresh"]
    assert statuses(desk) == {"expired": 1501, "sent": 1}


def test_a_claim_reads_what_comes_up_and_not_the_whole_queue(desk: Desk) -> None:
    copies(desk, desk.waits(desk.person(SITI), "A", Lane.ALERT), 5000)
    plans: list[tuple[str, Any]] = []

    def explain(connection: object, cursor: object, sql: str, values: Any, *_: object) -> None:
        if "LIMIT" in sql and sql.startswith("SELECT"):
            plans.append((sql, values))

    database = desk.services.database
    event.listen(database.engine, "before_cursor_execute", explain)
    drain_of(desk).claim()
    event.remove(database.engine, "before_cursor_execute", explain)
    assert plans
    how = "EXPLAIN QUERY PLAN " if database.is_sqlite else "EXPLAIN "
    with database.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        if not database.is_sqlite:
            connection.exec_driver_sql("ANALYZE")
        told = [str(connection.exec_driver_sql(how + sql, values).all()) for sql, values in plans]
    assert all("ix_outbound_message_pending" in plan for plan in told)


def test_a_paused_channel_s_messages_expire_too(desk: Desk) -> None:
    number = desk.waits(desk.person(SITI), "A", Lane.ALERT, valid_for=timedelta(minutes=5))
    desk.worker.step()
    late = desk.waits(desk.person(BUDI), "B", Lane.ALERT, valid_for=timedelta(minutes=5))
    with desk.services.database.write() as session:
        session.execute(update(ChannelState).values(paused=True))
    desk.clock.forward(minutes=6)
    assert sweeper_of(desk).expired() == 1
    assert (desk.row(number).status, desk.row(late).status) == ("sent", "expired")


def test_a_modem_gets_no_more_than_it_may_hold_until_receipts_come_or_half_an_hour_is_over(database_url: str) -> None:
    modem = {"kind": "simulator", "sender": "+628110000123", "per_minute": 6000, "max_unsent": 3}
    desk = Desk(database_url, channels={"phone": modem})
    try:
        desk.answers(then=SendResult(external_id="x"))
        person = desk.person(SITI)
        for n in range(5):
            desk.waits(person, f"m{n}", Lane.ALERT)
        drain = drain_of(desk)
        assert [drain.run_once(), drain.run_once()] == [3, 0]
        desk.clock.forward(seconds=HELD.total_seconds() - 1)
        assert drain.run_once() == 0
        desk.clock.forward(seconds=2)
        assert sweeper_of(desk).overdue() == 3
        assert drain.run_once() == 2
        assert statuses(desk) == {"sent": 5}
    finally:
        desk.close()


def test_the_look_for_forgotten_replies_begins_where_the_last_one_ended(desk: Desk) -> None:
    person = desk.person(SITI)
    copies(desk, desk.waits(person, "R"), STRIDE)
    with desk.services.database.write() as session:
        session.execute(update(OutboundMessage).values(status="sent"))
        last = session.scalar(select(func.max(OutboundMessage.id)))
    desk.clock.forward(minutes=10)
    assert sweeper_of(desk).inline() == 0
    with desk.services.database.read() as session:
        assert marks.get(session.connection(), SWEPT) == str(last)
    forgotten = desk.waits(person, "R")
    with desk.services.database.write() as session:
        session.execute(update(OutboundMessage).where(OutboundMessage.id == forgotten).values(status="sending"))
    desk.clock.forward(seconds=61)
    assert sweeper_of(desk).inline() == 1
    assert desk.row(forgotten).status == "queued"


def test_a_look_at_the_money_that_takes_long_is_not_taken_again_at_once(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(budget, "QUICK", -1.0)
    monkeypatch.setattr(budget, "REST", 1e9)
    money = Budget(desk.services.database, desk.clock, desk.services.settings)
    money.refresh()
    desk.waits(desk.person(SITI), "A", Lane.ALERT)
    drain_of(desk).run_once()
    money.refresh()
    assert money.spent.day == 0
    fresh = Budget(desk.services.database, desk.clock, desk.services.settings)
    fresh.refresh()
    assert fresh.spent.day > 0


def test_a_claim_that_nobody_begins_is_free_again_after_the_lease(desk: Desk) -> None:
    desk.waits(desk.person(SITI), "A", Lane.ALERT)
    drain = drain_of(desk)
    assert [len(drain.claim()), len(drain.claim())] == [1, 0]
    desk.clock.forward(seconds=LEASE.total_seconds() + 1)
    assert len(drain.claim()) == 1
