"""What leaves when there is more than a channel can take: at night, in an alert, when the day's segments are used."""

from __future__ import annotations

from datetime import timedelta

from smsinfo.config import Settings
from smsinfo.domain.messages import Lane, Purpose
from smsinfo.outbox.daily import Daily
from smsinfo.outbox.lanes import ORDER

from .desk import Desk

SITI = "+628125550001"


def run(desk: Desk, steps: int = 1, seconds: float = 1.0) -> None:
    """Let the worker work, a while between two looks."""
    for _ in range(steps):
        desk.clock.forward(seconds=seconds)
        desk.worker.step()


def test_a_long_queue_rests_in_the_quiet_hours_and_goes_on_in_the_morning(desk: Desk) -> None:
    evening = desk.clock.now.replace(hour=13, minute=59)  # 20:59 WIB
    desk.clock.now = evening
    person = desk.person(SITI)
    bulk = [desk.waits(person, f"kabar {n}", Lane.BULK, valid_for=timedelta(days=1)) for n in range(2)]
    asked = desk.waits(person, "KTP: gratis")
    desk.clock.now = evening + timedelta(minutes=1)
    run(desk, 3)
    assert [desk.row(number).status for number in (*bulk, asked)] == ["queued", "queued", "delivered"]
    desk.clock.now = evening + timedelta(hours=8, minutes=2)
    run(desk, 3)
    assert [desk.row(number).status for number in bulk] == ["delivered", "delivered"]


def test_a_hundred_questions_during_an_alert_get_one_slot_in_ten_of_a_slow_channel(database_url: str) -> None:
    desk = Desk(database_url, channels={"phone": {"kind": "simulator", "sender": "+628110000123", "per_minute": 12}})
    person = desk.person(SITI)
    for lane, count in ((Lane.BULK, 5), (Lane.ALERT, 20), (Lane.URGENT, 60)):
        for n in range(count):
            desk.waits(person, f"{lane.value} {n}", lane, purpose=Purpose.NOTICE)
    run(desk, 1)
    for n in range(100):  # the alert has begun, and now everybody asks
        desk.waits(person, f"reply {n}", Lane.REPLY)
    run(desk, 190, seconds=5)
    got = [sent.mt.text for sent in desk.phone.sent]
    desk.close()
    lanes = [text.partition(" ")[0] for text in got]
    assert [lanes[n : n + 10].count("reply") for n in range(0, 60, 10)] == [1] * 6
    assert lanes[66:160] == ["reply"] * 94
    assert lanes[160:] == ["alert"] * 20 + ["bulk"] * 5
    for lane in Lane:
        assert [text for text in got if text.startswith(lane.value)] == [
            f"{lane.value} {n}" for n in range(lanes.count(lane))
        ]


def test_a_channel_that_used_up_its_day_sends_only_urgent_alerts_and_the_rest_goes_another_way(
    database_url: str,
) -> None:
    card = {"kind": "simulator", "sender": "+628110000123", "per_minute": 6000, "daily_segments": 3, "rank": 1}
    desk = Desk(database_url, channels={"phone": card, "spare": {"kind": "simulator", "sender": "+628110000124"}})
    person = desk.person(SITI)
    first = [desk.waits(person, f"kabar {n}", Lane.ALERT) for n in range(3)]
    run(desk, 3)
    later = {lane: desk.waits(person, lane.value, lane, channel="phone") for lane in (Lane.URGENT, Lane.REPLY)}
    run(desk, 4, seconds=15)
    by = [desk.row(number).channel for number in (*first, *later.values())]
    rows = [desk.row(number).status for number in (*first, *later.values())]
    after = desk.waits(person, "besok", Lane.ALERT, channel="phone", valid_for=timedelta(days=1))
    desk.clock.now = desk.clock.now.replace(hour=17, minute=1)  # 00:01 WIB: a new day, but quiet hours
    run(desk, 1)
    desk.clock.forward(hours=6)
    run(desk, 2)
    anew = desk.row(after)
    desk.close()
    assert by == ["phone"] * 4 + ["spare"]
    assert set(rows) <= {"sent", "delivered"}
    assert (anew.channel, anew.status in ("sent", "delivered")) == ("phone", True)


def test_a_channel_that_used_up_its_day_and_has_no_other_beside_it_waits_for_midnight(desk: Desk) -> None:
    daily = Daily(desk.services.database, desk.clock, limited(desk, 1))
    desk.waits(desk.person(SITI), "kabar", Lane.ALERT)
    run(desk, 2)
    daily.refresh()
    assert daily.full == frozenset({"phone"})
    assert daily.lanes("phone", ORDER) == (Lane.URGENT,)
    desk.clock.now = desk.clock.now.replace(hour=17)  # midnight
    daily.refresh()
    assert daily.lanes("phone", ORDER) == ORDER


def limited(desk: Desk, segments: int) -> Settings:
    """The desk's settings with a limit a day."""
    settings = desk.services.settings
    own = settings.channels["phone"].model_copy(update={"daily_segments": segments})
    return settings.model_copy(update={"channels": {"phone": own}})
