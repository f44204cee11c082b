"""What people decided after a backup holds after its restore, by a list without numbers."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import select

from smsinfo.db.engine import Database, make_engine
from smsinfo.db.models import ConsentEvent, Contact, Subscription, Suppression
from tests.cli.vault import runs
from tests.outbox.archive import publish
from tests.outbox.desk import Desk
from tests.support import CITIZEN, KEYS, NEIGHBOUR, STRANGER, Phone

AGAIN, NEVER_HERE = "+628125550004", "+628125550005"
People = dict[str, tuple[str, int]]


class Days:
    """A backup in the morning, decisions of people in the afternoon, and the list of the evening."""

    def __init__(self, url: str, folder: Path) -> None:
        self.backup, self.list = folder / "morning.backup", folder / "evening.csv"
        self.desk = Desk(url, content=True)
        publish(self.desk)
        phones = {n: Phone(self.desk.services, self.desk.clock, n) for n in (CITIZEN, NEIGHBOUR, STRANGER, AGAIN)}
        for phone in phones.values():
            phone.texts("DAFTAR Katingan")
        assert runs(url, "backup", str(self.backup)).exit_code == 0
        self.desk.clock.forward(hours=6)
        phones[NEIGHBOUR].texts("STOP")
        phones[STRANGER].texts("HAPUS DATA")
        phones[STRANGER].texts("YA")
        phones[AGAIN].texts("STOP")
        self.desk.clock.forward(minutes=5)
        phones[AGAIN].texts("DAFTAR Kapuas")
        done = runs(url, "backup", "--opt-outs", str(self.list))
        assert done.exit_code == 0, done.output


@pytest.fixture(scope="module")
def days(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Days]:
    """The day, told once."""
    folder = tmp_path_factory.mktemp("days")
    made = Days(f"sqlite:///{folder / 'smsinfo.db'}", folder)
    yield made
    made.desk.close()


@pytest.fixture(scope="module")
def morning(days: Days, tmp_path_factory: pytest.TempPathFactory) -> str:
    """The backup, restored once for tests in which nothing may change."""
    url = f"sqlite:///{tmp_path_factory.mktemp('morning') / 'smsinfo.db'}"
    assert runs(url, "restore", str(days.backup)).exit_code == 0
    return url


def people(url: str, days: Days) -> People:
    """Everybody whom the database knows: status and number of subscriptions."""
    database = Database(make_engine(url))
    found = {}
    with database.read() as session:
        for contact in session.scalars(select(Contact)):
            places = session.scalars(select(Subscription.id).where(Subscription.contact_id == contact.id)).all()
            found[days.desk.services.sealer.open(contact.msisdn_sealed)] = (contact.status, len(places))
    database.close()
    return found


def digests(url: str) -> set[bytes]:
    """The numbers that nothing is pushed to, as digests."""
    database = Database(make_engine(url))
    with database.read() as session:
        found = {bytes(digest) for digest in session.scalars(select(Suppression.digest))}
    database.close()
    return found


def test_the_list_holds_no_number_and_is_small(days: Days) -> None:
    text = days.list.read_text()
    assert len(text) < 500
    assert [number for number in (NEIGHBOUR, STRANGER) if number[3:] in text] == []
    assert [line.rpartition(",")[2] for line in text.splitlines()[1:]] == ["stopped", "erased"]


def test_who_stopped_or_was_erased_since_the_backup_stays_so(days: Days, database_url: str, tmp_path: Path) -> None:
    assert runs(database_url, "restore", str(days.backup)).exit_code == 0
    assert people(database_url, days) == dict.fromkeys((CITIZEN, NEIGHBOUR, STRANGER, AGAIN), ("active", 1))
    done = runs(database_url, "restore", "--opt-outs", str(days.list))
    assert "2 opt-outs; 1 contacts stopped and 1 erased now, 0 of nobody known here" in done.output
    assert people(database_url, days) == {CITIZEN: ("active", 1), NEIGHBOUR: ("stopped", 0), AGAIN: ("active", 1)}
    sealer = days.desk.services.sealer
    assert digests(database_url) == {sealer.suppression_digest(number) for number in (NEIGHBOUR, STRANGER)}
    assert runs(database_url, "backup", "--opt-outs", str(tmp_path / "again.csv")).exit_code == 0
    lines = (tmp_path / "again.csv").read_text().splitlines()
    assert lines[1:] == days.list.read_text().splitlines()[1:]


def test_the_same_list_twice_changes_nothing(days: Days, sqlite_url: str) -> None:
    assert runs(sqlite_url, "restore", str(days.backup), "--opt-outs", str(days.list)).exit_code == 0
    before = people(sqlite_url, days)
    again = runs(sqlite_url, "restore", "--opt-outs", str(days.list))
    assert "0 contacts stopped and 0 erased now" in again.output
    assert people(sqlite_url, days) == before
    database = Database(make_engine(sqlite_url))
    with database.read() as session:
        told = session.scalars(select(ConsentEvent.kind).where(ConsentEvent.channel == "restore")).all()
    database.close()
    assert sorted(told) == ["erased", "stopped"]


def test_unlocking_warns_who_forgot_the_list(days: Days, sqlite_url: str) -> None:
    runs(sqlite_url, "restore", str(days.backup))
    assert "no list of opt-outs was applied" in runs(sqlite_url, "restore", "--unlock").stderr
    assert "sending is not locked" in runs(sqlite_url, "restore", "--unlock").stderr


def test_unlocking_is_quiet_after_the_list(days: Days, sqlite_url: str) -> None:
    runs(sqlite_url, "restore", str(days.backup))
    done = runs(sqlite_url, "restore", "--opt-outs", str(days.list), "--unlock")
    assert done.exit_code == 0
    assert done.stderr == ""
    assert "opt-outs applied" in done.output


def test_numbers_of_a_gateways_log_do_as_well(days: Days, sqlite_url: str, tmp_path: Path) -> None:
    log = tmp_path / "stops.csv"
    log.write_text(f"0812 5550 002,2999-01-01\n\n{CITIZEN},2020-01-01\n{NEVER_HERE}\n{AGAIN}\n", encoding="utf-8-sig")
    runs(sqlite_url, "restore", str(days.backup))
    done = runs(sqlite_url, "restore", "--opt-outs", str(log))
    assert "4 opt-outs; 2 contacts stopped and 0 erased now, 1 of nobody known here" in done.output
    found = people(sqlite_url, days)
    assert found == {
        CITIZEN: ("active", 1),  # subscribed after the date of that STOP
        NEIGHBOUR: ("stopped", 0),
        STRANGER: ("active", 1),
        AGAIN: ("stopped", 0),
    }
    assert days.desk.services.sealer.suppression_digest(NEVER_HERE) in digests(sqlite_url)


def test_a_list_of_before_an_erased_person_came_back_erases_nobody(days: Days, morning: str, tmp_path: Path) -> None:
    old = tmp_path / "old.csv"
    old.write_text(days.list.read_text().replace("2026-11-24T", "2026-11-20T"))
    done = runs(morning, "restore", "--opt-outs", str(old))
    assert "0 contacts stopped and 0 erased now" in done.output
    assert STRANGER in people(morning, days)


@pytest.mark.parametrize(
    ("spoil", "problem"),
    [
        (lambda text: "\n".join(text.splitlines()[:-1]), "should have 2 lines and has 1"),
        (lambda text: text.replace("stopped", "paused"), "damaged"),
        (lambda text: text.replace(",1,", ",2,", 1), "does not know"),
        (lambda text: f"{CITIZEN}\n08125a50002\n", "line 2 of the opt-outs is no number"),
        (lambda text: f"{CITIZEN},gestern\n", "line 1 of the opt-outs is no number"),
    ],
    ids=["cut off", "changed", "of a later form", "a slip of the finger", "no date"],
)
def test_a_list_that_is_not_whole_changes_nothing(
    days: Days, morning: str, tmp_path: Path, spoil: object, problem: str
) -> None:
    assert callable(spoil)
    bad = tmp_path / "bad.csv"
    bad.write_text(spoil(days.list.read_text()))
    done = runs(morning, "restore", "--opt-outs", str(bad))
    assert done.exit_code == 2
    assert problem in done.stderr
    assert CITIZEN[3:] not in done.stderr
    assert digests(morning) == set()


def test_a_list_of_another_audit_key_is_refused(days: Days, morning: str) -> None:
    other = KEYS["SMSINFO_AUDIT_KEY"].swapcase()
    done = runs(morning, "restore", "--opt-outs", str(days.list), SMSINFO_AUDIT_KEY=other)
    assert done.exit_code == 2
    assert "another SMSINFO_AUDIT_KEY" in done.stderr
