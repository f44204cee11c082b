"""The rules by which something is wrong, one by one, and the sentences that say what to do."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from smsinfo.config import Settings
from smsinfo.db.queries.channels import State
from smsinfo.db.queries.reporting import Fact, Tally, Waiting
from smsinfo.domain.channels import Plan
from smsinfo.domain.messages import Lane, MtStatus
from smsinfo.outbox.alarms import FEED, Severity, alarms, daytime, failing_for, feed_label, make, rupiah, span
from smsinfo.outbox.budget import Spent
from smsinfo.outbox.figures import Figures
from smsinfo.outbox.sentences import SENTENCES
from smsinfo.sms.segments import count

NOW = datetime(2026, 11, 24, 3, 0, tzinfo=UTC)  # 10:00 WIB
ZONE = ZoneInfo("Asia/Pontianak")
MIDNIGHT = datetime(2026, 11, 24, tzinfo=ZONE)
PLAN = Plan("sim", "gammu", "+628110000123", 10, 500)
WELL = State("sim", False, NOW, 0, 0, None, None, None, None, None, None, None)
CALM = Figures(NOW, MIDNIGHT, (), (), (), {"sim": WELL}, {}, {"worker:a-1": Fact("", NOW)}, Spent(0, 0), None)


def minutes(number: float) -> timedelta:
    """So many minutes."""
    return timedelta(minutes=number)


def queue(lane: Lane, age: timedelta) -> dict[str, Any]:
    """One message waits so long."""
    return {"waiting": (Waiting("sim", lane, 1, NOW - age),)}


def state(**values: Any) -> dict[str, Any]:
    """The channel's row."""
    return {"states": {"sim": replace(WELL, **values)}}


def facts(**values: Fact) -> dict[str, Any]:
    """Marks beside the worker's."""
    return {"facts": {**CALM.facts, **{name.replace("_", ":", 1): fact for name, fact in values.items()}}}


def today(**numbers: int) -> dict[str, Any]:
    """Messages of today by status."""
    return {"tallies": tuple(Tally("sim", MtStatus(status), n, n, n, NOW) for status, n in numbers.items())}


def found(changes: dict[str, Any], **channel: Any) -> list[tuple[str, str]]:
    """The alarms of figures that differ so from calm ones: code and severity."""
    settings = Settings(channels={"sim": {"kind": "gammu", **channel}})  # type: ignore[dict-item]
    rules = alarms(replace(CALM, **changes), settings, {"sim": PLAN}, takes={"sim"}, host="desa")
    return [(alarm.code, alarm.severity.value) for alarm in rules]


