"""`smsinfo staff phone`, `smsinfo staff codes` and `smsinfo roster`: what is prepared before the night."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from smsinfo.alerts import drills
from smsinfo.cli.main import main
from smsinfo.db.queries import audit as log
from smsinfo.db.queries import staff as rows
from smsinfo.db.queries.audit import Filter
from smsinfo.domain.staff import Grant, Role
from smsinfo.outbox.watch import contact_of
from smsinfo.staff.accounts import NewAccount
from smsinfo.staff.audit import TERMINAL
from tests.staff.office import HASH, add_regions
from tests.support import KEYS, HeldClock, make_services

Run = Callable[..., Result]
CHANNELS = '[channels.phone]\nkind = "simulator"\nsender = "+628110000123"\n'


@pytest.fixture
def run(sqlite_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Commands over a database with Budi, who approves alerts in Katingan."""
    services = make_services(sqlite_url, HeldClock(), content=False)
    with services.database.write() as session:
        add_regions(session)
        budi = services.staff.accounts.open(session, TERMINAL, services.clock(), NewAccount("budi", "Budi S.", "62.06"))
        rows.change(session, budi.id, {"password": HASH})
        rows.put_grant(session, budi.id, Grant(Role.ALERT_APPROVER, "62.06"), services.clock())
    services.database.close()
    monkeypatch.chdir(tmp_path)
    (tmp_path / "smsinfo.toml").write_text(CHANNELS, encoding="utf-8")
    for name, value in (KEYS | {"SMSINFO_DATABASE_URL": sqlite_url}).items():
        monkeypatch.setenv(name, value)
    return lambda *words, **more: CliRunner().invoke(main, list(words), **more)


def audited(sqlite_url: str) -> list[str]:
    services = make_services(sqlite_url, HeldClock(), content=False)
    with services.database.read() as session:
        found = [event.action for event in log.find(session, Filter(), 1000)[::-1]]
    services.database.close()
    return found


def test_a_number_is_asked_for_and_shown_masked(run: Run, sqlite_url: str) -> None:
    done = run("staff", "phone", "Budi", input="0812 5500 1020\n")
    assert done.exit_code == 0, done.stderr
    assert done.stdout.startswith("A code is on its way to +62812****1020.")
    assert "5500" not in done.stdout
    assert audited(sqlite_url)[-1] == "account.phone_asked"


@pytest.mark.parametrize(
    ("words", "typed", "told"),
    [
        (("staff", "phone", "budi"), "12\n", "too_short"),
        (("staff", "phone", "siti"), "081255001020\n", "no account"),
        (("staff", "codes", "siti"), "", "no account"),
        (("roster", "add", "budi", "62.02"), "", "does not approve alerts in 62.02"),
        (("roster", "add", "budi", "99"), "", "no region"),
    ],
)
def test_what_can_not_be_done_is_told(run: Run, words: tuple[str, ...], typed: str, told: str) -> None:
    done = run(*words, input=typed)
    assert done.exit_code == 2
    assert told in done.output


def test_a_phone_is_dropped(run: Run, sqlite_url: str) -> None:
    assert run("staff", "phone", "budi", "--drop").stdout == "budi had no phone.\n"
    services = make_services(sqlite_url, HeldClock(), content=False)
    with services.database.write() as session:
        contact = contact_of(session.connection(), services.sealer, "+6281255001020", services.clock())
        budi = rows.by_name(session, "budi")
        assert budi is not None
        session.connection().exec_driver_sql(
            f"INSERT INTO staff_phone VALUES ({budi.id}, {contact}, '2026-11-24 03:00:00.000000')"
        )
    services.database.close()
    assert run("staff", "phone", "budi", "--drop").stdout == "budi has no phone now.\n"


def test_a_sheet_is_printed_once_and_can_be_ended(run: Run, sqlite_url: str) -> None:
    sheet = run("staff", "codes", "budi")
    codes = re.findall(r"^(\d\d)-([A-Z2-9]{4}-[A-Z2-9]{4}) ", sheet.stdout, re.MULTILINE)
    assert sheet.stdout.startswith("Budi S. (budi), ")
    assert [number for number, _ in codes] == [f"{n:02d}" for n in range(1, 21)]
    assert run("staff", "codes", "budi", "--revoke").stdout == "20 codes of budi have ended.\n"
    assert audited(sqlite_url)[-2:] == ["alert.sheet", "alert.sheet_ended"]


def test_the_roster_is_shown_with_its_gaps(run: Run) -> None:
    assert "gap: 62.06 Katingan: nobody can be asked" in run("roster").stdout
    assert run("roster", "add", "budi", "62.06", "--until", "2099-12-31").stdout == "budi is on duty for 62.06.\n"
    shown = run("roster").stdout
    assert re.search(r"62\.06 .* 1 .* budi .* Budi S\. .* 2099-12-31 .* no phone", shown)
    assert "gap: 62.06 Katingan: nobody can be asked" in shown
    assert run("roster", "end", "budi", "62.06").stdout == "budi is off duty for 62.06.\n"
    assert run("roster", "end", "budi", "62.06").stdout == "budi was not on duty for 62.06.\n"


def test_a_drill_that_is_due_is_told(run: Run, sqlite_url: str) -> None:
    done = run("drill")
    assert (done.exit_code, done.stdout) == (0, "No drill has been sent yet; 0 days are counted.\n")
    services = make_services(sqlite_url, HeldClock(), content=False)
    with services.database.write() as session:
        drills.watch(session, services.clock() - timedelta(days=400))
    services.database.close()
    done = run("drill")
    assert done.exit_code == 1
    assert done.stderr.startswith("Due: one each 30 days.")
