"""Serah terima: everything in one act, with a record to sign, and no jurisdiction left alone."""

from __future__ import annotations

import json

import pytest

from smsinfo.db.queries import staff_requests as requests
from smsinfo.domain.staff import RequestKind, RequestStatus, Role
from smsinfo.errors import StaffRefused
from smsinfo.staff import handover
from smsinfo.staff.audit import TERMINAL
from smsinfo.staff.practice import TASKS

from .office import Office

ADMIN, APPROVER = Role.ADMINISTRATOR, Role.ALERT_APPROVER


def learn(office: Office, name: str, role: Role) -> None:
    """Do all tasks of a role."""
    for task in TASKS[role]:
        with office.write() as session:
            office.staff.practice.done(session, office.look(name), task, office.clock())


def hand_over(office: Office, leaving: str, taker: str, *, close: bool = True) -> requests.Request:
    """Ask for it."""
    return office.ask("ani", RequestKind.HANDOVER, leaving, taker=office.look(taker).id, close=close)


def test_everything_goes_over_and_the_record_names_it(office: Office) -> None:
    office.person("ani", (ADMIN, "62"))
    office.person("citra", (APPROVER, "62.06"), (Role.EDITOR, "62.06"))
    office.person("dewi", (Role.EDITOR, "62.06.01"))
    learn(office, "dewi", APPROVER)
    done = hand_over(office, "citra", "dewi")
    assert office.roles("dewi") == ["alert_approver 62.06", "editor 62.06", "editor 62.06.01"]
    assert (office.roles("citra"), office.look("citra").active) == ([], False)
    assert done.status is RequestStatus.CONFIRMED
    assert json.loads(done.details)["items"] == [
        {"kind": "grants", "name": "alert_approver", "region_code": "62.06"},
        {"kind": "grants", "name": "editor", "region_code": "62.06"},
    ]
    assert office.events("handover")[0].subject == "account:citra"


def test_it_waits_for_the_second_administrator(office: Office) -> None:
    office.person("ani", (ADMIN, "62"))
    office.person("beni", (ADMIN, "62"))
    office.person("citra", (Role.EDITOR, "62.06"))
    office.person("dewi")
    asked = hand_over(office, "citra", "dewi")
    assert office.roles("citra") == ["editor 62.06"]
    office.confirm("beni", asked)
    # Who has not done the tasks of a role gets it in practice.
    assert office.roles("dewi") == ["editor 62.06 practice"]


def test_an_administrator_hands_over_what_waits_too(office: Office) -> None:
    office.person("ani", (ADMIN, "62"))
    office.person("beni", (ADMIN, "62"))
    office.person("citra")
    office.person("dewi", (ADMIN, "62.02"))
    office.grant("ani", "citra", Role.EDITOR, "62")
    asked = hand_over(office, "ani", "dewi")
    office.confirm("beni", asked)
    assert office.roles("dewi") == ["administrator 62", "administrator 62.02"]
    with office.database.read() as session:
        assert requests.open_ones(session) == []
        found = requests.get(session, asked.id)
    assert found is not None
    assert {"kind": "requests", "name": "grant", "region_code": ""} in json.loads(found.details)["items"]


@pytest.mark.parametrize(
    ("taker", "reason"),
    [("dewi", "left_alone"), ("citra", "no_taker"), ("beni", "apart"), ("gone", "no_taker")],
)
def test_what_would_leave_a_jurisdiction_alone_is_refused(small: Office, taker: str, reason: str) -> None:
    small.person("ani", (ADMIN, "62"))
    small.person("citra", (APPROVER, "62.06"))
    small.person("dewi")
    small.person("beni", (Role.AUDITOR, "62"))
    small.person("gone")
    with small.write() as session:
        small.staff.accounts.suspend(session, TERMINAL, small.clock(), small.look("gone"))
    with pytest.raises(StaffRefused) as refused:
        hand_over(small, "citra", taker)
    assert refused.value.reason == reason
    assert small.roles("citra") == ["alert_approver 62.06"]


def test_another_approver_who_covers_it_is_enough(small: Office) -> None:
    small.person("ani", (ADMIN, "62"))
    small.person("citra", (APPROVER, "62.06"))
    small.person("dewi")
    small.person("eko", (APPROVER, "62"))
    hand_over(small, "citra", "dewi", close=False)
    assert small.roles("dewi") == ["alert_approver 62.06 practice"]
    assert small.look("citra").active


def test_a_kind_of_things_stands_in_the_table_once() -> None:
    keys = [mover.key for mover in handover.MOVERS]
    assert len(keys) == len(set(keys))
