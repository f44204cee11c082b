"""Backups that are not what they were: cut, changed, of a wrong passphrase. None of them reaches the database."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from smsinfo.db import migrate, schema
from smsinfo.db.backup.crypt import CHUNK, MAGIC
from smsinfo.db.engine import Database, make_engine
from tests.cli.vault import contents, rewritten, runs, written

SEALED = CHUNK + 16
Spoil = Callable[[bytes], bytes]


def body(data: bytes) -> int:
    """Where the first chunk begins."""
    return data.index(b"\n", len(MAGIC)) + 1


def flipped(data: bytes, place: int) -> bytes:
    """One bit of it is another."""
    return data[:place] + bytes([data[place] ^ 1]) + data[place + 1 :]


def swapped(data: bytes) -> bytes:
    """The first two chunks have changed places."""
    start = body(data)
    first, second = data[start : start + SEALED], data[start + SEALED : start + 2 * SEALED]
    return data[:start] + second + first + data[start + 2 * SEALED :]


@pytest.fixture(scope="module")
def backup(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A backup of several chunks: rows of regions whose names don't pack well."""
    folder = tmp_path_factory.mktemp("backup")
    url = f"sqlite:///{folder / 'smsinfo.db'}"
    database = Database(make_engine(url))
    migrate.upgrade(database.engine)
    with database.write() as session:
        for number in range(20_000):
            code = f"{number:013}"
            session.connection().exec_driver_sql(
                "INSERT INTO region (code, name, level) VALUES (?, hex(randomblob(10)), 'desa')", (code,)
            )
    database.close()
    assert runs(url, "backup", str(folder / "whole.backup")).exit_code == 0
    return folder / "whole.backup"


@pytest.mark.parametrize(
    ("spoil", "problem"),
    [
        (lambda data: b"", "no file that"),
        (lambda data: b"PK" + data, "no file that"),
        (lambda data: data[: body(data) - 9], "head of the backup is damaged"),
        (lambda data: data.replace(b'"n": 131072', b'"n": 999999999'), "head of the backup is damaged"),
        (lambda data: data.replace(b'"r": 8', b'"r": 0'), "head of the backup is damaged"),
        (lambda data: data.replace(b'"made_at": "20', b'"made_at": "21'), "passphrase is not the one"),
        (lambda data: data[: body(data)], "passphrase is not the one"),
        (lambda data: data[: body(data) + 100], "passphrase is not the one"),
        (lambda data: flipped(data, body(data) + 5), "passphrase is not the one"),
        (lambda data: data[: body(data) + SEALED], "changed or cut off"),
        (lambda data: data[: body(data) + 2 * SEALED], "changed or cut off after about"),
        (lambda data: data[:-1], "changed or cut off after about"),
        (lambda data: flipped(data, len(data) - 1), "changed or cut off after about"),
        (lambda data: data + b"\0", "changed or cut off after about"),
        (lambda data: data[: body(data)] + data[body(data) + SEALED :], "changed or cut off"),
        (swapped, "changed or cut off"),
    ],
    ids=[
        "empty",
        "another file",
        "cut in the head",
        "a head that asks for too much memory",
        "a head that makes no sense",
        "another date in the head",
        "only the head",
        "cut in the first chunk",
        "a bit of the first chunk",
        "cut after the first chunk",
        "cut after the second chunk",
        "the last byte is missing",
        "a bit of the last byte",
        "a byte more",
        "without its first chunk",
        "chunks that changed places",
    ],
)
def test_a_spoilt_backup_is_refused_and_nothing_of_it_stored(
    backup: Path, tmp_path: Path, sqlite_url: str, spoil: Spoil, problem: str
) -> None:
    assert backup.stat().st_size > 3 * SEALED
    bad = tmp_path / "bad.backup"
    bad.write_bytes(spoil(backup.read_bytes()))
    done = runs(sqlite_url, "restore", str(bad))
    assert done.exit_code == 2
    assert problem in done.stderr
    database = Database(make_engine(sqlite_url))
    started = schema.current(database.engine) is not None
    database.close()
    if started:
        assert {name for name, rows in contents(sqlite_url).items() if rows} == set()


