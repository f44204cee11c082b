"""What can be set, typed or run is written down, and what is written down is so."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import fields
from importlib import import_module
from pathlib import Path

import click
import pytest
from pydantic import SecretStr

from smsinfo.cli.main import COMMANDS as PROGRAMS
from smsinfo.cli.main import main
from smsinfo.config import ChannelSettings, Settings
from smsinfo.content.pack_model import (
    PackAlias,
    PackClaim,
    PackField,
    PackHead,
    PackHoliday,
    PackHolidays,
    PackMenu,
    PackRegion,
    PackTopic,
)
from smsinfo.conversation.commands import COMMANDS
from smsinfo.gateways import GATEWAYS
from smsinfo.gateways.reading import Options
from smsinfo.locale import command_words, languages

PACKED = [PackHead, PackTopic, PackClaim, PackMenu, PackRegion, PackAlias, PackField, PackHolidays, PackHoliday]
ROOT = Path(__file__).parents[2]
DOCS, TESTS = ROOT / "docs", ROOT / "tests"
LINK = re.compile(r"\[[^\]]*\]\((?!https?:|#)([^)#]+)[^)]*\)")
TARGET = re.compile(r"^([a-z]+):", re.MULTILINE)


def lines(name: str) -> list[str]:
    """The lines of one document."""
    return (DOCS / name).read_text(encoding="utf-8").splitlines()


def row_of(name: str) -> str:
    """A setting as the table of docs/settings.md must show it."""
    field = Settings.model_fields[name]
    nothing = field.default in (None, (), {}) or isinstance(field.default, SecretStr)
    default = "" if nothing else f"`{field.default}`"
    return f"| `{name}` | {default} | {field.description} | `{(field.examples or [''])[0]}` |"


def programs(command: click.Command, name: str) -> Iterator[tuple[str, click.Command]]:
    """A command of the terminal with all its own."""
    yield name, command
    if isinstance(command, click.Group):
        for inner in command.commands.values():
            yield from programs(inner, f"{name} {inner.name}")


def all_programs() -> dict[str, click.Command]:
    """`content import` and so on -> the command."""
    found: dict[str, click.Command] = {}
    for name in PROGRAMS:
        command = main.get_command(click.Context(main), name)
        assert command is not None
        found.update(programs(command, name))
    return found


@pytest.mark.parametrize("name", Settings.model_fields)
def test_a_setting_is_documented_as_it_is(name: str) -> None:
    assert Settings.model_fields[name].description
    assert row_of(name) in lines("settings.md")


def test_the_settings_document_names_no_setting_that_is_gone() -> None:
    named = [line.split("`")[1] for line in lines("settings.md") if line.startswith("| `")]
    assert named == [*Settings.model_fields, *(name for name in ChannelSettings.model_fields if name != "kind")]


@pytest.mark.parametrize("name", [name for name in ChannelSettings.model_fields if name != "kind"])
def test_what_all_channels_have_is_documented_as_it_is(name: str) -> None:
    row = next(line for line in lines("settings.md") if line.startswith(f"| `{name}` |"))
    assert row.endswith(f"| {ChannelSettings.model_fields[name].description} |")


def options_of(kind: str) -> type[Options]:
    """The settings that a kind of gateway has of its own."""
    module = import_module(GATEWAYS[kind].partition(":")[0])
    found = [value for value in vars(module).values() if isinstance(value, type) and issubclass(value, Options)]
    return next(model for model in found if f"of kind {kind}" in (model.__doc__ or ""))


@pytest.mark.parametrize("kind", GATEWAYS)
def test_a_gateway_is_documented_by_an_example_with_all_its_settings(kind: str) -> None:
    text = (DOCS / "settings.md").read_text(encoding="utf-8")
    example = text.partition(f'\nkind = "{kind}"')[2].partition("\n\n")[0]
    assert [name for name in options_of(kind).model_fields if not re.search(rf"\b{name}(_file)?\b", example)] == []


@pytest.mark.parametrize("model", PACKED)
def test_each_field_of_a_pack_is_documented_for_editors(model: type) -> None:
    text = (DOCS / "packs.md").read_text(encoding="utf-8")
    named = set(re.findall(r"`(\w+)`", text)) | set(re.findall(r"^\[*(\w+)\]* *(?:=|#|$)", text, re.MULTILINE))
    assert {field.name for field in fields(model)} <= named


@pytest.mark.parametrize("name", COMMANDS)
def test_a_command_of_citizens_is_documented_with_all_its_words(name: str) -> None:
    row = next(line for line in lines("commands.md") if line.startswith(f"| `{name}` |"))
    typed = {entry.command: entry.words for entry in command_words()}.get(name)
    assert typed is None or row.endswith(f"| {', '.join(typed).upper()} |")


@pytest.mark.parametrize("name", all_programs())
def test_a_program_is_documented_with_its_help_and_all_its_options(name: str) -> None:
    command = all_programs()[name]
    _, _, rest = (DOCS / "commands.md").read_text(encoding="utf-8").partition(f"### `smsinfo {name}`\n")
    section = rest.partition("\n## ")[0].partition("\n### ")[0]
    assert (command.help or "").strip() in section
    for parameter in command.params:
        if isinstance(parameter, click.Option):
            assert parameter.help
            assert f"- `{parameter.opts[0]}`: {parameter.help}" in section
        else:
            assert f"- `{parameter.make_metavar(click.Context(command)).strip('[].')}`" in section


def test_commands_of_the_terminal_in_the_document_all_exist() -> None:
    named = re.findall(r"^### `smsinfo (.+)`$", "\n".join(lines("commands.md")), re.MULTILINE)
    assert sorted(named) == sorted(all_programs())


@pytest.mark.parametrize("path", [*sorted(ROOT.glob("*.md")), *sorted(DOCS.glob("*.md"))], ids=lambda p: str(p.name))
def test_a_link_inside_the_documents_leads_somewhere(path: Path) -> None:
    dead = [link for link in LINK.findall(path.read_text(encoding="utf-8")) if not (path.parent / link).exists()]
    assert dead == []


def test_the_readme_names_make_targets_that_exist() -> None:
    targets = set(TARGET.findall((ROOT / "Makefile").read_text(encoding="utf-8")))
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    assert {"run", "test"} <= set(re.findall(r"(?:^|`)make ([a-z]+)", readme, re.MULTILINE)) <= targets


def test_the_documents_name_each_language() -> None:
    option = next(line for line in lines("commands.md") if line.startswith("- `--language`"))
    assert set(languages()) <= set(re.findall(r"[a-z]+", option.partition(":")[2]))


def test_each_test_that_a_document_names_is_there() -> None:
    named = {name for path in DOCS.glob("*.md") for name in re.findall(r"`(test_\w+)`", path.read_text("utf-8"))}
    written = {name for path in TESTS.rglob("*.py") for name in re.findall(r"def (test_\w+)", path.read_text("utf-8"))}
    assert named
    assert named - written == set()
