"""`smsinfo staff` and `smsinfo audit`: what only somebody at the machine can do, and what the log then says."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from smsinfo.cli.demo import ACCOUNTS, add_accounts
from smsinfo.cli.main import main
from smsinfo.content.pack_write import write_pack
from smsinfo.db.queries import audit as log
from smsinfo.db.queries import staff as rows
from smsinfo.db.queries.audit import Filter
from smsinfo.domain.staff import Role
from smsinfo.staff import passwords
from tests.content.samples import a_pack
from tests.staff.office import HASH, add_regions
from tests.support import KEYS, HeldClock, make_services

Run = Callable[..., Result]


@pytest.fixture
def run(sqlite_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Commands over a migrated database with four regions."""
    services = make_services(sqlite_url, HeldClock(), content=False)
    with services.database.write() as session:
        add_regions(session)
    services.database.close()
    monkeypatch.chdir(tmp_path)
    for name, value in (KEYS | {"SMSINFO_DATABASE_URL": sqlite_url}).items():
        monkeypatch.setenv(name, value)
    return lambda *words: CliRunner().invoke(main, list(words))


def sql(url: str, *statements: str) -> None:
    """What somebody with the file does."""
    services = make_services(url, HeldClock(), content=False)
    with services.database.engine.begin() as connection:
        for statement in statements:
            connection.exec_driver_sql(statement)
    services.database.close()


def test_the_first_administrator_gets_a_link_and_there_is_no_second_first(run: Run, sqlite_url: str) -> None:
    made = run("staff", "first", "Siti.Aminah")
    assert made.exit_code == 0, made.stderr
    assert re.fullmatch(r"http://127\.0\.0\.1:8000/staff/join/[\w-]{43}\n", made.stdout)
    # As long as nobody has used a link there is no administrator, and a new link can be had.
    assert run("staff", "first", "siti.aminah").stdout != made.stdout
    services = make_services(sqlite_url, HeldClock(), content=False)
    with services.database.write() as session:
        person = rows.by_name(session, "siti.aminah")
        assert person is not None
        rows.change(session, person.id, {"password": HASH})
    services.database.close()
    refused = run("staff", "first", "budi")
    assert (refused.exit_code, refused.stdout) == (2, "")
    assert "siti.aminah is administrator already" in refused.stderr
    assert "administrator 62" in run("staff", "list").stdout


def test_a_name_or_a_region_that_will_not_do_is_told(run: Run) -> None:
    assert "a name has 3 to 32 letters" in run("staff", "first", "\u0430dmin").stderr
    assert "there is no region '99'" in run("staff", "first", "budi", "--region", "99").stderr
    for command in ("link", "unlock", "reset-code"):
        told = run("staff", command, "nobody")
        assert (told.exit_code, told.stderr.count("\n")) == (2, 1)
        assert "smsinfo staff list shows them" in told.stderr


def test_links_unlocking_and_codes_at_the_machine(run: Run) -> None:
    run("staff", "first", "siti")
    assert "/staff/join/" in run("staff", "link", "siti").stdout
    assert "was not locked" in run("staff", "unlock", "siti").stdout
    assert "new authenticator" in run("staff", "reset-code", "siti").stdout
    assert "invited" in run("staff", "list").stdout


def test_the_log_is_checked_and_a_changed_row_is_named(run: Run, sqlite_url: str) -> None:
    run("staff", "first", "siti")
    head = run("audit", "head").stdout.strip()
    good = run("audit", "verify", "--head", head)
    assert (good.exit_code, good.stdout.startswith("The audit log is whole: 3 rows")) == (0, True), good.stderr
    assert "as smsinfo audit head printed it" in run("audit", "verify", "--head", "x").stderr
    sql(
        sqlite_url,
        "DROP TRIGGER audit_event_no_UPDATE",
        "UPDATE audit_event SET actor = 'somebody' WHERE id = 2",
    )
    bad = run("audit", "verify")
    assert bad.exit_code == 2
    assert "row 2 was changed after it was written" in bad.stderr


def test_rows_that_were_cut_off_are_missed_by_the_printed_end(run: Run, sqlite_url: str) -> None:
    run("staff", "first", "siti")
    head = run("audit", "head").stdout.strip()
    sql(sqlite_url, "DROP TRIGGER audit_event_no_DELETE", "DELETE FROM audit_event WHERE id > 1")
    assert "from row 2 on rows are missing" in run("audit", "verify", "--head", head).stderr


def test_what_the_terminal_changes_is_written_down(run: Run, sqlite_url: str, tmp_path: Path) -> None:
    (tmp_path / "smsinfo.toml").write_text('[channels.phone]\nkind = "simulator"\n')
    assert run("channel", "pause", "phone").exit_code == 0
    pack = tmp_path / "pack"
    write_pack(a_pack(), pack)
    assert run("content", "import", "--dry-run", str(pack)).exit_code == 0
    assert run("content", "import", str(pack)).exit_code == 0
    services = make_services(sqlite_url, HeldClock(), content=False)
    with services.database.read() as session:
        found = [(e.action, e.subject) for e in log.find(session, Filter(), 10)]
    services.database.close()
    assert found == [("content.imported", "pack:pack"), ("settings.channel", "channel:phone")]


def test_the_demo_makes_an_account_a_role_with_a_new_password_each_time(sqlite_url: str) -> None:
    services = make_services(sqlite_url, HeldClock(), content=False)
    with services.database.write() as session:
        add_regions(session)
    first, second = add_accounts(services), add_accounts(services)
    assert first != second
    assert passwords.problem(second, "administrator") == ""
    with services.database.read() as session:
        people = {person.name: person for person in rows.everybody(session)}
        account = rows.account_by(session, "username", "publisher")
    assert account is not None
    assert passwords.fits(second, account.password)
    assert not passwords.fits(first, account.password)
    assert set(people) == set(ACCOUNTS)
    assert {grant.role for person in people.values() for grant in person.grants} == set(Role)
    assert all(person.demo and not person.needs_code for person in people.values())
    services.database.close()


def test_the_worker_loads_no_web_framework() -> None:
    modules = "smsinfo.cli.worker, smsinfo.cli.staff, smsinfo.cli.audit"
    program = f"import sys, {modules}; print(sorted({{'flask', 'flask_security'}} & set(sys.modules)))"
    found = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert found.stdout == "[]\n"