CASES: list[tuple[str, dict[str, Any], list[tuple[str, str]]]] = [
    ("calm", {}, []),
    ("a reply for 2 minutes", queue(Lane.REPLY, minutes(2)), []),
    ("a reply for longer", queue(Lane.REPLY, minutes(2.1)), [("replies_late", "critical")]),
    ("an alert for 15 minutes", queue(Lane.ALERT, minutes(15)), []),
    ("an alert for longer", queue(Lane.ALERT, minutes(15.1)), [("alerts_late", "warning")]),
    ("an urgent alert", queue(Lane.URGENT, minutes(5)), []),
    ("an urgent alert for longer", queue(Lane.URGENT, minutes(5.1)), [("urgent_stuck", "critical")]),
    (
        "an urgent alert for long",
        queue(Lane.URGENT, minutes(16)),
        [("alerts_late", "warning"), ("urgent_stuck", "critical")],
    ),
    ("a large one on its way", queue(Lane.URGENT, minutes(14)) | today(sent=1), []),
    ("an alert for a minute while all is paused", queue(Lane.ALERT, minutes(1)) | state(paused=True), []),
    (
        "an alert for longer while all is paused",
        queue(Lane.ALERT, minutes(1.1)) | state(paused=True),
        [("nothing_sends", "critical")],
    ),
    (
        "an alert while the breaker is open",
        queue(Lane.ALERT, minutes(2)) | state(open_until=NOW + minutes(1)),
        [("nothing_sends", "critical")],
    ),
    ("nothing waits while all is paused", state(paused=True), []),
    ("a reply while all is paused", queue(Lane.REPLY, minutes(2)) | state(paused=True), []),
    ("bulk may wait", queue(Lane.BULK, timedelta(hours=5)), []),
    ("no worker for a minute", {"facts": {"worker:a-1": Fact("", NOW - minutes(1))}}, []),
    ("no worker for longer", {"facts": {"worker:a-1": Fact("", NOW - minutes(1.1))}}, [("no_worker", "critical")]),
    ("one of two workers", facts(worker_b=Fact("", NOW - minutes(9))), []),
    ("no worker ever", {"facts": {}}, [("no_worker_yet", "warning")]),
    ("a clock 2 minutes off", {"database_clock": NOW - minutes(2)}, []),
    ("a clock further off", {"database_clock": NOW - minutes(2.1)}, [("clock_wrong", "critical")]),
    ("texts from 2 minutes ahead", {"behind": minutes(2)}, []),
    ("texts from further ahead", {"behind": minutes(2.1)}, [("clock_wrong", "critical")]),
    ("PostgreSQL knows better", {"behind": minutes(9), "database_clock": NOW}, []),
    ("79 % of the day", {"spent": Spent(790_000, 790_000)}, []),
    ("80 % of the day", {"spent": Spent(800_000, 800_000)}, [("spend_day", "warning")]),
    ("all of the day", {"spent": Spent(1_000_000, 1_000_000)}, [("spend_day", "critical")]),
    ("80 % of the month", {"spent": Spent(0, 16_000_000)}, [("spend_month", "warning")]),
    ("a breaker just open", state(failures=5, last_failed_at=NOW - minutes(1)), []),
    ("open for longer", state(failures=5, last_failed_at=NOW - minutes(1.1)), [("channel_failing", "critical")]),
    ("four failures", state(failures=4, last_failed_at=NOW - minutes(9)), []),
    ("unwell", facts(unwell_sim=Fact("401", NOW)), [("channel_unwell", "warning")]),
    ("well again", facts(unwell_sim=Fact("401", NOW - minutes(5))) | today(sent=1), []),
    ("50 messages left", state(balance_idr=25_000), []),
    ("fewer than 50", state(balance_idr=24_999), [("balance_low", "critical")]),
    ("a week left", state(balance_idr=70_000) | facts(used_sim=Fact("70000", NOW)), []),
    ("less", state(balance_idr=69_999) | facts(used_sim=Fact("70000", NOW)), [("balance_low", "warning")]),
    ("unknown at 5 %", today(delivered=95, unknown=5), []),
    ("unknown above 5 %", today(delivered=94, unknown=6), [("unknown_share", "warning")]),
    ("unknown of few", today(delivered=10, unknown=5), []),
    ("silent for 12 h", facts(watched_sim=Fact("", NOW - timedelta(hours=22))), []),
    ("silent for longer", facts(watched_sim=Fact("", NOW - timedelta(hours=23))), [("silent", "warning")]),
    ("heard since", facts(watched_sim=Fact("", NOW - timedelta(days=9))) | {"heard": {"sim": NOW}}, []),
]


def test_a_feed_may_fail_for_a_quarter_of_an_hour() -> None:
    feed = "https://www.bmkg.go.id/alerts/nowcast/id/rss.xml"
    settings = Settings(cap_feeds=(feed,))
    for age, wanted in ((15, []), (15.1, ["feed_failing"])):
        noted = {**CALM.facts, FEED + feed_label(feed): Fact("is no XML", NOW - minutes(age))}
        rules = alarms(replace(CALM, facts=noted), settings, {}, takes=set(), host="desa")
        assert [alarm.code for alarm in rules] == wanted
    # A feed that was taken out of the settings is no alarm any more.
    assert alarms(replace(CALM, facts=noted), Settings(), {}, takes=set(), host="desa") == ()


@pytest.mark.parametrize(("changes", "wanted"), [case[1:] for case in CASES], ids=[case[0] for case in CASES])
def test_a_rule_begins_where_it_says(changes: dict[str, Any], wanted: list[tuple[str, str]]) -> None:
    assert found(changes) == wanted


@pytest.mark.parametrize(
    ("expires", "wanted"),
    [
        (date(2026, 12, 9), []),
        (date(2026, 12, 8), [("sim_expires", "warning")]),
        (date(2026, 11, 28), [("sim_expires", "warning")]),
        (date(2026, 11, 27), [("sim_expires", "critical")]),
        (date(2026, 11, 1), [("sim_expires", "critical")]),
    ],
    ids=["15 days", "14 days", "4 days", "3 days", "over"],
)
def test_a_sim_card_is_reported_two_weeks_before_it_ends(expires: date, wanted: list[tuple[str, str]]) -> None:
    assert found({}, sim_expires=expires) == wanted


