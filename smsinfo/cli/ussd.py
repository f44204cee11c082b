"""`smsinfo ussd`: dials the menu in the terminal, as the phone shows it. Nothing is stored and nothing is sent."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import chain
from textwrap import wrap
from typing import Final

import click

from smsinfo.cli.ask import check_person
from smsinfo.cli.errors import BAD_INPUT, friendly
from smsinfo.config import load_settings
from smsinfo.domain.ussd import Screen
from smsinfo.logs import configure_logs
from smsinfo.rehearsal import SCREEN, Rehearsal, published
from smsinfo.sms.gsm7 import septets

WIDTH: Final = 36
"""Characters of a line: more than a basic phone has, so that a line of the menu is one here too."""

NARROWEST, WIDEST = 100, 182


@click.command()
@click.argument("inputs", nargs=-1, metavar="[INPUT]...")
@click.option("--region", help="Kemendagri code of where the citizen lives, e.g. 62.06.")
@click.option("--language", default="id", show_default=True, help="id, en, bjn or nij.")
@click.option(
    "--limit",
    default=SCREEN,
    show_default=True,
    type=click.IntRange(NARROWEST, WIDEST),
    help="Septets of a screen, as the channel says.",
)
@click.option("--inputs", "only", is_flag=True, help="Press each INPUT and end, for scripts; else go on by hand.")
@friendly
def ussd(inputs: tuple[str, ...], region: str | None, language: str, limit: int, only: bool) -> None:
    """Dial the menu and press each INPUT, as the phone shows it. Nothing is stored and nothing is sent."""
    configure_logs("ERROR", "text")
    settings = load_settings()
    catalogue, from_database = published(settings)
    if not from_database:
        click.echo("(no database yet: answering from the demo pack)", err=True)
    stage = Rehearsal(catalogue, settings)
    check_person(stage, region, language)
    dialogue = stage.dial(language, region, limit)
    typed = iter(inputs) if only else chain(inputs, _typed())
    screen = dialogue.turn()
    _show(screen, limit)
    for text in typed if screen.more else ():
        screen = dialogue.turn(text)
        _show(screen, limit)
        if not screen.more:
            break
    _complain(typed if only else (), screen)


def _typed() -> Iterator[str]:
    """What is typed, until an empty line or the end of the input."""
    while text := click.prompt(">", default="", show_default=False, prompt_suffix=" "):
        yield text


def _complain(left: Iterable[str], screen: Screen) -> None:
    """A script that presses on after the end should know."""
    rest = list(left)
    if rest and not screen.more:
        click.echo(f"smsinfo: the dialogue had ended before {' '.join(rest)}", err=True)
        raise SystemExit(BAD_INPUT)


def _show(screen: Screen, limit: int) -> None:
    """The screen in its frame, and below it what the network counts."""
    lines = [part for line in screen.text.split("\n") for part in wrap(line, WIDTH) or [""]]
    framed = [f"│ {line:<{WIDTH}} │" for line in lines]
    edge = "─" * (WIDTH + 2)
    click.echo("\n".join([f"┌{edge}┐", *framed, f"└{edge}┘"]))
    click.echo(f"  {septets(screen.text)} of {limit} septets{'' if screen.more else ', the dialogue has ended'}")
