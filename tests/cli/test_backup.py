"""Backup and restore as an operator does them: on both engines, and from one to the other."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import func, make_url, select

from smsinfo.bootstrap import build
from smsinfo.config import load_settings
from smsinfo.db import migrate, schema
from smsinfo.db.backup.read import GOING_OUT, SENDING_LOCKED, restore_backup
from smsinfo.db.backup.write import write_backup
from smsinfo.db.engine import Database, make_engine
from smsinfo.db.models import InboundMessage
from smsinfo.domain.sending import Mt, SendResult
from smsinfo.jobs.worker import LOCKED, Worker
from smsinfo.outbox import fan_out
from tests.cli.vault import (
    ENGINES,
    HELD_BACK,
    WORDS,
    contents,
    outcomes,
    peopled,
    plain,
    rewritten,
    runs,
    unfinished_alerts,
)
from tests.conftest import new_postgresql
from tests.outbox.desk import Desk
from tests.support import CITIZEN, KEYS, NEIGHBOUR, OWN_NUMBER, STRANGER, HeldClock, Phone

NEWCOMER = "+628125550077"
NOW = datetime(2026, 11, 24, 5, 0, tzinfo=UTC)
BOTH = [pytest.param(name, marks=[pytest.mark.postgresql] if name == "postgresql" else []) for name in ENGINES]


@dataclass
class Town:
    """An installation and its backup."""

    desk: Desk
    url: str
    file: Path


@pytest.fixture(scope="module", params=BOTH)
def town(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Town]:
    """A peopled installation on each engine, backed up by the terminal; nobody changes it."""
    folder = tmp_path_factory.mktemp("town")
    with ExitStack() as stack:
        url = f"sqlite:///{folder / 'smsinfo.db'}"
        if request.param == "postgresql":
            url = stack.enter_context(new_postgresql())
        desk = peopled(url)
        file = folder / "backups" / "town.backup"
        done = runs(url, "backup", str(file))
        assert done.exit_code == 0, done.output
        yield Town(desk, url, file)
        desk.close()


@pytest.fixture
def second_url(request: pytest.FixtureRequest, town: Town) -> str:
    """A new database of the town's engine."""
    return str(request.getfixturevalue(f"{make_url(town.url).get_backend_name()}_url"))


def restored(url: str, town: Town, *options: str) -> str:
    """Restore the town's backup; what the terminal says."""
    done = runs(url, "restore", str(town.file), *options)
    assert done.exit_code == 0, done.output
    return done.output


def opened(url: str, clock: HeldClock) -> Any:
    """The services of what was restored."""
    channels = {"phone": {"kind": "simulator", "sender": OWN_NUMBER, "per_minute": 6000}}
    settings = load_settings(KEYS, database_url=url, channels=channels)
    return build(settings, clock=clock, database=Database(make_engine(url)))


def test_everything_comes_back_whatever_the_engine_and_life_goes_on(town: Town, database_url: str) -> None:
    restored(database_url, town, "--keep-queue")
    before, after = contents(town.url), contents(database_url)
    assert [row for row in after.pop("mark") if row[0] != LOCKED] == before.pop("mark")
    assert after == before
    assert before["contact"]
    assert before["attempt"]
    assert before["alert_region"]
    clock = HeldClock(town.desk.clock.now)
    services = opened(database_url, clock)
    assert "Katingan" in (Phone(services, clock, CITIZEN).texts("STATUS") or "")
    assert Phone(services, clock, NEWCOMER).texts("KTP") is not None
    services.heart.stop()
    services.database.close()
    ids = [row[0] for row in before["inbound_message"]]
    assert [row[0] for row in contents(database_url)["inbound_message"]] == [*ids, max(ids) + 1, max(ids) + 2]


def test_what_waited_or_was_on_its_way_does_not_leave_again(town: Town, second_url: str) -> None:
    said = restored(second_url, town)
    assert "1 messages that waited then are cancelled, 1 on their way are unknown" in said
    assert outcomes(second_url) == {
        "Alarm 0": ("cancelled", "restored", False),
        "Alarm 1": ("unknown", "restored", False),
        "Alarm 2": ("unknown", None, False),
    }
    assert "1 alerts that were going out reach nobody further" in said
    assert (unfinished_alerts(town.url), unfinished_alerts(second_url)) == (1, 0)
    before, after = contents(town.url), contents(second_url)
    assert {name for name in before if before[name] != after[name]} == set(HELD_BACK)


def test_sending_is_locked_until_somebody_unlocks_it(town: Town, second_url: str) -> None:
    restored(second_url, town, "--keep-queue")
    services = opened(second_url, HeldClock(town.desk.clock.now))
    sent: list[str] = []

    def send(mt: Mt) -> SendResult:
        sent.append(mt.text)
        return SendResult(external_id="x")

    services.gateways["phone"].send = send
    worker = Worker(services)
    worker.step()
    assert sent == []
    unlocked = runs(second_url, "restore", "--unlock")
    assert "restored from the backup of" in unlocked.output
    worker.step()
    assert sent == ["Alarm 0"]
    services.heart.stop()
    services.database.close()