@pytest.mark.parametrize(
    ("sent", "cap", "wanted"),
    [
        (79, 100, []),
        (80, 100, [("segments_day", "warning")]),
        (100, 100, [("segments_day", "critical")]),
        (10_000, 0, []),
    ],
    ids=["79 %", "80 %", "all", "no limit"],
)
def test_the_segments_of_a_day_are_told_before_they_are_used_up(
    sent: int, cap: int, wanted: list[tuple[str, str]]
) -> None:
    settings = Settings(channels={"sim": {"kind": "gammu"}})  # type: ignore[dict-item]
    figures = replace(CALM, segments={"sim": sent})
    rules = alarms(figures, settings, {"sim": replace(PLAN, daily_segments=cap)}, takes=(), host="desa")
    assert [(alarm.code, alarm.severity.value) for alarm in rules] == wanted


@pytest.mark.parametrize(
    ("loop_to", "wanted"),
    [("modem", [("loop_lost", "critical")]), ("", []), ("another", [])],
    ids=["declared", "taken away", "changed since"],
)
def test_a_lost_loop_text_is_told_as_long_as_the_loop_is_declared(loop_to: str, wanted: list[tuple[str, str]]) -> None:
    lost = {"facts": {**CALM.facts, "loop_lost:sim": Fact("modem", NOW)}}
    assert found(lost, loop_to=loop_to) == wanted


def test_an_alert_that_quiet_hours_hold_back_is_late_only_after_them() -> None:
    made = datetime(2026, 11, 23, 16, 0, tzinfo=UTC)  # 23:00 WIB; the quiet hours end at 05:00, which is 22:00 UTC
    late = [
        found({"at": at, "facts": {"worker:a-1": Fact("", at)}, "waiting": (Waiting("sim", Lane.ALERT, 1, made),)})
        for at in (datetime(2026, 11, 23, 22, 14, tzinfo=UTC), datetime(2026, 11, 23, 22, 16, tzinfo=UTC))
    ]
    assert late == [[], [("alerts_late", "warning")]]


def test_an_alert_of_the_evening_that_the_night_interrupted_is_late_only_in_the_morning() -> None:
    made = datetime(2026, 11, 23, 13, 50, tzinfo=UTC)  # 20:50 WIB
    late = [
        found({"at": at, "facts": {"worker:a-1": Fact("", at)}, "waiting": (Waiting("sim", Lane.ALERT, 1, made),)})
        for at in (
            datetime(2026, 11, 23, 13, 59, tzinfo=UTC),
            datetime(2026, 11, 23, 18, 0, tzinfo=UTC),
            datetime(2026, 11, 23, 22, 14, tzinfo=UTC),
            datetime(2026, 11, 23, 22, 16, tzinfo=UTC),
        )
    ]
    assert late == [[], [], [], [("alerts_late", "warning")]]


@pytest.mark.parametrize(
    ("start", "end", "hours"),
    [
        ("24T00:00", "24T03:00", 3),
        ("23T13:00", "24T01:00", 2),
        ("23T14:00", "24T00:00", 0),
        ("20T00:00", "24T00:00", 56),
    ],
    ids=["by day", "over night", "at night", "four days"],
)
def test_only_daytime_counts_as_silence(start: str, end: str, hours: int) -> None:
    moments = [datetime.fromisoformat(f"2026-11-{text}+00:00") for text in (start, end)]
    assert daytime(moments[0], moments[1], ZONE) == timedelta(hours=hours)


@pytest.mark.parametrize(("failures", "least"), [(4, 0), (5, 1), (6, 1.5), (7, 2.5), (9, 8.5)])
def test_how_long_a_channel_fails_is_read_from_its_breaks(failures: int, least: float) -> None:
    assert failing_for(replace(WELL, failures=failures, last_failed_at=NOW - minutes(1)), NOW) == minutes(least)


@pytest.mark.parametrize("code", SENTENCES)
def test_a_sentence_says_the_same_in_both_languages_and_fits_two_segments(code: str) -> None:
    english, indonesian = SENTENCES[code]
    fields = [set(re.findall(r"{(\w+)}", sentence)) - {"age", "umur"} for sentence in (english, indonesian)]
    assert ("{age}" in english) == ("{umur}" in indonesian)
    assert fields[0] == fields[1]
    values: dict[str, Any] = dict.fromkeys(fields[0] - {"about"}, "x" * 10) | (
        {"detail": "x" * 60} if "detail" in fields[0] else {}
    )
    alarm = make(code, Severity.WARNING, "telkomsel-utama", **values)
    assert count(f"smsinfo: {alarm.indonesian}") <= 2
    assert count(f"smsinfo: {alarm.english}") <= 2


def test_lengths_and_money_are_written_for_people() -> None:
    assert [span(minutes(n)) for n in (0.5, 3, 125, 3000)] == ["30 s", "3 min", "2 h", "2 d"]
    assert span(minutes(3), "id") == "3 menit"
    assert rupiah(1_250_000) == "1.250.000"