def test_after_a_spoilt_one_a_whole_one_can_be_restored(backup: Path, tmp_path: Path, sqlite_url: str) -> None:
    cut = tmp_path / "cut.backup"
    cut.write_bytes(backup.read_bytes()[:-1])
    assert runs(sqlite_url, "restore", str(cut)).exit_code == 2
    assert runs(sqlite_url, "restore", str(backup)).exit_code == 0
    assert len(contents(sqlite_url)["region"]) == 20_000


def test_a_whole_backup_of_fewer_rows_than_its_head_names_is_refused(
    backup: Path, tmp_path: Path, sqlite_url: str
) -> None:
    less = rewritten(backup, tmp_path / "less.backup", lambda head: head["tables"][0].update(rows=7))
    done = runs(sqlite_url, "restore", str(less))
    assert done.exit_code == 2
    assert "not all rows" in done.stderr


@pytest.mark.parametrize(
    ("name", "data", "problem"),
    [
        ("region/1.jsonl", b"", "has no head"),
        ("head.json", b"{}", "a form that this smsinfo does not know"),
        ("head.json", b"[", "a form that this smsinfo does not know"),
    ],
    ids=["no head", "an empty head", "half a head"],
)
def test_a_true_file_of_another_form_is_refused(
    tmp_path: Path, sqlite_url: str, name: str, data: bytes, problem: str
) -> None:
    odd = written(tmp_path / "odd.backup", [(name, data)])
    done = runs(sqlite_url, "restore", str(odd))
    assert done.exit_code == 2
    assert problem in done.stderr


@pytest.mark.parametrize(
    ("arguments", "env", "problem"),
    [
        ((), {}, "name a backup"),
        (("none.backup",), {}, "can't be read"),
        (("{}", "--unlock"), {}, "restore first"),
        (("{}",), {"BACKUP_PASSPHRASE": ""}, "there is no passphrase"),
        (("{}",), {"BACKUP_PASSPHRASE": "too short"}, "at least 16 characters"),
        (("{}",), {"BACKUP_PASSPHRASE": "another one of enough words"}, "passphrase is not the one"),
        (("{}", "--key-file", "none.key"), {}, "can't be read"),
        (("--unlock",), {}, "smsinfo db upgrade"),
    ],
    ids=["nothing", "no file", "both", "no passphrase", "short", "wrong", "no key file", "no database"],
)
def test_what_a_person_can_mend_is_one_line(
    backup: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    arguments: tuple[str, ...],
    env: dict[str, str],
    problem: str,
) -> None:
    monkeypatch.chdir(tmp_path)
    done = runs("sqlite:///new.db", "restore", *(part.format(backup) for part in arguments), **env)
    assert done.exit_code == 2
    assert done.stderr.startswith("smsinfo: ")
    assert problem in done.stderr
    assert len(done.stderr.strip().splitlines()) == 1


def test_a_key_file_opens_what_a_key_file_closed(backup: Path, tmp_path: Path, sqlite_url: str) -> None:
    key = tmp_path / "backup.key"
    key.write_text("y0v4eDVzJzq5ZQm0h7rTq8wYt1o2c3d4\n")
    url = f"sqlite:///{backup.parent / 'smsinfo.db'}"
    made = tmp_path / "by-key.backup"
    nothing = {"BACKUP_PASSPHRASE": "", "BACKUP_KEY_FILE": str(key)}
    assert runs(url, "backup", str(made), **nothing).exit_code == 0
    assert runs(sqlite_url, "restore", "--check", str(made)).exit_code == 2
    assert runs(sqlite_url, "restore", "--check", str(made), "--key-file", str(key)).exit_code == 0