def test_no_number_and_no_key_is_readable_in_a_backup(town: Town) -> None:
    secrets = [value.encode() for name, value in KEYS.items() if name.endswith("_KEY")]
    sealed, inside = town.file.read_bytes(), plain(town.file)
    for number in (CITIZEN, NEIGHBOUR, STRANGER):
        digits = number[3:].encode()
        assert digits not in sealed
        assert digits not in inside
    assert [key for key in secrets if key in sealed or key in inside] == []
    assert b"Katingan" in inside
    assert b"Katingan" not in sealed


def test_the_file_is_its_owners_alone_and_there_whole_or_not_at_all(town: Town) -> None:
    assert town.file.stat().st_mode & 0o777 == 0o600
    before = town.file.read_bytes()
    again = runs(town.url, "backup", str(town.file))
    assert again.exit_code == 2
    assert "is there already" in again.output
    assert town.file.read_bytes() == before
    assert [path.name for path in town.file.parent.iterdir()] == ["town.backup"]


def test_the_terminal_says_what_is_not_inside_and_where_it_belongs(town: Town, tmp_path: Path) -> None:
    done = runs(town.url, "backup", str(tmp_path / "new.backup"))
    assert "Not inside: SMSINFO_CONTACT_KEY and SMSINFO_AUDIT_KEY" in done.output
    assert "keep two copies" in done.output


def test_checking_a_backup_reads_it_and_stores_nothing(town: Town, tmp_path: Path) -> None:
    done = runs(f"sqlite:///{tmp_path / 'none.db'}", "restore", "--check", str(town.file))
    assert "is whole" in done.output
    assert not (tmp_path / "none.db").exists()


def test_texts_that_come_while_a_backup_is_written_are_not_in_it(town: Town, second_url: str, tmp_path: Path) -> None:
    restored(second_url, town)
    clock = HeldClock(town.desk.clock.now)
    services = opened(second_url, clock)
    phone, said = Phone(services, clock, NEIGHBOUR), []

    def tell(_done: int, _rows: int) -> None:
        said.append(phone.texts("KTP"))

    with (tmp_path / "busy.backup").open("wb") as file:
        write_backup(services.database, file, WORDS.encode(), NOW, tell)
    with services.database.read() as session:
        count = session.scalar(select(func.count()).select_from(InboundMessage)) or 0
    assert said
    copy = Database(make_engine(f"sqlite:///{tmp_path / 'copy.db'}"))
    with (tmp_path / "busy.backup").open("rb") as source:
        restore_backup(copy, source, WORDS.encode(), NOW, lambda _done, _rows: None)
    with copy.read() as session:
        assert session.scalar(select(func.count()).select_from(InboundMessage)) == count - len(said)
    copy.close()
    services.heart.stop()
    services.database.close()


def test_a_database_with_anything_in_it_is_never_written_over(town: Town) -> None:
    before = contents(town.url)
    done = runs(town.url, "restore", str(town.file))
    assert done.exit_code == 2
    assert "the database is not empty" in done.output
    assert contents(town.url) == before


def test_a_migrated_database_without_rows_counts_as_empty(town: Town, second_url: str) -> None:
    engine = make_engine(second_url)
    migrate.upgrade(engine)
    engine.dispose()
    restored(second_url, town)
    assert contents(second_url)["contact"] == contents(town.url)["contact"]


def test_a_backup_of_an_older_smsinfo_is_brought_up_to_date(town: Town, second_url: str, tmp_path: Path) -> None:
    def as_of_0003(head: dict[str, Any]) -> None:
        head["revision"] = "0003"
        head["tables"] = [table for table in head["tables"] if table["name"] in ("region", "contact")]

    old = rewritten(town.file, tmp_path / "old.backup", as_of_0003)
    done = runs(second_url, "restore", str(old))
    assert done.exit_code == 0, done.output
    database = Database(make_engine(second_url))
    schema.require_current(database.engine)
    database.close()
    assert contents(second_url)["contact"] == contents(town.url)["contact"]
    assert [row[0] for row in contents(second_url)["mark"]] == [SENDING_LOCKED]


def test_a_backup_of_a_newer_smsinfo_is_refused(town: Town, second_url: str, tmp_path: Path) -> None:
    new = rewritten(town.file, tmp_path / "new.backup", lambda head: head.update(revision="9999"))
    done = runs(second_url, "restore", str(new))
    assert done.exit_code == 2
    assert "newer" in done.output
    database = Database(make_engine(second_url))
    assert schema.current(database.engine) is None
    database.close()


def test_other_keys_are_noticed(town: Town, sqlite_url: str) -> None:
    done = runs(
        sqlite_url,
        "restore",
        str(town.file),
        SMSINFO_CONTACT_KEY=KEYS["SMSINFO_CONTACT_KEY"].swapcase(),
        SMSINFO_AUDIT_KEY=KEYS["SMSINFO_AUDIT_KEY"].swapcase(),
    )
    assert "SMSINFO_CONTACT_KEY is another one" in done.stderr
    assert "SMSINFO_AUDIT_KEY is another one" in done.stderr


def test_a_restore_and_the_outbox_mean_the_same_by_their_words() -> None:
    assert SENDING_LOCKED == LOCKED
    assert set(GOING_OUT) == fan_out.GOING_OUT
