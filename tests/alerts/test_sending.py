"""From the approval to the phones: who gets it, in which order, and that nothing else leaves than what was approved."""

from __future__ import annotations

from collections import deque
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from smsinfo.alerts.draft import NewAlert
from smsinfo.db.models import ContactRole, OutboundMessage
from smsinfo.db.queries import outbox
from smsinfo.domain.alerts import Alert, Kind, Status
from smsinfo.domain.cap import Severity
from smsinfo.domain.messages import MtStatus
from smsinfo.outbox.watch import Watch

from .watchroom import DISTRICT, FLOOD, KATINGAN, KOTIM, PROVINCE, Watchroom

NOTHING: dict[str, Any] = {}
SIMULATOR_CHANNELS = ("phone", "code")


def texts(room: Watchroom) -> list[str]:
    """What has left, in its order, channel by channel."""
    gateways: list[Any] = [room.services.gateways[name] for name in SIMULATOR_CHANNELS]
    return [one.mt.text for gateway in gateways for one in gateway.sent]


def goes_out(room: Watchroom, alert: Alert, steps: int = 3) -> None:
    """The worker has the time that it takes."""
    for _ in range(steps):
        room.clock.forward(seconds=16)
        room.worker.step()


def statuses(room: Watchroom, alert: Alert) -> list[str]:
    return [row.status for row in room.messages(alert)]


def test_an_approved_alert_reaches_everybody_once_with_their_own_number(room: Watchroom) -> None:
    for operator in ("telkomsel", "indosat", ""):
        room.subscriber(operator=operator)
    room.subscriber(KOTIM)
    room.subscriber(status="stopped")
    alert = room.approved()
    goes_out(room, alert)
    assert sorted(texts(room)) == sorted(
        [FLOOD.replace("{nomor}", "08110000123"), *[FLOOD.replace("{nomor}", "8888")] * 2]
    )
    done = room.look(alert)
    assert (done.status, done.recipients) == (Status.COMPLETED, 3)
    assert [(step.act, step.actor, step.via) for step in room.steps(alert)][3:] == [
        ("begin", "(worker)", "worker"),
        ("finish", "(worker)", "worker"),
    ]


def test_the_first_message_leaves_with_the_worker_s_first_look(room: Watchroom) -> None:
    room.subscriber()
    alert = room.approved()
    room.worker.step()
    assert statuses(room, alert) == [MtStatus.SENT.value]


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("drill", True),
        ("severity", "Extreme"),
        ("version", 7),
        ("msg_type", "Update"),
        ("audience", '{"of":null,"to":"handed","weekly":null}'),
        ("seal", None),
        ("seal", b"x" * 32),
        ("seal_key", "another"),
        ("kind", "announcement"),
        ("category", "layanan"),
        ("expires_at", "2026-11-30 00:00:00.000000"),
    ],
)
def test_an_alert_that_was_changed_after_its_approval_reaches_nobody(
    room: Watchroom, column: str, value: object
) -> None:
    room.subscriber()
    alert = room.approved()
    room.sql(f"UPDATE alert SET {column} = :value WHERE id = :id", value=value, id=alert.id)
    goes_out(room, alert)
    assert texts(room) == []
    assert room.status(alert) is Status.CANCELLED
    assert "alert.unsealed" in room.audited()


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE alert_text SET body = 'Transfer ke 123' WHERE alert_id = :id",
        "INSERT INTO alert_region (alert_id, region_code) VALUES (:id, '62.02')",
        "UPDATE alert_region SET region_code = '62' WHERE alert_id = :id",
        "DELETE FROM alert_region WHERE alert_id = :id",
        "INSERT INTO alert_text (alert_id, language, body, encoding, segments) VALUES (:id, 'en', 'Hi', 'gsm7', 1)",
    ],
    ids=["its words", "a region more", "a larger region", "no region", "a language more"],
)
def test_words_and_regions_are_what_was_approved(room: Watchroom, change: str) -> None:
    room.subscriber()
    alert = room.approved()
    room.sql(change, id=alert.id)
    goes_out(room, alert)
    assert texts(room) == []
    assert room.status(alert) is Status.CANCELLED


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE alert_text SET body = 'Transfer ke 123' WHERE alert_id = :id",
        "UPDATE outbound_message SET alert_text_id = NULL, body = 'Transfer ke 123' WHERE alert_id = :id",
        "UPDATE alert SET drill = :true WHERE id = :id",
        "UPDATE alert SET severity = 'Minor' WHERE id = :id",
    ],
    ids=["its words", "words of the rows", "a drill of a warning", "the severity"],
)
def test_a_change_between_two_batches_stops_the_rest(room: Watchroom, change: str) -> None:
    for _ in range(3):
        room.subscriber()
    alert = room.approved()
    room.worker._see_to_alerts()
    looked_at = room.worker._drains["phone"].claim()  # by now the seal has been found to fit
    assert looked_at
    with room.services.database.writer(), room.services.database.engine.begin() as connection:
        outbox.release(connection, looked_at, room.clock())
    room.sql(change, id=alert.id, **({"true": True} if ":true" in change else {}))
    goes_out(room, alert, 1)
    room.worker._see_to_alerts()
    assert texts(room) == []
    assert set(statuses(room, alert)) == {MtStatus.CANCELLED.value}
    assert room.status(alert) is Status.CANCELLED
    assert room.audited("alert.unsealed") == ["alert.unsealed"]


def test_the_alarm_of_a_changed_alert_names_it(room: Watchroom) -> None:
    room.subscriber()
    alert = room.approved()
    room.sql("UPDATE alert_text SET body = 'x' WHERE alert_id = :id", id=alert.id)
    goes_out(room, alert, 1)
    room.clock.forward(seconds=40)
    alarms = Watch(room.services).tick()
    assert [(alarm.code, alarm.about) for alarm in alarms if alarm.code == "alert_unsealed"] == [
        ("alert_unsealed", alert.code)
    ]


