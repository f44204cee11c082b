"""Who is asked at night, when the next one is, and where nobody would be."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest

from smsinfo.alerts.draft import NewAlert
from smsinfo.alerts.roster import Candidate, due
from smsinfo.domain.alerts import Alert
from smsinfo.domain.cap import Severity
from smsinfo.domain.staff import Person
from smsinfo.errors import StaffRefused
from smsinfo.jobs.watchkeeping import Watchkeeping

from .dutyroom import Dutyroom
from .watchroom import APPROVER, FLOOD, KATINGAN, KOTIM, PROVINCE


@pytest.fixture
def night(database_url: str) -> Iterator[Dutyroom]:
    """Budi is asked first in Katingan, Gita next; Fani stands for the province."""
    found = Dutyroom(database_url)
    found.official("gita", (APPROVER, KATINGAN))
    found.has_phone("gita", "+6281255001007")
    for name, region in (("budi", KATINGAN), ("gita", KATINGAN), ("fani", PROVINCE)):
        found.on_duty(name, region)
    yield found
    found.close()


def person(name: str) -> Person:
    return Person(1, name, name, "62", None, None, True, False, True, True, None, ())


LINE = [
    *(Candidate(person(name), 1, above=False) for name in ("a", "b", "c", "d")),
    *(Candidate(person(name), 1, above=True) for name in ("P", "Q")),
]


@pytest.mark.parametrize(
    ("minutes", "severity", "asked"),
    [
        (0, Severity.SEVERE, "a"),
        (4.9, Severity.EXTREME, "a"),
        (5, Severity.EXTREME, "ab"),
        (9.9, Severity.SEVERE, "ab"),
        (10, Severity.SEVERE, "abcP"),
        (15, Severity.SEVERE, "abcdPQ"),
        (60, Severity.SEVERE, "abcdPQ"),
        (60, Severity.MODERATE, "a"),
        (60, Severity.MINOR, "a"),
    ],
)
def test_the_next_is_asked_after_five_minutes_and_the_province_after_ten(
    minutes: float, severity: Severity, asked: str
) -> None:
    found = due(LINE, timedelta(minutes=minutes), severity)
    assert "".join(one.person.name for one in found) == asked


def test_where_only_the_province_is_on_duty_it_is_asked_at_once() -> None:
    assert [one.person.name for one in due(LINE[4:], timedelta(), Severity.SEVERE)] == ["P"]
    assert due([], timedelta(minutes=30), Severity.SEVERE) == []


def asked(room: Dutyroom, alert: Alert) -> list[str]:
    """Who was told, in that order."""
    return [step.details["person"] for step in room.steps(alert) if step.act == "ask"]


def test_an_unanswered_one_goes_to_the_next_and_to_the_province(night: Dutyroom) -> None:
    watch, alert = Watchkeeping(night.services), night.submitted()
    told = []
    for _ in range(13):
        watch.ask()
        told.append("".join(name[0] for name in asked(night, alert)))
        night.clock.forward(minutes=1)
    assert told == ["b"] * 5 + ["bg"] * 5 + ["bgf"] * 3
    assert [len(night.told(name)) for name in ("budi", "gita", "fani")] == [1, 1, 1]


def test_a_drill_is_seen_to_be_one_and_strange_numbers_are_spelled_out(night: Dutyroom) -> None:
    text = FLOOD.replace("Info:", "Posko 0536-3221234. Info:")
    drill = night.drafts(new=NewAlert(drill=True), texts={"id": f"UJI COBA {text}"})
    accepted = frozenset({"phone::05363221234"})
    night.submits(drill, accepted=accepted)
    Watchkeeping(night.services).ask()
    told = night.told("budi")[0].splitlines()
    assert told[0].startswith(f"UJI COBA SIARAN {drill.code}")
    assert told[1] == "Periksa, belum terdaftar: 05363221234"
    assert told[2].startswith("UJI COBA BANJIR")
    answer = night.texts("budi", f"SETUJU {drill.code} 0 {night.code('budi')}")
    assert answer.startswith(f"Siaran {drill.code} disetujui")


def test_an_answered_one_goes_to_nobody_else(night: Dutyroom) -> None:
    watch, alert = Watchkeeping(night.services), night.submitted()
    assert watch.ask() == 1
    night.approves(alert)
    night.clock.forward(minutes=20)
    assert watch.ask() == 0
    assert night.told("gita") == []


def test_what_comes_back_and_is_submitted_again_is_asked_again(night: Dutyroom) -> None:
    watch, alert = Watchkeeping(night.services), night.submitted()
    watch.ask()
    night.clock.forward(minutes=2)
    with night.services.database.write() as session:
        draft = night.alerts.lifecycle.take_back(session, night.doer("ani"), night.clock(), alert)
    assert watch.ask() == 0
    night.submits(draft)
    assert watch.ask() == 1
    assert asked(night, alert) == ["budi", "budi"]


def test_whoever_can_not_be_told_is_passed_over(night: Dutyroom) -> None:
    night.texts("budi", "STOP")
    with night.services.database.write() as session:
        night.services.office.phones.drop(session, night.doer("eka").hand.actor, night.who("gita"), night.clock())
    alert = night.submitted()
    Watchkeeping(night.services).ask()
    assert asked(night, alert) == ["fani"]


def test_a_gap_in_the_roster_stops_no_warning(night: Dutyroom) -> None:
    with night.services.database.write() as session:
        for name, region in (("budi", KATINGAN), ("gita", KATINGAN), ("fani", PROVINCE)):
            assert night.services.office.roster.end(
                session, night.doer("eka").hand.actor, night.who(name), region, night.clock()
            )
    alert = night.submitted()
    Watchkeeping(night.services).ask()
    assert asked(night, alert) == ["budi"]


def test_who_is_silent_for_ninety_days_is_asked_and_then_marked_and_comes_last(night: Dutyroom) -> None:
    watch, roster = Watchkeeping(night.services), night.services.office.roster
    night.clock.forward(days=84)
    assert watch.check_roster() == 3
    assert watch.check_roster() == 0
    night.texts("+6281255001007", "JAGA")
    night.clock.forward(days=7)
    with night.services.database.read() as session:
        lines = {(one.person.name, one.trouble) for one in roster.lines(session, night.clock())}
    assert lines == {("budi", "unconfirmed"), ("gita", ""), ("fani", "unconfirmed")}
    alert = night.submitted()
    watch.ask()
    assert asked(night, alert) == ["gita"]


def test_gaps_are_regions_with_fewer_than_two_who_can_be_asked(night: Dutyroom) -> None:
    with night.services.database.read() as session:
        gaps = night.services.office.roster.gaps(session, [PROVINCE, KATINGAN, KOTIM], night.clock())
    assert gaps == [(PROVINCE, 1), (KOTIM, 1)]


@pytest.mark.parametrize(
    ("name", "region", "reason"),
    [
        ("ani", KATINGAN, "not_approver"),
        ("budi", KOTIM, "not_approver"),
        ("budi", KATINGAN, "on_duty"),
        ("budi", "99", "no_region"),
    ],
)
def test_only_who_may_approve_there_is_put_on_duty_once(night: Dutyroom, name: str, region: str, reason: str) -> None:
    with pytest.raises(StaffRefused, check=lambda error: error.reason == reason):
        night.on_duty(name, region)


def test_a_month_without_a_drill_is_told_to_those_who_write_alerts(night: Dutyroom) -> None:
    watch = Watchkeeping(night.services)
    assert watch.remind_of_drill() == 0
    night.clock.forward(days=31)
    assert watch.remind_of_drill() == 3
    assert watch.remind_of_drill() == 0
    assert night.told("ani") == ["Sudah 31 hari tanpa uji coba siaran. Buat uji coba bulan ini di /staff/drills."]
    assert night.told("budi") == []
