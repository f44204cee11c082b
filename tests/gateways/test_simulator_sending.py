"""The simulator as a channel that sends: what the phones get, the receipts, and each fault on demand."""

from __future__ import annotations

import tomllib
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from smsinfo.domain.messages import MtStatus
from smsinfo.domain.sending import Found, Health, Lookup, Mt, SendError, SendResult
from smsinfo.errors import BadSetting
from smsinfo.gateways.simulator import RETRY_AFTER, SimulatorGateway, SimulatorOptions
from smsinfo.gateways.simulator_faults import REFUSALS, Fault

from .cast import CITIZEN, NOW, clock, settings

MT = Mt("alert-7-42", CITIZEN, "Banjir. Siaga.", "gsm7", 1, timedelta(hours=6))
OTHER = "+628130000001"


class Clock:
    """A clock that a test turns."""

    def __init__(self) -> None:
        self.now = NOW

    def __call__(self) -> datetime:
        return self.now


def simulator(**options: Any) -> SimulatorGateway:
    """A simulated channel."""
    return SimulatorGateway("phone", options, settings(), clock)


def several(number: int) -> list[Mt]:
    """That many messages."""
    return [replace(MT, key=f"alert-7-{n}") for n in range(number)]


def fetched(channel: SimulatorGateway) -> list[tuple[str, str]]:
    """Key and status of all receipts that wait, which are then done."""
    polled = channel.poll()
    channel.polled_done(polled.mark)
    return [(dlr.key, dlr.status.value) for dlr in polled.dlrs]


def test_what_is_sent_is_on_the_phones_in_its_order() -> None:
    channel = simulator()
    first, second = (channel.send(mt) for mt in several(2))
    assert [sent.mt for sent in channel.sent] == several(2)
    assert [sent.external_id for sent in channel.sent] == [first.external_id, second.external_id]
    assert (first, first.external_id != second.external_id) == (SendResult(first.external_id, price_idr=350), True)


def test_ids_of_two_processes_never_meet() -> None:
    assert simulator().send(MT).external_id != simulator().send(MT).external_id


def test_a_message_has_two_receipts_that_name_it_both_ways() -> None:
    channel = simulator()
    result = channel.send(MT)
    dlrs = channel.poll().dlrs
    assert [dlr.status for dlr in dlrs] == [MtStatus.SENT, MtStatus.DELIVERED]
    assert {(dlr.channel, dlr.key, dlr.external_id, dlr.at) for dlr in dlrs} == {
        ("phone", MT.key, result.external_id, NOW)
    }


def test_receipts_come_again_until_they_are_done_and_only_those_go() -> None:
    channel = simulator()
    channel.send(MT)
    polled = channel.poll()
    channel.send(replace(MT, key="later"))
    assert channel.poll().dlrs[:2] == polled.dlrs
    channel.polled_done(polled.mark)
    assert fetched(channel) == [("later", "sent"), ("later", "delivered")]
    assert fetched(channel) == []


def test_the_last_receipt_can_take_its_time() -> None:
    now = Clock()
    channel = SimulatorGateway("phone", {"receipt_seconds": 60}, settings(), now)
    channel.send(MT)
    assert fetched(channel) == [(MT.key, "sent")]
    now.now += timedelta(seconds=59)
    assert fetched(channel) == []
    now.now += timedelta(seconds=1)
    assert fetched(channel) == [(MT.key, "delivered")]


@pytest.mark.parametrize(("fault", "error"), REFUSALS.items(), ids=[fault.value for fault in REFUSALS])
def test_each_error_can_be_had_and_nothing_is_sent(fault: Fault, error: SendError) -> None:
    channel = simulator()
    channel.arrange(fault)
    result = channel.send(MT)
    assert (result.error, result.external_id) == (error, None)
    assert result.retry_after == (RETRY_AFTER if error is SendError.THROTTLED else None)
    assert (channel.sent, fetched(channel), channel.look_up(MT)) == ((), [], Found(Lookup.ABSENT))


