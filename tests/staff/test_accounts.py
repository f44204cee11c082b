"""Accounts: names that can't be mistaken, links that work once, recovery codes that are spent."""

from __future__ import annotations

from datetime import timedelta

import pytest

from smsinfo.db.queries import staff as rows
from smsinfo.domain.staff import LinkPurpose, Person, Role
from smsinfo.errors import StaffRefused
from smsinfo.staff.accounts import NewAccount
from smsinfo.staff.audit import TERMINAL
from smsinfo.staff.practice import TASKS
from smsinfo.staff.sessions import IDLE, LONGEST, Seen

from .office import HASH, Office


def open_account(office: Office, name: str = "siti", full_name: str = "Siti Aminah", email: str = "") -> Person:
    """A new account of the province."""
    with office.write() as session:
        new = NewAccount(name, full_name, "62", email)
        return office.staff.accounts.open(session, TERMINAL, office.clock(), new)


def link(office: Office, name: str, purpose: LinkPurpose = LinkPurpose.RESET) -> str:
    """A one-time token for a person."""
    with office.write() as session:
        return office.staff.accounts.link(session, TERMINAL, office.clock(), office.look(name), purpose)


def join(office: Office, token: str) -> Person:
    """Use a token."""
    with office.write() as session:
        return office.staff.accounts.join(session, token, HASH, office.clock())


def log_in(office: Office, name: str) -> str:
    """A session's token."""
    with office.write() as session:
        return office.staff.sessions.begin(session, office.look(name), office.clock(), via="password")


def seen(office: Office, token: str) -> Seen | None:
    """The session of a token now."""
    with office.database.read() as session:
        return office.staff.sessions.find(session, token, office.clock())


@pytest.mark.parametrize(
    "name",
    ["admin\u200b", "\u0430dmin", "", "ab", "a" * 33, "siti aminah", "../../etc", "siti@kalteng", "-siti", "siti..a"],
)
def test_a_name_that_could_be_mistaken_for_another_is_refused(small: Office, name: str) -> None:
    with pytest.raises(StaffRefused) as refused:
        open_account(small, name)
    assert refused.value.reason == "name_form"
    assert small.events() == []


@pytest.mark.parametrize("full_name", ["", "Siti\u200bAminah", "\u0421iti", "<b>Siti</b>", "x" * 81, "a\u202eb"])
def test_a_shown_name_holds_latin_letters_only(small: Office, full_name: str) -> None:
    with pytest.raises(StaffRefused) as refused:
        open_account(small, full_name=full_name)
    assert refused.value.reason == "full_name_form"


@pytest.mark.parametrize("email", ["siti", "a@b", "a@b.c\nBcc: x@y.id", "a b@kalteng.go.id", "@kalteng.go.id"])
def test_what_is_no_mail_address_is_refused(small: Office, email: str) -> None:
    with pytest.raises(StaffRefused) as refused:
        open_account(small, email=email)
    assert refused.value.reason == "mail_form"


def test_a_name_is_taken_once_whatever_its_letters(office: Office) -> None:
    open_account(office, "Siti.Aminah", "Dr. Siti Aminah, S.Kom.", "siti@kalteng.go.id")
    with pytest.raises(StaffRefused) as refused:
        open_account(office, " siti.aminah ")
    assert refused.value.reason == "name_taken"
    assert [event.action for event in office.events()] == ["account.opened"]


def test_a_link_works_once_and_only_for_its_time(office: Office) -> None:
    open_account(office)
    token = link(office, "siti", LinkPurpose.JOIN)
    assert join(office, token).name == "siti"
    assert office.look("siti").has_password
    with pytest.raises(StaffRefused) as refused:
        join(office, token)
    assert refused.value.reason == "link_over"
    late = link(office, "siti")
    office.clock.forward(minutes=31)
    with pytest.raises(StaffRefused):
        join(office, late)


