"""`smsinfo content` and `smsinfo regions`, as the person at the keyboard sees them."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from smsinfo.cli.content import content
from smsinfo.cli.regions import regions
from smsinfo.content.pack_files import read_pack
from smsinfo.content.pack_write import write_pack
from smsinfo.db import migrate
from smsinfo.db.engine import make_engine

from .samples import KALTENG, a_pack, a_topic


@pytest.fixture(autouse=True)
def address(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """The settings of this machine are out of the way; the database is there and empty."""
    url = f"sqlite:///{tmp_path / 'smsinfo.db'}"
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("SMSINFO_DATABASE_URL", url)
    engine = make_engine(url)
    migrate.upgrade(engine)
    engine.dispose()
    return url


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A right small pack."""
    write_pack(a_pack(), tmp_path / "pack")
    return tmp_path / "pack"


def _content(*words: object) -> Result:
    return CliRunner().invoke(content, [str(word) for word in words], catch_exceptions=False)


def test_import_tells_what_it_did_and_the_second_time_that_nothing_changed(folder: Path) -> None:
    first = _content("import", folder)
    assert first.exit_code == 0
    assert "added     topics/ktp.toml\n" in first.output
    assert first.output.endswith("8 added, 0 changed, 0 withdrawn, 0 unchanged\nContent version 1.\n")
    assert _content("import", folder).output == "0 added, 0 changed, 0 withdrawn, 8 unchanged\nContent version 1.\n"


def test_a_long_list_is_cut_short() -> None:
    output = _content("import", KALTENG).output
    assert "added     ... and 72 more\n92 added," in output
    assert len(output.splitlines()) == 23


def test_a_dry_run_tells_the_same_and_writes_nothing(folder: Path) -> None:
    tried = _content("import", folder, "--dry-run")
    assert "8 added" in tried.output
    assert tried.output.endswith("Dry run: nothing was written.\n")
    assert "8 added" in _content("import", folder).output


def test_export_writes_a_pack_that_can_be_read(folder: Path, tmp_path: Path) -> None:
    _content("import", folder)
    done = _content("export", tmp_path / "out")
    assert done.output == f"{tmp_path / 'out'}: 2 topics, 1 claims, 4 regions\n"
    assert read_pack(tmp_path / "out") == a_pack()


def test_lint_lists_the_problems_and_fails_for_errors_only(folder: Path, tmp_path: Path) -> None:
    good = _content("lint", folder)
    assert (good.exit_code, good.output) == (0, "2 topics, 1 claims, 4 regions: 0 errors, 0 warnings\n")
    write_pack(a_pack(a_topic(sources=()), a_topic("kk", keywords=("KK", "STOP"))), tmp_path / "bad")
    bad = _content("lint", tmp_path / "bad")
    assert bad.exit_code == 2
    assert "error   topics/ktp.toml: no source; say where the facts were seen, and when\n" in bad.output
    assert "warning topics/kk.toml: STOP is also the command stop" in bad.output
    assert bad.output.endswith("1 errors, 1 warnings\n")
    refused = _content("import", tmp_path / "bad")
    assert (refused.exit_code, refused.stderr.count("\n")) == (2, 1)
    assert "no source" in refused.stderr


def test_a_database_without_tables_says_what_to_run(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SMSINFO_DATABASE_URL", f"sqlite:///{tmp_path / 'empty.db'}")
    for words in (("import", folder), ("export", tmp_path / "out")):
        refused = _content(*words)
        assert refused.exit_code == 2
        assert "run: smsinfo db upgrade" in refused.stderr


def test_regions_come_from_a_file_of_their_own(tmp_path: Path) -> None:
    run = CliRunner()
    tried = run.invoke(regions, ["import", str(KALTENG / "regions.csv"), "--dry-run"], catch_exceptions=False)
    assert tried.output.endswith("1 added, 0 changed, 0 withdrawn, 0 unchanged\nDry run: nothing was written.\n")
    done = run.invoke(regions, ["import", str(KALTENG / "regions.csv")], catch_exceptions=False)
    assert done.output.endswith("1 added, 0 changed, 0 withdrawn, 0 unchanged\nContent version 1.\n")
    (tmp_path / "bad.csv").write_text("kode,nama\n")
    refused = run.invoke(regions, ["import", str(tmp_path / "bad.csv")])
    assert (refused.exit_code, refused.stderr) == (
        2,
        "smsinfo: bad.csv: must begin with the line code,name,level,parent_code\n",
    )
