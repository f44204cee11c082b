"""`smsinfo gaps`: what people asked and did not get, and what becomes of it."""

from __future__ import annotations

import json
from typing import Any

import click
from rich.console import Console
from rich.table import Table
from rich.text import Text

from smsinfo.cli.errors import friendly
from smsinfo.cli.opening import opened
from smsinfo.community.ratings import LEAST_NO, WINDOW
from smsinfo.content.catalogue import load_catalogue
from smsinfo.content.gap_refresh import GapRefresh
from smsinfo.content.gaps import alias as close_by_alias
from smsinfo.content.gaps import get_gap, list_gaps, start_topic, suggested_alias
from smsinfo.content.gaps import ignore as close_as_foreign
from smsinfo.content.gaps import reopen as open_again
from smsinfo.content.snapshot import build_snapshot
from smsinfo.db.queries import ratings
from smsinfo.domain.clock import utc_now
from smsinfo.domain.gaps import Gap, GapState
from smsinfo.errors import BadInput
from smsinfo.understanding.places import PlaceIndex

BY = "terminal"
ANY = "all"
SHOWN = 3
NUMBER = click.argument("number", metavar="ID", type=int)


@click.group()
def gaps() -> None:
    """What people asked and did not get, brought together by meaning. Phone numbers and names are masked."""


@gaps.command("list")
@click.option(
    "--state",
    type=click.Choice([*(state.value for state in GapState), ANY]),
    default=GapState.OPEN.value,
    show_default=True,
    help="Which gaps.",
)
@click.option("--region", help="Only gaps that were asked for from this regency or city, e.g. 62.06.")
@click.option("--most", type=click.IntRange(1, 1000), default=20, show_default=True, help="How many, most asked first.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object a line for programs.")
@friendly
def list_command(state: str, region: str | None, most: int, as_json: bool) -> None:
    """The gap list, and topics whose answers did not help. A worker brings new texts into it every hour."""
    _, database = opened()
    states = tuple(GapState) if state == ANY else (GapState(state),)
    with database.read() as session:
        found = list_gaps(session, states, region, limit=most)
        since = utc_now().date() - WINDOW
        within = {region} if region else None
        poor = ratings.poor(session, since, LEAST_NO, within, most) if GapState.OPEN in states else []
    database.close()
    if as_json:
        for line in (*map(_data, found), *map(_rated, poor)):
            click.echo(json.dumps(line, ensure_ascii=False))
        return
    Console().print(_table(found) if found else "No gaps.")
    for one in poor:
        click.echo(f"{one.topic}: its answer did not help {one.no}, helped {one.yes}.")


@gaps.command()
@NUMBER
@friendly
def show(number: int) -> None:
    """One gap: its texts, and how often it was asked for by week and region."""
    _, database = opened()
    with database.read() as session:
        gap = get_gap(session, number)
    database.close()
    click.echo(f"{gap.id}  {gap.title}: asked {gap.asked} times, {gap.state.value}")
    for text in _different(gap):
        click.echo(f"  {text}")
    click.echo("weeks:   " + ", ".join(f"{week} {asked}" for week, asked in gap.weeks))
    click.echo("regions: " + ", ".join(f"{code or '?'} {asked}" for code, asked in gap.regions))


@gaps.command()
@NUMBER
@click.argument("topic")
@click.option("--text", help="The alias; without it, what was texted most.")
@click.option("--language", default="id", show_default=True, help="Language of the alias.")
@friendly
def alias(number: int, topic: str, text: str | None, language: str) -> None:
    """Let TOPIC answer the gap: publish an alias, and close it. Says how many of its texts are answered then."""
    _, database = opened()
    with database.write() as session:
        gap = get_gap(session, number)
        words = text or suggested_alias(gap)
        if words is None:
            raise BadInput("none of its texts may be an alias; give one with --text")
        version = close_by_alias(session, number, topic, words, language, BY, utc_now())
    with database.read() as session:
        understanding = build_snapshot(load_catalogue(session)).understanding
    database.close()
    texts = _different(gap)
    answered = sum(topic in understanding.resolve(said).topics[:1] for said in texts)
    click.echo(f"{words!r} now names {topic}. Content version {version}.")
    click.echo(f"{answered} of {len(texts)} texts of the gap are answered with it; the others come back when asked.")


@gaps.command()
@NUMBER
@click.option("--topic", help="Key of the topic, where it has one.")
@friendly
def start(number: int, topic: str | None) -> None:
    """Say that a topic is being written for the gap, and close it."""
    _, database = opened()
    with database.write() as session:
        start_topic(session, number, BY, utc_now(), topic)
    database.close()
    click.echo(f"{number}: closed, a topic is being written.")


@gaps.command()
@click.argument("numbers", metavar="ID...", nargs=-1, type=int, required=True)
@friendly
def ignore(numbers: tuple[int, ...]) -> None:
    """Mark gaps as out of scope. Each comes back when it has been asked for as often again, and five times."""
    _, database = opened()
    with database.write() as session:
        for number in numbers:
            close_as_foreign(session, number, BY, utc_now())
    database.close()
    click.echo(f"{', '.join(map(str, numbers))}: out of scope.")


@gaps.command()
@NUMBER
@friendly
def reopen(number: int) -> None:
    """Put a closed gap back on the list."""
    _, database = opened()
    with database.write() as session:
        open_again(session, number)
    database.close()
    click.echo(f"{number}: open.")


@gaps.command()
@friendly
def refresh() -> None:
    """Bring new texts into the list now, as a worker does every hour. Texts of the last half hour wait."""
    settings, database = opened()
    with database.read() as session:
        gazetteer = load_catalogue(session).gazetteer
    duty = GapRefresh(database, utc_now, settings, lambda: PlaceIndex(gazetteer).names)
    taken = duty.refresh()
    database.close()
    click.echo(f"{taken} texts taken over.")


def _table(found: list[Gap]) -> Table:
    table = Table(box=None, pad_edge=False)
    for head in ("ID", "asked", "about", "for example"):
        right = head in ("ID", "asked")
        table.add_column(head, header_style="underline", justify="right" if right else "left", no_wrap=right)
    for gap in found:
        about = gap.title + (f" -> {gap.topic_key}" if gap.topic_key else "") + (" (again)" if gap.reopened else "")
        table.add_row(str(gap.id), str(gap.asked), Text(about), Text("\n".join(_different(gap)[:SHOWN])))
    return table


def _different(gap: Gap) -> list[str]:
    """Its texts, each once."""
    return list(dict.fromkeys(gap.texts))


def _rated(one: ratings.Rated) -> dict[str, Any]:
    """A topic whose answers do not help: it has no number, and leaves the list when its text is changed."""
    return {"id": None, "state": "rated", "topic": one.topic, "yes": one.yes, "no": one.no}


def _data(gap: Gap) -> dict[str, Any]:
    return {
        "id": gap.id,
        "title": gap.title,
        "state": gap.state.value,
        "asked": gap.asked,
        "first_asked_at": gap.first_asked_at.isoformat(),
        "last_asked_at": gap.last_asked_at.isoformat(),
        "topic": gap.topic_key,
        "reopened": gap.reopened,
        "texts": _different(gap),
        "regions": dict(gap.regions),
        "weeks": {week.isoformat(): asked for week, asked in gap.weeks},
    }
