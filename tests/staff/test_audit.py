"""The audit log: nobody changes it, and who does it all the same is named."""

from __future__ import annotations

import threading

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from smsinfo.errors import BadInput
from smsinfo.staff.audit import TERMINAL, AuditLog, Verdict

from .office import ROOT, Office


def write(office: Office, count: int, start: int = 0) -> None:
    """Some acts, each in its own transaction."""
    for number in range(start, start + count):
        with office.write() as session:
            office.staff.audit.record(
                session, office.clock(), TERMINAL, "test.act", f"thing:{number}", n=number, t="é<"
            )


def verify(office: Office, printed: str | None = None) -> Verdict:
    """What a check says."""
    with office.database.read() as session:
        return office.staff.audit.verify(session, printed)


def head(office: Office) -> str:
    """The end as it is printed."""
    with office.database.read() as session:
        return office.staff.audit.head(session)


def without_triggers(office: Office, *statements: str) -> None:
    """What somebody does who owns the database: the triggers first."""
    sqlite = office.database.is_sqlite
    for verb in ("UPDATE", "DELETE") if sqlite else ():
        office.sql(f"DROP TRIGGER audit_event_no_{verb}")
    if not sqlite:
        office.sql("ALTER TABLE audit_event DISABLE TRIGGER ALL")
    for statement in statements:
        office.sql(statement)


def test_an_untouched_log_is_whole_and_says_its_end(office: Office) -> None:
    assert verify(office) == Verdict(0, head(office))
    write(office, 5)
    found = verify(office)
    assert (found.count, found.broken, found.head) == (5, None, head(office))
    assert [event.id for event in office.events()] == [1, 2, 3, 4, 5]
    assert verify(office, head(office)).broken is None


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE audit_event SET actor = 'somebody else' WHERE id = 2",
        "DELETE FROM audit_event WHERE id = 3",
        "DELETE FROM audit_event",
    ],
)
def test_triggers_refuse_every_change(office: Office, statement: str) -> None:
    write(office, 3)
    with pytest.raises(DBAPIError, match="append-only"):
        office.sql(statement)
    assert verify(office).broken is None


@pytest.mark.postgresql
def test_postgresql_refuses_to_empty_the_table_too(postgresql_url: str) -> None:
    office = Office(postgresql_url)
    write(office, 2)
    with pytest.raises(DBAPIError, match="append-only"):
        office.sql("TRUNCATE audit_event")
    office.close()


TAMPERINGS = {
    "an actor was changed": ("UPDATE audit_event SET actor = 'x' WHERE id = 3", 3, "changed"),
    "a detail was changed": ("UPDATE audit_event SET details = '{}' WHERE id = 2", 2, "changed"),
    "a time was changed": ("UPDATE audit_event SET at = '2020-01-01 00:00:00' WHERE id = 4", 4, "changed"),
    "a row was deleted": ("DELETE FROM audit_event WHERE id = 3", 3, "deleted"),
    "the first row was deleted": ("DELETE FROM audit_event WHERE id = 1", 1, "deleted"),
    "the end was cut off": ("DELETE FROM audit_event WHERE id > 3", 4, "truncated"),
    "everything was cut off": ("DELETE FROM audit_event", 1, "truncated"),
    "the end was forgotten": ("DELETE FROM audit_head", 6, "no_end"),
    "the end was set back": ("UPDATE audit_head SET last_id = 3", 6, "no_end"),
}


@pytest.mark.parametrize(("statement", "broken", "reason"), TAMPERINGS.values(), ids=TAMPERINGS.keys())
def test_the_first_row_that_was_touched_is_named(office: Office, statement: str, broken: int, reason: str) -> None:
    write(office, 5)
    without_triggers(office, statement)
    found = verify(office)
    assert (found.broken, found.reason) == (broken, reason)


def test_an_older_end_put_back_with_the_older_rows_only_shows_against_a_printed_one(office: Office) -> None:
    write(office, 3)
    with office.database.read() as session:
        old = session.execute(text("SELECT last_id, mac, seal FROM audit_head")).one()
    write(office, 2, start=3)
    printed = head(office)
    without_triggers(office, "DELETE FROM audit_event WHERE id > 3")
    with office.database.engine.begin() as connection:
        values = {"n": old.last_id, "mac": bytes(old.mac), "seal": bytes(old.seal)}
        connection.execute(text("UPDATE audit_head SET last_id = :n, mac = :mac, seal = :seal"), values)
    assert verify(office).broken is None
    found = verify(office, printed)
    assert (found.broken, found.reason) == (4, "truncated")


def test_rows_written_anew_without_the_key_do_not_fit_a_printed_end(small: Office) -> None:
    write(small, 3)
    printed = head(small)
    without_triggers(small, "DELETE FROM audit_event", "DELETE FROM audit_head")
    write(small, 3, start=7)
    assert verify(small).broken is None
    found = verify(small, printed)
    assert (found.broken, found.reason) == (3, "replaced")


def test_another_key_fits_no_row(small: Office) -> None:
    write(small, 1)
    with small.database.read() as session:
        assert AuditLog(bytes(32)).verify(session).broken == 1
        assert AuditLog(ROOT).verify(session).broken is None


@pytest.mark.parametrize("printed", ["", "3", "3:abc", "x:" + "a" * 64, "-1:" + "a" * 64])
def test_what_is_no_printed_end_is_told(small: Office, printed: str) -> None:
    with pytest.raises(BadInput, match="smsinfo audit head"):
        verify(small, printed)


def test_a_printed_end_may_be_typed_with_blanks_and_capitals(small: Office) -> None:
    write(small, 2)
    number, _, mac = head(small).partition(":")
    assert verify(small, f" {number} : {mac[:32]} {mac[32:]} ".upper()).broken is None


def test_writers_at_once_leave_one_chain(office: Office) -> None:
    threads = [threading.Thread(target=write, args=(office, 5, 10 * n)) for n in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    found = verify(office)
    assert (found.count, found.broken) == (20, None)


def test_what_was_rolled_back_leaves_no_gap(office: Office) -> None:
    write(office, 1)
    with office.database.read() as session:
        office.staff.audit.record(session, office.clock(), TERMINAL, "test.act", "thing:x")
        session.rollback()
    write(office, 1, start=1)
    assert (verify(office).count, verify(office).broken) == (2, None)
