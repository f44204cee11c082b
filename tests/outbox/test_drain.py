"""From the queue to the phone, whatever goes wrong on the way; each story on both engines."""

from __future__ import annotations

import threading
from collections import Counter
from datetime import timedelta

import pytest
from sqlalchemy import update

from smsinfo.db.models import Contact, OutboundMessage
from smsinfo.db.queries import channels, marks, outbox
from smsinfo.domain.messages import Lane
from smsinfo.domain.sending import Found, Lookup, SendError, SendResult
from smsinfo.jobs.worker import LOCKED, Worker
from smsinfo.outbox.drain import LEASE, Drain, Line

from .desk import Desk

SITI, BUDI = "+628125550001", "+628565550002"


def drain_of(desk: Desk) -> Drain:
    """A drain of its own, as another process would have one."""
    services = desk.services
    return Drain(
        services.database,
        services.sealer,
        services.clock,
        Line(services.plans["phone"], services.gateways["phone"]),
    )


def run(desk: Desk, steps: int = 1, seconds: float = 1.0) -> None:
    """Let the worker work, a while between two looks."""
    for _ in range(steps):
        desk.clock.forward(seconds=seconds)
        desk.worker.step()


def test_a_message_goes_out_once_and_is_delivered(desk: Desk) -> None:
    number = desk.waits(desk.person(SITI), "KTP: gratis")
    run(desk, 5)
    row = desk.row(number)
    assert [(sent.mt.to, sent.mt.text) for sent in desk.phone.sent] == [(SITI, "KTP: gratis")]
    assert (row.status, row.attempts, row.lease_until, row.error) == ("delivered", 1, None, None)


@pytest.mark.parametrize(
    ("result", "status", "error"),
    [
        (SendResult(error=SendError.OPTED_OUT), "failed", "opted_out"),
        (SendResult(error=SendError.BAD_NUMBER), "failed", "bad_number"),
        (SendResult(error=SendError.REJECTED), "failed", "rejected"),
        (SendResult(error=SendError.TEMPORARY), "queued", "temporary"),
        (SendResult(error=SendError.THROTTLED, retry_after=40), "queued", "throttled"),
        (SendResult(error=SendError.NO_BALANCE), "queued", "no_balance"),
        (SendResult(error=SendError.DENIED), "queued", "denied"),
        (SendResult(error=SendError.UNREACHABLE), "queued", "unreachable"),
        (SendResult(error=SendError.UNKNOWN), "unknown", "unknown"),
    ],
    ids=lambda value: str(value.error) if isinstance(value, SendResult) else str(value),
)
def test_what_comes_of_each_error(desk: Desk, result: SendResult, status: str, error: str) -> None:
    got = desk.answers(result, then=result)
    number = desk.waits(desk.person(SITI))
    run(desk)
    row = desk.row(number)
    assert (len(got), row.status, row.error, row.attempts) == (1, status, error, 1)
    assert desk.attempts(number) == [error]


def test_a_throttled_channel_rests_as_long_as_it_was_told(desk: Desk) -> None:
    got = desk.answers(SendResult(error=SendError.THROTTLED, retry_after=40))
    number = desk.waits(desk.person(SITI))
    run(desk, 39)
    assert len(got) == 1
    run(desk, 4)
    assert (len(got), desk.row(number).status) == (2, "sent")


def test_a_poison_message_is_set_aside_and_the_queue_moves_on(desk: Desk) -> None:
    person = desk.person(SITI)
    erased, good = desk.waits(person, "poison"), desk.waits(desk.person(BUDI), "good")
    with desk.services.database.write() as session:
        session.execute(update(OutboundMessage).where(OutboundMessage.id == erased).values(contact_id=None))
    run(desk, 3)
    assert [sent.mt.text for sent in desk.phone.sent] == ["good"]
    assert (desk.row(erased).status, desk.row(erased).detail) == ("failed", "poison: LookupError")
    assert desk.row(good).status in ("sent", "delivered")


def test_an_alert_that_timed_out_goes_once_more_after_the_lease_and_never_again(desk: Desk) -> None:
    unknown = SendResult(error=SendError.UNKNOWN)
    desk.phone.look_up = lambda mt: Found(Lookup.UNCLEAR)  # type: ignore[method-assign]
    got = desk.answers(unknown, then=unknown)
    alert, reply = desk.waits(desk.person(SITI), "A", Lane.ALERT), desk.waits(desk.person(BUDI), "R")
    run(desk, 2)
    assert Counter(got) == {"A": 1, "R": 1}
    run(desk, 40, seconds=30)
    assert Counter(got) == {"A": 2, "R": 1}
    assert (desk.row(alert).status, desk.row(alert).repeats) == ("unknown", 1)
    assert (desk.row(reply).status, desk.row(reply).repeats) == ("unknown", 0)


@pytest.mark.parametrize(
    ("found", "copies", "status"), [(Lookup.TAKEN, 1, "sent"), (Lookup.ABSENT, 2, "sent")], ids=["taken", "absent"]
)
def test_a_provider_that_can_be_asked_is_asked_first(desk: Desk, found: Lookup, copies: int, status: str) -> None:
    desk.phone.look_up = lambda mt: Found(found, "x77" if found is Lookup.TAKEN else None)  # type: ignore[method-assign]
    got = desk.answers(SendResult(error=SendError.UNKNOWN))
    number = desk.waits(desk.person(SITI), "R")
    run(desk, 8, seconds=30)
    assert (len(got), desk.row(number).status) == (copies, status)


