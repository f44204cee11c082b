"""Wrong configurations: each row of the corpus starts the real program; one line and exit code 2, or something safe."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from sqlalchemy import text

from smsinfo.config import load_settings
from smsinfo.db.engine import make_engine, sqlite_is_mended
from smsinfo.db.migrate import upgrade
from smsinfo.errors import BadSetting
from tests.support import KEYS

CORPUS = Path(__file__).parents[1] / "data" / "badinputs.jsonl"
ROWS = [row for row in map(json.loads, CORPUS.read_text(encoding="utf-8").splitlines()) if row["where"] == "cli.config"]
TWILIO_WITHOUT_TOKEN = '[channels.twilio]\nkind = "twilio"\naccount_sid = "AC1"\nsender = "+15005550006"\n'

# Row -> environment, arguments, and words of the one line. A command that does not exist yet refuses by not existing.
REFUSED: dict[str, tuple[dict[str, str], list[str], str]] = {
    "SECRET_KEY unset in production": ({"SMSINFO_SECRET_KEY": ""}, ["serve"], "SMSINFO_SECRET_KEY"),
    "TWILIO_AUTH_TOKEN unset with the twilio gateway on": ({"SMSINFO_CONFIG": "twilio.toml"}, ["serve"], "auth_token"),
    "PUBLIC_URL=http://... in production": ({"SMSINFO_PUBLIC_URL": "http://sms.example.org"}, ["serve"], "https"),
    "SPEND_CAP_IDR=-1 / abc / 1e99": ({"SMSINFO_SPEND_CAP_IDR": "-1"}, ["serve"], "SMSINFO_SPEND_CAP_IDR"),
    "RATE_PER_PHONE=0": ({"SMSINFO_RATE_PER_PHONE": "0"}, ["serve"], "SMSINFO_RATE_PER_PHONE"),
    "TZ=Mars/Olympus": ({"SMSINFO_TIMEZONE": "Mars/Olympus"}, ["serve"], "SMSINFO_TIMEZONE"),
    "database schema newer than the program": ({}, ["db", "upgrade"], "newer than this program"),
    "smsinfo backup to an existing file": ({}, ["backup", "twilio.toml"], "is there already; give the new backup"),
    "smsinfo send --all without --yes": ({}, ["send", "--all"], "No such command"),
}
SAFE = {"SPEND_CAP_IDR unset", "disk 99 % full", "SQLite library < 3.51.3 with more than one writer process"}


def run(folder: Path, environment: dict[str, str], arguments: list[str]) -> subprocess.CompletedProcess[str]:
    """The real program in a folder of its own."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("SMSINFO_")}
    program = Path(sys.executable).parent / "smsinfo"
    return subprocess.run(
        [program, *arguments],
        cwd=folder,
        env={**kept, **KEYS, **environment},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


def test_every_row_of_the_corpus_is_here() -> None:
    assert len(ROWS) == 12
    assert {row["input"] for row in ROWS} == set(REFUSED) | SAFE


@pytest.mark.parametrize("row", REFUSED)
def test_a_wrong_configuration_stops_the_start_with_one_line(tmp_path: Path, row: str) -> None:
    environment, arguments, words = REFUSED[row]
    (tmp_path / "twilio.toml").write_text(TWILIO_WITHOUT_TOKEN)
    if "newer" in row:
        engine = make_engine(f"sqlite:///{tmp_path / 'new.db'}")
        upgrade(engine)
        with engine.begin() as connection:
            connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
        engine.dispose()
        environment = {"SMSINFO_DATABASE_URL": f"sqlite:///{tmp_path / 'new.db'}"}
    done = run(tmp_path, environment, arguments)
    assert done.returncode == 2, done.stderr
    assert words in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize("value", ["-1", "abc", "1e99", "0"])
def test_a_spend_cap_is_a_positive_number_of_rupiah(value: str) -> None:
    with pytest.raises(BadSetting, match=r"SMSINFO_SPEND_CAP_IDR.*Example: 1000000"):
        load_settings({"SMSINFO_SPEND_CAP_IDR": value})


def test_without_a_spend_cap_there_is_one_all_the_same() -> None:
    assert 0 < load_settings({}).spend_cap_idr <= 10_000_000


def test_the_doctor_names_the_disk_and_the_library_in_use(tmp_path: Path) -> None:
    done = run(tmp_path, {}, ["doctor"])
    assert "MB free" in done.stdout
    assert "WAL-reset bug" in done.stdout
    assert "database: the database is empty; run: smsinfo db upgrade" in done.stdout
    assert done.returncode == 2


@pytest.mark.parametrize(
    ("version", "mended"),
    [("3.40.1", False), ("3.51.2", False), ("3.51.3", True), ("3.44.6", True), ("3.50.7", True), ("3.53.4", True)],
)
def test_which_library_carries_the_mend(version: str, mended: bool) -> None:
    assert sqlite_is_mended(version) is mended


def test_an_unknown_setting_is_refused_with_what_was_meant() -> None:
    with pytest.raises(BadSetting, match="did you mean SMSINFO_CONTACT_KEY"):
        load_settings({"SMSINFO_CONTCT_KEY": "x"})


def test_a_secret_comes_from_a_file(tmp_path: Path) -> None:
    (tmp_path / "key").write_text("k" * 40 + "\n")
    settings = load_settings({"SMSINFO_SECRET_KEY_FILE": str(tmp_path / "key")})
    assert settings.secret_key is not None
    assert settings.secret_key.get_secret_value() == "k" * 40
    with pytest.raises(BadSetting, match=r"SMSINFO_SECRET_KEY_FILE.*can't be read"):
        load_settings({"SMSINFO_SECRET_KEY_FILE": str(tmp_path / "none")})
