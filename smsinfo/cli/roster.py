"""`smsinfo roster`: who is asked to approve at night, where, in which order; and where nobody would be."""

from __future__ import annotations

from datetime import datetime

import click
from rich.console import Console
from rich.table import Table

from smsinfo.alerts.roster import Roster
from smsinfo.bootstrap import make_staff_of
from smsinfo.cli.errors import friendly
from smsinfo.cli.opening import account, opened
from smsinfo.config import Settings
from smsinfo.db.engine import Database
from smsinfo.db.queries import staff as rows
from smsinfo.domain.clock import utc_now
from smsinfo.staff.audit import TERMINAL

TROUBLE = {
    "": "",
    "unconfirmed": "silent for 90 days",
    "no_phone": "no phone: smsinfo staff phone",
    "stopped": "the phone has said STOP",
    "suspended": "the account is suspended",
    "not_approver": "may not approve there",
}


@click.group(invoke_without_command=True)
@click.pass_context
@friendly
def roster(context: click.Context) -> None:
    """Who is on duty for alerts, in the order in which they are asked; then the regions with fewer than two."""
    if context.invoked_subcommand is not None:
        return
    _, database, service = _opened()
    now = utc_now()
    with database.read() as session:
        lines = service.lines(session, now)
        offices = dict(rows.offices(session))
        gaps = service.gaps(session, list(offices), now)
    database.close()
    table = Table("region", "place", "name", "full name", "until", "trouble")
    for one in lines:
        until = f"{one.duty.ends_at:%Y-%m-%d}" if one.duty.ends_at else ""
        place = str(one.duty.position)
        table.add_row(one.duty.region_code, place, one.person.name, one.person.full_name, until, TROUBLE[one.trouble])
    Console().print(table)
    for code, able in gaps:
        told = "nobody can be asked" if able == 0 else "one person can be asked, nobody is next"
        click.echo(f"gap: {code} {offices[code]}: {told}")


@roster.command()
@click.argument("name")
@click.argument("region")
@click.option("--until", type=click.DateTime(["%Y-%m-%d"]), help="The last day; without it, until it is ended.")
@friendly
def add(name: str, region: str, until: datetime | None) -> None:
    """Put NAME on duty for REGION (a code) and all in it, as the last to be asked there."""
    settings, database, service = _opened()
    ends = until.replace(hour=23, minute=59, tzinfo=settings.zone) if until is not None else None
    with database.write() as session:
        person = account(session, name)
        service.add(session, TERMINAL, person, region, utc_now(), ends)
    database.close()
    click.echo(f"{person.name} is on duty for {region}.")


@roster.command()
@click.argument("name")
@click.argument("region")
@friendly
def end(name: str, region: str) -> None:
    """Take NAME off duty for REGION."""
    _, database, service = _opened()
    with database.write() as session:
        person = account(session, name)
        done = service.end(session, TERMINAL, person, region, utc_now())
    database.close()
    click.echo(f"{person.name} is off duty for {region}." if done else f"{person.name} was not on duty for {region}.")


def _opened() -> tuple[Settings, Database, Roster]:
    settings, database = opened()
    return settings, database, Roster(make_staff_of(settings).audit)
