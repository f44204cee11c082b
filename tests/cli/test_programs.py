"""The terminal: ask, eval, keys, db, demo, as people call them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from smsinfo.cli.demo import demo_settings, prepare
from smsinfo.cli.main import main
from smsinfo.config import load_settings
from smsinfo.db.engine import Database, make_engine
from smsinfo.db.schema import HEAD
from tests.support import KEYS

FIELDS = {"text", "kind", "topics", "command", "arg", "reply", "encoding", "segments"}


@pytest.fixture
def terminal(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> CliRunner:
    """A terminal in an empty folder with an installed database."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("SMSINFO_DATABASE_URL", f"sqlite:///{tmp_path / 'smsinfo.db'}")
    database = Database(make_engine(load_settings().database_url))
    prepare(database)
    database.close()
    return CliRunner()


def test_ask_shows_the_reply_as_the_phone_does(terminal: CliRunner) -> None:
    done = terminal.invoke(main, ["ask", "ktp", "hilang"])
    assert done.exit_code == 0
    assert "surat kehilangan" in done.output
    assert "[gsm7, 1 segment]" in done.stderr


def test_ask_explains_which_words_led_there(terminal: CliRunner) -> None:
    done = terminal.invoke(main, ["ask", "--explain", "bpjs matii"])
    assert "answer: bpjs-mati" in done.output
    assert "matii -> mat" in done.output
    assert "(slip)" in done.output


def test_ask_reads_and_writes_lines(terminal: CliRunner) -> None:
    texts = ["KTP", "DAFTAR katingn", "DAFTAR Bukit Batu", "BAHASA inggris", "BANSOS", "xyzzy", "", "makasih", "\\x00"]
    done = terminal.invoke(main, ["ask", "--jsonl"], input="\n".join(texts) + "\n")
    lines = [json.loads(line) for line in done.stdout.splitlines()]
    assert [line["text"] for line in lines] == texts
    assert all(set(line) - {"places"} == FIELDS for line in lines)
    assert [line["kind"] for line in lines[:6]] == ["answer", "command", "command", "command", "menu", "none"]
    assert lines[0]["topics"][0] == "ktp"
    assert (lines[1]["command"], lines[1]["arg"]) == ("subscribe", "62.06")
    assert (lines[2]["arg"], len(lines[2]["places"])) == (None, 3)
    assert lines[3]["arg"] == "en"
    assert all(line["encoding"] == "gsm7" and 0 <= line["segments"] <= 3 for line in lines)


@pytest.mark.parametrize("arguments", [["--region", "99.99", "KTP"], ["--language", "xx", "KTP"], []])
def test_ask_says_in_one_line_what_to_mend(terminal: CliRunner, arguments: list[str]) -> None:
    done = terminal.invoke(main, ["ask", *arguments])
    assert done.exit_code == 2
    assert done.stderr.startswith("smsinfo: ")
    assert len(done.stderr.strip().splitlines()) == 1


def test_ask_answers_for_the_region_and_in_the_language(terminal: CliRunner) -> None:
    assert "112" in terminal.invoke(main, ["ask", "--region", "62.71", "darurat"]).output
    assert "Call" in terminal.invoke(main, ["ask", "--language", "en", "darurat"]).output


def test_eval_prints_the_table(terminal: CliRunner, tmp_path: Path) -> None:
    (tmp_path / "labels.tsv").write_text(
        "expected\ttext\tkind\nktp\tKTP\texact\n-\txyzzy\tnegative\ncmd:berhenti\tSTOP\tcommand\n"
    )
    done = terminal.invoke(main, ["eval", "labels.tsv"])
    assert done.exit_code == 0
    assert "one topic wanted: right 100.0%" in done.output
    assert "texts sent per question answered: 1.00" in done.output


def test_eval_refuses_a_file_of_another_form(terminal: CliRunner, tmp_path: Path) -> None:
    (tmp_path / "other.tsv").write_text("a\tb\n1\t2\n")
    done = terminal.invoke(main, ["eval", "other.tsv"])
    assert done.exit_code == 2
    assert "expected, text, kind" in done.stderr


def test_new_keys_are_accepted_as_settings(terminal: CliRunner) -> None:
    lines = terminal.invoke(main, ["keys", "new"]).output.splitlines()
    settings = load_settings(dict(line.split("=", 1) for line in lines))
    assert settings.contact_key
    assert settings.audit_key


def test_db_upgrade_twice_changes_nothing(terminal: CliRunner) -> None:
    assert f"{HEAD} -> {HEAD}" in terminal.invoke(main, ["db", "upgrade"]).output
    assert "up to date" in terminal.invoke(main, ["db", "check"]).output


def test_the_demo_keeps_its_keys_to_itself_and_makes_them_once(tmp_path: Path) -> None:
    first = demo_settings(tmp_path / "demo", 8000)
    again = demo_settings(tmp_path / "demo", 8000)
    assert first.contact_key == again.contact_key
    assert (tmp_path / "demo" / "keys.env").stat().st_mode & 0o777 == 0o600


def test_keys_rotate_says_how_many_numbers_moved(terminal: CliRunner, monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in KEYS.items():
        monkeypatch.setenv(name, value)
    assert "0 numbers were sealed" in terminal.invoke(main, ["keys", "rotate"]).output


@pytest.mark.parametrize("arguments", [["keys", "rotate"], ["db", "check"], ["content", "export", "out"]])
def test_an_empty_database_is_refused_with_what_to_run(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, arguments: list[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    for name, value in {**KEYS, "SMSINFO_DATABASE_URL": f"sqlite:///{tmp_path / 'new.db'}"}.items():
        monkeypatch.setenv(name, value)
    done = CliRunner().invoke(main, arguments)
    assert done.exit_code == 2
    assert done.stderr.startswith("smsinfo: the database is empty; run: smsinfo db upgrade")
    assert len(done.stderr.strip().splitlines()) == 1


def test_the_doctor_finds_a_sound_installation_sound(terminal: CliRunner, monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in KEYS.items():
        monkeypatch.setenv(name, value)
    done = terminal.invoke(main, ["doctor"])
    assert "ok   database: sqlite, revision" in done.output
    assert "ok   content: 64 topics" in done.output
    assert "BAD  content" not in done.output
