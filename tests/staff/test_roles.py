"""Roles: what never meets in one account, who confirms, and who may not be missing."""

from __future__ import annotations

import pytest

from smsinfo.domain.staff import Grant, Permission, RequestKind, RequestStatus, Role, apart
from smsinfo.errors import StaffRefused
from smsinfo.staff.audit import TERMINAL

from .office import Office

ADMIN, APPROVER = Role.ADMINISTRATOR, Role.ALERT_APPROVER


def refusal(act: object) -> str:
    """The reason of a refusal."""
    assert isinstance(act, pytest.ExceptionInfo)
    assert isinstance(act.value, StaffRefused)
    return act.value.reason


def test_who_manages_people_approves_nothing_and_who_audits_only_reads() -> None:
    apart_pairs = {frozenset({one, other}) for one in Role for other in Role if apart(one, other)}
    assert frozenset({ADMIN, APPROVER}) in apart_pairs
    assert frozenset({ADMIN, Role.PUBLISHER}) in apart_pairs
    assert frozenset({ADMIN, Role.ALERT_AUTHOR}) in apart_pairs
    assert all(frozenset({Role.AUDITOR, other}) in apart_pairs for other in Role if other is not Role.AUDITOR)
    assert frozenset({Role.EDITOR, Role.PUBLISHER}) not in apart_pairs


def test_a_jurisdiction_holds_what_lies_in_it_and_practice_holds_nothing(small: Office) -> None:
    person = small.person("ani", (ADMIN, "62.06"))
    assert person.may(Permission.PEOPLE, "62.06.01")
    assert not person.may(Permission.PEOPLE, "62")
    assert not person.may(Permission.PEOPLE, "62.061")
    assert not person.may(Permission.AUDIT)
    learner = small.person("budi", (ADMIN, "62"), practice=True)
    assert not learner.may(Permission.PEOPLE)
    assert learner.needs_code


def test_a_lone_administrator_decides_at_once(office: Office) -> None:
    office.person("ani", (ADMIN, "62"))
    office.person("citra", region="62.06")
    made = office.grant("ani", "citra", Role.EDITOR, "62.06")
    assert (made.status, office.roles("citra")) == (RequestStatus.CONFIRMED, ["editor 62.06"])
    assert [e.action for e in office.events()][-3:] == ["request.opened", "request.confirmed", "role.granted"]


def test_where_there_are_two_the_other_one_confirms(office: Office) -> None:
    office.person("ani", (ADMIN, "62"))
    office.person("beni", (ADMIN, "62"))
    office.person("citra", region="62.06")
    asked = office.grant("ani", "citra", APPROVER, "62.06")
    assert (asked.status, office.roles("citra")) == (RequestStatus.OPEN, [])
    with pytest.raises(StaffRefused) as own:
        office.confirm("ani", asked)
    assert refusal(own) == "own_request"
    office.confirm("beni", asked)
    assert office.roles("citra") == ["alert_approver 62.06"]
    with pytest.raises(StaffRefused) as again:
        office.confirm("beni", asked)
    assert refusal(again) == "decided"


def test_the_same_is_asked_once_and_can_be_withdrawn_or_refused(office: Office) -> None:
    office.person("ani", (ADMIN, "62"))
    office.person("beni", (ADMIN, "62"))
    office.person("citra")
    first = office.grant("ani", "citra", Role.EDITOR, "62")
    with pytest.raises(StaffRefused) as twice:
        office.grant("beni", "citra", Role.EDITOR, "62")
    assert refusal(twice) == "asked_before"
    with office.write() as session:
        office.staff.changes.refuse(session, office.look("ani"), office.clock(), first.id)
    second = office.grant("ani", "citra", Role.EDITOR, "62")
    with office.write() as session:
        office.staff.changes.refuse(session, office.look("beni"), office.clock(), second.id)
    assert office.roles("citra") == []
    ended = [e.action for e in office.events("request.") if e.action != "request.opened"]
    assert ended == ["request.withdrawn", "request.refused"]


def test_an_administrator_acts_in_the_own_jurisdiction_only(small: Office) -> None:
    small.person("ani", (ADMIN, "62.06"))
    small.person("citra", region="62.06")
    small.person("dodi", (Role.EDITOR, "62"), region="62.06")
    for subject, region in (("citra", "62"), ("citra", "62.02"), ("dodi", "62.06")):
        with pytest.raises(StaffRefused) as refused:
            small.grant("ani", subject, Role.EDITOR, region)
        assert refusal(refused) == "not_yours"
    small.grant("ani", "citra", Role.EDITOR, "62.06.01")
    assert small.roles("citra") == ["editor 62.06.01"]


