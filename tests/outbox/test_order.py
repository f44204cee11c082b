"""Who goes first, how quickly, by which channel, and not at night: the pure parts of the outbox."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from smsinfo.db.queries.channels import State
from smsinfo.db.queries.outbox import Waiting
from smsinfo.domain.channels import Plan
from smsinfo.domain.messages import Lane
from smsinfo.outbox.lanes import ORDER, deal
from smsinfo.outbox.pace import BREAK_AFTER, MOST, break_until, pace_of
from smsinfo.outbox.quiet import awake, not_before
from smsinfo.outbox.route import best, routes

NOW = datetime(2026, 11, 24, 3, 0, tzinfo=UTC)
WIB = ZoneInfo("Asia/Pontianak")


def waiting(**counts: int) -> dict[Lane, list[str]]:
    """So many messages in each lane, named by their first letter."""
    return {Lane(name): [f"{name[0]}{n}" for n in range(count)] for name, count in counts.items()}


def letters(dealt: list[str]) -> str:
    return "".join(item[0] for item in dealt)


def test_urgent_first_but_each_tenth_slot_is_a_reply_s() -> None:
    assert letters(deal(waiting(urgent=30, reply=30, alert=9, bulk=9), 0, 20)) == "uuuuuuuuur" * 2


def test_replies_before_ordinary_alerts_before_the_rest() -> None:
    assert letters(deal(waiting(reply=2, alert=2, bulk=2), 0, 6)) == "rraabb"


def test_the_tenth_slot_is_not_wasted_when_nobody_asks() -> None:
    assert letters(deal(waiting(urgent=12), 0, 12)) == "u" * 12


def test_the_count_of_slots_goes_on_from_claim_to_claim() -> None:
    one_by_one = [letters(deal(waiting(urgent=1, reply=1), slot, 1)) for slot in range(20)]
    assert "".join(one_by_one) == "uuuuuuuuur" * 2


@given(st.dictionaries(st.sampled_from(list(Lane)), st.integers(0, 12)), st.integers(0, 99), st.integers(0, 40))
def test_nobody_is_left_out_or_dealt_twice_and_each_lane_keeps_its_order(
    counts: dict[Lane, int], slot: int, most: int
) -> None:
    lanes = {lane: [(lane, n) for n in range(count)] for lane, count in counts.items()}
    dealt = deal(lanes, slot, most)
    assert len(dealt) == min(most, sum(counts.values()))
    for lane in ORDER:
        numbers = [n for of, n in dealt if of is lane]
        assert numbers == list(range(len(numbers)))


def plan(per_minute: float = 60.0, **more: object) -> Plan:
    values = {"name": "a", "kind": "kannel", "number": "8888", "tariff_idr": 350, **more}
    return Plan(per_minute=per_minute, **values)  # type: ignore[arg-type]


def state(**more: object) -> State:
    usual = dict.fromkeys(State.__dataclass_fields__) | {"channel": "a", "paused": False, "free_at": NOW, "slots": 0}
    return State(**(usual | {"failures": 0} | more))  # type: ignore[arg-type]


def items(*segments: int) -> list[Waiting]:
    return [Waiting(n, size) for n, size in enumerate(segments)]


@pytest.mark.parametrize(
    ("per_minute", "idle", "sizes", "taken", "free_in"),
    [
        (60, 0.0, (1, 1, 1), 1, 1.0),
        (60, 1.0, (1, 1, 1), 2, 1.0),
        (60, 3600.0, (1, 1, 1, 1), 2, 1.0),
        (12, 0.0, (1, 1), 1, 5.0),
        (12, 0.0, (3, 1), 1, 15.0),
        (600, 1.0, (1,) * 20, 11, 0.1),
    ],
    ids=["just free", "a second idle", "long idle: no more than a second's", "slow", "a long text overdraws", "quick"],
)
def test_what_the_rate_lets_through(
    per_minute: float, idle: float, sizes: tuple[int, ...], taken: int, free_in: float
) -> None:
    pace = pace_of(plan(per_minute), state(free_at=NOW - timedelta(seconds=idle)), NOW)
    assert pace is not None
    ids, free_at = pace.take(items(*sizes), NOW)
    assert len(ids) == taken
    assert (free_at - NOW).total_seconds() == pytest.approx(free_in)


@pytest.mark.parametrize(
    ("of", "unsent"),
    [
        (state(paused=True), 0),
        (state(open_until=NOW + timedelta(seconds=1)), 0),
        (state(free_at=NOW + timedelta(milliseconds=1)), 0),
        (state(), 5),
    ],
    ids=["paused", "held back", "not free yet", "the modem is full"],
)
def test_when_nothing_may_leave(of: State, unsent: int) -> None:
    assert pace_of(plan(max_unsent=5), of, NOW, unsent) is None


def test_after_a_break_one_message_tries_and_one_claim_has_a_limit() -> None:
    quick = NOW - timedelta(seconds=1)
    tried = pace_of(plan(600_000), state(free_at=quick, failures=BREAK_AFTER, open_until=NOW), NOW)
    free = pace_of(plan(600_000), state(free_at=quick), NOW)
    assert (tried and tried.most, free and free.most) == (1, MOST)


@pytest.mark.parametrize(
    ("failures", "seconds"), [(1, None), (4, None), (5, 30), (6, 60), (7, 120), (10, 600), (99, 600)]
)
def test_the_breaker_opens_after_five_and_then_longer(failures: int, seconds: int | None) -> None:
    until = break_until(failures, NOW)
    assert (until - NOW).total_seconds() == seconds if until else seconds is None


@pytest.mark.parametrize(
    ("lane", "local", "leaves"),
    [
        (Lane.ALERT, "2026-11-24 20:59", "2026-11-24 20:59"),
        (Lane.ALERT, "2026-11-24 21:00", "2026-11-25 05:00"),
        (Lane.BULK, "2026-11-24 23:59", "2026-11-25 05:00"),
        (Lane.BULK, "2026-11-25 04:59", "2026-11-25 05:00"),
        (Lane.BULK, "2026-11-25 05:00", "2026-11-25 05:00"),
        (Lane.URGENT, "2026-11-24 23:00", "2026-11-24 23:00"),
        (Lane.REPLY, "2026-11-24 23:00", "2026-11-24 23:00"),
    ],
)
def test_quiet_hours_are_local(lane: Lane, local: str, leaves: str) -> None:
    now, expected = (datetime.fromisoformat(text).replace(tzinfo=WIB) for text in (local, leaves))
    assert not_before(lane, now.astimezone(UTC), "21:00-05:00", WIB) == expected


def test_in_quiet_hours_only_replies_and_urgent_alerts_are_awake() -> None:
    evening, night = (datetime(2026, 11, 24, hour, 59, tzinfo=WIB) for hour in (20, 23))
    assert awake(ORDER, evening, "21:00-05:00", WIB) == ORDER
    assert awake(ORDER, night, "21:00-05:00", WIB) == (Lane.URGENT, Lane.REPLY)
    assert awake((Lane.BULK,), night, "21:00-05:00", WIB) == ()


CHANNELS = (
    plan(name="own", operators=frozenset({"telkomsel"}), rank=100),
    plan(name="cheap", rank=100, tariff_idr=200),
    plan(name="first", rank=1),
    plan(name="other", operators=frozenset({"xl"}), rank=0),
    plan(name="post", kind="mail"),
    plan(name="mute", can_send=False, rank=0),
)


@pytest.mark.parametrize(
    ("operator", "broken", "names"),
    [
        ("telkomsel", (), ["own", "first", "cheap"]),
        ("xl", (), ["other", "first", "cheap"]),
        ("", (), ["first", "cheap"]),
        ("telkomsel", ("own", "first"), ["cheap", "own", "first"]),
    ],
)
def test_by_operator_then_health_then_rank_then_price(operator: str, broken: tuple[str, ...], names: list[str]) -> None:
    assert [found.name for found in routes(CHANNELS, operator, broken=broken)] == names


def test_mail_goes_by_mail_and_a_phone_by_nothing_where_there_is_nothing() -> None:
    assert [found.name for found in routes(CHANNELS, "", kind="mail")] == ["post"]
    assert best([plan(operators=frozenset({"xl"}))], "indosat") is None