def test_every_error_of_the_list_has_its_fault() -> None:
    assert set(REFUSALS.values()) == set(SendError)


def test_a_message_can_be_taken_though_the_answer_never_comes() -> None:
    channel = simulator()
    channel.arrange(Fault.TAKEN)
    assert channel.send(MT).error is SendError.UNKNOWN
    (sent,) = channel.sent
    assert channel.look_up(MT) == Found(Lookup.TAKEN, sent.external_id)
    assert fetched(channel) == [(MT.key, "sent"), (MT.key, "delivered")]


def test_a_message_that_is_sent_again_is_there_twice_and_the_newest_is_found() -> None:
    channel = simulator()
    first, second = channel.send(MT), channel.send(MT)
    assert len(channel.sent) == 2
    assert channel.look_up(MT) == Found(Lookup.TAKEN, second.external_id) != Found(Lookup.TAKEN, first.external_id)


RECEIPTS = {
    Fault.NONE: ["sent", "delivered"],
    Fault.SLOW: ["sent", "delivered"],
    Fault.DUPLICATE: ["sent", "delivered", "sent", "delivered"],
    Fault.DISORDER: ["delivered", "sent"],
    Fault.LOST: [],
    Fault.UNDELIVERED: ["sent", "failed"],
}


@pytest.mark.parametrize(("fault", "statuses"), RECEIPTS.items(), ids=[fault.value for fault in RECEIPTS])
def test_receipts_come_as_the_fault_wants_them(fault: Fault, statuses: list[str]) -> None:
    channel, waited = simulator(), list[float]()
    channel.wait = waited.append
    channel.arrange(fault)
    assert channel.send(MT).accepted
    assert (channel.sent[0].fault, [status for _, status in fetched(channel)]) == (fault, statuses)


def test_what_is_not_delivered_says_why() -> None:
    channel = simulator()
    channel.arrange(Fault.UNDELIVERED)
    channel.send(MT)
    last = channel.poll().dlrs[-1]
    assert (last.error, last.detail) == (SendError.UNREACHABLE, "simulated: the phone is off")


def test_a_slow_hand_over_only_tells_how_long_it_took_where_a_test_asks() -> None:
    channel, waited = simulator(slow_seconds=12.5), list[float]()
    channel.wait = waited.append
    channel.arrange(Fault.SLOW, Fault.NONE)
    assert [channel.send(mt).accepted for mt in several(2)] == [True, True]
    assert waited == [12.5]


def test_an_account_is_used_up_by_the_segment_and_filled_again() -> None:
    channel = simulator(balance_idr=1000, segment_idr=400)
    results = [channel.send(replace(MT, segments=segments)).error for segments in (2, 1, 0)]
    assert results == [None, SendError.NO_BALANCE, None]
    assert channel.health() == Health(True, "Rp 200 on the simulated account", 200)
    channel.balance_idr = 0
    assert channel.health() == Health(False, "Rp 0 on the simulated account", 0)
    assert channel.send(MT).error is SendError.NO_BALANCE
    channel.balance_idr = 400
    assert (channel.send(MT).price_idr, channel.balance_idr) == (400, 0)


def test_without_an_account_there_is_always_enough() -> None:
    assert simulator().health() == Health(True, "the simulator takes everything")


def faults_of(channel: SimulatorGateway, messages: list[Mt]) -> list[str]:
    """What befell each message."""
    return [result.error or "none" for result in map(channel.send, messages)]


def test_the_script_of_the_settings_is_played_once() -> None:
    channel = simulator(faults={"script": ["none", "throttled", "denied"]})
    assert faults_of(channel, several(5)) == ["none", "throttled", "denied", "none", "none"]


