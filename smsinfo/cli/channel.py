"""`smsinfo channel`: all channels at a glance, a real message through one, its number told, pausing and resuming."""

from __future__ import annotations

import difflib
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from time import monotonic, sleep

import click
from rich.console import Console

from smsinfo.bootstrap import make_sealer
from smsinfo.cli.acts import note
from smsinfo.cli.errors import friendly
from smsinfo.cli.opening import opened
from smsinfo.cli.show import ago, channel_table
from smsinfo.config import Settings
from smsinfo.db.engine import Database
from smsinfo.db.queries import channels, outbox, reporting
from smsinfo.db.queries.reporting import Message
from smsinfo.domain.channels import Plan
from smsinfo.domain.clock import utc_now
from smsinfo.domain.messages import Lane, MtStatus, Purpose
from smsinfo.errors import BadInput, Refused
from smsinfo.gateways import make_gateways
from smsinfo.outbox.alarms import WORKER_GONE, rupiah, span
from smsinfo.outbox.announce import Announcement, Batch
from smsinfo.outbox.enqueue import Draft, Outbox
from smsinfo.outbox.fan_out import PAUSE
from smsinfo.outbox.figures import Figures, Reader
from smsinfo.outbox.plans import plans_of
from smsinfo.outbox.watch import contact_of
from smsinfo.sms.msisdn import mask, parse

PATIENCE = timedelta(minutes=1)
LOOK_SECONDS = 0.5
WORDS = "smsinfo: uji coba kanal {name}, {at:%H.%M}. Tidak perlu dibalas."
ENDED = (MtStatus.DELIVERED, MtStatus.FAILED, MtStatus.EXPIRED, MtStatus.CANCELLED, MtStatus.UNKNOWN)


@click.group()
def channel() -> None:
    """Look at channels, try one, tell its number, pause and resume."""


@channel.command("list")
@friendly
def list_() -> None:
    """All channels: kind, number, rate, state, balance, when a message last left, failed and came, the SIM's end."""
    settings, database = opened()
    plans = plans_of(settings, make_gateways(settings))
    figures = Reader(database, settings, utc_now).take()
    database.close()
    Console().print(channel_table(figures, settings, plans.values()))


@channel.command()
@click.argument("name")
@click.argument("number")
@friendly
def test(name: str, number: str) -> None:
    """Send one real message to NUMBER through channel NAME, and wait up to a minute for its result and receipt."""
    settings, database = opened()
    _declared(settings, name)
    gateways = make_gateways(settings)
    plans = plans_of(settings, gateways)
    to = number if plans[name].kind == "mail" else parse(number)
    figures = Reader(database, settings, utc_now).take()
    _refuse_in_vain(figures, plans[name])
    message = _enqueue(settings, database, plans, name, to, practice=gateways[name].practice)
    shown = to if "@" in to else mask(to)
    with Console(stderr=True).status(f"message {message} to {shown}: queued") as line:
        last = wait_for(database, message, gateways[name].gives_receipts, line.update)
    _conclude(database, name, last)
    database.close()


@channel.command()
@click.argument("name")
@friendly
def pause(name: str) -> None:
    """Send nothing more through channel NAME until it is resumed. Texts still come in; what is queued waits."""
    _set(name, paused=True)
    click.echo(f"{name} is paused. To go on: smsinfo channel resume {name}")


@channel.command()
@click.argument("name")
@friendly
def resume(name: str) -> None:
    """Send through channel NAME again: the pause ends, and the breaker of a channel that failed is closed."""
    _set(name, paused=False, failures=0, open_until=None)
    click.echo(f"{name} sends again.")


@channel.command()
@click.argument("name")
@click.option("--dry-run", is_flag=True, help="Only say whom it would reach, and what that costs.")
@friendly
def announce(name: str, dry_run: bool) -> None:
    """Tell subscribers the number of channel NAME, after it has changed. Says first how many they are, and asks."""
    settings, database = opened()
    _declared(settings, name)
    plans = plans_of(settings, make_gateways(settings))
    telling = Announcement(database, settings, utc_now, plans, name)
    batches = telling.batches()
    _preview(telling.number, batches)
    if batches and not dry_run and click.confirm("Tell them?"):
        done = 0
        for added in telling.send(batches):
            done += added
            sleep(PAUSE)
        click.echo(f"Messages that now wait in the lane bulk: {done}. See how they leave: smsinfo outbox --live")
    database.close()


