"""`smsinfo ussd`: the menu in the terminal, by script and by hand."""

from __future__ import annotations

import pytest
from click.testing import CliRunner

from smsinfo.cli.main import main


@pytest.fixture
def runner(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> CliRunner:
    """A terminal in an empty folder: no settings, no database."""
    monkeypatch.chdir(tmp_path_factory.mktemp("terminal"))
    return CliRunner()


def test_a_script_presses_keys_and_sees_each_screen_in_its_frame(runner: CliRunner) -> None:
    found = runner.invoke(main, ["ussd", "--inputs", "--region", "62.71", "2", "1", "ktp hilang"])
    assert found.exit_code == 0
    assert found.stdout.count("┌") == 4
    assert "│ 1 Kependudukan" in found.stdout
    assert "Palangka Raya" in found.stdout
    assert "135 of 160 septets" in found.stdout
    assert "no database yet" in found.stderr


def test_by_hand_an_empty_line_hangs_up(runner: CliRunner) -> None:
    found = runner.invoke(main, ["ussd", "--language", "en", "--limit", "120", "2"], input="1\n\n")
    assert found.exit_code == 0
    assert "Civil papers:" in found.stdout
    assert "of 120 septets" in found.stdout


def test_inputs_after_the_end_are_a_mistake_of_the_script(runner: CliRunner) -> None:
    found = runner.invoke(main, ["ussd", "--inputs", "0", "1"])
    assert found.exit_code == 2
    assert "the dialogue has ended" in found.stdout
    assert "had ended before 1" in found.stderr


@pytest.mark.parametrize(
    ("arguments", "problem"),
    [
        (["--language", "xx"], "--language xx is not known"),
        (["--region", "99"], "--region 99 is not a known region code"),
        (["--limit", "20"], "100<=x<=182"),
    ],
)
def test_a_wrong_option_says_what_would_do(runner: CliRunner, arguments: list[str], problem: str) -> None:
    found = runner.invoke(main, ["ussd", "--inputs", *arguments])
    assert found.exit_code == 2
    assert problem in found.stderr
