"""An alert reaches everybody who asked for it, in their words and by their operator's channel."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

import pytest

from smsinfo.errors import Refused
from smsinfo.outbox.fan_out import Routing
from tests.outbox.town import TEXTS, Town, routing

VILLAGE, DISTRICT, REGENCY, PROVINCE = "62.01.01.2001", "62.01.01", "62.01", "62"


@pytest.fixture
def town(database_url: str) -> Iterator[Town]:
    """A database with regions and nobody in it."""
    made = Town(database_url)
    yield made
    made.close()


@pytest.mark.parametrize(
    ("subscribed", "alerted", "reached"),
    [
        (VILLAGE, VILLAGE, True),
        (VILLAGE, DISTRICT, True),
        (VILLAGE, PROVINCE, True),
        (REGENCY, VILLAGE, True),
        (PROVINCE, VILLAGE, True),
        ("62.01.01.2002", VILLAGE, False),
        ("62.010", REGENCY, False),
        ("62.01", "62.010", False),
        ("62.010.01", REGENCY, False),
        ("62.01.01", "62.010", False),
        ("62.02", REGENCY, False),
        ("63", PROVINCE, False),
    ],
    ids=[
        "the place itself",
        "a village in the district",
        "a village in the province",
        "the regency that covers it",
        "the province that covers it",
        "the village next to it",
        "a sister whose code begins alike",
        "a sister whose code is the beginning",
        "inside a sister whose code begins alike",
        "inside a sister whose code is the beginning",
        "another regency",
        "another province",
    ],
)
def test_an_alert_is_for_the_place_for_what_is_inside_and_for_whoever_asked_for_what_covers_it(
    town: Town, subscribed: str, alerted: str, reached: bool
) -> None:
    person = town.person(subscribed)
    alert = town.alert([alerted])
    town.fan_out(alert)
    assert town.recipients(alert) == ([person] if reached else [])


def test_whoever_subscribed_several_times_gets_one_message(town: Town) -> None:
    person = town.person(VILLAGE, DISTRICT, PROVINCE, (VILLAGE, "bencana"))
    alert = town.alert([VILLAGE, "62.01.01.2002", REGENCY])
    town.fan_out(alert)
    assert town.recipients(alert) == [person]


def test_several_regions_of_several_levels_are_all_reached(town: Town) -> None:
    people = [town.person(code) for code in (VILLAGE, "62.02", "63.01")]
    town.person("62.010")
    alert = town.alert([VILLAGE, "62.02", "63"])
    town.fan_out(alert)
    assert town.recipients(alert) == people


def test_an_alert_without_a_region_is_for_nobody(town: Town) -> None:
    town.person(PROVINCE)
    alert = town.alert([])
    assert town.fan_out(alert) == 1
    assert town.recipients(alert) == []
    assert town.row(alert).fanned_out_at == town.clock()


def test_only_those_who_asked_for_its_kind_get_it(town: Town) -> None:
    everything = town.person(VILLAGE)
    disasters = town.person((VILLAGE, "bencana"))
    town.person((VILLAGE, "kegiatan"))
    alert = town.alert([VILLAGE], category="bencana")
    town.fan_out(alert)
    assert town.recipients(alert) == [everything, disasters]


def test_whoever_said_stop_gets_nothing_though_a_subscription_is_left(town: Town) -> None:
    town.person(VILLAGE, status="stopped")
    alert = town.alert([VILLAGE])
    town.fan_out(alert)
    assert town.recipients(alert) == []


def test_practice_contacts_get_drills_only_and_only_by_their_own_channel(town: Town) -> None:
    real, practice = town.person(VILLAGE, operator="telkomsel"), town.person(VILLAGE, practice=True)
    live, drill, unplayed = town.alert([VILLAGE]), town.alert([VILLAGE], drill=True), town.alert([VILLAGE], drill=True)
    playing = replace(routing(town.clock()), practice="simulator")
    town.fan_out(live, playing)
    town.fan_out(drill, playing)
    town.fan_out(unplayed)
    assert town.channels(live) == {real: "modem"}
    assert town.channels(drill) == {real: "modem", practice: "simulator"}
    assert town.channels(unplayed) == {real: "modem"}


@pytest.mark.parametrize(
    ("language", "read"),
    [("id", "id"), ("nij", "nij"), ("bjn", "id"), (None, "id")],
    ids=["Indonesian", "Ngaju", "not written in it", "none chosen"],
)
def test_each_gets_the_words_of_their_language_or_indonesian(town: Town, language: str | None, read: str) -> None:
    town.person(VILLAGE, language=language)
    alert = town.alert([VILLAGE], languages=("id", "nij"))
    town.fan_out(alert)
    (row,) = town.rows(alert)
    assert row.alert_text_id == town.text_id(alert, read)
    assert (row.body, row.encoding, row.segments) == ("", *TEXTS[read])


@pytest.mark.parametrize(
    ("operator", "channel", "tariff"),
    [("telkomsel", "modem", 350), ("indosat", "smpp", 300), ("xl", "twilio", 700), ("", "twilio", 700)],
    ids=["by the modem", "by SMPP", "no channel of its own", "unknown operator"],
)
def test_the_channel_and_the_price_follow_from_the_operator(
    town: Town, operator: str, channel: str, tariff: int
) -> None:
    town.person(VILLAGE, operator=operator)
    alert = town.alert([VILLAGE])
    town.fan_out(alert)
    (row,) = town.rows(alert)
    assert (row.channel, row.operator) == (channel, operator)
    assert row.cost_idr == row.segments * tariff


def test_one_channel_for_all_needs_no_table_of_operators(town: Town) -> None:
    person = town.person(VILLAGE, operator="telkomsel")
    alert = town.alert([VILLAGE])
    town.fan_out(alert, Routing({}, "phone", {"phone": 100}, town.clock()))
    assert town.channels(alert) == {person: "phone"}


@pytest.mark.parametrize(
    ("severity", "msg_type", "lane"),
    [
        ("Extreme", "Alert", "urgent"),
        ("Severe", "Alert", "urgent"),
        ("Moderate", "Alert", "alert"),
        ("Unknown", "Alert", "alert"),
        ("Minor", "Update", "urgent"),
        ("Minor", "Cancel", "urgent"),
    ],
)
def test_urgent_alerts_leave_at_once_and_others_after_the_quiet_hours(
    town: Town, severity: str, msg_type: str, lane: str
) -> None:
    town.person(VILLAGE)
    alert = town.alert([VILLAGE], severity=severity, msg_type=msg_type)
    morning = town.clock() + timedelta(hours=7)
    town.fan_out(alert, replace(routing(town.clock()), ordinary_from=morning))
    (row,) = town.rows(alert)
    assert row.lane == lane
    assert row.not_before == (town.clock() if lane == "urgent" else morning)


def test_a_row_is_what_the_drain_takes(town: Town) -> None:
    town.person(VILLAGE, region_code=DISTRICT)
    alert = town.alert([VILLAGE])
    town.fan_out(alert)
    (row,) = town.rows(alert)
    assert (row.status, row.purpose, row.attempts, row.fence, row.repeats) == ("queued", "alert", 0, 0, 0)
    assert (row.created_at, row.status_at, row.expires_at) == (town.clock(), town.clock(), town.row(alert).expires_at)
    assert (row.region_code, row.lease_until, row.external_id, row.dedupe_key) == (DISTRICT, None, None, None)


def test_an_alert_without_the_text_that_others_fall_back_to_is_refused(town: Town) -> None:
    town.person(VILLAGE)
    with pytest.raises(Refused, match="no text in id"):
        town.fan_out(town.alert([VILLAGE], languages=("nij",)))


def test_a_channel_without_a_price_is_refused(town: Town) -> None:
    town.person(VILLAGE)
    with pytest.raises(Refused, match="no tariff was given for modem"):
        town.fan_out(town.alert([VILLAGE]), Routing({"telkomsel": "modem"}, "twilio", {"twilio": 1}, town.clock()))