def test_a_process_that_dies_in_the_call_leaves_one_message_in_doubt(desk: Desk) -> None:
    desk.phone.look_up = lambda mt: Found(Lookup.UNCLEAR)  # type: ignore[method-assign]
    number = desk.waits(desk.person(SITI), "A", Lane.ALERT)
    desk.clock.forward(seconds=1)
    [item] = drain_of(desk).claim()
    with desk.services.database.engine.begin() as connection:
        assert outbox.begin(connection, item, desk.clock(), desk.clock() + LEASE)
    run(desk, 3)
    assert (desk.row(number).status, len(desk.phone.sent)) == ("sending", 0)
    run(desk, 3, seconds=60)
    assert [sent.mt.text for sent in desk.phone.sent] == ["A"]
    with desk.services.database.engine.begin() as connection:  # the dead one wakes up: it owns nothing any more
        assert not outbox.end(connection, item, {"status": "failed"})
    assert desk.row(number).repeats == 1


def test_who_sleeps_past_the_lease_can_not_begin_what_another_has_claimed(desk: Desk) -> None:
    desk.waits(desk.person(SITI), "A", Lane.ALERT)
    desk.clock.forward(seconds=1)
    [mine] = drain_of(desk).claim()
    desk.clock.forward(seconds=LEASE.total_seconds() + 1)
    with desk.services.database.engine.begin() as connection:
        assert not outbox.begin(connection, mine, desk.clock(), desk.clock() + LEASE)
    run(desk, 2)
    assert len(desk.phone.sent) == 1


def test_two_workers_never_send_one_message_twice(desk: Desk) -> None:
    person = desk.person(SITI)
    for n in range(120):
        desk.waits(person, f"m{n}", Lane.ALERT)
    workers = [Worker(desk.services) for _ in range(2)]
    for _ in range(8):
        desk.clock.forward(seconds=1)
        threads = [threading.Thread(target=worker.step) for worker in workers]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert Counter(sent.mt.text for sent in desk.phone.sent) == {f"m{n}": 1 for n in range(120)}


def test_stop_between_claim_and_hand_over_is_obeyed_but_a_reply_still_goes(desk: Desk) -> None:
    person = desk.person(SITI)
    alert, reply = desk.waits(person, "alert", Lane.ALERT), desk.waits(person, "Anda berhenti")
    with desk.services.database.write() as session:
        session.execute(update(Contact).where(Contact.id == person).values(status="stopped"))
    run(desk, 3)
    assert [sent.mt.text for sent in desk.phone.sent] == ["Anda berhenti"]
    assert (desk.row(alert).status, desk.row(alert).detail) == ("cancelled", "the recipient said STOP")
    assert desk.row(reply).status in ("sent", "delivered")


def test_what_is_cancelled_is_not_handed_over(desk: Desk) -> None:
    number = desk.waits(desk.person(SITI), "A", Lane.ALERT)
    with desk.services.database.engine.begin() as connection:
        assert outbox.cancel(connection, desk.clock(), ids=[number]) == 1
    run(desk, 2)
    assert (desk.row(number).status, desk.phone.sent) == ("cancelled", ())


def test_what_expires_in_a_long_outage_is_never_sent(desk: Desk) -> None:
    number = desk.waits(desk.person(SITI), "A", Lane.ALERT, valid_for=timedelta(hours=1))
    run(desk, 1, seconds=3601)
    assert (desk.row(number).status, desk.phone.sent) == ("expired", ())


def test_a_broken_channel_is_held_back_and_its_queue_moves(database_url: str) -> None:
    both = {
        "phone": {"kind": "simulator", "sender": "+628110000123", "per_minute": 6000, "rank": 1},
        "spare": {"kind": "simulator", "sender": "+628110000124", "per_minute": 6000},
    }
    desk = Desk(database_url, channels=both)
    try:
        down = SendResult(error=SendError.TEMPORARY, detail="HTTP 500")
        desk.answers(down, then=down)
        person = desk.person(SITI)
        numbers = [desk.waits(person, f"m{n}", Lane.URGENT) for n in range(8)]
        run(desk, 40, seconds=5)
        with desk.services.database.engine.begin() as connection:
            broken = channels.all_states(connection)["phone"]
        assert broken.failures >= 5
        assert {desk.row(number).channel for number in numbers} == {"spare"}
        assert {desk.row(number).status for number in numbers} <= {"sent", "delivered"}
    finally:
        desk.close()


def test_after_a_restore_nothing_leaves_before_somebody_has_looked(desk: Desk) -> None:
    number = desk.waits(desk.person(SITI), "A", Lane.ALERT)
    with desk.services.database.engine.begin() as connection:
        marks.put(connection, LOCKED, "restored", desk.clock())
    run(desk, 3)
    assert desk.row(number).status == "queued"
    with desk.services.database.engine.begin() as connection:
        marks.drop(connection, LOCKED)
    run(desk, 3)
    assert desk.row(number).status in ("sent", "delivered")


def test_an_inline_reply_that_a_crash_kept_back_goes_by_the_queue(desk: Desk) -> None:
    number = desk.waits(desk.person(SITI), "R")
    with desk.services.database.write() as session:
        session.execute(update(OutboundMessage).values(status="sending"))
    run(desk, 1, seconds=59)
    assert desk.row(number).status == "sending"
    run(desk, 3, seconds=20)
    assert [sent.mt.text for sent in desk.phone.sent] == ["R"]
