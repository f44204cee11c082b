"""What can be set, typed or run is written down."""

from __future__ import annotations

from pathlib import Path

import click
import pytest

from smsinfo.cli.main import COMMANDS as PROGRAMS
from smsinfo.cli.main import main
from smsinfo.config import Settings
from smsinfo.conversation.commands import COMMANDS

DOCS = Path(__file__).parents[2] / "docs"


@pytest.mark.parametrize("name", Settings.model_fields)
def test_a_setting_is_documented_with_its_meaning(name: str) -> None:
    field = Settings.model_fields[name]
    assert field.description
    assert field.examples
    assert f"| `{name}` |" in (DOCS / "settings.md").read_text(encoding="utf-8")
    assert field.description in (DOCS / "settings.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("name", COMMANDS)
def test_a_command_of_citizens_is_documented(name: str) -> None:
    assert f"| `{name}` |" in (DOCS / "commands.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("name", PROGRAMS)
def test_a_program_and_its_options_are_documented(name: str) -> None:
    text = (DOCS / "commands.md").read_text(encoding="utf-8")
    command = main.get_command(click.Context(main), name)
    assert command is not None
    assert f"`smsinfo {name}`" in text
    for parameter in command.params:
        assert all(
            f"`{option}" in text or f", {option}" in text for option in parameter.opts if option.startswith("--")
        )
        assert not isinstance(parameter, click.Option) or parameter.help
