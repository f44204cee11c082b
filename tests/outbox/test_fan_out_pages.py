"""The pages of a fan-out: each recipient exactly once, whatever breaks on the way."""

from __future__ import annotations

import signal
import subprocess
import sys
from collections.abc import Iterator
from typing import Any

import pytest

from smsinfo.outbox.fan_out import fan_out_page
from tests.outbox.town import Town, routing

VILLAGE, REGENCY, PROVINCE = "62.01.01.2001", "62.01", "62"


@pytest.fixture
def town(database_url: str) -> Iterator[Town]:
    """A database with regions and nobody in it."""
    made = Town(database_url)
    yield made
    made.close()


def test_pages_follow_each_other_and_the_last_one_says_so(town: Town) -> None:
    people = [town.person(VILLAGE, PROVINCE) for _ in range(7)]
    alert = town.alert([VILLAGE])
    assert town.fan_out(alert, size=4) == 4
    assert town.recipients(alert) == people
    done = town.row(alert)
    assert (done.recipients, done.reached_id, done.fanned_out_at) == (7, people[-1], town.clock())


def test_a_finished_alert_and_one_that_went_back_to_its_beginning_add_nobody(town: Town) -> None:
    for _ in range(5):
        town.person(VILLAGE)
    alert = town.alert([VILLAGE])
    town.fan_out(alert, size=2)
    assert town.fan_out(alert) == 1
    town.change(alert, reached_id=0, fanned_out_at=None)
    town.fan_out(alert, size=2)
    assert town.row(alert).recipients == len(town.rows(alert)) == 5


@pytest.mark.parametrize("status", ["draft", "submitted", "cancelled", "completed"])
def test_an_alert_that_is_not_going_out_gets_no_recipients(town: Town, status: str) -> None:
    town.person(VILLAGE)
    alert = town.alert([VILLAGE], status=status)
    assert town.fan_out(alert) == 1
    assert town.recipients(alert) == []
    assert town.row(alert).fanned_out_at is None


def test_an_alert_that_is_cancelled_between_two_pages_gets_no_more(town: Town) -> None:
    people = [town.person(VILLAGE) for _ in range(4)]
    alert = town.alert([VILLAGE])
    assert town.page(alert, size=2)
    town.change(alert, status="cancelled")
    assert town.fan_out(alert, size=2) == 1
    assert town.recipients(alert) == people[:2]


def test_an_alert_that_is_cancelled_after_it_was_read_gets_no_page(town: Town) -> None:
    town.person(VILLAGE)
    alert = town.alert([VILLAGE])

    def clock() -> Any:
        town.change(alert, status="cancelled")
        return town.clock()

    assert fan_out_page(town.database, clock, alert, routing(town.clock()))
    assert town.recipients(alert) == []
    assert not town.page(alert)


def test_of_two_workers_on_the_same_page_the_slower_one_changes_nothing(town: Town) -> None:
    people = [town.person(VILLAGE) for _ in range(6)]
    alert = town.alert([VILLAGE])
    quicker = iter([town.page, town.page])

    def clock() -> Any:
        for page in quicker:
            page(alert, size=2)
        return town.clock()

    assert fan_out_page(town.database, clock, alert, routing(town.clock()), size=2)
    assert town.recipients(alert) == people[:4]
    assert (town.row(alert).recipients, town.row(alert).reached_id) == (4, people[3])


def test_an_alert_that_has_expired_reaches_nobody_more(town: Town) -> None:
    people = [town.person(VILLAGE) for _ in range(4)]
    alert = town.alert([VILLAGE])
    assert town.page(alert, size=2)
    town.clock.now = town.row(alert).expires_at
    assert town.fan_out(alert, size=2) == 1
    assert town.recipients(alert) == people[:2]
    assert town.row(alert).fanned_out_at == town.clock()


@pytest.mark.parametrize("broken", ["UPDATE alert SET reached_id", "INSERT INTO outbound", "UPDATE alert SET recip"])
def test_a_page_that_fails_anywhere_leaves_nothing_and_is_done_again(town: Town, broken: str) -> None:
    people = [town.person(VILLAGE, REGENCY) for _ in range(6)]
    alert = town.alert([VILLAGE])
    town.page(alert, size=4)

    with town.failing_after(broken), pytest.raises(ConnectionResetError):
        town.page(alert, size=4)
    assert (town.recipients(alert), town.row(alert).recipients) == (people[:2], 2)
    town.fan_out(alert, size=4)
    assert (town.recipients(alert), town.row(alert).recipients) == (people, 6)


@pytest.mark.parametrize("moment", ["inserted", "committed"])
def test_a_process_that_is_killed_in_the_middle_leaves_whole_pages(town: Town, moment: str) -> None:
    people = [town.person(VILLAGE, REGENCY) for _ in range(30)]
    alert = town.alert([VILLAGE])
    command = [sys.executable, "-m", "tests.outbox.fan_out_process", town.url, str(alert), moment, "3"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stdin=subprocess.PIPE) as process:
        assert process.stdout is not None
        assert process.stdout.readline().decode().strip() == moment
        process.send_signal(signal.SIGKILL)
        assert process.wait() == -signal.SIGKILL
    town.fan_out(alert, size=20)
    assert town.recipients(alert) == people
    assert town.row(alert).recipients == 30
