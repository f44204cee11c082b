"""`wsgi:app` as a server loads it: it starts, or it says in one line why not and stops."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from .real import KEYS, HeldClock, real_services

ROOT = Path(__file__).parents[2]
SIMULATOR = '[channels.phone]\nkind = "simulator"\n'
NO_TOKEN = '[channels.sms]\nkind = "twilio"\naccount_sid = "AC01"\nsender = "+15005550006"\n'
TWILIO = NO_TOKEN + 'auth_token = "the-token"\n'


def run(folder: Path, *command: str, config: str = "", **environ: str) -> subprocess.CompletedProcess[str]:
    """A command of Python's in an empty folder, with these settings only."""
    (folder / "smsinfo.toml").write_text(config)
    usual = {name: value for name, value in os.environ.items() if not name.startswith("SMSINFO_")}
    return subprocess.run(
        [sys.executable, *command],
        cwd=folder,
        env=usual | {"PYTHONPATH": str(ROOT), "HOME": str(folder)} | environ,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


CANNOT_START = {
    "no keys": ({}, "", "SMSINFO_SECRET_KEY: is not set"),
    "an unknown setting": (KEYS | {"SMSINFO_SPEND_CAP": "1"}, "", "SMSINFO_SPEND_CAP: no such setting"),
    "an empty database": (KEYS, "", "the database is empty; run: smsinfo db upgrade"),
    "a simulator beside a real channel": (
        KEYS,
        SIMULATOR + TWILIO,
        "channels.phone: a simulator beside a real channel",
    ),
    "Twilio without a token": (KEYS, NO_TOKEN, "channels.sms.auth_token: is missing"),
}


@pytest.mark.parametrize(("environ", "config", "says"), CANNOT_START.values(), ids=CANNOT_START.keys())
def test_what_cannot_serve_people_does_not_start(
    tmp_path: Path, environ: dict[str, str], config: str, says: str
) -> None:
    done = run(tmp_path, "-c", "import wsgi", config=config, **environ)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith(f"smsinfo: {says}")
    assert done.stderr.count("\n") == 1
    assert "the-token" not in done.stderr


def test_gunicorn_stops_too_instead_of_starting_workers_again_and_again(tmp_path: Path) -> None:
    done = run(tmp_path, "-m", "gunicorn", "--bind", "127.0.0.1:0", "--no-control-socket", "wsgi:app")
    assert done.returncode == 4
    assert "SMSINFO_SECRET_KEY: is not set" in done.stderr


def test_with_keys_and_a_database_it_answers(tmp_path: Path) -> None:
    real_services(tmp_path, HeldClock(), {}).database.close()
    program = "import wsgi; print(wsgi.app.test_client().get('/readyz').text, end='')"
    database = f"sqlite:///{tmp_path / 'smsinfo.db'}"
    done = run(tmp_path, "-c", program, config=SIMULATOR, SMSINFO_DATABASE_URL=database, **KEYS)
    assert (done.returncode, done.stdout.splitlines()[0]) == (0, "ok"), done.stderr
    assert "database: ok" in done.stdout
