"""`smsinfo outbox`: what waits, what leaves, one message with its attempts, cancelling, and a day's report."""

from __future__ import annotations

import json
from datetime import datetime, timedelta
from time import sleep

import click
from rich.console import Console, RenderableType
from rich.live import Live
from rich.text import Text
from sqlalchemy.exc import SQLAlchemyError

from smsinfo.bootstrap import make_sealer
from smsinfo.cli.errors import friendly
from smsinfo.cli.opening import opened
from smsinfo.cli.show import board, board_data, details, shares
from smsinfo.config import Settings
from smsinfo.db.queries import outbox as rows
from smsinfo.db.queries import reporting
from smsinfo.db.queries.spending import last_id_before
from smsinfo.domain.clock import utc_now
from smsinfo.errors import BadInput
from smsinfo.outbox.figures import Reader
from smsinfo.sms.masking import mask_log
from smsinfo.sms.msisdn import mask

LIVE_SECONDS = 1.0


@click.group(invoke_without_command=True)
@click.option("--live", is_flag=True, help="Look again each second, until Ctrl+C.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object for programs.")
@click.pass_context
@friendly
def outbox(context: click.Context, live: bool, as_json: bool) -> None:
    """What waits by channel and lane, what leaves, and what came of today's messages."""
    if context.invoked_subcommand is not None:
        return
    settings, database = opened()
    reader = Reader(database, settings, utc_now)
    if as_json:
        click.echo(json.dumps(board_data(reader.take(), settings), ensure_ascii=False))
    elif live:
        _live(reader, settings)
    else:
        Console().print(board(reader.take(), settings))
    database.close()


@outbox.command()
@click.argument("number", metavar="ID", type=int)
@friendly
def show(number: int) -> None:
    """One message with its failed attempts; the number is masked."""
    settings, database = opened()
    with database.read() as session:
        message = reporting.message(session.connection(), number)
        tried = reporting.tried(session.connection(), number)
    database.close()
    if message is None:
        raise BadInput(f"there is no message {number}; smsinfo outbox report shows what there is")
    to = mask_mail(message.mail_to) if message.mail_to else "(erased)"
    if message.sealed is not None:
        to = mask(make_sealer(settings).open(bytes(message.sealed), practice=bool(message.practice)))
    Console().print(details(message, to, mask_log(message.words), tried, settings.zone))


@outbox.command()
@click.argument("numbers", metavar="ID...", nargs=-1, type=int)
@click.option("--alert", type=int, help="Id of an alert: all its messages that wait.")
@friendly
def cancel(numbers: tuple[int, ...], alert: int | None) -> None:
    """Cancel messages that still wait. What is being sent, or has been, stays as it is."""
    if bool(numbers) == (alert is not None):
        raise BadInput("name the messages, or one alert: smsinfo outbox cancel 17 18, smsinfo outbox cancel --alert 3")
    _, database = opened()
    with database.writer(), database.engine.begin() as connection:
        gone = rows.cancel(connection, utc_now(), alert_id=alert, ids=numbers)
    database.close()
    click.echo(f"{gone} {'message' if gone == 1 else 'messages'} cancelled.")
    if numbers and gone < len(set(numbers)):
        click.echo(f"{len(set(numbers)) - gone} did not wait any more; see smsinfo outbox show ID.", err=True)


@outbox.command()
@click.option("--day", type=click.DateTime(["%Y-%m-%d"]), help="The day, local time; without it, today.")
@friendly
def report(day: datetime | None) -> None:
    """What became of a day's messages by channel: delivered, failed, unknown, expired, with their shares."""
    settings, database = opened()
    local = day.replace(tzinfo=settings.zone) if day is not None else utc_now().astimezone(settings.zone)
    begins = local.replace(hour=0, minute=0, second=0, microsecond=0)
    with database.read() as session:
        connection = session.connection()
        first, last = (last_id_before(connection, begins + timedelta(days=n)) for n in (0, 1))
        tallies = reporting.tallies(connection, first, begins, last)
    database.close()
    Console().print(shares(tallies, begins.date()))


def mask_mail(address: str) -> str:
    """`p****@kalteng.go.id`: a mail address for people who need not know it."""
    user, _, host = address.partition("@")
    return f"{user[:1]}****@{host}"


def _live(reader: Reader, settings: Settings) -> None:
    console = Console()
    with Live(_look(reader, settings), console=console, auto_refresh=False) as live:
        try:
            while True:
                sleep(LIVE_SECONDS)
                live.update(_look(reader, settings), refresh=True)
        except KeyboardInterrupt:
            return


def _look(reader: Reader, settings: Settings) -> RenderableType:
    try:
        return board(reader.take(), settings)
    except SQLAlchemyError as error:  # the table goes on when the database is back
        return Text(f"the database is away: {type(error).__name__}")