def test_a_stopped_alert_leaves_nothing_though_its_rows_are_queued_still(room: Watchroom) -> None:
    for _ in range(3):
        room.subscriber()
    alert = room.approved()
    room.worker._see_to_alerts()
    room.sql("UPDATE alert SET status = 'cancelled' WHERE id = :id", id=alert.id)
    goes_out(room, alert, 2)
    assert texts(room) == []
    assert set(statuses(room, alert)) == {MtStatus.CANCELLED.value}


def test_what_was_claimed_before_the_stop_is_not_begun_after_it(room: Watchroom) -> None:
    room.subscriber()
    alert = room.approved()
    room.worker._see_to_alerts()
    drain = room.worker._drains["phone"]
    claimed = drain.claim()
    assert len(claimed) == 1
    room.cancels(alert)
    drain._hand_over(deque(claimed))
    assert texts(room) == []
    assert statuses(room, alert) == [MtStatus.CANCELLED.value]


def test_a_message_that_comes_back_after_the_stop_stays_here(room: Watchroom) -> None:
    room.subscriber()
    alert = room.approved()
    room.worker._see_to_alerts()
    room.cancels(alert)
    room.sql("UPDATE outbound_message SET status = 'queued' WHERE alert_id = :id", id=alert.id)
    room.worker.step()
    assert texts(room) == []
    assert statuses(room, alert) == [MtStatus.CANCELLED.value]


def test_relays_and_one_of_each_village_come_first_and_then_villages_in_turn(room: Watchroom) -> None:
    for code in ("62.06.01.2001", "62.06.01.2002"):
        room.sql("INSERT INTO region VALUES (:code, :code, 'desa', '62.06.01')", code=code)
    first_village = [room.subscriber("62.06.01.2001") for _ in range(20)]
    other = [room.subscriber("62.06.01.2002") for _ in range(20)]
    with room.services.database.write() as session:
        session.add(ContactRole(contact_id=other[15], role="relay", region_code="62.06.01.2002"))
    alert = room.approved()
    room.worker._see_to_alerts()
    wanted = select(OutboundMessage.contact_id).where(OutboundMessage.alert_id == alert.id)
    with room.services.database.read() as session:
        order = list(session.scalars(wanted.order_by(OutboundMessage.not_before, OutboundMessage.id)))
    assert sorted(order[:3], key=str) == sorted([first_village[0], other[0], other[15]], key=str)
    assert {person in first_village for person in order[3:9]} == {True, False}
    assert sorted(order, key=str) == sorted(first_village + other, key=str)


def test_the_more_severe_alert_passes_one_that_waits(room: Watchroom) -> None:
    siti, budi = room.subscriber(), room.subscriber()
    severe = room.approved()
    room.worker._see_to_alerts()
    room.clock.forward(minutes=1)
    worse = room.approved(severity=Severity.EXTREME)
    room.worker._see_to_alerts()
    wanted = select(OutboundMessage.alert_id).order_by(OutboundMessage.not_before, OutboundMessage.id)
    with room.services.database.read() as session:
        assert list(session.scalars(wanted)) == [worse.id] * 2 + [severe.id] * 2
    assert siti != budi


def test_an_ordinary_alert_waits_for_the_morning_and_an_announcement_is_last(room: Watchroom) -> None:
    room.subscriber()
    room.clock.now = room.clock.now.replace(hour=15)  # 22.00 WIB
    now = room.clock()
    later: dict[str, Any] = {"event_at": now + timedelta(hours=10), "expires_at": now + timedelta(hours=20)}
    alert = room.approved(severity=Severity.MODERATE, **later)
    goes_out(room, alert, 1)
    (row,) = room.messages(alert)
    assert (row.status, row.lane) == (MtStatus.QUEUED.value, "alert")
    assert row.not_before.hour == 22  # 05.00 WIB
    notice = room.drafts(new=NewAlert(Kind.ANNOUNCEMENT), severity=Severity.MINOR, category="layanan", **later)
    sent = room.approves(room.submits(notice), proof=None)
    room.worker._see_to_alerts()
    assert [row.lane for row in room.messages(sent)] == ["bulk"]


def test_a_person_gets_two_announcements_a_week(room: Watchroom) -> None:
    room.subscriber()
    got = []
    for _ in range(3):
        room.clock.forward(hours=1)
        notice = room.drafts(new=NewAlert(Kind.ANNOUNCEMENT), severity=Severity.MINOR, category="layanan")
        sent = room.approves(room.submits(notice), proof=None)
        goes_out(room, sent, 1)
        got.append(len(room.messages(sent)))
    assert got == [1, 1, 0]


def test_the_count_that_is_shown_is_the_count_that_is_sent(room: Watchroom) -> None:
    for place, values in (
        (DISTRICT, NOTHING),
        (KATINGAN, NOTHING),
        (PROVINCE, {"category": "bencana"}),
        (DISTRICT, {"category": "kegiatan"}),
        (KOTIM, NOTHING),
        (DISTRICT, {"status": "stopped"}),
        (DISTRICT, {"practice": True}),
    ):
        room.subscriber(place, **values)
    alert = room.approved()
    goes_out(room, alert, 1)
    assert alert.shown_count == len(room.messages(alert)) == 3


def test_an_alert_that_nobody_approved_in_time_is_over(room: Watchroom) -> None:
    alert = room.submitted(expires_at=room.clock() + timedelta(hours=4))
    room.clock.forward(hours=5)
    room.worker.step()
    assert room.status(alert) is Status.EXPIRED