def wait_for(database: Database, message: int, receipts: bool, tell: Callable[[str], object]) -> Message:
    """Look at a message until nothing more will come of it, or a minute is over; as it was last seen."""
    began = monotonic()
    while True:
        with database.read() as session:
            found = reporting.message(session.connection(), message)
        if found is None:
            raise Refused("the message was deleted while it was waited for")
        waited = timedelta(seconds=monotonic() - began)
        status = MtStatus(found.status)
        if status in ENDED or (status is MtStatus.SENT and not receipts) or waited >= PATIENCE:
            return found
        error = f", {found.error}: {found.detail}" if found.error else ""
        tell(f"message {message}: {found.status}{error} ({int(waited.total_seconds())} s)")
        sleep(LOOK_SECONDS)


def _preview(number: str, batches: Sequence[Batch]) -> None:
    """Say how many an announcement would reach, in which words, for how much, and how long it takes."""
    if not batches:
        click.echo(f"Everybody who texts {number} has been told, or nobody subscribes there.")
        return
    for text in dict.fromkeys(batch.text for batch in batches):
        click.echo(text)
    people, segments = sum(batch.group.people for batch in batches), sum(batch.segments for batch in batches)
    minutes = max(
        sum(batch.segments for batch in batches if batch.plan == plan) / plan.per_minute
        for plan in {batch.plan for batch in batches}
    )
    who = "1 person" if people == 1 else f"{people} people"
    cost = rupiah(sum(batch.cost_idr for batch in batches))
    takes = span(timedelta(minutes=minutes))
    click.echo(f"{who}, segments: {segments}, cost: Rp {cost}, time at the channel's rate: {takes}.")


def _declared(settings: Settings, name: str) -> None:
    if name not in settings.channels:
        near = difflib.get_close_matches(name, settings.channels, 1)
        guess = f"did you mean {near[0]}?" if near else f"declared are: {', '.join(settings.channels) or 'none'}"
        raise BadInput(f"there is no channel {name!r}; {guess}")


def _refuse_in_vain(figures: Figures, plan: Plan) -> None:
    """Say at once what would keep the message here. Raises Refused."""
    state = figures.states.get(plan.name)
    if not plan.can_send:
        raise Refused(f"{plan.name} only answers; it can't send by itself")
    if state is not None and state.paused:
        raise Refused(f"{plan.name} is paused; first run: smsinfo channel resume {plan.name}")
    if figures.locked is not None:
        raise Refused(f"sending is locked ({figures.locked}); when you have looked: smsinfo restore --unlock")
    if figures.last_beat is None or figures.at - figures.last_beat > WORKER_GONE:
        seen = ago(figures.at, figures.last_beat)
        raise Refused(f"no worker is running (last seen: {seen}), so nothing would leave; start one: smsinfo worker")


def _enqueue(
    settings: Settings, database: Database, plans: dict[str, Plan], name: str, to: str, *, practice: bool
) -> int:
    now = utc_now()
    text = WORDS.format(name=name, at=now.astimezone(settings.zone))
    with database.writer(), database.engine.begin() as connection:
        mail = to if "@" in to else None
        person = None
        if mail is None:
            person = contact_of(connection, make_sealer(settings), to, now, practice=practice)
        # Urgent, so that neither the quiet hours nor a queue stands before it.
        draft = Draft(text, Purpose.NOTICE, Lane.URGENT, 2 * PATIENCE, person, mail, channel=name)
        made = Outbox(settings, plans).add(connection, draft, now)
    if made is None:
        raise Refused("this number said STOP; it gets nothing but replies until its owner texts DAFTAR")
    return made


def _conclude(database: Database, name: str, message: Message) -> None:
    """Say how it ended. Raises Refused for everything but a message that left by this channel."""
    reason = f": {message.error} {message.detail or ''}".rstrip() if message.error else ""
    if message.status == MtStatus.QUEUED:
        with database.writer(), database.engine.begin() as connection:
            outbox.cancel(connection, utc_now(), ids=[message.id])
        raise Refused(f"message {message.id} still waited after a minute and was cancelled{reason}")
    if message.channel != name:
        raise Refused(f"{name} could not send it, it went to {message.channel}; see smsinfo outbox show {message.id}")
    if message.status not in (MtStatus.SENT, MtStatus.DELIVERED):
        raise Refused(f"message {message.id} is {message.status} after {_took(message)}{reason}")
    receipt = "" if message.status == MtStatus.DELIVERED else "; no receipt yet: smsinfo outbox show"
    click.echo(f"message {message.id}: {message.status} after {_took(message)}{receipt}")


def _took(message: Message) -> str:
    return f"{max(0.0, (message.status_at - message.created_at).total_seconds()):.1f} s"


def _set(name: str, **values: bool | int | datetime | None) -> None:
    settings, database = opened()
    _declared(settings, name)
    with database.write() as session:
        channels.ensure(session.connection(), name, utc_now())
        channels.change(session.connection(), name, **values)
        note(settings, session, "settings.channel", f"channel:{name}", paused=values["paused"])
    database.close()