def test_only_an_administrator_whose_jurisdiction_holds_it_confirms(small: Office) -> None:
    small.person("ani", (ADMIN, "62"))
    small.person("beni", (ADMIN, "62"))
    small.person("kab", (ADMIN, "62.06"))
    small.person("citra", region="62.06")
    asked = small.grant("ani", "citra", Role.EDITOR, "62")
    with pytest.raises(StaffRefused) as refused:
        small.confirm("kab", asked)
    assert refusal(refused) == "not_yours"


@pytest.mark.parametrize(
    ("has", "asked"),
    [(ADMIN, APPROVER), (ADMIN, Role.PUBLISHER), (Role.PUBLISHER, ADMIN), (Role.EDITOR, Role.AUDITOR)],
)
def test_roles_that_stay_apart_are_refused_in_practice_too(small: Office, has: Role, asked: Role) -> None:
    small.person("ani", (ADMIN, "62"))
    small.person("citra", (has, "62"))
    with pytest.raises(StaffRefused) as refused:
        small.grant("ani", "citra", asked, "62.06", practice=True)
    assert refusal(refused) == "apart"


def test_what_was_right_when_asked_is_checked_again_when_confirmed(small: Office) -> None:
    small.person("ani", (ADMIN, "62"))
    small.person("beni", (ADMIN, "62"))
    small.person("citra")
    one = small.grant("ani", "citra", APPROVER, "62")
    other = small.grant("ani", "citra", ADMIN, "62")
    small.confirm("beni", one)
    with pytest.raises(StaffRefused) as refused:
        small.confirm("beni", other)
    assert refusal(refused) == "apart"


def test_the_last_approver_and_the_last_administrator_can_not_be_taken_away(office: Office) -> None:
    office.person("ani", (ADMIN, "62"))
    office.person("citra", (APPROVER, "62.06"))
    for subject, role, region in (("citra", APPROVER, "62.06"), ("ani", ADMIN, "62")):
        with pytest.raises(StaffRefused) as refused:
            office.ask("ani", RequestKind.REVOKE, subject, role=role.value, region=region)
        assert refusal(refused) == "last_one"
    office.person("dewi", (APPROVER, "62"))
    office.ask("ani", RequestKind.REVOKE, "citra", role=APPROVER.value, region="62.06")
    assert office.roles("citra") == []


def test_who_is_suspended_or_in_practice_stands_in_for_nobody(small: Office) -> None:
    small.person("ani", (ADMIN, "62"))
    small.person("citra", (APPROVER, "62.06"))
    small.person("dewi", (APPROVER, "62"), practice=True)
    small.person("eko", (APPROVER, "62"))
    with small.write() as session:
        small.staff.accounts.suspend(session, TERMINAL, small.clock(), small.look("eko"))
    with pytest.raises(StaffRefused) as refused:
        small.ask("ani", RequestKind.REVOKE, "citra", role=APPROVER.value, region="62.06")
    assert refusal(refused) == "last_one"


def test_a_role_that_needs_an_authenticator_ends_the_sessions_of_who_has_none(small: Office) -> None:
    small.person("ani", (ADMIN, "62"))
    person = small.person("citra")
    with small.write() as session:
        token = small.staff.sessions.begin(session, person, small.clock(), via="password")
    small.grant("ani", "citra", Role.EDITOR, "62")
    with small.database.read() as session:
        assert small.staff.sessions.find(session, token, small.clock()) is not None
    small.grant("ani", "citra", Role.PUBLISHER, "62")
    with small.database.read() as session:
        assert small.staff.sessions.find(session, token, small.clock()) is None


def test_an_authenticator_is_reset_by_two_administrators(small: Office) -> None:
    small.person("ani", (ADMIN, "62"))
    small.person("beni", (ADMIN, "62"))
    person = small.person("citra", (APPROVER, "62"))
    with small.write() as session:
        small.staff.accounts.put_code(session, TERMINAL, small.clock(), person, small.staff.codes.new_secret())
    asked = small.ask("ani", RequestKind.CODE_RESET, "citra")
    assert small.look("citra").has_code
    small.confirm("beni", asked)
    assert not small.look("citra").has_code


def test_a_grant_twice_only_changes_whether_it_is_practice(small: Office) -> None:
    small.person("ani", (ADMIN, "62"))
    small.person("citra")
    small.grant("ani", "citra", Role.EDITOR, "62", practice=True)
    assert small.look("citra").grants == (Grant(Role.EDITOR, "62", True),)
    small.grant("ani", "citra", Role.EDITOR, "62")
    assert small.look("citra").grants == (Grant(Role.EDITOR, "62"),)
