"""Every page and every command of citizens has its help, and no help is of something that is gone."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from werkzeug.routing import Rule

from smsinfo.conversation.commands import COMMANDS
from smsinfo.locale import command_words
from smsinfo.web import help_alerts, help_citizens, help_staff
from smsinfo.web.app import create_app
from smsinfo.web.auth import UNUSED
from tests.web.fakes import SIMULATOR, fake_services

DOCS = Path(__file__).parents[2] / "docs"


def pages() -> set[str]:
    """The endpoints of the staff that a browser can look at."""
    app = create_app(fake_services({"phone": SIMULATOR}, allow_http=True))
    rules: list[Rule] = [rule for rule in app.url_map.iter_rules() if rule.rule.startswith("/staff/")]
    return {rule.endpoint for rule in rules if "GET" in (rule.methods or set())} - set(UNUSED)


def test_each_page_has_its_help() -> None:
    assert pages() == set(help_staff.PAGES)


def test_each_help_is_that_of_a_page() -> None:
    assert {*help_staff.PAGES.values(), *help_alerts.SECTIONS.values()} == set(help_staff.HELP)


@pytest.mark.parametrize(("template", "name"), help_alerts.SECTIONS.items())
def test_a_part_of_a_page_leads_to_its_own_help(template: str, name: str) -> None:
    text = (Path(help_staff.__file__).parent / "templates" / template).read_text(encoding="utf-8")
    assert f"url_for('help.show', name='{name}')" in text


def test_an_act_that_shows_its_page_again_has_the_help_of_that_page() -> None:
    assert help_staff.help_of("helpdesk.answer") == "help-desk"
    assert help_staff.help_of("nothing.at_all") == "help"


def test_each_command_of_citizens_has_its_help() -> None:
    assert set(help_citizens.COMMANDS) == set(COMMANDS)
    assert {line.command for line in help_citizens.lines()} == set(COMMANDS)
    typed = {entry.command for entry in command_words()}
    assert set(COMMANDS) - typed == set(help_citizens.TYPED)
    assert set(help_citizens.EXAMPLES) <= set(COMMANDS)


@pytest.mark.parametrize("name", COMMANDS)
def test_page_and_document_say_the_same_of_a_command(name: str) -> None:
    text = (DOCS / "commands.md").read_text(encoding="utf-8")
    row = re.search(rf"^\| `{name}` \| (.*?) \|", text, re.MULTILINE)
    assert row is not None
    app = create_app(fake_services({"phone": SIMULATOR}, allow_http=True))
    with app.test_request_context(headers={"Accept-Language": "en"}):
        assert str(help_citizens.COMMANDS[name]) == row[1]