def test_a_number_keeps_its_fault_until_it_is_taken_away() -> None:
    channel = simulator(faults={"numbers": {OTHER: "bad_number"}})
    other = replace(MT, to=OTHER)
    assert faults_of(channel, [MT, other, other]) == ["none", "bad_number", "bad_number"]
    channel.keep_for(OTHER, Fault.NONE)
    channel.keep_for(CITIZEN, Fault.OPTED_OUT)
    assert faults_of(channel, [MT, other]) == ["opted_out", "none"]


def test_what_is_arranged_comes_before_the_number_the_script_and_the_shares() -> None:
    faults = {"numbers": {OTHER: "rejected"}, "script": ["temporary"], "shares": {"unreachable": 1.0}}
    channel = simulator(faults=faults)
    channel.arrange(Fault.NO_BALANCE)
    other = replace(MT, to=OTHER)
    assert faults_of(channel, [other, other, MT, MT]) == ["no_balance", "rejected", "temporary", "unreachable"]


def test_shares_befall_their_part_and_the_same_seed_the_same_messages() -> None:
    shares = {"temporary": 0.2, "rejected": 0.1}
    one, again, other = (simulator(faults={"seed": seed, "shares": shares}) for seed in (7, 7, 8))
    dealt = [faults_of(channel, several(2000)) for channel in (one, again, other)]
    assert dealt[0] == dealt[1] != dealt[2]
    found = Counter(dealt[0])
    assert 300 < found["temporary"] < 500
    assert 140 < found["rejected"] < 260
    assert found["none"] == 2000 - found["temporary"] - found["rejected"]


def test_several_threads_lose_nothing_and_share_no_id() -> None:
    channel = simulator(balance_idr=350 * 150)
    with ThreadPoolExecutor(8) as pool:
        results = list(pool.map(channel.send, several(200)))
    ids = [result.external_id for result in results if result.accepted]
    assert (len(ids), len(set(ids)), channel.balance_idr) == (150, 150, 0)
    assert Counter(key for key, _ in fetched(channel)) == Counter({sent.mt.key: 2 for sent in channel.sent})


def test_the_example_of_the_document_is_a_channel() -> None:
    text = (Path(__file__).parents[2] / "docs" / "gateways" / "simulator.md").read_text(encoding="utf-8")
    (table,) = tomllib.loads(text.partition("```toml\n")[2].partition("```")[0])["channels"].values()
    assert table.pop("kind") == "simulator"
    channel = simulator(**table)
    assert set(SimulatorOptions.model_fields) == set(table)
    assert [fault for fault in Fault if f"`{fault.value}`" not in text] == []
    assert faults_of(channel, [replace(MT, to="+6281200000002")]) == ["opted_out"]


WRONG = {
    "a fault that is none": ({"faults": {"script": ["explode"]}}, "faults.script", "'temporary'"),
    "a share of an unknown fault": ({"faults": {"shares": {"explode": 0.1}}}, "faults.shares", "'temporary'"),
    "a share beyond all": ({"faults": {"shares": {"lost": 1.5}}}, "faults.shares", "from 0 to 1"),
    "shares beyond all": ({"faults": {"shares": {"lost": 0.6, "slow": 0.6}}}, "faults.shares", "all together"),
    "a share below nothing": ({"faults": {"shares": {"lost": -0.1}}}, "faults.shares", "from 0 to 1"),
    "a slip": ({"faults": {"seeds": 1}}, "faults.seeds", "did you mean seed"),
    "a debt": ({"balance_idr": -1}, "balance_idr", "greater than"),
    "slower than a lease": ({"slow_seconds": 21}, "slow_seconds", "less than"),
}


@pytest.mark.parametrize(("options", "name", "problem"), WRONG.values(), ids=WRONG.keys())
def test_a_wrong_setting_is_named_with_what_is_wrong(options: dict[str, Any], name: str, problem: str) -> None:
    with pytest.raises(BadSetting) as refusal:
        simulator(**options)
    assert refusal.value.name == f"channels.phone.{name}"
    assert problem in refusal.value.problem
    assert refusal.value.example