def test_a_new_link_ends_the_one_before_and_no_token_is_stored(small: Office) -> None:
    open_account(small)
    first, second = link(small, "siti"), link(small, "siti")
    with pytest.raises(StaffRefused):
        join(small, first)
    assert second not in str(small.events())
    join(small, second)


def test_a_new_password_ends_sessions_links_and_locks(small: Office) -> None:
    person = small.person("siti")
    session = log_in(small, "siti")
    reset = link(small, "siti")
    with small.write() as database:
        small.staff.accounts.put_password(database, TERMINAL, small.clock(), person, HASH)
    assert seen(small, session) is None
    with pytest.raises(StaffRefused):
        join(small, reset)


@pytest.mark.parametrize(
    ("steps", "lives"),
    [
        ([IDLE], True),
        ([IDLE + timedelta(seconds=1)], False),
        ([IDLE] * 16, True),
        ([IDLE] * 16 + [timedelta(seconds=1)], False),
    ],
    ids=["half an hour", "a second more", "eight hours of work", "a second more than that"],
)
def test_a_session_ends_when_idle_or_old(small: Office, steps: list[timedelta], lives: bool) -> None:
    small.person("siti")
    token = log_in(small, "siti")
    for step in steps[:-1]:
        small.clock.now += step
        assert seen(small, token) is not None
        with small.write() as session:
            small.staff.sessions.touch(session, token, small.clock())
    small.clock.now += steps[-1]
    assert (seen(small, token) is not None) is lives
    assert timedelta(hours=8) == LONGEST


def test_a_suspended_person_is_out_at_once_and_gets_no_link(office: Office) -> None:
    person = office.person("siti")
    token = log_in(office, "siti")
    with office.write() as session:
        office.staff.accounts.suspend(session, TERMINAL, office.clock(), person)
    assert seen(office, token) is None
    with pytest.raises(StaffRefused) as refused:
        link(office, "siti")
    assert refused.value.reason == "suspended"
    with office.write() as session:
        office.staff.accounts.resume(session, TERMINAL, office.clock(), person)
    assert office.look("siti").active


def test_a_recovery_code_opens_once_however_it_is_typed(office: Office) -> None:
    person = office.person("siti")
    other = office.person("budi")
    accounts = office.staff.accounts
    with office.write() as session:
        codes = accounts.new_recovery_codes(session, office.clock(), person)
        assert not accounts.use_recovery_code(session, office.clock(), other, codes[0])
        assert accounts.use_recovery_code(session, office.clock(), person, codes[0].upper().replace("-", " "))
        assert not accounts.use_recovery_code(session, office.clock(), person, codes[0])
        assert not accounts.use_recovery_code(session, office.clock(), person, "")
    assert len(set(codes)) == 10
    assert codes[1] not in str(office.events())
    with office.write() as session:
        accounts.new_recovery_codes(session, office.clock(), person)
        assert not accounts.use_recovery_code(session, office.clock(), person, codes[1])


def test_five_tasks_make_a_role_live(small: Office) -> None:
    small.person("siti", (Role.EDITOR, "62.06"), practice=True)
    assert small.roles("siti") == ["editor 62.06 practice"]
    practice = small.staff.practice
    *first, last = TASKS[Role.EDITOR]
    for task in first:
        with small.write() as session:
            assert practice.done(session, small.look("siti"), task, small.clock())
            assert not practice.done(session, small.look("siti"), task, small.clock())
    assert small.roles("siti") == ["editor 62.06 practice"]
    with small.write() as session:
        practice.done(session, small.look("siti"), last, small.clock())
    assert (len(first) + 1, small.roles("siti")) == (5, ["editor 62.06"])
    assert small.events()[-1].action == "role.live"


def test_a_code_is_spent_once_even_by_two_at_once(office: Office) -> None:
    person = office.person("siti")
    with office.write() as session:
        assert rows.spend_code(session, person.id, 1000)
        assert not rows.spend_code(session, person.id, 1000)
        assert not rows.spend_code(session, person.id, 999)
        assert rows.spend_code(session, person.id, 1001)
